// The report for programs. Keys are stable; counts are JSON numbers; texts are those of the report.
#pragma once

#include "gateway/outlet/report.hpp"

#include <string>

namespace sluice::outlet {

// What `ingest --json` prints, one object:
// {"receipt","status","files":[{"name","sha256","bytes","read","accepted","held","rejected","skipped"}],
//  "entities":{name:{"accepted","held","rejected","released"}},
//  "issues":[{"rule","severity","count","examples":[{"file","record","column","note"}],"examples_more"}]}
// `examples_more`: found at places that are not among the examples.
std::string render_ingest_json(const Report& report);

// The whole report: the keys of render_ingest_json, and beside them the header, all counts of entities, the
// texts of issues, what was kept out, organisations and activity. Completeness has a file of its
// own.
std::string render_json(const Report& report);

// [{"entity","field","organisation","practice","month","expected","present","known","declined","percent",
// …}], sorted as completeness_csv. `percent` is a number with one decimal, or null where nothing was
// expected.
std::string completeness_json(const Report& report);

}  // namespace sluice::outlet
