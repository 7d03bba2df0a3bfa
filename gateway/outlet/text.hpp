// The report for a terminal: aligned tables, numbers with thousands separators, readable without colour.
#pragma once

#include "gateway/outlet/report.hpp"

#include <cstddef>
#include <string>

namespace sluice::outlet {

enum class Colour : bool { no, yes };

inline constexpr std::size_t kTextWidthMin = 80;

// No line is wider than `width` columns (less than kTextWidthMin is taken as that). Control and direction
// characters in foreign texts are replaced, so a file name cannot drive the terminal.
std::string render_text(const Report& report, std::size_t width = kTextWidthMin, Colour colour = Colour::no);

}  // namespace sluice::outlet
