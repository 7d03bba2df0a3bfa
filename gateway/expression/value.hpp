// The primitive values of FHIRPath (HL7 FHIRPath N1 2.0.0, section "Literals" and "Types and Reflection").
// Plain values: copy them, share them between threads.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sluice::expression {

// Finer than sluice::DatePrecision: FHIRPath has hours alone and milliseconds.
enum class Precision : std::uint8_t { year, month, day, hour, minute, second, millisecond };

inline constexpr std::uint32_t kMillisecondsInDay = 86'400'000;

// A time of day without a zone; finer digits than milliseconds are cut off.
struct Time {
    std::uint32_t milliseconds = 0;           // since midnight, below kMillisecondsInDay
    Precision precision = Precision::second;  // hour .. millisecond

    // hh[:mm[:ss[.fff]]], without the T of the literal.
    static std::optional<Time> parse(std::string_view text);
    bool operator==(const Time&) const = default;
};

// A date with a time of day, either of them partial. A value whose precision is year, month or day differs
// from a Date only in its type (the literals @2015T and @2015).
struct DateTime {
    Date date;                       // year .. day
    std::uint32_t milliseconds = 0;  // since midnight at the offset
    Precision precision = Precision::second;
    std::optional<std::int16_t> offset_minutes;  // east of UTC; no value where the text had none

    // YYYY[-MM[-DD]][T[hh[:mm[:ss[.fff]]][Z|(+|-)hh:mm]]]
    static std::optional<DateTime> parse(std::string_view text);
    static DateTime from_date(const Date& date);
    bool operator==(const DateTime&) const = default;
};

// The unit is a UCUM code, or a calendar word as written (day, days). Empty and '1' are both "no unit".
struct Quantity {
    Decimal value;
    std::string unit;

    // (+|-)digits[.digits] then 'ucum' in quotes or a calendar word (function toQuantity).
    static std::optional<Quantity> parse(std::string_view text);
    bool operator==(const Quantity&) const = default;
};

using Value = std::variant<bool, std::int64_t, Decimal, std::string, Date, DateTime, Time, Quantity>;

// A Date may come with a time of day (sluice::Date has one); for FHIRPath it is then a DateTime.
bool is_date_only(const Date& date);

// Name within the namespace System: Boolean, Integer, Decimal, String, Date, DateTime, Time, Quantity.
std::string_view type_name(const Value& value);
// As function toString() writes it; a date carries no @.
std::string to_string(const Value& value);
std::string to_string(const DateTime& value);
std::string to_string(const Time& value);
std::string to_string(const Quantity& value);

}  // namespace sluice::expression
