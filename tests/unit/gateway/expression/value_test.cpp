#include "gateway/expression/value.hpp"

namespace sluice::expression {
namespace {

TEST(Value, writes_date_times_as_they_were_read) {
    for (const std::string text :
         {"2015", "2015-02", "2015-02-04", "2015-02-04T14", "2015-02-04T14:34", "2015-02-04T14:34:28",
          "2015-02-04T14:34:28.123", "2015-02-04T14:34:28Z", "2015-02-04T14:34+10:00",
          "2015-02-04T14:34-05:30"}) {
        const auto value = DateTime::parse(text);

        ASSERT_TRUE(value) << text;
        EXPECT_EQ(to_string(*value), text);
    }
    EXPECT_EQ(to_string(*DateTime::parse("2015T")), "2015");
}

TEST(Value, refuses_date_times_that_do_not_exist) {
    for (const std::string text :
         {"", "15", "2015-13", "2015-02-30", "2015-02T10", "2015-02-04T24", "2015-02-04T10:60",
          "2015-02-04T10:00:60", "2015-02-04T10:00+15:00", "2015-02-04T10:00+1", "2015-02-04T10:00.5",
          "2015-02-04 10:00", "2015-02-04T10:00Zx"}) {
        EXPECT_FALSE(DateTime::parse(text)) << text;
    }
}

TEST(Value, reads_times_of_day) {
    EXPECT_EQ(Time::parse("14:34:28.5"), (Time{52'468'500, Precision::millisecond}));
    EXPECT_EQ(Time::parse("14"), (Time{50'400'000, Precision::hour}));
    EXPECT_EQ(to_string(*Time::parse("14:34")), "14:34");
    EXPECT_FALSE(Time::parse("14:34Z"));
    EXPECT_FALSE(Time::parse("4:34"));
    EXPECT_FALSE(Time::parse("14:34:28."));
}

TEST(Value, reads_quantities_in_ucum_and_in_calendar_words) {
    EXPECT_EQ(Quantity::parse("4 days"), (Quantity{Decimal(4), "days"}));
    EXPECT_EQ(Quantity::parse("-1.5 'mg'"), (Quantity{*Decimal::parse("-1.5"), "mg"}));
    EXPECT_EQ(Quantity::parse("7"), (Quantity{Decimal(7), "1"}));
    EXPECT_FALSE(Quantity::parse("4 apples"));
    EXPECT_FALSE(Quantity::parse("'mg'"));
    EXPECT_FALSE(Quantity::parse("1 'mg"));
}

TEST(Value, writes_quantities_with_quotes_for_ucum_only) {
    EXPECT_EQ(to_string(Quantity{Decimal(4), "days"}), "4 days");
    EXPECT_EQ(to_string(Quantity{Decimal(4), "wk"}), "4 'wk'");
    EXPECT_EQ(to_string(Quantity{Decimal(4), ""}), "4 '1'");
}

TEST(Value, names_a_date_with_a_time_of_day_as_date_time) {
    EXPECT_EQ(type_name(Value(*Date::parse("2026-03-04"))), "Date");
    EXPECT_EQ(type_name(Value(*Date::parse("2026-03-04T10:15"))), "DateTime");
    EXPECT_EQ(type_name(Value(std::string("x"))), "String");
    EXPECT_EQ(type_name(Value(true)), "Boolean");
}

}  // namespace
}  // namespace sluice::expression
