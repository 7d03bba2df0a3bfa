// JSON in (RFC 8259): a small immutable tree that remembers where each value stood, so that an error can say
// file, line and column. Nothing beyond the standard is taken: no comments, no byte-order mark, no trailing
// comma, no NaN; the same key twice in one object is refused.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/limits.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::format {

struct JsonMember;

// 1-based; columns count characters (code points).
struct JsonPosition {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    auto operator<=>(const JsonPosition&) const = default;
};

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

// A value owns all below it. The readers give nothing (or an empty list) when the value is of another kind.
class JsonValue {
  public:
    JsonValue();  // null
    JsonValue(const JsonValue&);
    JsonValue(JsonValue&&) noexcept;
    JsonValue& operator=(const JsonValue&);
    JsonValue& operator=(JsonValue&&) noexcept;
    ~JsonValue();

    JsonKind kind() const { return static_cast<JsonKind>(data_.index()); }
    bool is_null() const { return kind() == JsonKind::null; }
    bool is_string() const { return kind() == JsonKind::string; }
    bool is_number() const { return kind() == JsonKind::number; }
    bool is_array() const { return kind() == JsonKind::array; }
    bool is_object() const { return kind() == JsonKind::object; }

    // Views and references live as long as the value.
    std::optional<bool> boolean() const;
    std::optional<std::string_view> text() const;
    std::optional<std::string_view> number() const;  // exactly as written: 1.0 is not 1.00
    std::optional<std::int64_t> integer() const;     // a number without fraction and exponent that fits
    const std::vector<JsonValue>& items() const;
    const std::vector<JsonMember>& members() const;  // in the order of the source
    // The member of that name, or nullptr; looks at one after the other.
    const JsonValue* find(std::string_view key) const;

    JsonPosition position() const { return position_; }
    std::uint32_t line() const { return position_.line; }
    std::uint32_t column() const { return position_.column; }

  private:
    friend class JsonBuilder;
    struct NumberText {
        std::string text;
    };
    using Items = std::vector<JsonValue>;
    using Members = std::vector<JsonMember>;

    // In the order of JsonKind.
    std::variant<std::monostate, bool, NumberText, std::string, Items, Members> data_;
    JsonPosition position_;
};

struct JsonMember {
    std::string key;
    JsonValue value;
    JsonPosition position;  // of the key
};

// The whole of `text` is one JSON value. Bounded by json_bytes_max and json_depth_max (arrays and objects
// inside one another); memory is up to 24 times the text for an array of small numbers. Errors are of the
// pack and read "line 3, column 7: ..."; they never quote the text.
Result<JsonValue> parse_json(std::string_view text, const Limits& limits = {});

// "line 3, column 7: what", as parse_json says it: for readers of the tree.
Error json_error(JsonPosition at, std::string_view what);

// The number of RFC 8259 section 6.
bool is_json_number(std::string_view text);

}  // namespace sluice::format
