#include "gateway/schema/standard.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::PackCopy;
using tests::repository_pack;

constexpr std::string_view kHeader = "path,kind,min,max,conformance,must_have,correction,decision,why\n";

Standard read(std::string_view lines, Faults& faults) {
    return read_standard("standard.csv", std::string(kHeader) + std::string(lines), faults);
}

std::string text_of(const Faults& faults) {
    return faults.any() ? faults.error().text() : std::string();
}

Dataset dataset_with(std::vector<std::string> paths) {
    Field field;
    field.name = "phone";
    field.standard = std::move(paths);
    field.where = "person.json:3";
    Entity entity;
    entity.name = "person";
    entity.fields = {field};
    Dataset dataset;
    dataset.entities = {entity};
    return dataset;
}

TEST(standard, knows_every_node_and_what_carries_it) {
    const auto& standard = repository_pack().documents->standard;
    EXPECT_EQ(standard.nodes.size(), 355U);
    const auto* gender = standard.find("Person demographics > Gender");
    ASSERT_NE(gender, nullptr);
    EXPECT_TRUE(gender->must_have);
    EXPECT_THAT(gender->carriers, ElementsAre("person.gender"));
}

TEST(standard, a_field_below_a_must_have_node_is_one) {
    const auto& documents = *repository_pack().documents;
    const auto* person = documents.dataset.entity("person");
    const auto must_have = [&](std::string_view name) {
        return documents.standard.must_have(person->fields[*person->field(name)]);
    };
    EXPECT_TRUE(must_have("postcode"));
    EXPECT_TRUE(must_have("nhs_number"));
    EXPECT_FALSE(must_have("birth_date"));
}

TEST(standard, a_node_is_carried_by_what_stands_below_it) {
    Faults faults;
    auto standard = read("A,group,1,1,M,,,,\nA > B,item,0,1,R,yes,,,\n", faults);
    cover(standard, dataset_with({"A > B"}), faults);
    EXPECT_EQ(text_of(faults), "");
}

TEST(standard, a_node_whose_name_only_begins_like_another_is_another) {
    Faults faults;
    auto standard = read("A,group,1,1,M,,,,\nA2,item,0,1,R,,,,\n", faults);
    cover(standard, dataset_with({"A2"}), faults);
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:2: no field carries this node"));
}

TEST(standard, refuses_a_field_whose_path_is_no_node) {
    Faults faults;
    auto standard = read("A,group,1,1,M,,,no,Nobody uses it.\n", faults);
    cover(standard, dataset_with({"A > B"}), faults);
    EXPECT_THAT(text_of(faults), HasSubstr("person.json:3: 'A > B' is not a node of the standard"));
}

TEST(standard, refuses_a_node_that_is_carried_and_decided) {
    Faults faults;
    auto standard = read("A,item,1,1,M,,,later,In time.\n", faults);
    cover(standard, dataset_with({"A"}), faults);
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:2: is decided as not carried, but person.phone"));
}

TEST(standard, an_extension_may_carry_what_the_dataset_leaves_out) {
    Faults faults;
    auto standard = read("A,item,1,1,M,,,later,In time.\n", faults);
    auto dataset = dataset_with({"A"});
    dataset.entities.front().fields.front().extension = "nel-sp";
    cover(standard, dataset, faults);
    EXPECT_EQ(text_of(faults), "");
    EXPECT_EQ(standard.nodes.front().coverage, Coverage::carried);
}

TEST(standard, refuses_a_decision_without_a_reason) {
    Faults faults;
    read("A,item,1,1,M,,,no,\n", faults);
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:2: a decision and its reason stand together"));
}

TEST(standard, refuses_words_that_it_does_not_know_and_a_node_twice) {
    Faults faults;
    read("A,thing,1,1,M,,,,\nA,item,1,1,M,,,,\nB,item,1,1\n", faults);
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:2: kind, conformance"));
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:3: this node stands twice"));
    EXPECT_THAT(text_of(faults), HasSubstr("standard.csv:4: nine cells are expected"));
}

TEST(standard, a_pack_says_in_which_line_a_node_is_not_decided) {
    const PackCopy copy;
    const int line = copy.patch(
        "schemas/sp-mds/standard.csv", "Person demographics > Sex,item,0,1,R,,,no,",
        "Person demographics > Sex,item,0,1,R,,,,"
    );
    EXPECT_THAT(copy.refusal(), HasSubstr("schemas/sp-mds/standard.csv:" + std::to_string(line) + ": "));
}

}  // namespace
}  // namespace sluice::schema
