// The cells of one source row as one run of bytes: each cell is its length (LEB128, least significant seven
// bits first) and then its bytes. A layout (facts.hpp) names the columns. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

// Appends one cell; a row is its cells in the order of the layout.
void append_cell(std::string& blob, std::string_view cell);

std::string encode_cells(const std::vector<std::string_view>& cells);

// Takes the first cell off `blob`. Nothing where `blob` is empty or damaged.
std::optional<std::string_view> take_cell(std::string_view& blob);

// Fills `cells` (cleared first) with views into `blob`; false where the bytes are not such a run.
bool decode_cells(std::string_view blob, std::vector<std::string_view>& cells);

}  // namespace sluice::store
