#include "gateway/check/completeness.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::check {
namespace {

class CompletenessTest : public testing::Test {
  protected:
    void add(std::string_view entity, const StoredRow& row, const std::string& month = "2026-03") {
        context_.organisation = "A81001";
        context_.month = month;
        completeness_.add(*pack_.documents->dataset.entity(entity), row, context_);
    }
    CompletenessCount count(
        const std::string& entity, const std::string& field, const std::string& month = "2026-03"
    ) {
        CompletenessCount found;
        const CompletenessKey sought{
            entity, field, "A81001", month, context_.sender, context_.supplier, context_.practice};
        completeness_.visit([&](const auto& key, const auto& count) { found = key == sought ? count : found; }
        );
        return found;
    }

    static CompletenessCount counted(
        std::uint32_t expected, std::uint32_t present, std::uint32_t known, std::uint32_t declined
    ) {
        CompletenessCount count;
        count.expected = expected;
        count.present = count.valid = count.coded = present;
        count.known = known;
        count.declined = declined;
        return count;
    }

    RowContext context_;
    const pipeline::Pack& pack_ = tests::repository_pack();
    Completeness completeness_{*pack_.documents, *pack_.terms};
};

TEST_F(CompletenessTest, counts_a_value_that_says_something_as_known) {
    add("person", {{"ethnic_category", "A"}});

    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 1, 1, 0));
}

TEST_F(CompletenessTest, counts_a_person_who_would_not_say_apart_from_what_is_known) {
    add("person", {{"ethnic_category", "Z"}});

    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 1, 0, 1));
}

TEST_F(CompletenessTest, puts_whatever_stands_there_in_one_class) {
    const std::set<std::string> dropped{"lsoa"};
    for (const char* code : {"A", "Z", "99"}) {
        add("person", {{"ethnic_category", code}});
    }
    for (const char* code : {"A81001", "V81997", "V81998", "V81999"}) {
        add("person", {{"practice_ods", code}});
    }
    add("person", {{"accommodation_status", "OC99"}});
    for (const char* code : {"E01000001", "X99999998", "X99999999"}) {
        add("person", {{"lsoa", code}});
    }
    for (const char* code : {"SW19 1AA", "ZZ99 3VZ", "ZZ99 3WZ"}) {
        add("person", {{"postcode", code}});
    }
    context_.dropped = &dropped;
    add("person", {});

    const auto classes = [&](const char* field) {
        const auto sum = count("person", field);
        EXPECT_EQ(sum.valid, sum.known + sum.declined + sum.unknown + sum.fillers) << field;
        return std::vector{sum.present - sum.valid, sum.known, sum.declined, sum.unknown, sum.fillers};
    };
    using Counts = std::vector<std::uint32_t>;  // dropped, known, declined, unknown, fillers
    EXPECT_EQ(classes("ethnic_category"), (Counts{0, 1, 1, 1, 0}));
    EXPECT_EQ(classes("practice_ods"), (Counts{0, 1, 0, 0, 3}));
    EXPECT_EQ(classes("accommodation_status"), (Counts{0, 0, 0, 1, 0}));
    EXPECT_EQ(classes("lsoa"), (Counts{1, 1, 0, 0, 2}));
    EXPECT_EQ(classes("postcode"), (Counts{0, 2, 0, 1, 0})) << "no fixed abode is known";
}

TEST_F(CompletenessTest, counts_not_known_as_missing) {
    add("person", {{"gender", "X"}});

    EXPECT_EQ(pack_.terms->meaning("gender", "X"), schema::CodeMeaning::unknown);
    auto expected = counted(1, 1, 0, 0);
    expected.unknown = 1;
    EXPECT_EQ(count("person", "gender"), expected);
}

TEST_F(CompletenessTest, counts_a_filler_code_as_missing) {
    add("person", {{"practice_ods", "V81999"}});
    add("person", {{"practice_ods", "A81001"}});

    auto expected = counted(2, 2, 1, 0);
    expected.coded = 0;  // an ODS code is a value that needs none
    expected.fillers = 1;
    EXPECT_EQ(count("person", "practice_ods"), expected);
}

TEST_F(CompletenessTest, counts_null_and_blank_as_absent) {
    add("person", {{"ethnic_category", std::nullopt}});
    add("person", {{"ethnic_category", ""}});
    add("person", {});

    EXPECT_EQ(count("person", "ethnic_category"), counted(3, 0, 0, 0));
}

TEST_F(CompletenessTest, expects_a_field_only_where_its_condition_holds) {
    add("referral", {{"status", "accepted"}});
    add("referral", {{"status", "declined_by_person"}});
    add("referral", {{"status", "declined_by_person"}, {"decline_reason", "not_now"}});

    EXPECT_EQ(count("referral", "decline_reason"), counted(2, 1, 1, 0));
    EXPECT_EQ(count("referral", "target_org_ods").expected, 1U);
    EXPECT_EQ(count("referral", "status").expected, 3U);
}

TEST_F(CompletenessTest, expects_a_field_whose_condition_has_no_answer) {
    add("referral", {});

    EXPECT_EQ(count("referral", "decline_reason").expected, 1U);
}

TEST_F(CompletenessTest, leaves_out_identity_and_fields_without_weight) {
    add("person", {{"family_name", "Synthetic"}, {"person_id", "P"}});

    std::size_t counted = 0;
    completeness_.visit([&](const auto& key, const auto&) {
        const auto& entity = *pack_.documents->dataset.entity(key.entity);
        const auto& field = entity.fields[*entity.field(key.field)];
        EXPECT_NE(field.zone, schema::Zone::identity) << key.field;
        EXPECT_GT(field.weight, 0) << key.field;
        ++counted;
    });
    EXPECT_GT(counted, 0U);
}

TEST_F(CompletenessTest, counts_by_month) {
    add("person", {{"ethnic_category", "A"}}, "2026-03");
    add("person", {}, "2026-04");

    EXPECT_EQ(count("person", "ethnic_category", "2026-03").known, 1U);
    EXPECT_EQ(count("person", "ethnic_category", "2026-04"), counted(1, 0, 0, 0));
}

TEST_F(CompletenessTest, counts_what_the_source_does_not_collect_apart_from_what_is_missing) {
    const schema::FieldSet collected{{"person", "gender"}};
    context_.collected = &collected;
    add("person", {});

    CompletenessCount apart;
    apart.not_collected = 1;
    EXPECT_EQ(count("person", "ethnic_category"), apart);
    EXPECT_EQ(count("person", "gender"), counted(1, 0, 0, 0));
}

TEST_F(CompletenessTest, takes_a_value_as_proof_that_the_field_is_collected) {
    const schema::FieldSet nothing;
    context_.collected = &nothing;
    add("person", {{"ethnic_category", "A"}});

    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 1, 1, 0));
}

TEST_F(CompletenessTest, counts_a_value_that_a_check_dropped_as_present_and_not_valid) {
    const std::set<std::string> dropped{"nhs_number"};
    context_.dropped = &dropped;
    add("person", {});

    CompletenessCount expected;
    expected.expected = expected.present = 1;
    EXPECT_EQ(count("person", "nhs_number"), expected);
}

TEST_F(CompletenessTest, tells_a_code_from_words_alone) {
    add("referral", {{"method_text", "carrier pigeon"}});
    add("need", {{"code_display", "Loneliness"}});

    auto expected = counted(1, 1, 1, 0);
    expected.coded = 0;
    expected.text_only = 1;
    EXPECT_EQ(count("referral", "method"), expected);
    EXPECT_EQ(count("need", "code"), expected);
}

TEST_F(CompletenessTest, keeps_senders_and_sources_apart) {
    context_.sender = "F84004";
    context_.supplier = "emis";
    add("person", {{"ethnic_category", "A"}});
    context_.supplier = "exchange";
    add("person", {});

    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 0, 0, 0));
    context_.supplier = "emis";
    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 1, 1, 0));
}

TEST_F(CompletenessTest, keeps_practices_apart) {
    context_.practice = "A81001";
    add("person", {{"ethnic_category", "A"}});
    context_.practice = "A81002";
    add("person", {});

    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 0, 0, 0));
    context_.practice = "A81001";
    EXPECT_EQ(count("person", "ethnic_category"), counted(1, 1, 1, 0));
}

// AT-35: of 2,437 records the age is known of 2,364, the referral source of 1,794, a limitation of 2,133.
TEST_F(CompletenessTest, gives_the_bases_that_were_published) {
    for (int i = 0; i < 2437; ++i) {
        const auto text = [&](bool known, const char* value) {
            return known ? std::optional<std::string>(value) : std::nullopt;
        };
        add("person", {{"birth_date", text(i < 2364, "1950")}, {"disability", text(i < 2133, "01")}});
        add("referral", {{"source", text(i < 1794, "gp")}});
    }

    EXPECT_EQ(count("person", "birth_date").known, 2364U);
    EXPECT_EQ(count("person", "birth_date").expected, 2437U);
    EXPECT_EQ(count("person", "disability").known, 2133U);
    EXPECT_EQ(count("referral", "source").known, 1794U);
}

}  // namespace
}  // namespace sluice::check
