// Gathers what the outlets render from the store and the pack.
#pragma once

#include "gateway/outlet/report.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <string>

namespace sluice::reporting {

struct ReportScope {
    std::size_t examples_max = 20;  // places listed for each rule
    bool completeness = true;       // and what has changed since last time
    bool dry_run = false;
};

Result<outlet::Report> report_data(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt, const ReportScope& scope
);

// Only the completeness part, over the whole store.
Result<outlet::Report> completeness_data(
    const pipeline::Pack& pack, store::Store& store, const std::string& purpose
);

}  // namespace sluice::reporting
