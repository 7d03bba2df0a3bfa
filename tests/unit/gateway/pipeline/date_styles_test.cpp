#include "gateway/pipeline/date_styles.hpp"

#include <gmock/gmock.h>

namespace sluice::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DateStyle, says_what_stands_where) {
    EXPECT_EQ(date_style("2026-03-04"), "Y-9-9");
    EXPECT_EQ(date_style("2026-03-04T10:00:00+00:00"), "Y-9-9");
    EXPECT_EQ(date_style("4/3/2026"), "9/9/Y");
    EXPECT_EQ(date_style("04-Mar-2026"), "9-A-Y");
    EXPECT_EQ(date_style("20260304"), "");
    EXPECT_EQ(date_style("not known"), "");
    EXPECT_EQ(date_style(""), "");
}

TEST(DateStyles, are_mixed_where_one_column_has_two) {
    DateStyles styles({true, true, false});
    styles.note({"", "2026-03-04", "2026-03-04"});
    styles.note({"2026-03-04", "2026-03-05", "04/03/2026"});
    EXPECT_THAT(styles.mixed(), IsEmpty()) << "one way in each, and the third is not watched";

    styles.note({"2026-03-06", "05/03/2026", ""});

    EXPECT_THAT(styles.mixed(), ElementsAre(1U));
}

}  // namespace
}  // namespace sluice::pipeline
