#include "gateway/expression/pattern.hpp"

#include <regex>

namespace sluice::expression {
namespace {

Error too_long() {
    return {
        ErrorCode::pack, "a text is longer than the " + std::to_string(kMatchedBytesMax) +
                             " bytes that a regular expression may look at"};
}

// A point outside brackets becomes a class of every character.
std::string in_single_line_mode(std::string_view text) {
    std::string out;
    bool in_class = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size()) {
            out += c;
            out += text[++i];
            continue;
        }
        in_class = in_class ? c != ']' : c == '[';
        if (c == '.' && !in_class) {
            out += "[^]";
            continue;
        }
        out += c;
    }
    return out;
}

class RegexPattern final : public Pattern {
  public:
    explicit RegexPattern(std::regex regex) : regex_(std::move(regex)) {}

    Result<bool> is_found_in(std::string_view text) const override {
        if (text.size() > kMatchedBytesMax) {
            return too_long();
        }
        return std::regex_search(text.begin(), text.end(), regex_);
    }
    Result<bool> is_whole(std::string_view text) const override {
        if (text.size() > kMatchedBytesMax) {
            return too_long();
        }
        return std::regex_match(text.begin(), text.end(), regex_);
    }
    Result<std::string> replace_in(std::string_view text, std::string_view substitution) const override {
        if (text.size() > kMatchedBytesMax || substitution.size() > kMatchedBytesMax) {
            return too_long();
        }
        std::string out;
        std::regex_replace(
            std::back_inserter(out), text.begin(), text.end(), regex_, std::string(substitution)
        );
        return out;
    }

  private:
    std::regex regex_;
};

}  // namespace

Result<std::shared_ptr<const Pattern>> Pattern::compile(std::string_view text) {
    if (text.size() > kPatternBytesMax) {
        return Error(
            ErrorCode::pack,
            "a regular expression is longer than " + std::to_string(kPatternBytesMax) + " bytes"
        );
    }
    auto flags = std::regex::ECMAScript;
#ifdef __GLIBCXX__
    // Breadth first: time is linear in the text and the stack does not grow with it, where the default
    // backtracks. The price is that back references are refused.
    flags |= std::regex_constants::__polynomial;
#endif
    try {
        std::regex regex;
        regex.imbue(std::locale::classic());
        regex.assign(in_single_line_mode(text), flags);
        return std::shared_ptr<const Pattern>(std::make_shared<RegexPattern>(std::move(regex)));
    } catch (const std::regex_error&) {
        return Error(ErrorCode::pack, "a regular expression cannot be read (back references are not known)");
    }
}

}  // namespace sluice::expression
