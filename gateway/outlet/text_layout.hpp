// Lines, wrapped paragraphs and aligned tables for a terminal. Internal to gateway/outlet.
#pragma once

#include "gateway/outlet/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::outlet {

enum class Style : std::uint8_t { plain, heading, bad, doubtful, good, soft };

// One column a code point; double-width scripts are not told apart.
std::size_t columns_of(std::string_view text);
// Cut in the middle, with "…", to at most `columns`.
std::string elided(std::string_view text, std::size_t columns);

class TextPage {
  public:
    TextPage(std::size_t width, Colour colour) : width_(width), colour_(colour) {}

    std::size_t width() const { return width_; }
    void blank();
    void line(std::string_view text, Style style = Style::plain);
    void heading(std::string_view text);
    // Wrapped, with `label` in front of the first line and the rest indented below it.
    void paragraph(std::string_view label, std::string_view text, std::size_t indent);
    // The first column is text and takes the room that is left; the others are right-aligned. A first row is
    // the header.
    void table(const std::vector<std::vector<std::string>>& rows);

    std::string take() { return std::move(out_); }

  private:
    std::size_t width_;
    Colour colour_;
    std::string out_;
};

}  // namespace sluice::outlet
