#include "gateway/format/json_writer.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"

#include <utility>

namespace sluice::format {
namespace {

// The escape of RFC 8259 section 7 for a character that must have one, else empty.
std::string_view short_escape(char c) {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\f':
            return "\\f";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {};
    }
}

void append_escaped(std::string& out, std::string_view valid) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (const char c : valid) {
        const std::string_view escape = short_escape(c);
        if (!escape.empty()) {
            out += escape;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += kDigits[static_cast<unsigned char>(c) >> 4U];
            out += kDigits[static_cast<unsigned char>(c) & 0xFU];
        } else {
            out += c;
        }
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const std::size_t invalid = find_invalid_utf8(text);
        append_escaped(out, text.substr(0, invalid));
        if (invalid == std::string_view::npos) {
            break;
        }
        out += "\xEF\xBF\xBD";
        text.remove_prefix(invalid + 1);
    }
    out += '"';
}

void JsonWriter::new_line() {
    if (style_ == JsonStyle::pretty) {
        text_ += '\n';
        text_.append(2 * levels_.size(), ' ');
    }
}

void JsonWriter::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (levels_.empty()) {
        SLUICE_ASSERT(text_.empty());
        return;
    }
    SLUICE_ASSERT(levels_.back().kind == '[');
    text_ += levels_.back().empty ? "" : ",";
    levels_.back().empty = false;
    new_line();
}

void JsonWriter::begin(char kind) {
    before_value();
    text_ += kind;
    levels_.push_back({kind});
}

void JsonWriter::end(char kind, char closing) {
    SLUICE_ASSERT(!levels_.empty() && levels_.back().kind == kind && !after_key_);
    const bool empty = levels_.back().empty;
    levels_.pop_back();
    if (!empty) {
        new_line();
    }
    text_ += closing;
}

void JsonWriter::key(std::string_view name) {
    SLUICE_ASSERT(!levels_.empty() && levels_.back().kind == '{' && !after_key_);
    text_ += levels_.back().empty ? "" : ",";
    levels_.back().empty = false;
    new_line();
    append_json_string(text_, name);
    text_ += style_ == JsonStyle::pretty ? ": " : ":";
    after_key_ = true;
}

void JsonWriter::string(std::string_view value) {
    before_value();
    append_json_string(text_, value);
}

void JsonWriter::number(std::string_view exact) {
    SLUICE_ASSERT(is_json_number(exact));
    before_value();
    text_ += exact;
}

void JsonWriter::integer(std::int64_t value) {
    before_value();
    text_ += std::to_string(value);
}

void JsonWriter::boolean(bool value) {
    before_value();
    text_ += value ? "true" : "false";
}

void JsonWriter::null() {
    before_value();
    text_ += "null";
}

void JsonWriter::value(const JsonValue& value) {
    switch (value.kind()) {
        case JsonKind::null:
            return null();
        case JsonKind::boolean:
            return boolean(*value.boolean());
        case JsonKind::number:
            return number(*value.number());
        case JsonKind::string:
            return string(*value.text());
        case JsonKind::array:
            begin_array();
            for (const JsonValue& item : value.items()) {
                this->value(item);
            }
            return end_array();
        case JsonKind::object:
            begin_object();
            for (const JsonMember& member : value.members()) {
                key(member.key);
                this->value(member.value);
            }
            return end_object();
    }
}

std::string JsonWriter::take() {
    SLUICE_ASSERT(levels_.empty() && !after_key_);
    return std::exchange(text_, {});
}

}  // namespace sluice::format
