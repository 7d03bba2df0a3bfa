#include "gateway/outlet/text_layout.hpp"

#include "gateway/outlet/words.hpp"

#include <algorithm>

namespace sluice::outlet {
namespace {

constexpr std::string_view kGap = "  ";

bool starts_code_point(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// Byte offset of the code point with this index.
std::size_t offset_of(std::string_view text, std::size_t index) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (starts_code_point(text[at]) && index-- == 0) {
            break;
        }
    }
    return at;
}

// Takes the first line of at most `columns` off `text`, broken at a blank where there is one.
std::string_view take_line(std::string_view& text, std::size_t columns) {
    std::size_t end = offset_of(text, columns);
    std::size_t next = end;
    if (end < text.size()) {
        const std::size_t blank = text.rfind(' ', end);
        if (blank != std::string_view::npos && blank > 0) {
            end = blank;
            next = blank + 1;
        }
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(next);
    return line;
}

std::string_view escape_code(Style style) {
    switch (style) {
        case Style::heading:
            return "\x1b[1m";
        case Style::bad:
            return "\x1b[31m";
        case Style::doubtful:
            return "\x1b[33m";
        case Style::good:
            return "\x1b[32m";
        case Style::soft:
            return "\x1b[2m";
        case Style::plain:
            break;
    }
    return "";
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string elided(std::string_view text, std::size_t columns) {
    const std::size_t length = columns_of(text);
    if (length <= columns) {
        return std::string(text);
    }
    if (columns < 2) {
        return columns == 0 ? std::string() : "…";
    }
    const std::size_t front = (columns - 1) / 2;
    const std::size_t back = columns - 1 - front;
    return std::string(text.substr(0, offset_of(text, front))) + "…" +
           std::string(text.substr(offset_of(text, length - back)));
}

void TextPage::blank() {
    out_ += '\n';
}

void TextPage::line(std::string_view text, Style style) {
    const std::string shown = visible(text);
    if (colour_ == Colour::yes && style != Style::plain) {
        out_ += escape_code(style);
        out_ += shown;
        out_ += "\x1b[0m\n";
    } else {
        out_ += shown;
        out_ += '\n';
    }
}

void TextPage::heading(std::string_view text) {
    blank();
    line(elided(text, width_), Style::heading);
}

void TextPage::paragraph(std::string_view label, std::string_view text, std::size_t indent) {
    const std::string shown = visible(text);
    const std::size_t hang = indent + (label.empty() ? 0 : std::max<std::size_t>(columns_of(label) + 1, 10));
    std::string prefix = std::string(indent, ' ') + std::string(label);
    std::string_view rest = shown;
    do {
        prefix.resize(std::max(prefix.size(), hang), ' ');
        line(prefix + std::string(take_line(rest, width_ - hang)));
        prefix.clear();
    } while (!rest.empty());
}

void TextPage::table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns_of(visible(row[i])));
        }
    }
    std::size_t others = kGap.size();
    for (std::size_t i = 1; i < widths.size(); ++i) {
        others += widths[i] + kGap.size();
    }
    // Even a table of very large numbers leaves the first column some room.
    const std::size_t room = width_ > others + 8 ? width_ - others : 8;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::size_t first = std::min(widths[0], room);
        const std::string name = elided(visible(rows[r][0]), first);
        std::string text = std::string(kGap) + name + std::string(first - columns_of(name), ' ');
        for (std::size_t i = 1; i < rows[r].size(); ++i) {
            text += kGap;
            text += std::string(widths[i] - columns_of(rows[r][i]), ' ') + rows[r][i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        line(text, r == 0 ? Style::soft : Style::plain);
    }
}

}  // namespace sluice::outlet
