// Stored numbers and texts as a person would have typed them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::format::xlsx {

// A number as it is stored (18.3.1.96: a double in decimal): the shortest plain decimal that reads back as
// the same double; from 10^15 on with every digit that is stored. Beyond 21 digits before or 9 zeros after
// the point with an exponent, 1.5E+300. Nothing for any other text, infinities too.
std::optional<std::string> number_text(std::string_view stored);

// A decimal as from_chars reads it, white space around it left out. Nothing for any other text, infinities
// too.
std::optional<double> parse_double(std::string_view stored);

// 22.9.2.19: characters that XML cannot hold are written _xHHHH_. What is no such escape stays as it is.
std::string unescaped(std::string text);

}  // namespace sluice::format::xlsx
