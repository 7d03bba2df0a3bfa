#include "gateway/outlet/words.hpp"

#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

TEST(Words, groups_digits_in_threes) {
    const std::pair<Count, const char*> cases[] = {
        {0, "0"},
        {999, "999"},
        {1'000, "1,000"},
        {412'345, "412,345"},
        {1'000'000, "1,000,000"},
        {18'446'744'073'709'551'615ULL, "18,446,744,073,709,551,615"}};

    for (const auto& [number, expected] : cases) {
        EXPECT_EQ(grouped(number), expected);
    }
}

TEST(Words, uses_the_singular_for_one_only) {
    EXPECT_EQ(counted(0, "row", "rows"), "0 rows");
    EXPECT_EQ(counted(1, "row", "rows"), "1 row");
    EXPECT_EQ(counted(2'000, "row", "rows"), "2,000 rows");
}

TEST(Words, says_sizes_in_decimal_units) {
    const std::pair<Count, const char*> cases[] = {
        {0, "0 bytes"},    {1, "1 byte"},         {999, "999 bytes"},    {1'000, "1.0 kB"},
        {1'999, "1.9 kB"}, {999'999, "999.9 kB"}, {1'000'000, "1.0 MB"}, {2'500'000'000, "2.5 GB"}};

    for (const auto& [bytes, expected] : cases) {
        EXPECT_EQ(size_in_words(bytes), expected);
    }
}

TEST(Words, says_a_date_as_precisely_as_it_is) {
    EXPECT_EQ(date_in_words(*Date::parse("2026")), "2026");
    EXPECT_EQ(date_in_words(*Date::parse("2026-10")), "October 2026");
    EXPECT_EQ(date_in_words(*Date::parse("2026-10-01")), "1 October 2026");
}

TEST(Words, shortens_months_and_leaves_other_texts) {
    EXPECT_EQ(month_in_words("2026-10"), "Oct 2026");
    EXPECT_EQ(month_in_words(""), "No referral");
    EXPECT_EQ(month_in_words("2026-13"), "2026-13");
}

TEST(Words, changes_to_summer_time_at_one_in_the_morning_of_the_last_sundays) {
    const std::pair<const char*, const char*> cases[] = {
        {"2026-03-29T00:59:59Z", "29 March 2026 at 00:59 GMT (UTC+00:00)"},
        {"2026-03-29T01:00:00Z", "29 March 2026 at 02:00 BST (UTC+01:00)"},
        {"2026-10-25T00:59:59Z", "25 October 2026 at 01:59 BST (UTC+01:00)"},
        {"2026-10-25T01:00:00Z", "25 October 2026 at 01:00 GMT (UTC+00:00)"},
        {"2026-07-31T23:30:00Z", "1 August 2026 at 00:30 BST (UTC+01:00)"}};

    for (const auto& [instant, expected] : cases) {
        EXPECT_EQ(instant_in_words(*parse_instant(instant)), expected);
    }
}

TEST(Words, says_a_period_with_one_end_open) {
    Header header;
    EXPECT_EQ(period_in_words(header), "not stated");

    header.period_start = Date(2026, 10, 1);
    EXPECT_EQ(period_in_words(header), "from 1 October 2026");

    header.period_end = Date(2026, 10, 31);
    EXPECT_EQ(period_in_words(header), "1 October 2026 to 31 October 2026");
}

TEST(Words, says_nothing_of_dates_that_were_not_given) {
    Header header;
    EXPECT_EQ(as_of_in_words(header), "");
    EXPECT_EQ(received_in_words(header), "");

    header.as_of = Date(2026, 11, 1);
    header.received_at = *parse_instant("2026-11-02T08:14:09Z");

    EXPECT_EQ(as_of_in_words(header), "1 November 2026");
    EXPECT_EQ(received_in_words(header), "2 November 2026 at 08:14 GMT (UTC+00:00)");
}

TEST(Words, says_why_there_is_no_receipt) {
    Header header;
    EXPECT_EQ(receipt_in_words(header), "none");

    header.dry_run = true;
    EXPECT_EQ(receipt_in_words(header), "none (trial run)");

    header.receipt_id = "R1";
    EXPECT_EQ(receipt_in_words(header), "R1");
}

TEST(Words, names_an_organisation_by_what_is_known) {
    EXPECT_EQ(organisation_in_words({"F84004", "Albion"}), "Albion (F84004)");
    EXPECT_EQ(organisation_in_words({"F84004", ""}), "F84004");
    EXPECT_EQ(organisation_in_words({"", ""}), "not stated");
}

TEST(Words, makes_every_text_well_formed) {
    EXPECT_EQ(well_formed("caf\xC3\xA9"), "caf\xC3\xA9");
    EXPECT_EQ(
        well_formed("a\xFF"
                    "b\xC3"),
        "a\uFFFDb\uFFFD"
    );
    EXPECT_EQ(well_formed(""), "");
}

TEST(Words, shows_control_and_direction_characters_as_replaced) {
    EXPECT_EQ(visible("a\x1b[31mb"), "a\uFFFD[31mb");
    EXPECT_EQ(visible("txt.\u202Egpj.exe"), "txt.\uFFFDgpj.exe");
    EXPECT_EQ(visible("a\nb\x7F\u0085\uFEFF"), "a\uFFFDb\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(visible("Łódź 東京 😀"), "Łódź 東京 😀");
}

TEST(Words, says_what_is_counted_by_a_list_that_stands_in_for_another) {
    Header header;
    EXPECT_EQ(stand_ins_in_words(header), "");
    header.stand_ins = {{"needs", "1"}};
    EXPECT_EQ(
        stand_ins_in_words(header), "shipped lists for needs; the national reference sets are not loaded"
    );
    header.stand_ins = {{"needs", "1"}, {"support", "2"}, {"goals", "3"}};
    EXPECT_EQ(
        stand_ins_in_words(header),
        "shipped lists for needs, support and goals; the national reference sets are not loaded"
    );
}

}  // namespace
}  // namespace sluice::outlet
