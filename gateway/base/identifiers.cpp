#include "gateway/base/identifiers.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <array>

namespace sluice {
namespace {

std::string without_separators(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '-') {
            out += c;
        }
    }
    return out;
}

bool is_sentinel(std::string_view digits) {
    return digits == "0123456789" ||
           std::all_of(digits.begin(), digits.end(), [&](char c) { return c == digits.front(); });
}

// Verhoeff's dihedral group D5, the permutation applied by position from the right.
constexpr std::uint8_t kMultiply[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                            {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                            {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                            {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                            {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
constexpr std::uint8_t kPermute[8][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
                                          {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
                                          {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
                                          {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};

constexpr std::size_t kSpreadsheetDigits = 15;  // IEEE 754 double keeps 15 significant decimal digits

}  // namespace

bool looks_like_exponent(std::string_view text) {
    const std::size_t e = text.find_first_of("eE");
    return e != std::string_view::npos && e > 0 && text.find_first_not_of("0123456789.,") == e &&
           text.find_first_not_of("0123456789", text.find_first_not_of("+-", e + 1)) ==
               std::string_view::npos &&
           e + 1 < text.size();
}

std::optional<char> nhs_check_digit(std::string_view nine_digits) {
    if (nine_digits.size() != 9 || !all_digits(nine_digits)) {
        return std::nullopt;
    }
    int sum = 0;
    for (int i = 0; i < 9; ++i) {
        sum += (nine_digits[static_cast<std::size_t>(i)] - '0') * (10 - i);
    }
    const int check = 11 - sum % 11;
    if (check == 10) {
        return std::nullopt;
    }
    return static_cast<char>('0' + (check == 11 ? 0 : check));
}

NhsNumber::Fault NhsNumber::judge(std::string_view text) {
    const std::string digits = without_separators(trim(text));
    if (digits.empty()) {
        return Fault::blank;
    }
    if (!all_digits(digits)) {
        return Fault::not_digits;
    }
    if (digits.size() != 10) {
        return Fault::length;
    }
    if (is_sentinel(digits)) {
        return Fault::sentinel;
    }
    const auto check = nhs_check_digit(std::string_view(digits).substr(0, 9));
    return check && *check == digits[9] ? Fault::none : Fault::check_digit;
}

std::optional<NhsNumber> NhsNumber::parse(std::string_view text) {
    if (judge(text) != Fault::none) {
        return std::nullopt;
    }
    return NhsNumber(without_separators(trim(text)));
}

bool verhoeff_valid(std::string_view digits) {
    std::uint8_t check = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto digit = static_cast<std::uint8_t>(digits[digits.size() - 1 - i] - '0');
        check = kMultiply[check][kPermute[i % 8][digit]];
    }
    return check == 0;
}

SnomedFault judge_snomed_id(std::string_view text) {
    text = trim(text);
    if (text.empty()) {
        return SnomedFault::blank;
    }
    if (looks_like_exponent(text)) {
        return SnomedFault::spreadsheet_exponent;
    }
    if (!all_digits(text)) {
        return SnomedFault::not_digits;
    }
    if (text.size() < 6 || text.size() > 18) {
        return SnomedFault::length;
    }
    if (!verhoeff_valid(text)) {
        const bool zeros = text.size() > kSpreadsheetDigits &&
                           text.find_first_not_of('0', kSpreadsheetDigits) == std::string_view::npos;
        return zeros ? SnomedFault::spreadsheet_truncated : SnomedFault::check_digit;
    }
    const auto partition = text.substr(text.size() - 3, 2);
    return partition == "00" || partition == "10" ? SnomedFault::none : SnomedFault::not_a_concept;
}

bool is_ods_code(std::string_view text) {
    return text.size() >= 3 && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || is_digit(c);
           });
}

}  // namespace sluice
