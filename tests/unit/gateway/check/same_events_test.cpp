#include "gateway/check/same_events.hpp"

#include <gtest/gtest.h>

namespace sluice::check {
namespace {

using Standing = std::map<std::string, std::string>;

// A GP record and tools; a referral of both is one where they lie at most 14 days apart.
schema::SameEvents rules() {
    schema::SameEvents out;
    out.kinds = {{"gp", {"emis", "tpp"}}};
    out.otherwise = "tool";
    out.stands = {"gp", "tool"};
    schema::SameEvent continued;
    continued.entity = "referral";
    continued.continued = true;
    continued.days = 0;
    schema::SameEvent both;
    both.entity = "referral";
    both.between = {"gp", "tool"};
    both.days = 14;
    both.places = {"practice", "service"};
    both.unlike = {"service"};
    both.alike = {{"status", {"declined"}}};
    schema::SameEvent episode;
    episode.entity = "episode";
    episode.follows_entity = "referral";
    episode.follows_field = "first";
    out.events = {continued, both, episode};
    return out;
}

Happening referral(const std::string& id, const std::string& source, const std::string& day) {
    return {id, source, "S1", id, Date::parse(day), {{"practice", "A81001"}}};
}

Standing joined(
    const std::vector<Happening>& referrals, const std::vector<Continuation>& continuations = {}
) {
    return same_events(rules(), continuations, {{"referral", referrals}});
}

TEST(SameEvents, of_two_kinds_of_source_are_one_up_to_the_days_of_the_rule) {
    const auto gp = referral("G", "emis", "2026-10-02");

    EXPECT_EQ(joined({gp, referral("T", "exchange:x", "2026-10-16")}), (Standing{{"T", "G"}}));
    EXPECT_EQ(joined({gp, referral("T", "exchange:x", "2026-10-17")}), Standing());
    EXPECT_EQ(joined({gp, referral("T", "exchange:x", "2026-09-18")}), (Standing{{"T", "G"}}));
    EXPECT_EQ(joined({gp, referral("T", "exchange:x", "2026-10")}), Standing()) << "no day is known";
}

TEST(SameEvents, of_one_source_or_one_kind_are_two) {
    const auto gp = referral("G", "emis", "2026-10-02");

    EXPECT_EQ(joined({gp, referral("H", "emis", "2026-10-02")}), Standing());
    EXPECT_EQ(joined({gp, referral("H", "tpp", "2026-10-02")}), Standing());
}

TEST(SameEvents, are_the_nearest_and_no_third) {
    const auto standing = joined(
        {referral("G", "emis", "2026-10-02"), referral("T1", "exchange:x", "2026-10-10"),
         referral("T2", "exchange:x", "2026-10-04")}
    );

    EXPECT_EQ(standing, (Standing{{"T2", "G"}}));
}

TEST(SameEvents, share_a_place_and_differ_in_nothing_that_is_known) {
    const auto gp = referral("G", "emis", "2026-10-02");
    auto tool = referral("T", "exchange:x", "2026-10-02");

    tool.values = {{"practice", "A81002"}};
    EXPECT_EQ(joined({gp, tool}), Standing());
    tool.values = {{"practice", "A81002"}, {"service", "A81001"}};
    EXPECT_EQ(joined({gp, tool}), (Standing{{"T", "G"}}));
    tool.values = {{"practice", "A81001"}, {"status", "declined"}};
    EXPECT_EQ(joined({gp, tool}), Standing());
    tool.values = {{"practice", "A81001"}, {"service", "S1"}};
    auto elsewhere = gp;
    elsewhere.values["service"] = "S2";
    EXPECT_EQ(joined({elsewhere, tool}), Standing());
}

TEST(SameEvents, are_told_whatever_the_order_of_the_records) {
    std::vector<Happening> records = {
        referral("G", "emis", "2026-10-02"), referral("T1", "exchange:x", "2026-10-01"),
        referral("T2", "exchange:x", "2026-10-03")};
    const auto expected = joined(records);
    EXPECT_EQ(expected.size(), 1U);

    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    EXPECT_EQ(joined(records), expected);
}

TEST(SameEvents, of_an_episode_are_those_of_its_referral) {
    Happening gp{"E1", "emis", "S1", "", std::nullopt, {{"first", "G"}}};
    Happening tool{"E2", "exchange:x", "S1", "", std::nullopt, {{"first", "T"}}};
    Happening other{"E3", "exchange:x", "S1", "", std::nullopt, {{"first", "T9"}}};

    const auto standing = same_events(
        rules(), {},
        {{"referral", {referral("G", "emis", "2026-10-02"), referral("T", "exchange:x", "2026-10-03")}},
         {"episode", {gp, tool, other}}}
    );

    EXPECT_EQ(standing, (Standing{{"E2", "E1"}, {"T", "G"}}));
}

TEST(SameEvents, of_two_tools_are_one_where_the_service_has_changed_from_one_to_the_other) {
    const auto before = referral("O", "exchange:old", "2026-03-02");
    const auto after = referral("N", "exchange:new", "2026-03-02");
    const Continuation change{"S1", "exchange:old", "exchange:new", {}};

    EXPECT_EQ(joined({before, after}), Standing());
    EXPECT_EQ(joined({before, after}, {change}), (Standing{{"N", "O"}}));
    auto elsewhere = change;
    elsewhere.organisation = "S2";
    EXPECT_EQ(joined({before, after}, {elsewhere}), Standing());
}

TEST(SameEvents, of_two_tools_go_by_the_id_that_the_service_has_told) {
    const auto before = referral("O", "exchange:old", "2026-03-02");
    const auto nearer = referral("N1", "exchange:new", "2026-03-02");
    const auto told = referral("N2", "exchange:new", "2026-07-01");
    const Continuation change{"S1", "exchange:old", "exchange:new", {{{"referral", "O"}, "N2"}}};

    EXPECT_EQ(joined({before, nearer, told}, {change}), (Standing{{"N2", "O"}}));
}

TEST(SameEvents, of_three_sources_have_one_that_stands_for_both_others) {
    const Continuation change{"S1", "exchange:old", "exchange:new", {}};

    const auto standing = joined(
        {referral("N", "exchange:new", "2026-03-02"), referral("O", "exchange:old", "2026-03-02"),
         referral("G", "emis", "2026-03-01")},
        {change}
    );

    EXPECT_EQ(standing, (Standing{{"N", "G"}, {"O", "G"}}));
}

}  // namespace
}  // namespace sluice::check
