// Any bytes: refused, or a tree that is the same after it is written and read, compactly and for people.
#include "gateway/base/assert.hpp"
#include "gateway/format/json_writer.hpp"

#include <cstdint>

namespace {

using namespace sluice::format;

std::string written(const JsonValue& value, JsonStyle style) {
    JsonWriter writer(style);
    writer.value(value);
    return writer.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto root = parse_json({reinterpret_cast<const char*>(data), size});
    if (!root) {
        SLUICE_ASSERT(root.error().text().rfind("line ", 0) == 0);
        return 0;
    }
    const std::string compact = written(*root, JsonStyle::compact);
    for (const JsonStyle style : {JsonStyle::compact, JsonStyle::pretty}) {
        const auto again = parse_json(written(*root, style));
        SLUICE_ASSERT(again.has_value());
        SLUICE_ASSERT(written(*again, JsonStyle::compact) == compact);
    }
    return 0;
}
