#include "gateway/env/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::env {
namespace {

using testing::MatchesRegex;

TEST(Log, writes_one_json_object_a_line) {
    configure_log(LogFormat::json, LogLevel::info);
    testing::internal::CaptureStderr();

    log(LogLevel::warning, "row held {}",
        {{"row", 17}, {"rule", RuleId("NHS-003")}, {"table", "emis/Patient"}});

    EXPECT_THAT(
        testing::internal::GetCapturedStderr(),
        MatchesRegex(R"re(\{"time":"[0-9T:.-]+Z","level":"warning","message":"row held \{\}","row":17,)re"
                     R"re("rule":"NHS-003","table":"emis/Patient"\}
)re")
    );
}

TEST(Log, writes_plain_lines) {
    configure_log(LogFormat::plain, LogLevel::info);
    testing::internal::CaptureStderr();

    log(LogLevel::info, "landed", {{"bytes", std::uint64_t{5'000'000'000}}});

    EXPECT_THAT(
        testing::internal::GetCapturedStderr(), MatchesRegex("[0-9T:-]+Z info: landed bytes=5000000000\n")
    );
}

TEST(Log, is_silent_below_its_level) {
    configure_log(LogFormat::plain, LogLevel::warning);
    testing::internal::CaptureStderr();

    log(LogLevel::info, "not seen");

    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(RuleId, does_not_carry_what_is_no_rule_id) {
    const struct {
        std::string given;
        std::string logged;
    } cases[] = {
        {"NHS-003", "NHS-003"},
        {"", "invalid-rule-id"},
        {"Jane Smith", "invalid-rule-id"},
        {"943 476 5919", "invalid-rule-id"},
        {"9434765919", "invalid-rule-id"},
        {std::string(33, 'A'), "invalid-rule-id"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(RuleId(c.given).view(), c.logged);
    }
}

}  // namespace
}  // namespace sluice::env
