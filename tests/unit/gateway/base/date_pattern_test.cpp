#include "gateway/base/date_pattern.hpp"

#include <gtest/gtest.h>

namespace sluice {
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

TEST(ParseDate, reads_a_date_by_its_pattern_and_invents_nothing) {
    for (const auto& wanted : kPatterns) {
        const auto date = parse_date(wanted.text, wanted.pattern);

        ASSERT_EQ(date.has_value(), wanted.wanted != nullptr) << wanted.text;
        if (date) {
            EXPECT_EQ(date->to_string(), wanted.wanted);
        }
    }
}

TEST(ParseDateAs, takes_the_first_pattern_that_reads_it) {
    EXPECT_EQ(parse_date_as("24-Oct-2026", {"d/M/yyyy", "d-MMM-yyyy"})->to_string(), "2026-10-24");
    EXPECT_FALSE(parse_date_as("24.10.2026", {"d/M/yyyy", "d-MMM-yyyy"}));
}

TEST(TimeOfDay, is_one_however_it_is_written) {
    for (const auto* text :
         {"09:30", "9:30", "09:30:15", "9.30", "930", "0930", " 9:30 AM", "16/03/2026 09:30",
          "2026-03-16T09:30:00"}) {
        EXPECT_EQ(time_of_day(text), "09:30") << text;
    }
    EXPECT_EQ(time_of_day("2:30 pm"), "14:30");
    EXPECT_EQ(time_of_day("12:05 am"), "00:05");
    EXPECT_EQ(time_of_day("12:05 PM"), "12:05");
}

TEST(TimeOfDay, is_none_where_none_is_said) {
    for (const auto* text : {
             "",
             "16/03/2026",
             "2026-03-16",
             "16/03/2026 00:00",
             "00:00",
             "morning",
             "25:00",
             "9:75",
             "13:00 pm",
         }) {
        EXPECT_FALSE(time_of_day(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
