// Lists in JSON, such as the pages of a service directory, as members of their own: from here on a list is a
// CSV file, in which the first object is row 2 (schemas/README.md, `json`).
#pragma once

#include "gateway/pipeline/submission.hpp"
#include "gateway/schema/documents.hpp"

namespace sluice::pipeline {

// Lands each list that a system of the pack knows, and adds it as `<file>/<table>.csv`. The file stays a
// member, which has no rows itself. What is no such list stays as it is.
Result<void> open_json_tables(
    Gathered& gathered, const store::Landing& landing, const schema::Documents& documents,
    const Limits& limits
);

}  // namespace sluice::pipeline
