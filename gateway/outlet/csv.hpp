// The report as files for a spreadsheet: RFC 4180, UTF-8, CRLF.
#pragma once

#include "gateway/outlet/report.hpp"

#include <string>

namespace sluice::outlet {

// The fix list: rule, severity, title, file, record, column, problem, why, fix. One line an example; a rule
// without examples has one line with file, record and column empty. `record` is empty for a whole file.
// A file or column name that a spreadsheet would run as a formula gets an apostrophe in front
// (OWASP, CSV injection).
std::string render_csv(const Report& report);

// One line an entity, field, organisation, practice, month, sender and supplier, in that order;
// schemas/README.md, "Completeness", says what is counted. percent = (known + declined) / expected to one
// decimal; empty where nothing was expected.
std::string completeness_csv(const Report& report);

}  // namespace sluice::outlet
