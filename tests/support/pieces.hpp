// Texts of examples, which may be long or hold bytes that JSON cannot say.
#pragma once

#include "gateway/format/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

// Each throws std::runtime_error where the value is not what it should be.
void expect_keys(
    const format::JsonValue& object, const std::vector<std::string>& keys
);  // no other than these
std::string plain(const format::JsonValue& value);
std::int64_t whole(const format::JsonValue* value, std::int64_t otherwise);  // that, where it is absent
// A text; a piece {"text" or "bytes", "times"}, where a character of `bytes` stands for the byte of its
// number and {n} for the number of the repetition; or a list of both.
std::string text_of(const format::JsonValue& value);

// Answers how many there were.
std::size_t replace_all(std::string& text, std::string_view from, std::string_view to);

}  // namespace sluice::tests
