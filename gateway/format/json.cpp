#include "gateway/format/json.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"

// Before the first header of the library, and nowhere else.
#define RAPIDJSON_ASSERT(condition) SLUICE_ASSERT(condition)
#define RAPIDJSON_HAS_STDSTRING 1

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sluice::format {
namespace {

// RapidJSON's string streams end at a NUL; this one ends where the text ends.
class ByteStream {
  public:
    using Ch = char;
    explicit ByteStream(std::string_view text) : text_(text) {}

    Ch Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    Ch Take() { return at_ < text_.size() ? text_[at_++] : '\0'; }
    std::size_t Tell() const { return at_; }
    // Parts of the concept that only a parser in place calls.
    Ch* PutBegin() { SLUICE_ASSERT(false && "not writable"); }
    void Put(Ch) { SLUICE_ASSERT(false && "not writable"); }
    void Flush() { SLUICE_ASSERT(false && "not writable"); }
    std::size_t PutEnd(Ch*) { SLUICE_ASSERT(false && "not writable"); }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

// Turns offsets, asked for in rising order, into lines and columns; linear over a whole document.
class PositionFinder {
  public:
    explicit PositionFinder(std::string_view text) : text_(text) {}

    JsonPosition at(std::size_t offset) {
        for (; at_ < offset && at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') {
                ++position_.line;
                position_.column = 1;
            } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80) {
                ++position_.column;  // not for the later bytes of a character
            }
        }
        return position_;
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    JsonPosition position_;
};

}  // namespace

// RapidJSON's SAX handler: false stops the parser, and `fault` says why.
class JsonBuilder {
  public:
    JsonBuilder(std::string_view text, const ByteStream& stream, const Limits& limits)
        : text_(text), stream_(stream), limits_(limits), positions_(text) {}

    bool Null() { return add_scalar(make(start_of_token())); }
    bool Bool(bool value) {
        JsonValue result = make(start_of_token());
        result.data_ = value;
        return add_scalar(std::move(result));
    }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool) {
        JsonValue result = make(start_of_token());
        result.data_ = JsonValue::NumberText{std::string(digits, length)};
        return add_scalar(std::move(result));
    }
    bool String(const char* bytes, rapidjson::SizeType length, bool) {
        JsonValue result = make(start_of_token());
        if (!well_formed({bytes, length}, result.position_)) {
            return false;
        }
        result.data_ = std::string(bytes, length);
        return add_scalar(std::move(result));
    }
    bool Key(const char* bytes, rapidjson::SizeType length, bool) {
        Frame& frame = open_.back();
        frame.key_position = start_of_token();
        frame.key.assign(bytes, length);
        token_end_ = stream_.Tell();
        return well_formed(frame.key, frame.key_position);
    }
    bool StartObject() { return open(JsonValue::Members()); }
    bool StartArray() { return open(JsonValue::Items()); }
    bool EndObject(rapidjson::SizeType) {
        const JsonMember* twice = duplicate(open_.back().value.members());
        return twice == nullptr ? close() : refuse(twice->position, "the same key twice in one object");
    }
    bool EndArray(rapidjson::SizeType) { return close(); }
    // Called only without kParseNumbersAsStringsFlag.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    JsonValue take_root() { return std::move(root_); }
    const std::optional<Error>& fault() const { return fault_; }

  private:
    struct Frame {
        JsonValue value;
        std::string key;
        JsonPosition key_position;
    };

    // Between the end of the last token and the start of this one there can only be these.
    JsonPosition start_of_token() {
        token_start_ = text_.find_first_not_of(" \t\r\n,:", token_end_);
        return positions_.at(token_start_);
    }

    // Whether the library stands before or behind a bracket when it reports it is not part of its contract.
    void end_bracket() { token_end_ = token_start_ + 1; }

    JsonValue make(JsonPosition position) const {
        JsonValue value;
        value.position_ = position;
        return value;
    }

    bool refuse(JsonPosition at, std::string_view what) {
        fault_ = json_error(at, what);
        return false;
    }

    // The library lets a lone "\uDC00" pass, which cannot be written as UTF-8.
    bool well_formed(std::string_view text, JsonPosition at) {
        return find_invalid_utf8(text) == std::string_view::npos ||
               refuse(at, "half of a surrogate pair in a string");
    }

    template <class Container>
    bool open(Container empty) {
        const JsonPosition at = start_of_token();
        if (open_.size() >= limits_.json_depth_max) {
            return refuse(at, "nested deeper than the limit of " + std::to_string(limits_.json_depth_max));
        }
        end_bracket();
        open_.push_back({make(at), {}, {}});
        open_.back().value.data_ = std::move(empty);
        return true;
    }

    bool close() {
        start_of_token();
        end_bracket();
        JsonValue value = std::move(open_.back().value);
        open_.pop_back();
        return add(std::move(value));
    }

    bool add_scalar(JsonValue value) {
        token_end_ = stream_.Tell();
        return add(std::move(value));
    }

    bool add(JsonValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Frame& parent = open_.back();
        if (auto* items = std::get_if<JsonValue::Items>(&parent.value.data_)) {
            items->push_back(std::move(value));
        } else {
            std::get<JsonValue::Members>(parent.value.data_)
                .push_back({std::move(parent.key), std::move(value), parent.key_position});
        }
        return true;
    }

    // The later of two members of the same name.
    static const JsonMember* duplicate(const JsonValue::Members& members) {
        std::vector<const JsonMember*> sorted;
        sorted.reserve(members.size());
        for (const JsonMember& member : members) {
            sorted.push_back(&member);
        }
        std::sort(sorted.begin(), sorted.end(), [](const JsonMember* a, const JsonMember* b) {
            return std::tie(a->key, a->position) < std::tie(b->key, b->position);
        });
        const auto twin =
            std::adjacent_find(sorted.begin(), sorted.end(), [](const JsonMember* a, const JsonMember* b) {
                return a->key == b->key;
            });
        return twin == sorted.end() ? nullptr : *(twin + 1);
    }

    std::string_view text_;
    const ByteStream& stream_;
    const Limits& limits_;
    PositionFinder positions_;
    std::size_t token_start_ = 0;
    std::size_t token_end_ = 0;
    std::vector<Frame> open_;
    JsonValue root_;
    std::optional<Error> fault_;
};

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue&) = default;
JsonValue::JsonValue(JsonValue&&) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue&) = default;
JsonValue& JsonValue::operator=(JsonValue&&) noexcept = default;
JsonValue::~JsonValue() = default;

std::optional<bool> JsonValue::boolean() const {
    const bool* value = std::get_if<bool>(&data_);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::string_view> JsonValue::text() const {
    const std::string* value = std::get_if<std::string>(&data_);
    return value == nullptr ? std::nullopt : std::optional<std::string_view>(*value);
}

std::optional<std::string_view> JsonValue::number() const {
    const NumberText* value = std::get_if<NumberText>(&data_);
    return value == nullptr ? std::nullopt : std::optional<std::string_view>(value->text);
}

std::optional<std::int64_t> JsonValue::integer() const {
    const std::string_view digits = number().value_or(std::string_view());
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = code == std::errc() && end == digits.data() + digits.size();
    return whole ? std::optional(value) : std::nullopt;
}

const std::vector<JsonValue>& JsonValue::items() const {
    static const Items kEmpty;
    const Items* value = std::get_if<Items>(&data_);
    return value == nullptr ? kEmpty : *value;
}

const std::vector<JsonMember>& JsonValue::members() const {
    static const Members kEmpty;
    const Members* value = std::get_if<Members>(&data_);
    return value == nullptr ? kEmpty : *value;
}

const JsonValue* JsonValue::find(std::string_view key) const {
    const Members& all = members();
    const auto found =
        std::find_if(all.begin(), all.end(), [key](const JsonMember& m) { return m.key == key; });
    return found == all.end() ? nullptr : &found->value;
}

Error json_error(JsonPosition at, std::string_view what) {
    std::string text = "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": ";
    return {ErrorCode::pack, text.append(what)};
}

Result<JsonValue> parse_json(std::string_view text, const Limits& limits) {
    if (text.size() > limits.json_bytes_max) {
        return json_error(
            {}, "the document is larger than the limit of " + std::to_string(limits.json_bytes_max) + " bytes"
        );
    }
    const std::size_t invalid = find_invalid_utf8(text);
    if (invalid != std::string_view::npos) {
        return json_error(PositionFinder(text).at(invalid), "not UTF-8");
    }
    constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                                rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseFullPrecisionFlag;
    ByteStream stream(text);
    JsonBuilder builder(text, stream, limits);
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
    if (builder.fault()) {
        return *builder.fault();
    }
    if (result.IsError()) {
        return json_error(
            PositionFinder(text).at(result.Offset()), rapidjson::GetParseError_En(result.Code())
        );
    }
    // A NUL looks like the end to the library.
    if (stream.Tell() != text.size()) {
        return json_error(PositionFinder(text).at(stream.Tell()), "more after the end of the document");
    }
    return builder.take_root();
}

bool is_json_number(std::string_view text) {
    const auto take = [&text](std::string_view any) {
        const bool found = !text.empty() && any.find(text.front()) != std::string_view::npos;
        text.remove_prefix(found ? 1 : 0);
        return found;
    };
    const auto take_digits = [&take] {
        bool any = false;
        while (take("0123456789")) {
            any = true;
        }
        return any;
    };
    take("-");
    if (!take("0") && !take_digits()) {
        return false;
    }
    if (take(".") && !take_digits()) {
        return false;
    }
    if (take("eE")) {
        take("+-");
        if (!take_digits()) {
            return false;
        }
    }
    return text.empty();
}

}  // namespace sluice::format
