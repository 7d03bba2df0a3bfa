#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

void expect_all(const std::vector<Case>& cases) {
    for (const Case& entry : cases) {
        EXPECT_EQ(
            run(entry.expression, &person()).substr(0, entry.result == "error" ? 5 : std::string::npos),
            entry.result
        ) << entry;
    }
}

TEST(Functions, of_conversion) {
    expect_all({
        {"'Yes'.toBoolean()", "true"},
        {"'0.0'.toBoolean()", "false"},
        {"'maybe'.toBoolean()", ""},
        {"1.0.toBoolean()", "true"},
        {"2.convertsToBoolean()", "false"},
        {"'-12'.toInteger()", "-12"},
        {"'1.0'.toInteger()", ""},
        {"'1e3'.toInteger()", ""},
        {"true.toInteger()", "1"},
        {"1.5.toInteger()", ""},
        {"'1.50'.toDecimal()", "1.50"},
        {"true.toDecimal()", "1.0"},
        {"'x'.toDecimal()", ""},
        {"1.toDecimal() is Decimal", "true"},
        {"1.50.toString()", "1.50"},
        {"@2018-03.toString()", "2018-03"},
        {"(4 days).toString()", "4 days"},
        {"'2018-03-01'.toDate()", "2018-03-01"},
        {"'2018-02-30'.toDate()", ""},
        {"@2018-03-01T10:00.toDate()", "2018-03-01"},
        {"'2018-03-01T10:00Z'.toDateTime()", "2018-03-01T10:00Z"},
        {"@2018.toDateTime() is DateTime", "true"},
        {"'10:30'.toTime()", "10:30"},
        {"'25:00'.toTime()", ""},
        {"'4 days'.toQuantity()", "4 days"},
        {"'4 g'.toQuantity()", ""},
        {"'1'.toQuantity()", "1 '1'"},
        {"'4 \\'g\\''.toQuantity('mg')", "4000 'mg'"},
        {"'x'.convertsToQuantity()", "false"},
        {"{}.toInteger()", ""},
        {"{}.convertsToInteger()", ""},
        {"(1|2).toString()", "error"},
        {"name[0].toString()", "error"},
        {"'2018'.convertsToDate()", "true"},
        {"'10:30'.convertsToTime()", "true"},
        {"'x'.convertsToDateTime()", "false"},
        {"1.convertsToString()", "true"},
        {"'1.5'.convertsToDecimal()", "true"},
    });
}

TEST(Functions, of_mathematics) {
    expect_all({
        {"(-5.5).abs()", "5.5"},
        {"(-5).abs()", "5"},
        {"(-4 days).abs()", "4 days"},
        {"1.1.ceiling()", "2"},
        {"(-1.1).floor()", "-2"},
        {"(-1.9).truncate()", "-1"},
        {"3.14159.round(3)", "3.142"},
        {"2.5.round()", "3"},
        {"2.5.round(-1)", "error"},
        {"0.exp()", "1"},
        {"1.ln()", "0"},
        {"16.log(2)", "4"},
        {"(-1).sqrt()", ""},
        {"81.sqrt()", "9"},
        {"2.power(10)", "1024"},
        {"2.power(-1)", "0.5"},
        {"2.5.power(2)", "6.25"},
        {"2.power(99)", ""},
        {"(-1).power(0.5)", ""},
        {"0.ln()", ""},
        {"{}.abs()", ""},
        {"'a'.abs()", "error"},
        {"(1|2).abs()", "error"},
        {"2.power({})", ""},
    });
}

TEST(Functions, of_boundaries) {
    expect_all({
        {"1.587.lowBoundary()", "1.58650000"},
        {"1.587.highBoundary(2)", "1.59"},
        {"(-1.587).lowBoundary(2)", "-1.59"},
        {"1.lowBoundary(5)", "0.50000"},
        {"1.587.lowBoundary(32)", ""},
        {"1 'g'.highBoundary(1)", "1.5 'g'"},
        {"@2014.lowBoundary()", "2014-01-01"},
        {"@2016-02.highBoundary()", "2016-02-29"},
        {"@2014.highBoundary(17)", "2014-12-31T23:59:59.999-12:00"},
        {"@2014-01-01T08:05.lowBoundary()", "2014-01-01T08:05:00.000+14:00"},
        {"@T10.highBoundary()", "10:59:59.999"},
        {"@2014.lowBoundary(5)", ""},
        {"@2014-01.precision()", "6"},
        {"@T10:30.precision()", "4"},
        {"1.587.precision()", "3"},
        {"{}.lowBoundary()", ""},
        {"1 'g'.comparable(1 'mg')", "true"},
        {"1 'g'.comparable(1 'm')", "false"},
        {"1.comparable(1 'm')", "error"},
        {"'x'.lowBoundary()", "error"},
    });
}

}  // namespace
}  // namespace sluice::test
