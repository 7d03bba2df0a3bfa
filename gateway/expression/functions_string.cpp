#include "gateway/base/text.hpp"
#include "gateway/expression/function_families.hpp"
#include "gateway/expression/utf8.hpp"

namespace sluice::expression {
namespace {

// The input text and the first argument; `ready` is false where either of them is empty.
bool read_two(Call& call, const std::string*& text, std::optional<std::string>& other, bool& ready) {
    if (!call.input_text(text) || !call.argument_text(0, other)) {
        return false;
    }
    ready = text && other;
    return true;
}

// The compiled pattern of the call, or that of the first argument; null where there is none.
bool read_pattern(Call& call, std::shared_ptr<const Pattern>& pattern) {
    pattern = call.ast.pattern;
    if (pattern) {
        return true;
    }
    std::optional<std::string> text;
    if (!call.argument_text(0, text)) {
        return false;
    }
    if (text) {
        auto compiled = Pattern::compile(*text);
        if (!compiled) {
            return call.fail(compiled.error().text());
        }
        pattern = *compiled;
    }
    return true;
}

bool match(Call& call, Result<bool> (Pattern::*test)(std::string_view) const) {
    const std::string* text = nullptr;
    std::shared_ptr<const Pattern> pattern;
    if (!call.input_text(text) || !read_pattern(call, pattern)) {
        return false;
    }
    if (!text || !pattern) {
        return true;
    }
    const auto found = (pattern.get()->*test)(*text);
    return found ? call.give(*found) : call.fail(found.error().text());
}

bool give_position(Call& call, std::string_view text, std::size_t at) {
    if (at == std::string_view::npos) {
        return call.give(std::int64_t{-1});
    }
    return call.give(static_cast<std::int64_t>(count_code_points(text.substr(0, at))));
}

}  // namespace

bool run_index_of(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> other;
    bool ready = false;
    if (!read_two(call, text, other, ready)) {
        return false;
    }
    return ready ? give_position(call, *text, text->find(*other)) : true;
}

bool run_last_index_of(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> other;
    bool ready = false;
    if (!read_two(call, text, other, ready)) {
        return false;
    }
    return ready ? give_position(call, *text, text->rfind(*other)) : true;
}

bool run_substring(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> length;
    if (!call.input_text(text) || !call.argument_integer(0, start) ||
        (call.argument_count() > 1 && !call.argument_integer(1, length))) {
        return false;
    }
    if (!text || !start || *start < 0) {
        return true;
    }
    const std::size_t from = byte_offset(*text, static_cast<std::size_t>(*start));
    if (from >= text->size()) {
        return true;
    }
    const auto rest = std::string_view(*text).substr(from);
    if (!length) {
        return call.give(rest);
    }
    return call.give(rest.substr(0, *length <= 0 ? 0 : byte_offset(rest, static_cast<std::size_t>(*length))));
}

bool run_starts_with(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> other;
    bool ready = false;
    if (!read_two(call, text, other, ready)) {
        return false;
    }
    return ready ? call.give(text->compare(0, other->size(), *other) == 0) : true;
}

bool run_ends_with(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> other;
    bool ready = false;
    if (!read_two(call, text, other, ready)) {
        return false;
    }
    return ready ? call.give(std::string_view(*text).ends_with(*other)) : true;
}

bool run_contains(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> other;
    bool ready = false;
    if (!read_two(call, text, other, ready)) {
        return false;
    }
    return ready ? call.give(text->find(*other) != std::string::npos) : true;
}

bool run_upper(Call& call) {
    const std::string* text = nullptr;
    if (!call.input_text(text)) {
        return false;
    }
    return text ? call.give(Value(to_upper(*text))) : true;
}

bool run_lower(Call& call) {
    const std::string* text = nullptr;
    if (!call.input_text(text)) {
        return false;
    }
    return text ? call.give(Value(to_lower(*text))) : true;
}

bool run_trim(Call& call) {
    const std::string* text = nullptr;
    if (!call.input_text(text)) {
        return false;
    }
    return text ? call.give(trim(*text)) : true;
}

bool run_length(Call& call) {
    const std::string* text = nullptr;
    if (!call.input_text(text)) {
        return false;
    }
    return text ? call.give(static_cast<std::int64_t>(count_code_points(*text))) : true;
}

bool run_to_chars(Call& call) {
    const std::string* text = nullptr;
    if (!call.input_text(text)) {
        return false;
    }
    std::string_view rest = text ? std::string_view(*text) : std::string_view();
    while (!rest.empty()) {
        const std::size_t bytes = code_point_bytes(rest);
        call.give(rest.substr(0, bytes));
        rest.remove_prefix(bytes);
    }
    return true;
}

bool run_split(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> separator;
    bool ready = false;
    if (!read_two(call, text, separator, ready)) {
        return false;
    }
    if (!ready) {
        return true;
    }
    if (separator->empty()) {
        return run_to_chars(call);
    }
    std::string_view rest = *text;
    for (auto at = rest.find(*separator); at != std::string_view::npos; at = rest.find(*separator)) {
        call.give(rest.substr(0, at));
        rest.remove_prefix(at + separator->size());
    }
    return call.give(rest);
}

// An empty pattern stands between all characters, so that 'abc'.replace('', 'x') is 'xaxbxcx'.
bool run_replace(Call& call) {
    const std::string* text = nullptr;
    std::optional<std::string> pattern;
    std::optional<std::string> substitution;
    if (!call.input_text(text) || !call.argument_text(0, pattern) || !call.argument_text(1, substitution)) {
        return false;
    }
    if (!text || !pattern || !substitution) {
        return true;
    }
    std::string out;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const bool found = rest.substr(0, pattern->size()) == *pattern;
        out += found ? *substitution : "";
        const std::size_t taken = found && !pattern->empty() ? pattern->size() : code_point_bytes(rest);
        out += found && !pattern->empty() ? std::string_view() : rest.substr(0, taken);
        rest.remove_prefix(taken);
        if (!call.evaluator.check_text(call.ast, out.size())) {
            return false;
        }
    }
    out += pattern->empty() ? *substitution : "";
    return call.give(Value(std::move(out)));
}

bool run_matches(Call& call) {
    return match(call, &Pattern::is_found_in);
}

bool run_matches_full(Call& call) {
    return match(call, &Pattern::is_whole);
}

bool run_replace_matches(Call& call) {
    const std::string* text = nullptr;
    std::shared_ptr<const Pattern> pattern;
    std::optional<std::string> substitution;
    if (!call.input_text(text) || !read_pattern(call, pattern) || !call.argument_text(1, substitution)) {
        return false;
    }
    if (!text || !pattern || !substitution) {
        return true;
    }
    auto replaced = pattern->replace_in(*text, *substitution);
    return replaced ? call.give(Value(std::move(*replaced))) : call.fail(replaced.error().text());
}

}  // namespace sluice::expression
