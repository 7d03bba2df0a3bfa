// JSON out, value by value: the same calls give the same bytes, always.
#pragma once

#include "gateway/format/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::format {

enum class JsonStyle { compact, pretty };  // pretty: two spaces a level, one member a line

// Calls in an order that is not JSON (a value without its key, an end without its start) break an invariant
// and stop the process.
class JsonWriter {
  public:
    explicit JsonWriter(JsonStyle style = JsonStyle::compact) : style_(style) {}

    void begin_object() { begin('{'); }
    void end_object() { end('{', '}'); }
    void begin_array() { begin('['); }
    void end_array() { end('[', ']'); }
    void key(std::string_view name);
    // What is no UTF-8 becomes U+FFFD, byte by byte.
    void string(std::string_view value);
    // The digits as given. REQUIRES: is_json_number(exact).
    void number(std::string_view exact);
    void integer(std::int64_t value);
    void boolean(bool value);
    void null();
    // A parsed tree, numbers with the digits they had.
    void value(const JsonValue& value);

    void member(std::string_view name, std::string_view text) {
        key(name);
        string(text);
    }

    // Complete once every container has ended.
    const std::string& text() const { return text_; }
    std::string take();

  private:
    struct Level {
        char kind;
        bool empty = true;
    };

    void begin(char kind);
    void end(char kind, char closing);
    void before_value();
    void new_line();

    JsonStyle style_;
    std::string text_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace sluice::format
