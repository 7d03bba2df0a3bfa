#include "gateway/outlet/words.hpp"

#include "gateway/base/text.hpp"

#include <array>

namespace sluice::outlet {
namespace {

using std::chrono::sys_days;

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string two_digits(long number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

sys_days last_sunday(std::chrono::year year, std::chrono::month month) {
    return sys_days{year / month / std::chrono::Sunday[std::chrono::last]};
}

bool is_summer_time(std::chrono::sys_seconds instant) {
    const auto year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)}.year();
    const auto change = std::chrono::hours{1};
    return instant >= last_sunday(year, std::chrono::March) + change &&
           instant < last_sunday(year, std::chrono::October) + change;
}

// The code point of the well-formed sequence that starts `text`, and its length.
struct CodePoint {
    char32_t value;
    std::size_t length;
};

CodePoint first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    return {value, length};
}

bool is_hidden(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool line_end = c == 0x2028 || c == 0x2029;
    // Unicode UAX 9, 2: marks, embeddings, overrides and isolates.
    const bool direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                           (c >= 0x2066 && c <= 0x2069);
    return control || line_end || direction || c == 0xFEFF;
}

}  // namespace

std::string grouped(Count number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(Count number, std::string_view one, std::string_view many) {
    return grouped(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string size_in_words(Count bytes) {
    constexpr std::array<std::string_view, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
    if (bytes < 1000) {
        return counted(bytes, "byte", "bytes");
    }
    std::size_t unit = 0;
    Count scale = 1000;
    while (unit + 1 < kUnits.size() && bytes / scale >= 1000) {
        scale *= 1000;
        ++unit;
    }
    const Count tenths = bytes / (scale / 10);
    return grouped(tenths / 10) + '.' + std::to_string(tenths % 10) + ' ' + std::string(kUnits[unit]);
}

std::string date_in_words(const Date& date) {
    const std::string year = std::to_string(date.year());
    if (date.precision() == DatePrecision::year) {
        return year;
    }
    const std::string month_year = std::string(kMonths[date.month() - 1]) + ' ' + year;
    if (date.precision() == DatePrecision::month) {
        return month_year;
    }
    return std::to_string(date.day()) + ' ' + month_year;
}

std::string month_in_words(std::string_view month) {
    const auto date = month.size() == 7 ? Date::parse(month) : std::nullopt;
    if (!date) {
        return month.empty() ? "No referral" : std::string(month);
    }
    return std::string(kMonths[date->month() - 1].substr(0, 3)) + ' ' + std::to_string(date->year());
}

std::string period_in_words(const Header& header) {
    if (header.period_start && header.period_end) {
        return date_in_words(*header.period_start) + " to " + date_in_words(*header.period_end);
    }
    if (header.period_start) {
        return "from " + date_in_words(*header.period_start);
    }
    return header.period_end ? "up to " + date_in_words(*header.period_end) : "not stated";
}

std::string organisation_in_words(const Organisation& organisation) {
    if (organisation.name.empty()) {
        return organisation.code.empty() ? "not stated" : organisation.code;
    }
    return organisation.code.empty() ? organisation.name : organisation.name + " (" + organisation.code + ')';
}

std::string sender_in_words(const Header& header) {
    const bool given = !header.sender.code.empty() || !header.sender.name.empty();
    return given ? organisation_in_words(header.sender) : "none was given";
}

std::string receipt_in_words(const Header& header) {
    if (!header.receipt_id.empty()) {
        return header.receipt_id;
    }
    return header.dry_run ? "none (trial run)" : "none";
}

const std::string& place_in_row(const IssueExample& example) {
    return example.column.empty() ? example.missing : example.column;
}

std::string as_of_in_words(const Header& header) {
    return header.as_of == Date() ? std::string() : date_in_words(header.as_of);
}

std::string received_in_words(const Header& header) {
    return header.received_at == std::chrono::sys_seconds() ? std::string()
                                                            : instant_in_words(header.received_at);
}

std::string stand_ins_in_words(const Header& header) {
    const auto& all = header.stand_ins;
    std::string counted_so;
    for (std::size_t i = 0; i < all.size(); ++i) {
        counted_so += (i == 0 ? "" : (i + 1 == all.size() ? " and " : ", ")) + all[i].counts;
    }
    return all.empty() ? std::string()
                       : "shipped lists for " + counted_so + "; the national reference sets are not loaded";
}

std::string instant_in_words(std::chrono::sys_seconds instant) {
    const bool summer = is_summer_time(instant);
    const auto local = instant + std::chrono::hours{summer ? 1 : 0};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss time{local - day};
    return date_in_words(Date::from_days(day)) + " at " + two_digits(time.hours().count()) + ':' +
           two_digits(time.minutes().count()) + (summer ? " BST (UTC+01:00)" : " GMT (UTC+00:00)");
}

std::string_view severity_in_words(Severity severity) {
    switch (severity) {
        case Severity::fatal:
            return "Fatal error";
        case Severity::error:
            return "Error";
        case Severity::warning:
            return "Warning";
        case Severity::information:
            return "For information";
    }
    return "";
}

std::string status_in_words(std::string_view status) {
    std::string words = to_upper(status.substr(0, 1));
    for (const char c : status.substr(words.size())) {
        words += c == '_' || c == '-' ? ' ' : c;
    }
    return words;
}

std::string well_formed(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t bad = find_invalid_utf8(text);
        result += text.substr(0, bad);
        if (bad == std::string_view::npos) {
            break;
        }
        result += kReplacement;
        text.remove_prefix(bad + 1);
    }
    return result;
}

std::string visible(std::string_view text) {
    const std::string clean = well_formed(text);
    std::string result;
    result.reserve(clean.size());
    for (std::string_view rest = clean; !rest.empty();) {
        const CodePoint point = first_code_point(rest);
        result += is_hidden(point.value) ? kReplacement : rest.substr(0, point.length);
        rest.remove_prefix(point.length);
    }
    return result;
}

std::string harmless(std::string_view text) {
    const bool formula = text.find_first_of("=+-@\t\r") == 0;
    return (formula ? "'" : "") + std::string(text);
}

}  // namespace sluice::outlet
