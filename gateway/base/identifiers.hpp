// The identifiers of the field, checked by the rules of their owners. Each judge says which fault it found,
// so that a sender gets the message that fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// Ten digits with a modulus-11 check digit; NHS Data Dictionary, attribute NHS NUMBER. Has no formatter and
// no stream operator, so that it cannot slip into a log line; digits() is the one deliberate way out.
class NhsNumber {
  public:
    // blank: nothing there. not_digits / length / check_digit: not an NHS number.
    // sentinel: passes the check but stands for "unknown" (ten equal digits, 0123456789).
    enum class Fault : std::uint8_t { none, blank, not_digits, length, check_digit, sentinel };

    // Spaces and hyphens are taken out first (rule V01).
    static Fault judge(std::string_view text);
    static std::optional<NhsNumber> parse(std::string_view text);  // a value only where judge says none

    const std::string& digits() const { return digits_; }
    // 999 000 0000 to 999 999 9999 is set aside for testing and is never issued to a person.
    bool is_test_number() const { return digits_.compare(0, 3, "999") == 0; }

    auto operator<=>(const NhsNumber&) const = default;

  private:
    explicit NhsNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

// The check digit (0-9) for nine digits, or no value where the nine digits cannot be an NHS number.
std::optional<char> nhs_check_digit(std::string_view nine_digits);

inline constexpr std::string_view kSnomedSystem = "http://snomed.info/sct";  // of FHIR codings
// SNOMED CT identifier: 6 to 18 digits, Verhoeff check digit; SNOMED CT Technical Implementation Guide,
// component identifiers. Always text: a number type or a spreadsheet damages it.
enum class SnomedFault : std::uint8_t {
    none,
    blank,
    not_digits,
    length,
    check_digit,
    not_a_concept,          // the partition is not 00 or 10
    spreadsheet_truncated,  // longer than 15 digits and zeros from the 16th on (rule V11)
    spreadsheet_exponent,   // 8.71731E+14 (rule F05)
};
// A number as a spreadsheet writes a long one: 8.71731E+14.
bool looks_like_exponent(std::string_view text);
SnomedFault judge_snomed_id(std::string_view text);
bool verhoeff_valid(std::string_view digits);

// ODS code: 3 to 8 letters and digits, upper case (rule V09).
bool is_ods_code(std::string_view text);

}  // namespace sluice
