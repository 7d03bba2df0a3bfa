#include "gateway/map/convert.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::map {
namespace {

using schema::Fault;
using schema::FieldType;

Converted convert_as(FieldType type, std::string_view text, bool production = false) {
    schema::Field field;
    field.type = type;
    field.codes = "ethnic-category";
    return convert(
        field, text, {"dd/MM/yyyy", "MM/yyyy"}, {tests::repository_pack().terms.get(), production}
    );
}

struct Case {
    FieldType type;
    const char* text;
    const char* wanted;
    std::optional<Fault> fault = std::nullopt;
};

const Case kCases[] = {
    {FieldType::date, "2026-03-02", "2026-03-02"},
    {FieldType::date, " 2026-03-02 ", "2026-03-02"},
    {FieldType::date, "2026-03-02T10:15:00", "2026-03-02"},
    {FieldType::date, "2026-03", "2026-03"},
    {FieldType::date, "02/03/2026", "2026-03-02"},
    {FieldType::date, "03/2026", "2026-03"},
    {FieldType::date, "2026-02-30", "2026-02-30", Fault::value_date_invalid},
    {FieldType::date, "31/02/2026", "31/02/2026", Fault::value_date_invalid},
    {FieldType::date, "soon", "soon", Fault::value_date_invalid},
    {FieldType::datetime, "2026-03-02T10:15:00", "2026-03-02T10:15:00"},
    {FieldType::datetime, "2026-03-02", "2026-03-02"},
    {FieldType::datetime, "10:15", "10:15", Fault::value_date_invalid},
    {FieldType::decimal, "7.50", "7.5"},
    {FieldType::decimal, "-0.5", "-0.5"},
    {FieldType::decimal, "12.000", "12"},
    {FieldType::decimal, "1,000", "1,000", Fault::value_number_invalid},
    {FieldType::decimal, "twelve", "twelve", Fault::value_number_invalid},
    {FieldType::integer, "20", "20"},
    {FieldType::integer, "20.0", "20"},
    {FieldType::integer, "20.5", "20.5", Fault::value_number_invalid},
    {FieldType::boolean, "true", "true"},
    {FieldType::boolean, "YES", "true"},
    {FieldType::boolean, "0", "false"},
    {FieldType::boolean, "maybe", "maybe", Fault::value_boolean_invalid},
    {FieldType::nhs_number, "999 000 0018", "9990000018"},
    {FieldType::nhs_number, "999-000-0018", "9990000018"},
    {FieldType::nhs_number, "99900000A8", "99900000A8", Fault::nhs_number_not_digits},
    {FieldType::nhs_number, "999000001", "999000001", Fault::nhs_number_length},
    {FieldType::nhs_number, "9990000019", "9990000019", Fault::nhs_number_check_digit},
    {FieldType::nhs_number, "9999999999", "9999999999", Fault::nhs_number_sentinel},
    {FieldType::nhs_number, " ", "", Fault::nhs_number_absent},
    {FieldType::postcode, "N1 9GU", "N1 9GU"},
    {FieldType::postcode, "sw1a1aa", "SW1A 1AA"},
    {FieldType::postcode, "E C1A 1BB", "EC1A 1BB"},
    {FieldType::postcode, "N19", "N19", Fault::postcode_format},
    {FieldType::postcode, "N1 9G1", "N1 9G1", Fault::postcode_format},
    {FieldType::postcode, "TBC", "TBC", Fault::postcode_null_word},
    {FieldType::postcode, "ZZ99 3VZ", "ZZ99 3VZ", Fault::postcode_pseudo},
    {FieldType::ods_code, "a81001", "A81001"},
    {FieldType::ods_code, "A-81001", "A-81001", Fault::ods_code_format},
    {FieldType::ods_code, "AB", "AB", Fault::ods_code_format},
    {FieldType::ods_code, "v81999", "V81999", Fault::ods_code_default},
    {FieldType::code, "A", "A"},
    {FieldType::code, "a", "a", Fault::value_not_in_list},
    {FieldType::text, " as it is ", "as it is"},
    {FieldType::concept_, "267076002", "267076002"},
};

TEST(Convert, gives_canonical_text_or_the_fault_it_met) {
    for (const auto& wanted : kCases) {
        const auto converted = convert_as(wanted.type, wanted.text);

        EXPECT_EQ(converted.cell.text, wanted.wanted) << wanted.text;
        EXPECT_EQ(converted.fault, wanted.fault) << wanted.text;
    }
}

TEST(Convert, writes_line_ends_of_a_text_as_one_character) {
    EXPECT_EQ(
        convert_as(FieldType::text, "one\r\ntwo\rthree\nfour\r\n\r\nsix").cell.text,
        "one\ntwo\nthree\nfour\n\nsix"
    );
}

TEST(Convert, keeps_a_text_that_is_too_long_and_counts_characters_not_bytes) {
    schema::Field field;
    field.type = FieldType::text;
    field.length_max = 3;
    const ConvertContext context{tests::repository_pack().terms.get(), false};

    EXPECT_EQ(convert(field, "\xC3\xA9t\xC3\xA9", {}, context).fault, std::nullopt);
    const auto longer = convert(field, "\xC3\xA9t\xC3\xA9s", {}, context);
    EXPECT_EQ(longer.fault, Fault::value_text_too_long);
    EXPECT_EQ(longer.cell.text, "\xC3\xA9t\xC3\xA9s");
    field.length_max = 0;
    EXPECT_EQ(convert(field, "\xC3\xA9t\xC3\xA9s", {}, context).fault, std::nullopt);
}

TEST(Convert, finds_a_test_number_where_real_people_are_expected) {
    const auto number = convert_as(FieldType::nhs_number, "9990000018", true);

    EXPECT_EQ(number.fault, Fault::nhs_number_test_range);
    EXPECT_EQ(number.cell.text, "9990000018");
    EXPECT_EQ(convert_as(FieldType::nhs_number, "8000000008", true).fault, std::nullopt);
}

}  // namespace
}  // namespace sluice::map
