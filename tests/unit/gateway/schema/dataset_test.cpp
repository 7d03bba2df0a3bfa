#include "gateway/schema/dataset.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using tests::document;

const Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

TEST(ReadEntity, reads_fields_in_order_with_what_they_need) {
    const auto text =
        document("e.json", R"({ "entity": "visit", "title": "Visit", "stored": false, "date": "day",
        "fields": [
          { "name": "visit_id", "type": "id", "zone": "secondary", "conformance": "mandatory", "title": "Id" },
          { "name": "day", "type": "date", "zone": "care", "conformance": "required", "title": "Day", "weight": 2,
            "condition": "visit_id != 'x'" } ]
})");
    Faults faults;

    const auto entity = read_entity(text, faults);

    ASSERT_FALSE(faults.any());
    EXPECT_FALSE(entity.stored);
    EXPECT_EQ(entity.field("day"), 1U);
    EXPECT_EQ(entity.field("night"), std::nullopt);
    EXPECT_EQ(entity.fields[1].weight, 2);
    EXPECT_EQ(entity.fields[1].zone, Zone::care);
    EXPECT_EQ(entity.fields[1].condition.text, "visit_id != 'x'");
    EXPECT_EQ(entity.fields[1].condition.where, "e.json:5: /fields/1/condition");
}

struct Spoilt {
    const char* field;
    const char* fault;
};
const Spoilt kSpoilt[] = {
    {R"("type": "code", "zone": "care", "conformance": "optional")", "a code needs 'codes'"},
    {R"("type": "reference", "zone": "care", "conformance": "optional")", "a reference needs 'entity'"},
    {R"("type": "colour", "zone": "care", "conformance": "optional")",
     "'colour' is not one of: id, reference"},
    {R"("type": "text", "zone": "open", "conformance": "optional")", "'open' is not one of: identity, care"},
    {R"("type": "text", "conformance": "optional")", "'zone' is missing"},
};

TEST(ReadEntity, refuses_a_field_that_lacks_something) {
    for (const auto& spoilt : kSpoilt) {
        const auto text = document(
            "e.json", std::string(R"({ "entity": "v", "title": "V", "fields": [
            { "name": "v_id", "type": "id", "zone": "secondary", "conformance": "mandatory", "title": "Id" },
            { "name": "f", "title": "F", )") +
                          spoilt.field + "} ] }"
        );
        Faults faults;

        (void)read_entity(text, faults);

        ASSERT_TRUE(faults.any()) << spoilt.field;
        EXPECT_THAT(faults.error().text(), testing::HasSubstr(spoilt.fault));
        EXPECT_THAT(faults.error().text(), testing::HasSubstr("e.json:3: /fields/1"));
    }
}

TEST(ReadEntity, needs_an_id_first_and_a_date_that_exists) {
    const auto text = document("e.json", R"({ "entity": "v", "title": "V", "date": "when", "fields": [
        { "name": "f", "type": "text", "zone": "care", "conformance": "optional", "title": "F" } ] })");
    Faults faults;

    (void)read_entity(text, faults);

    EXPECT_THAT(faults.error().text(), testing::HasSubstr("the first field must be the id"));
    EXPECT_THAT(faults.error().text(), testing::HasSubstr("/date: 'when' is not a field of this entity"));
}

TEST(ReadEntity, needs_a_practice_that_is_an_organisation) {
    const auto text = document("e.json", R"({ "entity": "v", "title": "V", "practice": "f", "fields": [
        { "name": "v_id", "type": "id", "zone": "secondary", "conformance": "mandatory", "title": "Id" },
        { "name": "f", "type": "text", "zone": "care", "conformance": "optional", "title": "F" } ] })");
    Faults faults;

    (void)read_entity(text, faults);

    EXPECT_THAT(
        faults.error().text(), testing::HasSubstr("/practice: 'f' is not an ods-code of this entity")
    );
}

TEST(Dataset, allows_identity_fields_for_direct_care_only) {
    EXPECT_TRUE(dataset().allows("direct-care", Zone::identity));
    EXPECT_FALSE(dataset().allows("secondary-use", Zone::identity));
    EXPECT_TRUE(dataset().allows("secondary-use", Zone::care));
    EXPECT_FALSE(dataset().allows("another purpose", Zone::public_));
}

TEST(Dataset, finds_entities_instruments_and_items_by_name) {
    ASSERT_NE(dataset().entity("referral"), nullptr);
    EXPECT_EQ(dataset().entity("referral")->fields.front().type, FieldType::id);
    EXPECT_EQ(dataset().entity("refferal"), nullptr);
    ASSERT_NE(dataset().instrument("PHQ-9"), nullptr);
    EXPECT_EQ(dataset().instrument("PHQ-9")->item("total")->max, Decimal(27));
    EXPECT_EQ(dataset().instrument("PHQ-9")->item("life_satisfaction"), nullptr);
    EXPECT_EQ(dataset().instrument("PHQ-8"), nullptr);
}

TEST(Dataset, spells_its_words_as_the_documents_do) {
    EXPECT_EQ(to_string(Zone::public_), "public");
    EXPECT_EQ(to_string(FieldType::concept_), "concept");
    EXPECT_EQ(to_string(FieldType::nhs_number), "nhs-number");
    EXPECT_EQ(to_string(Conformance::required), "required");
}

TEST(ReadDataset, refuses_an_episode_with_an_unknown_fault) {
    const auto text = document(
        "d.json", R"({ "dataset": "d", "version": "1", "person": "p",
        "purposes": { "care": { "zones": ["secret"] } },
        "episode": { "entity": "e", "months_without_activity": 6, "opens": [], "attaches": [],
          "unattached": { "need": { "fault": "episode/nothing" } }, "closes": { "entity": "c", "date": "d", "reason": "r" } } })"
    );
    Faults faults;

    (void)read_dataset(text, faults);

    EXPECT_THAT(
        faults.error().text(), testing::HasSubstr("/episode/unattached/need/fault: not the name of a fault")
    );
    EXPECT_THAT(faults.error().text(), testing::HasSubstr("/purposes/care/zones/0: 'secret' is not one of"));
}

}  // namespace
}  // namespace sluice::schema
