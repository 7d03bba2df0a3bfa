#include "gateway/check/completeness.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::check {
namespace {

class CompletenessTest : public testing::Test {
  protected:
    void add(std::string_view entity, const StoredRow& row, const std::string& month = "2026-03") {
        completeness_.add(*pack_.documents->dataset.entity(entity), row, "A81001", month);
    }
    CompletenessCount count(
        const std::string& entity, const std::string& field, const std::string& month = "2026-03"
    ) {
        const auto found = completeness_.counts().find({entity, field, "A81001", month});
        return found == completeness_.counts().end() ? CompletenessCount{} : found->second;
    }

    const pipeline::Pack& pack_ = tests::repository_pack();
    Completeness completeness_{*pack_.documents, *pack_.terms};
};

TEST_F(CompletenessTest, counts_a_value_that_says_something_as_known) {
    add("person", {{"ethnic_category", "A"}});

    EXPECT_EQ(count("person", "ethnic_category"), (CompletenessCount{1, 1, 1, 0}));
}

TEST_F(CompletenessTest, counts_a_person_who_would_not_say_as_known) {
    add("person", {{"ethnic_category", "Z"}});

    EXPECT_EQ(count("person", "ethnic_category"), (CompletenessCount{1, 1, 1, 1}));
}

TEST_F(CompletenessTest, counts_not_known_as_missing) {
    add("person", {{"gender", "X"}});

    EXPECT_EQ(pack_.terms->meaning("gender", "X"), schema::CodeMeaning::unknown);
    EXPECT_EQ(count("person", "gender"), (CompletenessCount{1, 1, 0, 0}));
}

TEST_F(CompletenessTest, counts_a_filler_code_as_missing) {
    add("person", {{"practice_ods", "V81999"}});
    add("person", {{"practice_ods", "A81001"}});

    EXPECT_EQ(count("person", "practice_ods"), (CompletenessCount{2, 2, 1, 0}));
}

TEST_F(CompletenessTest, counts_null_and_blank_as_absent) {
    add("person", {{"ethnic_category", std::nullopt}});
    add("person", {{"ethnic_category", ""}});
    add("person", {});

    EXPECT_EQ(count("person", "ethnic_category"), (CompletenessCount{3, 0, 0, 0}));
}

TEST_F(CompletenessTest, expects_a_field_only_where_its_condition_holds) {
    add("referral", {{"status", "accepted"}});
    add("referral", {{"status", "declined_by_person"}});
    add("referral", {{"status", "declined_by_person"}, {"decline_reason", "not_now"}});

    EXPECT_EQ(count("referral", "decline_reason"), (CompletenessCount{2, 1, 1, 0}));
    EXPECT_EQ(count("referral", "target_org_ods").expected, 1U);
    EXPECT_EQ(count("referral", "status").expected, 3U);
}

TEST_F(CompletenessTest, expects_a_field_whose_condition_has_no_answer) {
    add("referral", {});

    EXPECT_EQ(count("referral", "decline_reason").expected, 1U);
}

TEST_F(CompletenessTest, leaves_out_identity_and_fields_without_weight) {
    add("person", {{"family_name", "Synthetic"}, {"person_id", "P"}});

    for (const auto& [key, counted] : completeness_.counts()) {
        const auto& entity = *pack_.documents->dataset.entity(key.entity);
        const auto& field = entity.fields[*entity.field(key.field)];
        EXPECT_NE(field.zone, schema::Zone::identity) << key.field;
        EXPECT_GT(field.weight, 0) << key.field;
    }
    EXPECT_FALSE(completeness_.counts().empty());
}

TEST_F(CompletenessTest, counts_by_month) {
    add("person", {{"ethnic_category", "A"}}, "2026-03");
    add("person", {}, "2026-04");

    EXPECT_EQ(count("person", "ethnic_category", "2026-03").known, 1U);
    EXPECT_EQ(count("person", "ethnic_category", "2026-04"), (CompletenessCount{1, 0, 0, 0}));
}

}  // namespace
}  // namespace sluice::check
