#include "gateway/schema/pack_diff.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using What = ItemChange::What;

std::vector<Layer> pack(std::map<std::string, std::string> files) {
    Layer layer;
    layer.files = std::move(files);
    return {layer};
}

std::vector<ItemChange> diff(const std::string& path, const std::string& before, const std::string& after) {
    const auto changes = diff_layers(pack({{path, before}}), pack({{path, after}}));
    EXPECT_TRUE(changes) << changes.error().text();
    return changes ? *changes : std::vector<ItemChange>();
}

TEST(PackDiff, compares_fields_key_by_key) {
    const auto entity = [](const std::string& fields) {
        return R"({"entity": "need", "title": "Need", "fields": [)" + fields + "]}";
    };
    EXPECT_THAT(
        diff(
            "schemas/sp-mds/entities/need.json", entity(R"({"name": "a", "weight": 1}, {"name": "b"})"),
            entity(R"({"name": "a", "weight": 2, "since": "1.2"}, {"name": "c"})")
        ),
        ElementsAre(
            ItemChange{"field", "need.a", What::changed, {{"since", "", "\"1.2\""}, {"weight", "1", "2"}}},
            ItemChange{"field", "need.b", What::removed}, ItemChange{"field", "need.c", What::added}
        )
    );
}

TEST(PackDiff, takes_codes_members_entries_and_rules_one_by_one) {
    EXPECT_THAT(
        diff(
            "schemas/sp-mds/codes/x.json", R"({"resourceType": "CodeSystem", "id": "x", "concept": []})",
            R"({"resourceType": "CodeSystem", "id": "x", "version": "2", "concept": [{"code": "1"}]})"
        ),
        ElementsAre(
            ItemChange{"code", "x/1", What::added},
            ItemChange{"code list", "x", What::changed, {{"version", "", "\"2\""}}}
        )
    );
    EXPECT_THAT(
        diff(
            "mappings/codes/x.json",
            R"({"resourceType": "ValueSet", "id": "x", "compose": {"include": [{"system": "s", "concept": [{"code": "1"}]}]}})",
            R"({"resourceType": "ValueSet", "id": "x"})"
        ),
        ElementsAre(ItemChange{"member", "x/s|1", What::removed})
    );
    EXPECT_THAT(
        diff(
            "schemas/sp-mds/rules/x.json", R"({"rules": [{"id": "X-001", "effect": "note"}]})",
            R"({"rules": [{"id": "X-001", "effect": "hold"}]})"
        ),
        ElementsAre(ItemChange{"rule", "X-001", What::changed, {{"effect", "\"note\"", "\"hold\""}}})
    );
}

TEST(PackDiff, takes_an_instrument_and_a_profile_by_its_name) {
    EXPECT_THAT(
        diff(
            "schemas/sp-mds/instruments/x.json", R"({"instrument": "X", "title": "X"})",
            R"({"instrument": "X", "title": "Y"})"
        ),
        ElementsAre(ItemChange{"instrument", "X", What::changed, {{"title", "\"X\"", "\"Y\""}}})
    );
    EXPECT_THAT(
        diff("schemas/sp-mds/profiles.json", R"({"profiles": []})", R"({"profiles": [{"profile": "p"}]})"),
        ElementsAre(ItemChange{"profile", "p", What::added})
    );
}

TEST(PackDiff, takes_lines_of_tables_by_what_names_them) {
    const std::string header = "list,system,code,display,maps_to\n";
    EXPECT_THAT(
        diff("mappings/emis/local-codes.csv", header + "l,s,1,One,a\n", header + "l,s,1,One,b\n"),
        ElementsAre(ItemChange{"local code", "l/s|1", What::changed, {{"maps_to", "\"a\"", "\"b\""}}})
    );
}

TEST(PackDiff, does_not_look_at_the_order_of_keys_the_layout_or_the_cases) {
    const std::string path = "schemas/sp-mds/dataset.json";
    EXPECT_THAT(diff(path, R"({"a": 1, "b": 2})", "{ \"b\": 2,\n \"a\": 1 }"), IsEmpty());
    EXPECT_THAT(diff("mappings/emis/x.cases.json", "{}", R"({"cases": 1})"), IsEmpty());
}

TEST(PackDiff, an_extension_adds_items_to_the_pack_that_it_extends) {
    const std::string path = "schemas/sp-mds/entities/need.json";
    const auto base = pack({{path, R"({"entity": "need", "fields": [{"name": "a"}]})"}});
    auto extended = base;
    extended.push_back({"ext", {{path, R"({"extends": "need", "fields": [{"name": "b"}]})"}}});
    const auto changes = diff_layers(base, extended);
    ASSERT_TRUE(changes);
    EXPECT_THAT(*changes, ElementsAre(ItemChange{"field", "need.b", What::added}));
}

TEST(PackDiff, names_the_file_that_is_no_json) {
    const auto changes = diff_layers(pack({}), pack({{"schemas/x.json", "{"}}));
    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error().code(), ErrorCode::pack);
    EXPECT_THAT(changes.error().text(), testing::StartsWith("schemas/x.json: "));
}

}  // namespace
}  // namespace sluice::schema
