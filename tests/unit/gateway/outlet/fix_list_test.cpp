#include "gateway/outlet/fix_list.hpp"

#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

FixLine line_of(std::vector<std::string> cells, std::string column = "NhsNumber") {
    return {17,        std::move(column), "It is wrong.",  "Put it right, please.",
            "NHS-003", Severity::error,   std::move(cells)};
}

TEST(FixListLine, has_our_columns_before_the_row_as_it_was_sent) {
    EXPECT_EQ(
        fix_list_header({"PatientGuid", "NhsNumber"}),
        "sluice_row,sluice_column,sluice_problem,sluice_fix,sluice_rule,sluice_severity,PatientGuid,"
        "NhsNumber\r\n"
    );
    EXPECT_EQ(
        fix_list_line(line_of({"P1", "999 000 0000"})),
        "17,NhsNumber,It is wrong.,\"Put it right, please.\",NHS-003,error,P1,999 000 0000\r\n"
    );
}

TEST(FixListLine, gives_the_senders_cells_back_unchanged) {
    const auto line = fix_list_line(line_of({"=1+1", "@x", "-5", "a\"b", std::string("n\0l", 3)}));

    EXPECT_TRUE(line.ends_with(std::string(",=1+1,@x,-5,\"a\"\"b\",n\0l\r\n", 24))) << line;
}

TEST(FixListLine, lets_no_heading_be_a_formula_in_our_columns) {
    EXPECT_TRUE(fix_list_line(line_of({}, "=cmd")).starts_with("17,'=cmd,"));
}

TEST(FixListLine, takes_a_row_of_any_number_of_cells) {
    EXPECT_TRUE(fix_list_line(line_of({})).ends_with("NHS-003,error\r\n"));
    EXPECT_TRUE(fix_list_line(line_of({"a", "b", "c", "d"})).ends_with("error,a,b,c,d\r\n"));
}

}  // namespace
}  // namespace sluice::outlet
