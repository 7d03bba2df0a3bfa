#include "gateway/pipeline/date_styles.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>

namespace sluice::pipeline {

std::string date_style(std::string_view text) {
    constexpr std::size_t kYearDigits = 4;
    std::string style;
    std::size_t parts = 0;
    while (!text.empty() && parts < 3) {
        std::size_t digits = 0;
        std::size_t letters = 0;
        for (const char c : text) {
            const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if ((is_digit(c) && letters > 0) || (letter && digits > 0) || !(is_digit(c) || letter)) {
                break;
            }
            ++(letter ? letters : digits);
        }
        if (digits + letters == 0) {
            return {};
        }
        style += letters > 0 ? 'A' : (digits == kYearDigits ? 'Y' : '9');
        text.remove_prefix(digits + letters);
        if (++parts < 3 && !text.empty()) {
            style += text.front();
            text.remove_prefix(1);
        }
    }
    return parts == 3 && style.find('Y') != std::string::npos ? style : std::string();
}

DateStyles::DateStyles(const std::vector<bool>& is_date) {
    for (const bool watched : is_date) {
        columns_.push_back({watched, false, {}});
    }
}

void DateStyles::note(const std::vector<std::string_view>& cells) {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) {
        auto& column = columns_[i];
        if (!column.is_date || column.mixed) {
            continue;
        }
        const auto style = date_style(cells[i]);
        column.mixed = !style.empty() && !column.style.empty() && style != column.style;
        column.style = column.style.empty() ? style : column.style;
    }
}

std::vector<std::size_t> DateStyles::mixed() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].mixed) {
            out.push_back(i);
        }
    }
    return out;
}

}  // namespace sluice::pipeline
