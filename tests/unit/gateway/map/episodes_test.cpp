// Episodes, and with them rules EPI-003 (episode/none-open) and EPI-004 (episode/none-to-close).
#include "gateway/map/episodes.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::map {
namespace {

using record::Record;
using tests::record_of;
using tests::records_of;

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

Record referral(const std::string& id, const std::string& date, const std::string& status = "accepted") {
    return tests::make_record(
        dataset(), "referral",
        {{"referral_id", id}, {"person_id", "P"}, {"referral_date", date}, {"status", status}}
    );
}
Record contact(const std::string& id, const std::string& date, const std::string& outcome = "attended") {
    return tests::make_record(
        dataset(), "contact",
        {{"contact_id", id}, {"person_id", "P"}, {"contact_date", date}, {"outcome", outcome}}
    );
}
Record need(const std::string& id, const std::string& date, const std::string& role = "R9815") {
    return tests::make_record(
        dataset(), "need",
        {{"need_id", id}, {"person_id", "P"}, {"identified_date", date}, {"worker_role", role}}
    );
}
Record support(const std::string& id, const std::string& date, const std::string& role = "R9815") {
    return tests::make_record(
        dataset(), "support_offered",
        {{"support_offered_id", id}, {"person_id", "P"}, {"offer_date", date}, {"worker_role", role}}
    );
}
Record assessment(const std::string& id, const std::string& date, const std::string& instrument = "ONS4") {
    return tests::make_record(
        dataset(), "assessment",
        {{"assessment_id", id}, {"person_id", "P"}, {"assessment_date", date}, {"instrument", instrument}}
    );
}
Record goal(const std::string& id, const std::string& date) {
    return tests::make_record(dataset(), "goal", {{"goal_id", id}, {"person_id", "P"}, {"goal_date", date}});
}
Record closure(const std::string& id, const std::string& date, const std::string& reason = "02") {
    return tests::make_record(
        dataset(), "closure",
        {{"closure_id", id}, {"person_id", "P"}, {"closure_date", date}, {"closure_reason", reason}}
    );
}

std::vector<Record> run(std::vector<Record> records, const Date& as_of = Date(2026, 11, 1)) {
    const auto done = tests::repository_pack().episodes.run(records, "emis", as_of);
    EXPECT_TRUE(done) << done.error().text();
    return records;
}
std::vector<const Record*> episodes(const std::vector<Record>& records) {
    auto out = records_of(records, "episode");
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
        return a->text("start_date") < b->text("start_date");
    });
    return out;
}
std::vector<std::string> rules(const Record& record) {
    return tests::rules_of(tests::repository_pack().rules(), record);
}

Record held(Record record, schema::Fault why) {
    record.verdict = Verdict::held;
    record.issues.push_back(tests::repository_pack().rules().issue(why, {}));
    return record;
}

TEST(Episodes, are_not_opened_or_counted_by_what_waits_for_something_of_its_own) {
    const auto records = run(
        {held(referral("R1", "2026-03-02"), schema::Fault::link_unknown_record), referral("R2", "2026-03-05")}
    );

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("start_date"), "2026-03-05");
    EXPECT_EQ(record_of(records, "R2").text("counted"), "true");
    EXPECT_FALSE(record_of(records, "R1").cell("episode_id").present);
}

TEST(Episodes, are_opened_by_what_waits_with_its_person_alone) {
    const auto records = run({held(referral("R1", "2026-03-02"), schema::Fault::link_person_held)});

    EXPECT_EQ(episodes(records).size(), 1U);
    EXPECT_TRUE(record_of(records, "R1").cell("episode_id").present);
}

TEST(Episodes, have_their_baseline_in_what_counts) {
    const auto records = run(
        {referral("R", "2026-03-02"),
         held(assessment("A1", "2026-03-03"), schema::Fault::link_unknown_record),
         assessment("A2", "2026-03-10"), assessment("A3", "2026-06-10")}
    );

    EXPECT_EQ(record_of(records, "A2").text("stage"), "baseline");
    EXPECT_EQ(record_of(records, "A3").text("stage"), "review");
}

TEST(Episodes, open_with_an_accepted_referral) {
    const auto records = run({referral("R1", "2026-03-02")});

    ASSERT_EQ(episodes(records).size(), 1U);
    const auto& episode = *episodes(records)[0];
    EXPECT_EQ(episode.text("person_id"), "P");
    EXPECT_EQ(episode.text("start_date"), "2026-03-02");
    EXPECT_EQ(episode.text("referral_date"), "2026-03-02");
    EXPECT_EQ(episode.text("first_referral_id"), "R1");
    EXPECT_EQ(episode.text("status"), "open");
    EXPECT_FALSE(episode.cell("end_date").present);
    EXPECT_EQ(record_of(records, "R1").text("episode_id"), episode.id);
}

TEST(Episodes, open_with_an_attended_contact_and_count_the_referral_that_follows) {
    const auto records = run({contact("C1", "2026-03-01"), referral("R1", "2026-03-02")});

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("start_date"), "2026-03-01");
    EXPECT_EQ(episodes(records)[0]->text("referral_date"), "2026-03-02");
    EXPECT_EQ(record_of(records, "R1").text("counted"), "true");
}

TEST(Episodes, do_not_open_with_anything_else) {
    const auto records = run(
        {contact("C1", "2026-03-02", "dna"), need("N1", "2026-03-02"), support("S1", "2026-03-02"),
         assessment("A1", "2026-03-02"), closure("X1", "2026-03-02")}
    );

    EXPECT_TRUE(episodes(records).empty());
}

TEST(Episodes, report_what_should_hang_on_one_and_does_not) {
    const auto records = run(
        {contact("C1", "2026-03-02", "dna"), need("N1", "2026-03-02"), support("S1", "2026-03-02"),
         assessment("A1", "2026-03-02"), referral("R1", "2026-03-02", "declined_by_person")}
    );

    for (const char* id : {"C1", "N1", "S1"}) {
        EXPECT_EQ(rules(record_of(records, id)), std::vector<std::string>{"EPI-003"}) << id;
        EXPECT_FALSE(record_of(records, id).cell("episode_id").present) << id;
    }
    EXPECT_TRUE(rules(record_of(records, "A1")).empty());
    EXPECT_TRUE(rules(record_of(records, "R1")).empty());
}

TEST(Episodes, say_nothing_of_what_others_recorded_outside_them) {
    const auto records = run(
        {need("N1", "2016-03-02", "R0260"), need("N2", "2016-03-02", ""),
         support("S1", "2016-03-02", "R0260"), referral("R1", "2026-03-02")}
    );

    for (const char* id : {"N1", "N2", "S1"}) {
        EXPECT_TRUE(rules(record_of(records, id)).empty()) << id;
        EXPECT_FALSE(record_of(records, id).cell("episode_id").present) << id;
    }
}

TEST(Episodes, report_a_closing_code_that_closes_nothing) {
    const auto records = run(
        {closure("X0", "2026-03-01"), referral("R1", "2026-03-02"), closure("X1", "2026-05-01"),
         closure("X2", "2026-05-02")}
    );

    EXPECT_EQ(rules(record_of(records, "X0")), std::vector<std::string>{"EPI-004"});
    EXPECT_TRUE(rules(record_of(records, "X1")).empty());
    EXPECT_EQ(rules(record_of(records, "X2")), std::vector<std::string>{"EPI-004"});
    EXPECT_EQ(episodes(records).at(0)->text("end_date"), "2026-05-01");
}

TEST(Episodes, are_not_closed_by_the_closure_of_a_referral_of_another_one) {
    const auto closure_of = [](const std::string& referral, const std::string& id, const std::string& date) {
        auto record = closure(id, date);
        record.set("referral_id", referral);
        return record;
    };
    const auto records = run(
        {referral("R0", "2023-12-01", "declined_by_person"), referral("R1", "2024-01-10"),
         referral("R2", "2026-06-01"), closure_of("R1", "X1", "2026-07-01"),
         closure_of("R0", "X0", "2026-07-02"), closure_of("R2", "X2", "2026-08-01")}
    );

    EXPECT_EQ(rules(record_of(records, "X0")), std::vector<std::string>{"EPI-004"});
    EXPECT_EQ(rules(record_of(records, "X1")), std::vector<std::string>{"EPI-004"});
    EXPECT_TRUE(rules(record_of(records, "X2")).empty());
    ASSERT_EQ(episodes(records).size(), 2U);
    EXPECT_EQ(episodes(records)[0]->text("status"), "lapsed");
    EXPECT_EQ(episodes(records)[1]->text("end_date"), "2026-08-01");
}

TEST(Episodes, take_in_all_that_happens_while_one_is_open) {
    const auto records = run(
        {referral("R1", "2026-03-02"), need("N1", "2026-03-05"), support("S1", "2026-03-06"),
         contact("C1", "2026-03-07", "dna"), assessment("A1", "2026-03-08"),
         referral("R2", "2026-03-09", "declined_by_person")}
    );

    const auto id = episodes(records).at(0)->id;
    for (const char* attached : {"R1", "N1", "S1", "C1", "A1", "R2"}) {
        EXPECT_EQ(record_of(records, attached).text("episode_id"), id) << attached;
        EXPECT_TRUE(rules(record_of(records, attached)).empty()) << attached;
    }
}

TEST(Episodes, put_the_referral_first_and_the_closure_last_on_one_day) {
    const auto records = run(
        {closure("A0", "2026-03-02"), need("A1", "2026-03-02"), support("A2", "2026-03-02"),
         contact("A3", "2026-03-02", "dna"), assessment("A4", "2026-03-02"), goal("A5", "2026-03-02"),
         referral("Z9", "2026-03-02")}
    );

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("status"), "closed");
    for (const char* id : {"A1", "A2", "A3", "A4", "A5", "Z9"}) {
        EXPECT_EQ(record_of(records, id).text("episode_id"), episodes(records)[0]->id) << id;
    }
}

TEST(Episodes, end_with_a_closure_and_its_reason) {
    const auto records = run(
        {referral("R1", "2026-03-02"), closure("X1", "2026-05-01", "03"), need("N1", "2026-05-02"),
         referral("R2", "2026-06-01")}
    );

    ASSERT_EQ(episodes(records).size(), 2U);
    const auto& first = *episodes(records)[0];
    EXPECT_EQ(first.text("status"), "closed");
    EXPECT_EQ(first.text("end_date"), "2026-05-01");
    EXPECT_EQ(first.text("closure_reason"), "03");
    EXPECT_EQ(rules(record_of(records, "N1")), std::vector<std::string>{"EPI-003"});
    EXPECT_EQ(record_of(records, "R2").text("episode_id"), episodes(records)[1]->id);
    EXPECT_EQ(record_of(records, "R2").text("counted"), "true");
}

TEST(Episodes, pass_over_a_closure_where_none_is_open) {
    const auto records = run({closure("X1", "2026-01-01"), referral("R1", "2026-03-02")});

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("status"), "open");
}

struct Gap {
    const char* contact;
    std::size_t episodes;
};
const Gap kGaps[] = {{"2025-03-02", 1}, {"2025-03-03", 2}};

TEST(Episodes, lapse_after_more_than_twelve_months_without_activity) {
    for (const auto& gap : kGaps) {
        const auto records =
            run({referral("R1", "2024-03-02"), contact("C1", gap.contact)}, Date(2025, 4, 1));

        ASSERT_EQ(episodes(records).size(), gap.episodes) << gap.contact;
        if (gap.episodes == 2) {
            EXPECT_EQ(episodes(records)[0]->text("status"), "lapsed");
            EXPECT_EQ(episodes(records)[0]->text("end_date"), "2025-03-02");
            EXPECT_EQ(record_of(records, "C1").text("episode_id"), episodes(records)[1]->id);
        }
    }
}

TEST(Episodes, lapse_by_the_day_of_the_submission_too) {
    const auto last = run({referral("R1", "2025-11-01")}, Date(2026, 11, 1));
    const auto after = run({referral("R1", "2025-11-01")}, Date(2026, 11, 2));

    EXPECT_EQ(episodes(last).at(0)->text("status"), "open");
    EXPECT_EQ(episodes(after).at(0)->text("status"), "lapsed");
    EXPECT_EQ(episodes(after).at(0)->text("end_date"), "2026-11-01");
}

TEST(Episodes, stay_open_as_long_as_something_happens) {
    const auto records =
        run({referral("R1", "2024-01-10"), need("N1", "2024-12-10"), contact("C1", "2025-11-10", "dna"),
             support("S1", "2026-10-10")},
            Date(2026, 11, 1));

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("status"), "open");
}

TEST(Episodes, count_the_first_accepted_referral_only) {
    const auto records = run(
        {referral("R0", "2026-02-01", "declined_by_person"), referral("R1", "2026-03-02"),
         referral("R2", "2026-04-02"), referral("R3", "2026-04-03", "declined_by_person")}
    );

    EXPECT_FALSE(record_of(records, "R0").cell("counted").present);
    EXPECT_EQ(record_of(records, "R1").text("counted"), "true");
    EXPECT_EQ(record_of(records, "R2").text("counted"), "false");
    EXPECT_FALSE(record_of(records, "R3").cell("counted").present);
}

TEST(Episodes, take_no_part_of_a_rejected_record) {
    auto rejected = referral("R1", "2026-03-02");
    rejected.verdict = Verdict::rejected;

    const auto records = run({rejected, need("N1", "2026-03-05")});

    EXPECT_TRUE(episodes(records).empty());
    EXPECT_EQ(rules(record_of(records, "N1")), std::vector<std::string>{"EPI-003"});
}

TEST(Episodes, report_an_entry_without_a_date) {
    const auto records = run({referral("R1", "2026-03-02"), need("N1", "")});

    EXPECT_EQ(rules(record_of(records, "N1")), std::vector<std::string>{"EPI-003"});
    EXPECT_FALSE(record_of(records, "N1").cell("episode_id").present);
}

TEST(Episodes, place_a_date_known_to_the_month_at_its_beginning) {
    const auto records =
        run({referral("R1", "2026-03"), need("N1", "2026-03-01"), contact("C1", "2026-03-20", "dna")});

    ASSERT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(episodes(records)[0]->text("start_date"), "2026-03");
    EXPECT_EQ(record_of(records, "N1").text("episode_id"), episodes(records)[0]->id);
    EXPECT_EQ(record_of(records, "C1").text("episode_id"), episodes(records)[0]->id);
}

TEST(Episodes, lapse_twelve_months_after_a_date_known_to_the_month) {
    const auto records = run({referral("R1", "2024-03")}, Date(2026, 11, 1));

    EXPECT_EQ(episodes(records).at(0)->text("status"), "lapsed");
    EXPECT_EQ(episodes(records).at(0)->text("end_date"), "2025-03");
}

TEST(Episodes, set_the_first_assessment_of_an_instrument_as_the_baseline) {
    const auto records = run(
        {referral("R1", "2026-03-02"), assessment("A2", "2026-03-20"), assessment("A1", "2026-03-10"),
         assessment("A3", "2026-03-20", "PHQ-9"), closure("X1", "2026-04-01"), referral("R2", "2026-05-01"),
         assessment("A4", "2026-05-02")}
    );

    EXPECT_EQ(record_of(records, "A1").text("stage"), "baseline");
    EXPECT_EQ(record_of(records, "A2").text("stage"), "review");
    EXPECT_EQ(record_of(records, "A3").text("stage"), "baseline");  // another instrument
    EXPECT_EQ(record_of(records, "A4").text("stage"), "baseline");  // another episode
}

TEST(Episodes, keep_a_stage_that_was_sent) {
    auto first = assessment("A1", "2026-03-10");
    first.cells[*first.entity->field("stage")] = {true, "end", {}, {}};

    const auto records = run({referral("R1", "2026-03-02"), first, assessment("A2", "2026-03-20")});

    EXPECT_EQ(record_of(records, "A1").text("stage"), "end");
    EXPECT_EQ(record_of(records, "A2").text("stage"), "review");  // the first is not made up from the second
}

TEST(Episodes, set_a_baseline_for_each_version_of_an_instrument) {
    auto other = assessment("A2", "2026-03-20");
    other.cells[*other.entity->field("instrument_version")] = {true, "2", {}, {}};

    const auto records = run({referral("R1", "2026-03-02"), assessment("A1", "2026-03-10"), other});

    EXPECT_EQ(record_of(records, "A2").text("stage"), "baseline");
}

TEST(Episodes, set_no_stage_of_an_assessment_outside_them) {
    const auto records = run(
        {assessment("A0", "2025-01-01"), referral("R1", "2026-03-02"), closure("X1", "2026-04-01"),
         assessment("A9", "2026-04-02")}
    );

    for (const char* id : {"A0", "A9"}) {
        EXPECT_FALSE(record_of(records, id).cell("stage").present) << id;
    }
}

TEST(Episodes, come_out_the_same_whatever_the_order_of_the_records) {
    std::vector<Record> some = {
        referral("R1", "2024-03-02"), need("N1", "2024-03-02"), contact("C1", "2026-03-07"),
        referral("R2", "2026-03-09"), closure("X1", "2026-05-01")};
    const auto print = [](const std::vector<Record>& records) {
        std::string out;
        for (const auto& record : records) {
            out += record.id + ' ' + std::string(record.text("episode_id")) + ' ' +
                   std::string(record.text("status")) + '\n';
        }
        return out;
    };
    const auto forwards = print(run(some));

    std::reverse(some.begin(), some.end());

    EXPECT_EQ(print(run(some)), forwards);
}

TEST(Episodes, release_with_a_record_whose_row_was_held) {
    auto held = need("N1", "2026-03-05");
    held.source_was_held = true;

    const auto records = run({referral("R1", "2026-03-02"), held});

    EXPECT_TRUE(episodes(records).at(0)->source_was_held);
}

// As an episode comes with a package of the exchange contract.
Record sent(const std::string& id, const std::string& start, const std::string& end = "") {
    auto episode = tests::make_record(
        dataset(), "episode",
        {{"episode_id", id},
         {"person_id", "P"},
         {"start_date", start},
         {"status", end.empty() ? "open" : "closed"}}
    );
    if (!end.empty()) {
        episode.set("end_date", end);
    }
    return episode;
}

TEST(SentEpisodes, take_what_happens_while_they_last) {
    const auto records = run(
        {sent("E1", "2026-03-01", "2026-04-01"), sent("E2", "2026-05-01"), referral("R1", "2026-03-01"),
         contact("C1", "2026-04-01"), contact("C2", "2026-05-02")}
    );

    EXPECT_EQ(episodes(records).size(), 2U);
    EXPECT_EQ(record_of(records, "R1").text("episode_id"), "E1");
    EXPECT_EQ(record_of(records, "C1").text("episode_id"), "E1");
    EXPECT_EQ(record_of(records, "C2").text("episode_id"), "E2");
    EXPECT_EQ(record_of(records, "E1").text("first_referral_id"), "R1");
}

TEST(SentEpisodes, take_what_names_them_or_their_referral) {
    auto named = contact("C1", "2026-06-01");
    named.set("episode_id", "E1");
    auto by_referral = contact("C2", "2026-06-02");
    by_referral.set("referral_id", "R1");

    const auto records =
        run({sent("E1", "2026-03-01", "2026-04-01"), referral("R1", "2026-03-01"), named, by_referral});

    EXPECT_EQ(episodes(records).size(), 1U);
    EXPECT_EQ(record_of(records, "C1").text("episode_id"), "E1");
    EXPECT_EQ(record_of(records, "C2").text("episode_id"), "E1");
}

TEST(SentEpisodes, leave_the_rest_to_episodes_that_are_derived) {
    const auto records = run({sent("E1", "2026-03-01", "2026-04-01"), referral("R1", "2026-06-01")});

    ASSERT_EQ(episodes(records).size(), 2U);
    EXPECT_EQ(episodes(records)[1]->text("first_referral_id"), "R1");
}

TEST(SentEpisodes, say_themselves_when_they_end) {
    auto ending = closure("X1", "2026-05-01");
    ending.set("referral_id", "R1");

    const auto records = run({sent("E1", "2026-03-01"), referral("R1", "2026-03-01"), ending});

    EXPECT_EQ(record_of(records, "E1").text("status"), "open");
    EXPECT_FALSE(record_of(records, "E1").cell("end_date").present);
    EXPECT_TRUE(rules(record_of(records, "X1")).empty());
}

TEST(SentEpisodes, keep_the_stage_of_an_assessment_that_was_sent) {
    auto follow_up = assessment("A1", "2026-03-02");
    follow_up.set("stage", "follow_up");

    const auto records = run({sent("E1", "2026-03-01"), follow_up, assessment("A2", "2026-03-03")});

    EXPECT_EQ(record_of(records, "A1").text("stage"), "follow_up");
    EXPECT_EQ(record_of(records, "A2").text("stage"), "review");
}

}  // namespace
}  // namespace sluice::map
