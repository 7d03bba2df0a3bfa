// What the GP record and the case-management tool say of one practice, and what the practice should add.
#include "tests/e2e/same_person.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// The extract has a referral of 9990000018 on 2 October and one contact on 6 October; the tool of the service
// B82002 has that person on 5 October, another of the practice whom no GP record has, one without a number,
// and one who is known to the practice of November.
class DifferencesReport : public testing::Test, protected SeveralSources {
  protected:
    DifferencesReport() {
        send_extract("emis");
        auto package = increment("service", "01");
        package.set("sender_ods", "B82002");
        package.table(
            "person",
            "person_local_id,nhs_number,date_of_birth,practice_ods\nP1,9990000018,1950-01-29,A81001\n"
            "P2,9990000026,1961-05-04,A81001\nP3,,1970-07-07,A81001\nP4,9990000034,1980-01-01,A81001\n"
        );
        package.table(
            "referral",
            "referral_id,person_local_id,referral_date,status\nR1,P1,2026-10-05,in_progress\n"
            "R2,P2,2026-10-06,accepted\nR3,P3,2026-10-07,received\nR4,P4,2026-10-08,declined_by_person\n"
        );
        package.table(
            "contact",
            "contact_id,person_local_id,referral_id,start,outcome\n"
            "C1,P2,R2,2026-10-12T10:00:00+01:00,attended\n"
        );
        send(package);
    }
    Row line(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> args = {"differences", "--between", "emis", "--and",
                                         "casebook",    "--format",  "csv"};
        args.insert(args.end(), options.begin(), options.end());
        const auto ran = gateway_.run(args);
        EXPECT_EQ(ran.code, 0) << ran.err;
        const auto rows = read_rows(ran.out);
        EXPECT_EQ(rows.size(), 1U) << ran.out;
        return rows.empty() ? Row() : rows.begin()->second;
    }
};

TEST_F(DifferencesReport, counts_what_each_has_and_why_a_person_is_in_one_only) {
    const auto row = line();

    EXPECT_EQ(row.at("practice"), "A81001");
    EXPECT_EQ(row.at("month"), "2026-10");
    EXPECT_EQ(row.at("referrals_a"), "1");
    EXPECT_EQ(row.at("referrals_b"), "3") << "without the one that was declined";
    EXPECT_EQ(row.at("same_referral"), "1");
    EXPECT_EQ(row.at("people_both"), "1");
    EXPECT_EQ(row.at("people_only_a"), "0");
    EXPECT_EQ(row.at("people_only_b"), "2");
    EXPECT_EQ(row.at("missing_only_b"), "1");
    EXPECT_EQ(row.at("not_linked_only_b"), "1");
    EXPECT_EQ(row.at("contacts_b"), "1");
}

TEST_F(DifferencesReport, adds_up) {
    for (const auto& row : {line()}) {
        for (const std::string side : {"a", "b"}) {
            const auto number = [&](const std::string& name) { return std::stoi(row.at(name)); };
            int reasons = 0;
            for (const std::string why :
                 {"other_month", "other_practice", "waiting", "no_referral", "not_linked", "outside",
                  "missing"}) {
                reasons += number(why + "_only_" + side);
            }
            EXPECT_EQ(number("people_only_" + side), reasons);
            EXPECT_EQ(number("people_" + side), number("people_both") + number("people_only_" + side));
        }
    }
}

TEST_F(DifferencesReport, explains_a_referral_that_waits_and_one_of_another_month) {
    auto package = increment("more", "02");
    package.set("sender_ods", "B82002");
    package.table(
        "referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2026-11-01,in_progress\n"
    );
    send(package);
    const auto october = line({"--to", "2026-10-31"});
    EXPECT_EQ(october.at("other_month_only_a"), "1");
    EXPECT_EQ(october.at("people_both"), "0");

    auto refused = increment("refused", "03");
    refused.set("sender_ods", "B82002");
    refused.table(
        "referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2026-13-01,in_progress\n"
    );
    send(refused);
    EXPECT_EQ(line({"--to", "2026-10-31"}).at("waiting_only_a"), "1");
}

TEST_F(DifferencesReport, can_be_of_one_practice_and_period) {
    EXPECT_EQ(line({"--practice", "a81001"}).at("referrals_b"), "3");
    EXPECT_EQ(line({"--from", "2026-10-06", "--to", "2026-10-06"}).at("referrals_b"), "1");
    const auto text =
        gateway_.run({"differences", "--between", "emis", "--and", "casebook", "--practice", "A81009"});
    EXPECT_THAT(text.out, HasSubstr("Nothing of this practice"));
}

TEST_F(DifferencesReport, says_the_same_in_json_and_in_words) {
    const auto json = gateway_.json({"differences", "--between", "emis", "--and", "exchange:casebook"});
    EXPECT_EQ(integer_at(json.find("lines")->items().front(), "missing_only_b"), 1);

    const auto text = gateway_.run({"differences", "--between", "emis", "--and", "casebook"}).out;
    EXPECT_THAT(text, HasSubstr("1 of exchange:casebook: in this source only"));
}

TEST_F(DifferencesReport, refuses_a_source_that_is_not_there) {
    const auto ran = gateway_.run({"differences", "--between", "emis", "--and", "joy"});

    EXPECT_EQ(ran.code, 64);
    EXPECT_THAT(ran.err, HasSubstr("there are: emis, exchange:casebook"));
    EXPECT_EQ(
        gateway_.run({"differences", "--between", "emis", "--and", "casebook", "--from", "October"}).code, 64
    );
}

TEST_F(DifferencesReport, lists_people_by_the_ids_of_their_source_for_its_reader_alone) {
    const auto list = folder_ / "list.csv";
    gateway_.run({"differences", "--between", "emis", "--and", "casebook", "--list", list});

    const auto text = read_text(list);
    EXPECT_THAT(text, HasSubstr("exchange:casebook,A81001,2026-10-06,P2,R2,"));
    EXPECT_THAT(text, Not(HasSubstr("9990000026")));
    EXPECT_EQ(std::filesystem::status(list).permissions(), std::filesystem::perms(0600));
}

class CodesToAdd : public DifferencesReport {
  protected:
    std::string list(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> args = {"codes", "to-add", "--format", "csv"};
        args.insert(args.end(), options.begin(), options.end());
        const auto ran = gateway_.run(args);
        EXPECT_EQ(ran.code, 0) << ran.err;
        return ran.out;
    }
};

TEST_F(CodesToAdd, are_of_people_whom_a_tool_has_accepted_and_the_gp_record_has_not_coded) {
    const auto text = list();

    EXPECT_THAT(
        text, HasSubstr("A81001,,,exchange:casebook,P2,871731000000106,"
                        "Referral to social prescribing service,2026-10-06,no")
    );
    EXPECT_THAT(text, Not(HasSubstr(",P1,"))) << "coded three days before";
    EXPECT_THAT(text, Not(HasSubstr(",P3,"))) << "received is not accepted";
    EXPECT_THAT(text, Not(HasSubstr(",P4,"))) << "declined";
}

TEST_F(CodesToAdd, name_the_nhs_number_only_when_asked) {
    EXPECT_THAT(list(), Not(HasSubstr("9990000026")));
    EXPECT_THAT(list({"--identity"}), HasSubstr("9990000026,1961-05-04"));
}

TEST_F(CodesToAdd, add_up_with_what_is_coded) {
    const auto json = gateway_.json({"codes", "to-add"});

    EXPECT_EQ(integer_at(json, "accepted_referrals"), 2);
    EXPECT_EQ(integer_at(json, "coded"), 1);
    EXPECT_EQ(json.find("to_add")->items().size(), 1U);
}

TEST_F(CodesToAdd, of_a_code_of_long_ago_are_added_again) {
    auto package = increment("later", "02");
    package.set("sender_ods", "B82002");
    package.table(
        "referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2026-06-01,in_progress\n"
    );
    send(package);

    EXPECT_THAT(list(), HasSubstr(",P1,871731000000106"));
}

TEST_F(CodesToAdd, are_written_for_their_reader_alone) {
    const auto file = folder_ / "codes.csv";
    list({"-o", file});

    EXPECT_THAT(read_text(file), HasSubstr("P2"));
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
}

}  // namespace
}  // namespace sluice::e2e
