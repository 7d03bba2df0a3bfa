#include "gateway/map/read_date.hpp"

#include <gtest/gtest.h>

namespace sluice::map {
namespace {

struct Pattern {
    const char* text;
    const char* pattern;
    const char* wanted;  // null: no date
};
const Pattern kPatterns[] = {
    {"02/03/2026", "dd/MM/yyyy", "2026-03-02"},
    {"20260302", "yyyyMMdd", "2026-03-02"},
    {"02.03.2026 10:15", "dd.MM.yyyy HH:mm", "2026-03-02T10:15:00"},
    {"20260302101530", "yyyyMMddHHmmss", "2026-03-02T10:15:30"},
    {"03/2026", "MM/yyyy", "2026-03"},
    {"2026", "yyyy", "2026"},
    {"2/3/2026", "dd/MM/yyyy", nullptr},
    {"02-03-2026", "dd/MM/yyyy", nullptr},
    {"02/03/2026x", "dd/MM/yyyy", nullptr},
    {"02/03/26", "dd/MM/yyyy", nullptr},
    {"31/04/2026", "dd/MM/yyyy", nullptr},
    {"02/03/2026 25:00", "dd/MM/yyyy HH:mm", nullptr},
    {"2/3/2026", "d/M/yyyy", "2026-03-02"},
    {"12/11/2026", "d/M/yyyy", "2026-11-12"},
    {"123/1/2026", "d/M/yyyy", nullptr},
    {"2/3/26", "d/M/yyyy", nullptr},
    {"02-Mar-2026", "d-MMM-yyyy", "2026-03-02"},
    {"2 SEPTEMBER 2026", "d MMM yyyy", "2026-09-02"},
    {"2 Sept 2026", "d MMM yyyy", "2026-09-02"},
    {"2 Ma 2026", "d MMM yyyy", nullptr},
    {"2 Marchy 2026", "d MMM yyyy", nullptr},
    {"2/3/2026 9:05", "d/M/yyyy H:mm", "2026-03-02T09:05:00"},
    {"", "dd/MM/yyyy", nullptr},
    {"aa/bb/cccc", "dd/MM/yyyy", nullptr},
};

TEST(IsTooEarly, knows_a_date_of_before_the_earliest) {
    schema::Field field;
    field.type = schema::FieldType::date;
    EXPECT_FALSE(is_too_early(field, "0001-01-01"));

    field.earliest = Date(2000, 1, 1);

    EXPECT_TRUE(is_too_early(field, "0001-01-01"));
    EXPECT_TRUE(is_too_early(field, "1999-12-31"));
    EXPECT_TRUE(is_too_early(field, "1999"));
    EXPECT_FALSE(is_too_early(field, "2000"));
    EXPECT_FALSE(is_too_early(field, "2000-01-01"));
}

TEST(ParseDate, reads_a_date_by_its_pattern_and_invents_nothing) {
    for (const auto& wanted : kPatterns) {
        const auto date = parse_date(wanted.text, wanted.pattern);

        ASSERT_EQ(date.has_value(), wanted.wanted != nullptr) << wanted.text;
        if (date) {
            EXPECT_EQ(date->to_string(), wanted.wanted);
        }
    }
}

TEST(IsoDate, reads_what_a_system_writes_and_leaves_the_rest) {
    const std::vector<std::string> patterns = {"dd MMM yyyy HH:mm:ss", "dd MMM yyyy HH:mm", "dd MMM yyyy"};

    EXPECT_EQ(iso_date("29 Sep 2011 14:53:28", patterns), "2011-09-29T14:53:28");
    EXPECT_EQ(iso_date("29 Sep 2011 14:53", patterns), "2011-09-29T14:53:00");
    EXPECT_EQ(iso_date("29 Sep 2011", patterns), "2011-09-29");
    EXPECT_EQ(iso_date("29 Sep 2011 00:00:00", patterns), "2011-09-29") << "no time is known";
    EXPECT_EQ(iso_date("31 Sep 2011", patterns), std::nullopt);
    EXPECT_EQ(iso_date("2011-09-29", patterns), std::nullopt);
    EXPECT_EQ(iso_date("", patterns), std::nullopt);
    EXPECT_EQ(iso_date("29 Sep 2011", {}), std::nullopt);
}

}  // namespace
}  // namespace sluice::map
