// The documents of an extension pack that reads files as they were proposed (pipeline/propose.hpp).
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/pipeline/propose.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::app {

using Files = std::map<std::string, std::string>;  // by path in the extension

// "Client list (Oct)" as "client_list_oct": small letters, digits and `mark`, a letter first.
std::string table_name(std::string_view text, char mark = '_');

// ErrorCode::usage where two files would be one table, or a table has no column that says whose its rows are.
Result<Files> proposed_pack(
    const std::string& name, const schema::Dataset& dataset,
    const std::vector<pipeline::ProposedTable>& tables
);

}  // namespace sluice::app
