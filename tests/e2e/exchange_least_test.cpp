// The least that a sender has: the columns that the first draft of the contract called required, the person
// in every file of a person, and nothing else.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

Package least_package() {
    Package out;
    out.table("person", "person_local_id\nP1\n");
    out.table("referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2026-10-02,accepted\n");
    out.table("need", "need_id,person_local_id,referral_id,code,code_system\nN1,P1,R1,105529008,snomed\n");
    out.table(
        "contact",
        "contact_id,person_local_id,referral_id,start,outcome\nC1,P1,R1,2026-10-06T10:00:00+01:00,attended\n"
    );
    out.table(
        "support_offered",
        "offer_id,person_local_id,referral_id,offer_date,kind\nO1,P1,R1,2026-10-07,signpost\n"
    );
    out.table(
        "assessment",
        "assessment_id,person_local_id,instrument,instrument_version,stage,date\n"
        "A1,P1,ONS4,1,baseline,2026-10-06\n"
    );
    out.table("assessment_item", "assessment_id,person_local_id,item,value\nA1,P1,worthwhile,6\n");
    out.table("gap_tag", "person_local_id,tag,start_date\nP1,counselling_wait,2026-10-08\n");
    out.table(
        "expenditure",
        "expenditure_id,person_local_id,referral_id,date,amount_gbp\nX1,P1,R1,2026-10-09,12.50\n"
    );
    return out;
}

TEST(ExchangeLeast, loses_no_file_and_no_row) {
    const SenderStore sender;
    const auto package = least_package();

    const auto outcome = submit(sender.gateway, package);

    EXPECT_FALSE(outcome.issues.contains("FIL-007"));
    EXPECT_FALSE(outcome.issues.contains("REC-001"));
    for (const auto& [name, bytes] : package.files) {
        EXPECT_EQ(sender.count(name.substr(0, name.find('.'))), 1U) << name;
    }
}

TEST(ExchangeLeast, need_has_the_date_of_its_referral) {
    const SenderStore sender;
    submit(sender.gateway, least_package());

    EXPECT_EQ(sender.only("need").at("identified_date"), "2026-10-02");
}

TEST(ExchangeLeast, need_has_the_date_of_a_referral_that_came_before) {
    const SenderStore sender;
    submit(sender.gateway, least_package());
    auto later = increment("later", "03");
    later.table("need", "need_id,person_local_id,referral_id,code\nN2,P1,R1,105529008\n");

    submit(sender.gateway, later);

    for (const auto& [id, need] : sender.gateway.rows("need")) {
        EXPECT_EQ(need.at("identified_date"), "2026-10-02") << need.at("local_id");
    }
    EXPECT_EQ(sender.count("need"), 2U);
}

TEST(ExchangeLeast, need_waits_for_its_referral_with_its_date) {
    const SenderStore sender;
    auto package = least_package();
    package.patch("need", "P1,R1", "P1,R2");
    const auto waits = submit(sender.gateway, package);
    auto later = increment("later", "03");
    later.table("referral", "referral_id,person_local_id,referral_date,status\nR2,P1,2026-10-03,accepted\n");

    submit(sender.gateway, later);

    EXPECT_TRUE(waits.issues.contains("LNK-004"));
    EXPECT_FALSE(waits.issues.contains("REC-001"));
    EXPECT_EQ(sender.only("need").at("identified_date"), "2026-10-03");
}

TEST(ExchangeLeast, row_waits_for_a_referral_that_was_refused_until_it_is_mended) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("referral", "R2,P2,2026-10-05", "R2,P2,05/10/26");

    const auto waits = submit(sender.gateway, package);
    EXPECT_EQ(waits.issues, (Counts{{"LNK-004", 1}, {"VAL-018", 1}}));
    EXPECT_EQ(waits.entities.at("contact").at("held"), 1);
    EXPECT_EQ(sender.contact("C2", "referral_id"), "none");

    auto later = increment("later", "03");
    later.table("referral", "referral_id,person_local_id,referral_date,status\nR2,P2,2026-10-05,accepted\n");
    const auto mended = submit(sender.gateway, later);

    EXPECT_EQ(mended.entities.at("contact").at("released"), 1);
    EXPECT_NE(sender.contact("C2", "referral_id"), "");
    EXPECT_NE(sender.contact("C2", "referral_id"), "none");
}

// Its closure stands in the same row, and is not told to wait for it.
TEST(ExchangeLeast, row_of_a_refused_referral_with_its_closure_has_one_finding) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("referral", "referral_source\n", "referral_source,closure_date\n");
    package.patch("referral", "accepted,01\n", "accepted,01,\n");
    package.patch("referral", "R2,P2,2026-10-05,accepted,02\n", "R2,P2,05/10/26,accepted,02,2026-10-30\n");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"LNK-004", 1}, {"VAL-018", 1}}));
    EXPECT_EQ(sender.count("episode"), 1U);
}

TEST(ExchangeLeast, need_of_no_referral_must_say_its_date) {
    const SenderStore sender;
    auto package = least_package();
    package.patch("need", "P1,R1", "P1,");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_TRUE(outcome.issues.contains("REC-001"));
    EXPECT_EQ(sender.count("need"), 0U);
}

// Its id is made of person, tag and start.
TEST(ExchangeLeast, gap_tag_is_the_same_when_it_is_sent_again_and_goes_when_it_is_deleted) {
    const SenderStore sender;
    submit(sender.gateway, least_package());
    auto again = increment("again", "03");
    again.table(
        "gap_tag",
        "person_local_id,tag,start_date,area_code\nP1,counselling_wait,2026-10-08,E01000001\n"
        "P1,counselling_wait,2026-10-09,\n"
    );
    submit(sender.gateway, again);
    EXPECT_EQ(sender.count("gap_tag"), 2U);
    auto gone = increment("gone", "04");
    gone.table("gap_tag", "person_local_id,tag,start_date,deleted\nP1,counselling_wait,2026-10-08,true\n");

    submit(sender.gateway, gone);

    const auto tag = sender.only("gap_tag");
    EXPECT_EQ(tag.at("start_date"), "2026-10-09");
    EXPECT_EQ(tag.at("local_id").find("P1"), std::string::npos) << "an id names nobody";
}

TEST(ExchangeLeast, gap_tag_without_an_id_or_a_tag_is_refused) {
    const SenderStore sender;
    auto package = least_package();
    package.patch("gap_tag", "counselling_wait", "");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_TRUE(outcome.issues.contains("ROW-001"));
    EXPECT_EQ(sender.count("gap_tag"), 0U);
}

}  // namespace
}  // namespace sluice::e2e
