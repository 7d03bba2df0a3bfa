// What a number format (18.8.30, 18.8.31) makes of a number: a date, a time, or a number still.
#pragma once

#include <cstdint>
#include <string_view>

namespace sluice::format::xlsx {

struct NumberFormat {
    bool date = false;       // shows a year, month or day
    bool time = false;       // shows hours, minutes or seconds
    bool elapsed = false;    // of them, as many as it takes: [h], [m], [s]
    bool fractions = false;  // of seconds
    bool operator==(const NumberFormat&) const = default;
};

// Of an id that the standard defines and no workbook lists (18.8.30). The others are numbers.
NumberFormat built_in_format(std::uint32_t id);

// Of a format code, in the English letters in which files hold it. It is of a date where one of its sections
// is: `dd/mm/yyyy;;` hides zeros and is a date.
NumberFormat format_of(std::string_view code);

}  // namespace sluice::format::xlsx
