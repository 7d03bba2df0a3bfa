// Stored dates and times (18.17.4) as ISO 8601.
#pragma once

#include "gateway/format/xlsx.hpp"
#include "gateway/format/xlsx_number_format.hpp"

namespace sluice::format::xlsx {

struct DateText {
    std::string text;
    CellKind kind = CellKind::date;
};
// 18.17.4.1: days since the start of 1900, of which 29 February is a day that never was, or since 1904.
// Seconds are rounded to whole ones, or to thousandths where the format shows fractions. Nothing where the
// number stands for no date. REQUIRES: the format is of a date or time.
std::optional<DateText> date_text(std::string_view stored, const NumberFormat& format, bool from_1904);

// A cell of type "d" (18.18.11) holds ISO 8601: a date, a time or both. Nothing for any other text.
std::optional<DateText> iso_date_text(std::string_view stored, const NumberFormat& format);

}  // namespace sluice::format::xlsx
