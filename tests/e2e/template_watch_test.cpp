// Which form each sender sends its files in, since when, and which codes have fallen silent.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr const char* kReferral = "Referral to social prescribing service";

class TemplateWatch : public testing::Test {
  protected:
    // A list with these headings, sent on that day.
    Outcome send(const std::string& day, const std::string& headings, const std::string& rows) {
        write_text(folder_ / "F84001 referrals.csv", headings + "\n" + rows);
        return submit(gateway_, folder_ / "F84001 referrals.csv", {"--sender", "F84001", "--as-of", day});
    }
    format::JsonValue versions() const { return parse_json(gateway_.run({"versions", "--json"}).out); }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};

std::string row(int person, const std::string& date, const std::string& term) {
    static const char* const kNumbers[] = {"9990000018", "9990000026", "9990000034"};
    return std::string(kNumbers[person]) + "," + date + "," + term + "\n";
}

TEST_F(TemplateWatch, says_when_the_headings_of_a_sender_change_and_only_then) {
    const std::string before = "NHS Number,Date,Code Term";
    const auto first = send("2026-09-01", before, row(0, "02/03/2026", kReferral));
    const auto same = send("2026-10-01", before, row(1, "02/04/2026", kReferral));
    const auto remark = send(
        "2026-10-02", "NHS Number,Date,Code Term,Remark of ours", "9990000026,02/04/2026,Befriending,\n"
    );
    const auto changed = send(
        "2026-11-01", "NHS Number,Date,Code Term,Value,Favourite colour",
        "9990000034,03/04/2026,Befriending,,\n"
    );
    const auto still = send(
        "2026-11-02", "Date,NHS Number,Code Term,Favourite colour,Value",
        "03/05/2026,9990000034,Befriending,,\n"
    );

    EXPECT_THAT(first.issues, Not(Contains(Pair("FIL-026", testing::_))));
    EXPECT_THAT(same.issues, Not(Contains(Pair("FIL-026", testing::_))));
    EXPECT_THAT(remark.issues, Not(Contains(Pair("FIL-026", testing::_))));
    EXPECT_THAT(changed.issues, Contains(Pair("FIL-026", 1)));
    EXPECT_THAT(still.issues, Not(Contains(Pair("FIL-026", testing::_))));
    const auto report = gateway_.run({"report", changed.receipt, "--format", "csv"});
    EXPECT_THAT(report.out, HasSubstr("+Value"));
    EXPECT_THAT(report.out, Not(HasSubstr("colour")));
}

TEST_F(TemplateWatch, shows_since_when_which_headings_came) {
    const std::string before = "NHS Number,Date,Code Term";
    send("2026-09-01", before, row(0, "02/03/2026", kReferral));
    send("2026-10-01", before, row(1, "02/04/2026", kReferral));
    send("2026-11-01", "NHS Number,Date,SNOMED Code", "9990000034,03/04/2026,871731000000106\n");

    const auto all = versions();

    ASSERT_EQ(all.items().size(), 2U);
    EXPECT_EQ(text_at(all.items()[0], "from"), "2026-09-01");
    EXPECT_EQ(text_at(all.items()[0], "to"), "2026-10-01");
    EXPECT_EQ(all.items()[0].find("submissions")->integer(), 2);
    EXPECT_EQ(text_at(all.items()[1], "organisation"), "F84001");
    EXPECT_EQ(text_at(all.items()[1], "report"), "referrals");
    EXPECT_EQ(text_at(all.items()[1], "changed"), "+Code -CodeTerm");
    EXPECT_THAT(gateway_.run({"versions", "--current"}).out, Not(HasSubstr("2026-09-01")));
    EXPECT_THAT(gateway_.run({"versions", "--format", "csv"}).out, HasSubstr("+Code -CodeTerm"));
}

TEST_F(TemplateWatch, changes_nothing_when_files_come_once_more_or_are_only_checked) {
    send("2026-09-01", "NHS Number,Date,Code Term", row(0, "02/03/2026", kReferral));
    const auto before = gateway_.run({"versions", "--json"}).out;

    send("2026-09-01", "NHS Number,Date,Code Term", row(0, "02/03/2026", kReferral));
    write_text(
        folder_ / "F84001 referrals.csv", "NHS Number,Date,Code Term,Value\n9990000018,02/03/2026,x,1\n"
    );
    gateway_.run({"check", folder_ / "F84001 referrals.csv", "--sender", "F84001"});

    EXPECT_EQ(gateway_.run({"versions", "--json"}).out, before);
}

TEST_F(TemplateWatch, tells_codes_that_were_recorded_regularly_and_no_longer_are) {
    const std::string headings = "NHS Number,Date,Code Term";
    std::string rows;
    for (const std::string month : {"01", "02", "03", "04"}) {
        for (int person = 0; person < 3; ++person) {
            rows += row(person, "02/" + month + "/2026", "Debt and money concerns");
            rows += row(person, "03/" + month + "/2026", kReferral);
        }
    }
    send("2026-04-30", headings, rows);
    EXPECT_THAT(gateway_.run({"codes", "silent"}).out, HasSubstr("No code has fallen silent"));
    for (const std::string month : {"05", "06", "07", "08"}) {
        send("2026-" + month + "-28", headings, row(0, "05/" + month + "/2026", kReferral));
    }

    const auto ran = gateway_.run({"codes", "silent", "--json"});

    EXPECT_EQ(ran.code, 1);
    const auto codes = parse_json(ran.out);
    ASSERT_EQ(codes.items().size(), 1U);
    EXPECT_EQ(text_at(codes.items()[0], "entity"), "need");
    EXPECT_EQ(text_at(codes.items()[0], "organisation"), "F84001");
    EXPECT_EQ(text_at(codes.items()[0], "last"), "2026-04-02");
    EXPECT_EQ(codes.items()[0].find("records")->integer(), 12);
    EXPECT_EQ(codes.items()[0].find("submissions_since")->integer(), 5);
    EXPECT_THAT(gateway_.run({"codes", "silent"}).out, HasSubstr("Debt and money concerns"));
    EXPECT_THAT(gateway_.run({"codes", "silent", "--format", "csv"}).out, HasSubstr("need"));
}

TEST_F(TemplateWatch, holds_no_code_for_silent_while_its_organisation_sends_nothing) {
    std::string rows;
    for (const std::string month : {"01", "02", "03", "04"}) {
        for (int person = 0; person < 3; ++person) {
            rows += row(person, "02/" + month + "/2026", kReferral);
        }
    }
    send("2026-04-30", "NHS Number,Date,Code Term", rows);
    write_text(folder_ / "F84002 other.csv", "NHS Number,Date,Code Term\n" + row(0, "02/09/2026", kReferral));
    for (const std::string day : {"2026-09-30", "2026-10-30"}) {
        gateway_.run({"ingest", folder_ / "F84002 other.csv", "--sender", "F84002", "--as-of", day, "--json"}
        );
    }

    EXPECT_THAT(gateway_.run({"codes", "silent"}).out, HasSubstr("No code has fallen silent"));
}

}  // namespace
}  // namespace sluice::e2e
