#include "adapters/extract/preamble.hpp"

#include "gateway/base/date_pattern.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace sluice::extract {
namespace {

// A regular expression needs stack for every character.
constexpr std::size_t kNameBytesMax = 1024;

std::vector<std::string> filled_cells(const Line& line) {
    std::vector<std::string> out;
    std::copy_if(line.cells.begin(), line.cells.end(), std::back_inserter(out), [](const auto& cell) {
        return !cell.empty();
    });
    return out;
}

std::string_view without_colon(std::string_view text) {
    text = trim(text);
    return text.ends_with(':') ? trim(text.substr(0, text.size() - 1)) : text;
}

// Dates as dates, codes as codes; of an organisation that is named by its words nothing is known.
std::string value_of(const schema::ReportForm& form, std::string_view key, std::string_view said) {
    const auto text = trim(said);
    if (key == "organisation") {
        const auto code = to_upper(text);
        return is_ods_code(code) ? code : std::string();
    }
    if (key == "run" || key == "period_start" || key == "period_end") {
        auto date = Date::parse(text);
        date = date ? date : parse_date_as(text, form.dates);
        return date ? date->truncated(DatePrecision::day).to_string() : std::string();
    }
    return std::string(text);
}

}  // namespace

Says read_preamble(const schema::ReportForm& form, const std::vector<Line>& lines) {
    Says out;
    Says otherwise;
    const auto note_as = [&](const auto& labels, std::string_view label, std::string_view text, Says& says) {
        const auto known = labels.find(to_lower(without_colon(label)));
        auto value = known == labels.end() ? std::string() : value_of(form, known->second, text);
        if (!value.empty()) {
            says[known->second] = std::move(value);  // the line nearest to the headings counts
        }
    };
    const auto note = [&](std::string_view label, std::string_view text) {
        note_as(form.preamble, label, text, out);
        note_as(form.otherwise, label, text, otherwise);
    };
    for (const auto& line : lines) {
        const auto cells = filled_cells(line);
        if (cells.size() > 1) {
            note(cells[0], cells[1]);
        } else if (cells.size() == 1) {
            const auto colon = cells[0].find(':');
            if (colon != std::string::npos) {
                note(cells[0].substr(0, colon), cells[0].substr(colon + 1));
            }
        }
    }
    out.merge(otherwise);
    return out;
}

bool is_of_preamble(const schema::ReportForm& form, const Line& line) {
    const auto cells = filled_cells(line);
    const auto label = cells.empty() ? std::string() : cells.front().substr(0, cells.front().find(':'));
    const auto words = to_lower(trim(label));
    return form.preamble.find(words) != form.preamble.end() ||
           form.otherwise.find(words) != form.otherwise.end();
}

bool says_cut_short(const schema::ReportForm& form, const Line& line) {
    const auto cells = filled_cells(line);
    const auto text = cells.empty() ? std::string() : to_lower(cells.front());
    return std::any_of(form.cut_short.begin(), form.cut_short.end(), [&](const auto& words) {
        return text.find(words) != std::string::npos;
    });
}

Says said_by_name(const schema::ReportForm& form, std::string_view name) {
    Says out;
    const auto parts = split(name.substr(0, kNameBytesMax), '/');
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const std::string text(*part);
        for (const auto& pattern : form.names) {
            std::smatch match;
            if (!std::regex_search(text, match, pattern.compiled)) {
                continue;
            }
            for (std::size_t i = 0; i < pattern.groups.size() && i + 1 < match.size(); ++i) {
                auto value = value_of(form, pattern.groups[i], match[i + 1].str());
                if (!value.empty()) {
                    out.emplace(pattern.groups[i], std::move(value));
                }
            }
        }
    }
    return out;
}

std::string title_of(std::string_view name) {
    auto base = base_name(name);
    base = base.substr(0, base.rfind('.'));
    std::string out;
    std::string word;
    const auto end_word = [&] {
        const bool is_word = !word.empty() && !is_month(word) &&
                             std::none_of(word.begin(), word.end(), [](char c) { return is_digit(c); });
        out += is_word ? (out.empty() ? "" : " ") + word : std::string();
        word.clear();
    };
    for (const char c : base) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0) {
            word += c;
        } else {
            end_word();
        }
    }
    end_word();
    return to_lower(out);
}

}  // namespace sluice::extract
