// A document of the pack and a reader that walks it, collecting every fault with file, line and JSON Pointer,
// so that a broken pack is refused with a list of what to mend.
#pragma once

#include "gateway/base/decimal.hpp"
#include "gateway/base/error.hpp"
#include "gateway/format/json.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::schema {

struct Document {
    std::string path;  // relative to the pack, with forward slashes
    format::JsonValue root;
};

// A text of a document together with where it stands: "mappings/emis/need.json:4: /when".
struct Located {
    std::string text;
    std::string where;
    bool empty() const { return text.empty(); }
};

class Faults {
  public:
    void add(std::string where, std::string_view what);
    bool any() const { return !lines_.empty(); }
    Error error() const;  // REQUIRES: any()

  private:
    std::vector<std::string> lines_;
};

// A position in a document, which may be absent. Reading the wrong type or an absent required value adds a
// fault and answers a default, so the caller reads on and the user sees all faults at once. The document and
// the faults must outlive the reader.
class Reader {
  public:
    Reader(const Document& document, Faults& faults);

    bool present() const { return value_ != nullptr; }
    Reader find(std::string_view name) const;  // optional member
    Reader at(std::string_view name) const;    // required member: a fault where it is absent
    std::vector<Reader> items() const;         // of an array; none where absent
    std::vector<std::pair<std::string, Reader>> members() const;  // of an object; none where absent

    std::string text() const;
    std::string text_or(std::string_view otherwise) const;
    Located located() const;
    Decimal decimal() const;  // a number in quotes; 0 where absent
    std::int64_t integer_or(std::int64_t otherwise) const;
    // Both ends belong to it; a number outside is a fault, and answers `otherwise`.
    std::int64_t integer_in(std::int64_t min, std::int64_t max, std::int64_t otherwise) const;
    bool boolean_or(bool otherwise) const;
    std::vector<std::string> texts() const;                    // an array of strings; none where absent
    const format::JsonValue* value() const { return value_; }  // nullptr where absent
    bool is_text() const;
    bool is_object() const;

    // Any other member is a fault: a typing error must not be ignored.
    void only(
        std::initializer_list<std::string_view> names, std::initializer_list<std::string_view> more = {}
    ) const;
    void fault(std::string_view what) const;
    std::string where() const;

  private:
    Reader(const Document* document, Faults* faults, const format::JsonValue* value, std::string pointer);

    const Document* document_;
    Faults* faults_;
    const format::JsonValue* value_;
    std::string pointer_;
};

// The position of a value that the reader of `names` maps, or a fault that lists what is allowed.
template <class T>
T one_of(const Reader& reader, std::initializer_list<std::pair<std::string_view, T>> names, T otherwise) {
    const std::string text = reader.text();
    std::string allowed;
    for (const auto& [name, value] : names) {
        if (name == text) {
            return value;
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string(name);
    }
    if (!text.empty()) {
        reader.fault("'" + text + "' is not one of: " + allowed);
    }
    return otherwise;
}

}  // namespace sluice::schema
