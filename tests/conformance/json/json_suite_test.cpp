// JSONTestSuite (github.com/nst/JSONTestSuite): what a parser of RFC 8259 must accept and must refuse.
#include "gateway/format/json_writer.hpp"

#include "tests/conformance/json/suite.hpp"

namespace sluice {
namespace {

TEST(JsonSuite, is_accepted_and_refused_as_listed) {
    const format::JsonValue cases = tests::suite_cases("json");
    if (cases.is_null()) {
        GTEST_SKIP() << "suite absent: " << tests::suite_folder("json") << " (set SLUICE_CONFORMANCE_DIR)";
    }

    std::size_t judged = 0;
    for (const format::JsonValue& test : cases.items()) {
        const std::string expect = tests::text_of(test, "expect");
        const auto root =
            format::parse_json(tests::bytes_of(tests::suite_folder("json") + tests::text_of(test, "file")));

        // "either" is up to us; it must come back at all.
        if (expect != "either") {
            EXPECT_EQ(root.has_value(), expect == "accept") << tests::text_of(test, "id");
            ++judged;
        }
        if (root) {
            format::JsonWriter writer;
            writer.value(*root);
            EXPECT_TRUE(format::parse_json(writer.text())) << tests::text_of(test, "id");
        }
    }

    EXPECT_GT(judged, 100U);
    RecordProperty("cases", static_cast<int>(cases.items().size()));
}

}  // namespace
}  // namespace sluice
