#include "gateway/record/tree.hpp"

#include "gateway/expression/expression.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

namespace sluice::record {
namespace {

using schema::FieldType;

class RecordTreeTest : public testing::Test {
  protected:
    RecordTreeTest()
        : records_(tests::make_records(tests::repository_pack().documents->dataset, tests::parse(R"({
            "person": { "person_id": "P1", "birth_date": "1950-01-29" },
            "episode": [ { "episode_id": "E1", "person_id": "P1", "status": "open" },
                         { "episode_id": "E2", "person_id": "P1", "status": "closed" } ],
            "referral": [ { "referral_id": "R1", "person_id": "P1", "episode_id": "E1", "counted": true },
                          { "referral_id": "R2", "person_id": "P1" } ],
            "need": { "need_id": "N1", "person_id": "P1", "episode_id": "E1", "code_display": "Lives alone" },
            "assessment": { "assessment_id": "A1", "person_id": "P1" },
            "assessment_item": { "assessment_item_id": "I1", "person_id": "P1", "assessment_id": "A1", "value": "7.0" }
        })"))),
          tree_(records_) {}

    std::vector<std::string> evaluate(std::string_view from, std::string_view text) {
        std::vector<std::string> out;
        for (const auto& node : tree_.nodes()) {
            if (node.record().id == from) {
                for (const auto& item :
                     expression::evaluate(expression::compile(text).value(), &node, {}).value()) {
                    out.push_back(expression::to_string(*item.value()));
                }
            }
        }
        return out;
    }

    std::vector<Record> records_;
    RecordTree tree_;
};

TEST_F(RecordTreeTest, leads_from_a_person_to_all_of_that_person) {
    EXPECT_THAT(evaluate("P1", "episode.episode_id"), testing::ElementsAre("E1", "E2"));
    EXPECT_THAT(evaluate("P1", "referral.referral_id"), testing::ElementsAre("R1", "R2"));
    EXPECT_THAT(evaluate("P1", "contact.exists()"), testing::ElementsAre("false"));
}

TEST_F(RecordTreeTest, leads_from_a_record_to_its_own_person_and_episode) {
    EXPECT_THAT(evaluate("R1", "person.birth_date"), testing::ElementsAre("1950-01-29"));
    EXPECT_THAT(evaluate("R1", "episode.episode_id"), testing::ElementsAre("E1"));
    EXPECT_THAT(evaluate("R1", "episode.need.need_id"), testing::ElementsAre("N1"));
}

TEST_F(RecordTreeTest, leads_nowhere_from_a_record_without_an_episode) {
    EXPECT_TRUE(evaluate("R2", "episode.episode_id").empty());
    EXPECT_THAT(evaluate("E2", "referral.exists()"), testing::ElementsAre("false"));
}

TEST_F(RecordTreeTest, leads_from_an_assessment_to_its_items_and_back) {
    EXPECT_THAT(evaluate("A1", "assessment_item.item.exists()"), testing::ElementsAre("false"));
    EXPECT_THAT(evaluate("A1", "assessment_item.value = 7"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate("I1", "assessment.assessment_id"), testing::ElementsAre("A1"));
}

TEST_F(RecordTreeTest, leads_to_related_records_in_the_order_in_which_they_stand) {
    EXPECT_THAT(evaluate("N1", "person.referral.referral_id"), testing::ElementsAre("R1", "R2"));
    EXPECT_THAT(evaluate("I1", "person.episode.status"), testing::ElementsAre("open", "closed"));
}

TEST_F(RecordTreeTest, leads_nowhere_by_the_name_of_something_that_is_no_entity) {
    EXPECT_TRUE(evaluate("P1", "colour").empty());
}

TEST_F(RecordTreeTest, gives_the_words_of_a_concept_beside_its_code) {
    EXPECT_THAT(evaluate("N1", "code_display"), testing::ElementsAre("Lives alone"));
    EXPECT_TRUE(evaluate("N1", "code").empty());
    EXPECT_TRUE(evaluate("N1", "category_display").empty());
}

TEST_F(RecordTreeTest, gives_fields_as_values_of_their_types) {
    EXPECT_THAT(evaluate("R1", "counted"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate("R1", "counted.not()"), testing::ElementsAre("false"));
    EXPECT_THAT(evaluate("P1", "birth_date < @1960-01-01"), testing::ElementsAre("true"));
    EXPECT_TRUE(evaluate("P1", "death_date").empty());
}

struct ValueCase {
    FieldType type;
    const char* text;
    const char* wanted;  // null: no value
};
const ValueCase kValues[] = {
    {FieldType::date, "2026-03", "2026-03"}, {FieldType::date, "soon", nullptr},
    {FieldType::decimal, "7.50", "7.50"},    {FieldType::decimal, "many", nullptr},
    {FieldType::integer, "12", "12"},        {FieldType::integer, "x", nullptr},
    {FieldType::boolean, "false", "false"},  {FieldType::code, "A", "A"},
    {FieldType::text, "", nullptr},
};

TEST(ValueOf, has_no_value_where_the_cell_has_none_of_its_type) {
    for (const auto& wanted : kValues) {
        const auto value = value_of({true, wanted.text, {}, {}}, wanted.type);

        ASSERT_EQ(value.has_value(), wanted.wanted != nullptr) << wanted.text;
        if (value) {
            EXPECT_EQ(expression::to_string(*value), wanted.wanted);
        }
    }
    EXPECT_EQ(value_of({false, "A", {}, {}}, FieldType::code), std::nullopt);
}

}  // namespace
}  // namespace sluice::record
