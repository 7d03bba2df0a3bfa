#include "gateway/base/date_pattern.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <regex>

namespace sluice {
namespace {

// What a pattern of a date is made of. The longer name of two stands first.
struct DateToken {
    std::string_view name;
    std::size_t part;  // year, month, day, hour, minute, second
    std::size_t digits_min;
    std::size_t digits_max;
};

const DateToken* token_of(std::string_view pattern) {
    static constexpr DateToken kTokens[] = {
        {"yyyy", 0, 4, 4}, {"MMM", 1, 0, 0}, {"MM", 1, 2, 2}, {"M", 1, 1, 2},  {"dd", 2, 2, 2},
        {"d", 2, 1, 2},    {"HH", 3, 2, 2},  {"H", 3, 1, 2},  {"mm", 4, 2, 2}, {"ss", 5, 2, 2}};
    const auto* found = std::find_if(std::begin(kTokens), std::end(kTokens), [&](const auto& token) {
        return pattern.starts_with(token.name);
    });
    return found == std::end(kTokens) ? nullptr : found;
}

std::optional<unsigned> read_part(std::string_view& text, const DateToken& token) {
    std::size_t digits = 0;
    while (digits < std::min(text.size(), token.digits_max) && is_digit(text[digits])) {
        ++digits;
    }
    return digits < token.digits_min ? std::nullopt : read_number(text, digits);
}

std::optional<unsigned> read_month(std::string_view& text) {
    static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
    constexpr std::size_t kShort = 3;
    std::size_t letters = 0;
    while (letters < text.size() && std::isalpha(static_cast<unsigned char>(text[letters])) != 0) {
        ++letters;
    }
    const auto word = to_lower(text.substr(0, letters));
    for (unsigned i = 0; i < std::size(kMonths); ++i) {
        // Spreadsheets write Sept, too.
        if (word.size() >= kShort && kMonths[i].starts_with(word)) {
            text.remove_prefix(letters);
            return i + 1;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text, std::string_view pattern) {
    std::array<unsigned, 6> part = {0, 1, 1, 0, 0, 0};
    auto precision = DatePrecision::year;  // no more than the pattern says
    while (!pattern.empty()) {
        const auto* token = token_of(pattern);
        if (token == nullptr) {
            if (!skip(text, pattern.front())) {
                return std::nullopt;
            }
            pattern.remove_prefix(1);
            continue;
        }
        const auto number = token->name == "MMM" ? read_month(text) : read_part(text, *token);
        if (!number) {
            return std::nullopt;
        }
        part[token->part] = *number;
        precision =
            std::max(precision, token->part >= 3 ? DatePrecision::second : DatePrecision(token->part));
        pattern.remove_prefix(token->name.size());
    }
    char iso[40];
    std::snprintf(
        iso, sizeof iso, "%04u-%02u-%02uT%02u:%02u:%02u", part[0], part[1], part[2], part[3], part[4], part[5]
    );
    const auto date = text.empty() ? Date::parse(iso) : std::nullopt;
    return date ? std::optional(date->truncated(precision)) : std::nullopt;
}

bool is_month(std::string_view word) {
    return read_month(word) && word.empty();
}

std::optional<std::string> time_of_day(std::string_view text) {
    constexpr std::size_t kBytesMax = 40;  // a regular expression needs stack for every character
    static const std::regex kTime(
        R"((?:^|.*[0-9][ T]+)([0-9]{1,2})(?:[:.]([0-9]{2})(?:[:.][0-9]{2})?|([0-9]{2}))(?: ?([AaPp])\.?[Mm]\.?)?)"
    );
    const auto trimmed = std::string(trim(text));
    std::smatch found;
    if (trimmed.size() > kBytesMax || !std::regex_match(trimmed, found, kTime)) {
        return std::nullopt;
    }
    int hour = std::stoi(found[1]);
    const int minute = std::stoi(found[2].matched ? found[2] : found[3]);
    const bool half_day = found[4].matched;
    if (hour > (half_day ? 12 : 23) || minute > 59 || (half_day && hour == 0)) {
        return std::nullopt;
    }
    if (half_day) {
        hour = hour % 12 + (found[4] == "p" || found[4] == "P" ? 12 : 0);
    }
    if (hour == 0 && minute == 0) {
        return std::nullopt;
    }
    char out[32];
    std::snprintf(out, sizeof out, "%02d:%02d", hour, minute);
    return out;
}

std::optional<Date> parse_date_as(std::string_view text, const std::vector<std::string>& patterns) {
    for (const auto& pattern : patterns) {
        if (const auto date = parse_date(text, pattern)) {
            return date;
        }
    }
    return std::nullopt;
}

}  // namespace sluice
