#include "adapters/exchange/lines.hpp"

#include <gmock/gmock.h>

namespace sluice::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

TEST(Lines, read_what_was_written) {
    const LineRow row{"need", {{"need_id", "N\"1"}, {"own_words", "line one\nline two"}, {"rank", "2"}}};

    const auto line = write_line(row);

    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto read = read_line(line).value();
    EXPECT_EQ(read.file, "need");
    EXPECT_EQ(read.cells, row.cells);
}

TEST(Lines, leave_empty_values_out) {
    EXPECT_EQ(write_line({"need", {{"need_id", "N1"}, {"rank", ""}}}), R"({"file":"need","need_id":"N1"})");
    EXPECT_THAT(
        read_line(R"({"file":"need","need_id":"N1","rank":null,"code":""})").value().cells,
        ElementsAre(Pair("need_id", "N1"))
    );
}

TEST(Lines, take_numbers_and_booleans_by_their_characters) {
    EXPECT_THAT(
        read_line(R"({"file":"support_offered","accepted":true,"attendance_count":3,"cost":1.50})")
            .value()
            .cells,
        ElementsAre(Pair("accepted", "true"), Pair("attendance_count", "3"), Pair("cost", "1.50"))
    );
}

TEST(Lines, say_what_is_wrong_and_no_value) {
    const auto why = [](std::string_view json) {
        const auto read = read_line(json);
        EXPECT_FALSE(read) << json;
        const auto text = read ? std::string() : read.error().text();
        EXPECT_THAT(text, Not(HasSubstr("SECRET")));
        return text;
    };
    EXPECT_THAT(why(R"({"file":"need","code":"SECRET)"), HasSubstr("no JSON"));
    EXPECT_THAT(why(R"(["SECRET"])"), HasSubstr("object"));
    EXPECT_THAT(why(R"({"need_id":"SECRET"})"), HasSubstr("\"file\""));
    EXPECT_THAT(why(R"({"file":"need","code":{"system":"SECRET"}})"), HasSubstr("column 23"));
    EXPECT_THAT(why(R"({"file":"need","code":["SECRET"]})"), HasSubstr("a value is a text"));
    EXPECT_THAT(why(R"({"file":"need","code":"SECRET","code":"SECRET"})"), HasSubstr("no JSON"));
    EXPECT_THAT(why(R"({"file":"need"," ":"SECRET"})"), HasSubstr("without a name"));
}

}  // namespace
}  // namespace sluice::exchange
