// Builds HTML in which every text that is not written in this source tree is escaped: markup is accepted only
// as a literal known at compile time, so there is no way to forget.
#pragma once

#include "gateway/outlet/report.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::outlet {

class Markup {
  public:
    template <std::size_t kSize>
    consteval Markup(const char (&literal)[kSize])  // NOLINT(google-explicit-constructor)
        : text_(literal, kSize - 1) {}

    std::string_view text() const { return text_; }

  private:
    std::string_view text_;
};

class Html {
  public:
    Html& raw(Markup markup);
    // For element content and for double-quoted attribute values.
    Html& text(std::string_view untrusted);
    Html& digits(Count number);   // 412345, for attributes
    Html& grouped(Count number);  // 412,345, for readers

    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

// A cell of a table body that holds a number.
void number_cell(Html& html, Count number);

}  // namespace sluice::outlet
