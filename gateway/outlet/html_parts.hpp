// The sections of the HTML report, in the order in which they stand. Internal to gateway/outlet; each writes
// one <section> (or nothing where the report has nothing to say there).
#pragma once

#include "gateway/outlet/html_writer.hpp"
#include "gateway/outlet/report.hpp"

namespace sluice::outlet {

void write_head(Html& html, const Report& report);      // <head> with the style sheet
void write_banner(Html& html, const Report& report);    // who, what, when
void write_contents(Html& html, const Report& report);  // navigation
void write_summary(Html& html, const Report& report);   // in words
void write_first(Html& html, const Report& report);     // what to do first
void write_trend(Html& html, const Report& report);     // since last time
void write_files(Html& html, const Report& report);     // reconciliation
void write_entities(Html& html, const Report& report);  // records
void write_completeness(Html& html, const Report& report);
void write_practices(Html& html, const Report& report);       // within completeness
void write_share_cell(Html& html, const CellCounts& counts);  // of a heat map
void write_issues(Html& html, const Report& report);
void write_kept_out(Html& html, const Report& report);
void write_activity(Html& html, const Report& report);  // charts
void write_glossary(Html& html);
void write_appendix(Html& html, const Report& report);  // digests

}  // namespace sluice::outlet
