// The sheets of workbooks, as members of their own: from here on a sheet is a CSV file, whose lines are the
// rows as the spreadsheet program numbers them.
#pragma once

#include "gateway/pipeline/submission.hpp"

namespace sluice::pipeline {

// Lands each sheet that has rows, and adds it as `<workbook>/<sheet>.csv`. The workbook stays a member, which
// has no rows itself. One that cannot be read is refused, whole; cells that are odd give remarks. Of a cell
// merged in the first column the rows below repeat the text: groups stand there. A value merged over several
// rows is that of the first.
Result<void> open_workbooks(Gathered& gathered, const store::Landing& landing, const Limits& limits);

}  // namespace sluice::pipeline
