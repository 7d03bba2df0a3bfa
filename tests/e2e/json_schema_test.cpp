// schemas/exchange describes what Sluice writes. The check knows the keywords that these two schemas need:
// type, const, enum, pattern, required, properties, items and references within the document.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <regex>
#include <sstream>

namespace sluice::e2e {
namespace {

using format::JsonValue;

const JsonValue& resolved(const JsonValue& schema, const JsonValue& root) {
    const auto* reference = schema.find("$ref");
    if (reference == nullptr) {
        return schema;
    }
    const std::string name(reference->text()->substr(std::string_view("#/$defs/").size()));
    return *root.find("$defs")->find(name);
}

bool has_type(const JsonValue& value, std::string_view type) {
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "integer" && value.integer()) ||
           (type == "boolean" && value.boolean());
}

// Where the value is not as the schema says, in words; empty: it is.
std::string problem(const JsonValue& value, const JsonValue& unresolved, const JsonValue& root) {
    const auto& schema = resolved(unresolved, root);
    if (const auto* type = schema.find("type"); type != nullptr && !has_type(value, *type->text())) {
        return "is no " + std::string(*type->text());
    }
    if (const auto* constant = schema.find("const");
        constant != nullptr && value.text() != constant->text()) {
        return "is not " + std::string(constant->text().value_or("the constant"));
    }
    if (const auto* allowed = schema.find("enum")) {
        const auto& items = allowed->items();
        if (std::none_of(items.begin(), items.end(), [&](const auto& a) {
                return a.text() == value.text();
            })) {
            return "is none of those allowed";
        }
    }
    if (const auto* pattern = schema.find("pattern")) {
        if (!std::regex_match(std::string(*value.text()), std::regex(std::string(*pattern->text())))) {
            return "does not match " + std::string(*pattern->text());
        }
    }
    if (const auto* required = schema.find("required")) {
        for (const auto& key : required->items()) {
            if (value.find(*key.text()) == nullptr) {
                return "lacks " + std::string(*key.text());
            }
        }
    }
    for (const auto& member : value.members()) {
        const auto* properties = schema.find("properties");
        const auto* property = properties == nullptr ? nullptr : properties->find(member.key);
        const auto found = property == nullptr ? "is not described" : problem(member.value, *property, root);
        if (!found.empty()) {
            return member.key + " " + found;
        }
    }
    for (const auto& item : value.items()) {
        if (auto found = problem(item, *schema.find("items"), root); !found.empty()) {
            return "an item " + found;
        }
    }
    return {};
}

JsonValue schema(const std::string& name) {
    return parse_json(read_text(std::string(SLUICE_SOURCE_DIR "/schemas/exchange/") + name));
}

TEST(JsonSchema, describes_the_manifests_that_are_written) {
    const TemporaryFolder folder;
    const auto root = schema("manifest.schema.json");
    const auto ran =
        ingested().bulk.run({"export", "--format", "exchange", "--sender", "A81001", "-o", folder / "out"});
    ASSERT_EQ(ran.code, 0) << ran.err;

    const auto exported = parse_json(read_text(folder / "out/manifest.json"));
    const auto sample = parse_json(read_text(SLUICE_SOURCE_DIR "/deploy/sample/exchange/manifest.json"));

    EXPECT_EQ(problem(exported, root, root), "");
    EXPECT_EQ(problem(sample, root, root), "");
    EXPECT_EQ(problem(parse_json("{}"), root, root), "lacks contract");
}

TEST(JsonSchema, describes_every_line_that_is_written) {
    const auto root = schema("record.schema.json");
    std::size_t lines = 0;

    const auto ran = ingested().bulk.run({"export", "--format", "exchange-ndjson"});

    ASSERT_EQ(ran.code, 0) << ran.err;
    std::istringstream all(ran.out);
    for (std::string line; std::getline(all, line); ++lines) {
        const auto value = parse_json(line);
        const auto* described = root.find("$defs")->find(text_at(value, "file"));
        ASSERT_NE(described, nullptr);
        EXPECT_EQ(problem(value, *described, root), "") << "line " << lines + 1;
    }
    EXPECT_GT(lines, 100U);
}

}  // namespace
}  // namespace sluice::e2e
