// A service changes its tool: what the old one sent goes on, and nothing counts twice.
#include "tests/e2e/same_person.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// The service B82002 used `oldtool` until 30 June and `newtool` from 1 July 2026.
class SwitchOver : public testing::Test, protected SeveralSources {
  protected:
    static Package of_tool(const std::string& tool, const std::string& id, const std::string& hour) {
        auto package = increment(id, hour);
        package.set("sender_ods", "B82002");
        package.set("sender_system", tool);
        return package;
    }
    static Package old_export() {
        auto package = of_tool("oldtool", "old", "01");
        package.table(
            "person",
            "person_local_id,nhs_number,date_of_birth\nP1,9990000018,1950-01-29\nP2,9990000026,1961-05-04\n"
            "P3,,1970-07-07\n"
        );
        package.table(
            "referral",
            "referral_id,person_local_id,referral_date,status\nR1,P1,2026-05-04,in_progress\n"
            "R2,P2,2026-06-01,in_progress\nR3,P3,2026-06-08,in_progress\n"
        );
        package.table(
            "contact",
            "contact_id,person_local_id,referral_id,start,outcome\nC1,P1,R1,2026-05-10T10:00:00+01:00,"
            "attended\n"
            "C2,P1,R1,2026-06-20T10:00:00+01:00,attended\n"
        );
        package.table(
            "assessment",
            "assessment_id,person_local_id,referral_id,instrument,date\nA1,P1,R1,WEMWBS,2026-05-10\n"
        );
        package.table("assessment_item", "assessment_id,person_local_id,item,value\nA1,P1,total,40\n");
        return package;
    }
    // With what it took over: the referrals under ids of its own, and the contact of June.
    static Package new_export() {
        auto package = of_tool("newtool", "new", "02");
        package.table(
            "person",
            "person_local_id,nhs_number,date_of_birth\nN-1,9990000018,1950-01-29\nN-2,9990000026,1961-05-04\n"
            "N-3,,1970-07-07\n"
        );
        package.table(
            "referral",
            "referral_id,person_local_id,referral_date,status\nX1,N-1,2026-05-04,in_progress\n"
            "X2,N-2,2026-07-01,in_progress\nX3,N-3,2026-06-08,in_progress\n"
        );
        package.table(
            "contact",
            "contact_id,person_local_id,referral_id,start,outcome\nD1,N-1,X1,2026-06-20T10:00:00+01:00,"
            "attended\n"
            "D2,N-1,X1,2026-07-20T10:00:00+01:00,attended\n"
        );
        package.table(
            "assessment",
            "assessment_id,person_local_id,referral_id,instrument,date\nB1,N-1,X1,WEMWBS,2026-07-20\n"
        );
        package.table("assessment_item", "assessment_id,person_local_id,item,value\nB1,N-1,total,50\n");
        return package;
    }
    static Package change(const std::string& ids = "", const std::string& hour = "03") {
        auto package = of_tool("newtool", "change", hour);
        package.table(
            "continuation",
            "continuation_id,old_system,new_system,switch_date,entity,old_id,new_id\n"
            "1,oldtool,newtool,2026-07-01,,,\n" +
                ids
        );
        return package;
    }
    std::size_t counted_once(std::string_view entity) const {
        std::size_t count = 0;
        for (const auto& [id, row] : gateway_.rows(entity)) {
            count += row.at("same_as").empty() ? 1 : 0;
        }
        return count;
    }
    // By the id in its tool: the id in its tool of the record that stands for it.
    std::map<std::string, std::string> standing(std::string_view entity) const {
        const auto rows = gateway_.rows(entity);
        std::map<std::string, std::string> out;
        for (const auto& [id, row] : rows) {
            if (!row.at("same_as").empty()) {
                out[row.at("local_id")] = rows.at(row.at("same_as")).at("local_id");
            }
        }
        return out;
    }
    static constexpr const char* kIds =
        "2,oldtool,newtool,2026-07-01,person,P3,N-3\n3,oldtool,newtool,2026-07-01,referral,R2,X2\n";
};

using Standing = std::map<std::string, std::string>;

TEST_F(SwitchOver, of_which_nobody_has_said_anything_leaves_two_tools) {
    send(old_export());
    send(new_export());

    EXPECT_EQ(standing("referral"), Standing());
    EXPECT_EQ(counted_once("person"), 4U) << "one number is one person, whoever has it";
}

TEST_F(SwitchOver, goes_on_with_what_is_the_same_by_person_and_day) {
    send(old_export());
    const auto before = gateway_.rows("referral");
    send(new_export());
    send(change());

    EXPECT_EQ(standing("referral"), (Standing{{"X1", "R1"}}));
    EXPECT_EQ(standing("contact"), (Standing{{"D1", "C2"}}));
    EXPECT_EQ(counted_once("contact"), 3U);
    for (const auto& [id, row] : before) {
        EXPECT_TRUE(gateway_.rows("referral").contains(id)) << "ids in outlets stay";
    }
}

TEST_F(SwitchOver, goes_by_the_ids_that_the_service_tells) {
    send(old_export());
    send(new_export());
    send(change(kIds));

    EXPECT_EQ(standing("person"), (Standing{{"N-1", "P1"}, {"N-2", "P2"}, {"N-3", "P3"}}));
    EXPECT_EQ(standing("referral"), (Standing{{"X1", "R1"}, {"X2", "R2"}, {"X3", "R3"}}));
    EXPECT_EQ(counted_once("episode"), 3U);
}

TEST_F(SwitchOver, gives_the_same_in_any_order) {
    send(change(kIds, "01"));
    send(new_export());
    send(old_export());

    EXPECT_EQ(standing("referral"), (Standing{{"X1", "R1"}, {"X2", "R2"}, {"X3", "R3"}}));
}

TEST_F(SwitchOver, taken_back_leaves_two_tools_again) {
    send(old_export());
    send(new_export());
    send(change(kIds));
    auto taken_back = of_tool("newtool", "back", "04");
    taken_back.table(
        "continuation",
        "continuation_id,old_system,new_system,deleted\n1,oldtool,newtool,true\n"
        "2,oldtool,newtool,true\n3,oldtool,newtool,true\n"
    );
    send(taken_back);

    EXPECT_EQ(standing("referral"), Standing());
    EXPECT_EQ(counted_once("person"), 4U);
}

TEST_F(SwitchOver, of_another_service_changes_nothing) {
    send(old_export());
    send(new_export());
    auto other = change(kIds);
    other.set("sender_ods", "B82009");
    send(other);

    EXPECT_EQ(standing("referral"), Standing());
}

TEST_F(SwitchOver, pairs_the_baseline_of_the_old_tool_with_the_follow_up_of_the_new_one) {
    send(old_export());
    send(new_export());
    const auto apart = gateway_.run({"outcomes", "--format", "csv"}).out;
    send(change());
    const auto together = gateway_.run({"outcomes", "--format", "csv"}).out;

    // instrument, version, item, paired, baseline only, follow-up only, means, change
    EXPECT_THAT(apart, HasSubstr("WEMWBS,,total,0,"));
    EXPECT_THAT(together, HasSubstr("WEMWBS,,total,1,0,0,40.0,50.0,10.0,1,0,0"));
}

TEST_F(SwitchOver, lists_what_cannot_be_matched) {
    send(old_export());
    send(new_export());
    send(change());
    const auto list = folder_ / "list.csv";

    const auto ran =
        gateway_.run({"differences", "--between", "oldtool", "--and", "newtool", "--list", list});

    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto text = read_text(list);
    EXPECT_THAT(text, HasSubstr("exchange:oldtool,B82002,2026-06-01,P2,R2,"));
    EXPECT_THAT(text, HasSubstr(",other_month\r\n"));
    EXPECT_THAT(text, HasSubstr("exchange:newtool,B82002,2026-06-08,N-3,X3,"));
    EXPECT_THAT(text, HasSubstr(",not_linked\r\n"));
    EXPECT_THAT(text, Not(HasSubstr(",R1,")));
}

}  // namespace
}  // namespace sluice::e2e
