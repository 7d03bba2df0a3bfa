#include "gateway/format/xlsx_number_format.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <string>

namespace sluice::format::xlsx {
namespace {

constexpr NumberFormat kDate{.date = true};
constexpr NumberFormat kTime{.time = true};
constexpr NumberFormat kDateTime{.date = true, .time = true};

// Goes through one format code, which it holds in lower case.
class CodeReader {
  public:
    explicit CodeReader(std::string_view code) : left_(code) {}

    NumberFormat read() {
        while (!left_.empty()) {
            step();
        }
        end_month();
        return format_;
    }

  private:
    void step() {
        const char c = left_.front();
        if (c == '"') {
            pass(std::min(left_.find('"', 1), left_.size() - 1) + 1);
        } else if (c == '\\' || c == '_' || c == '*') {
            pass(2);  // the next character is shown, its width left blank, or it fills the cell
        } else if (c == '[') {
            bracket();
        } else if (left_.starts_with("general")) {
            pass(7);
        } else if (left_.starts_with("am/pm") || left_.starts_with("a/p")) {
            hours();
            pass(left_[1] == 'm' ? 5 : 3);
        } else {
            letters(c);
        }
    }

    // [h], [mm] and so on; a colour, a condition or a locale else.
    void bracket() {
        const std::size_t end = std::min(left_.find(']'), left_.size());
        const std::string_view inside = left_.substr(1, end - 1);
        const bool elapsed = !inside.empty() &&
                             inside.find_first_not_of(inside[0]) == std::string_view::npos &&
                             std::string_view("hms").find(inside[0]) != std::string_view::npos;
        if (elapsed) {
            hours();
            after_hours_ = inside[0] == 'h';
            after_seconds_ = inside[0] == 's';
            format_.elapsed = true;
        }
        pass(end + 1);
    }

    void letters(char c) {
        const std::size_t count = std::min(left_.find_first_not_of(c), left_.size());
        format_.fractions = format_.fractions || (after_seconds_ && left_.starts_with(".0"));
        if (c == 'm') {
            end_month();
            format_.time = format_.time || after_hours_;
            open_month_ = !after_hours_;
            after_hours_ = false;
        } else if (c == 'h') {
            hours();
            after_hours_ = true;
        } else if (c == 's') {
            open_month_ = false;  // they were minutes
            hours();
        } else if (c == 'y' || c == 'd') {
            end_month();
            format_.date = true;
            after_hours_ = false;
        } else if (c == ';') {
            end_month();
            after_hours_ = false;
        }
        after_seconds_ = c == 's';
        pass(count);
    }

    void hours() {
        format_.time = true;
        after_hours_ = false;
    }

    // An m that stands neither after hours nor before seconds is a month.
    void end_month() {
        format_.date = format_.date || open_month_;
        open_month_ = false;
    }

    void pass(std::size_t count) { left_.remove_prefix(std::min(count, left_.size())); }

    std::string_view left_;
    NumberFormat format_;
    bool after_hours_ = false;
    bool after_seconds_ = false;
    bool open_month_ = false;
};

}  // namespace

NumberFormat built_in_format(std::uint32_t id) {
    const auto within = [id](std::uint32_t first, std::uint32_t last) { return id >= first && id <= last; };
    if (within(18, 21) || id == 45 || within(32, 33)) {
        return kTime;
    }
    if (id == 46) {
        return {.time = true, .elapsed = true};
    }
    if (id == 47) {
        return {.time = true, .fractions = true};
    }
    // The last of these are days in Japan and times of day in China.
    if (id == 22 || within(34, 35) || within(55, 56)) {
        return kDateTime;
    }
    return within(14, 17) || within(27, 36) || within(50, 58) ? kDate : NumberFormat();
}

NumberFormat format_of(std::string_view code) {
    const std::string lower = to_lower(code);
    return CodeReader(lower).read();
}

}  // namespace sluice::format::xlsx
