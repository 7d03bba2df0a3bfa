// The board of submissions (tests/cases/figures has the published one). The month lies far ahead, so that
// what is sent today is in time.
#include "gateway/base/date.hpp"

#include "tests/e2e/gateway.hpp"
#include "tests/support/package.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using Args = std::vector<std::string>;

constexpr std::string_view kHeader =
    "organisation,name,what,purpose,period,due_days,from,until,exempt_reason\n";
constexpr std::string_view kToday = "2099-11-05";

std::string code(int scheme) {
    return "A81" + std::to_string(100 + scheme);
}

std::string last_day(const std::string& month) {
    return add_days(add_months(*Date::parse(month + "-01"), 1), -1).to_string();
}

class Schemes {
  public:
    // A nil return for these days.
    void send_days(
        const std::string& sender, const std::string& first, const std::string& last,
        const std::string& purpose = "secondary-use"
    ) {
        const auto folder = folder_ / std::to_string(++sent_);
        add_package(folder, sender, first, last, purpose);
        ingest({folder});
    }
    // Nil returns of several months or senders in one submission.
    void send_together(const std::vector<std::pair<std::string, std::string>>& senders_and_months) {
        const auto folder = folder_ / std::to_string(++sent_);
        for (const auto& [sender, month] : senders_and_months) {
            add_package(folder + "/" + sender + month, sender, month + "-01", last_day(month));
        }
        ingest({folder, "--sender", "A81900"});
    }
    // One of October for each, with a person, in one submission.
    void send_packages(const std::vector<tests::Package>& packages) {
        const auto folder = folder_ / std::to_string(++sent_);
        for (std::size_t i = 0; i < packages.size(); ++i) {
            packages[i].write(folder + "/" + std::to_string(i));
        }
        ingest({folder, "--sender", "A81900"});
    }
    static tests::Package october(const std::string& sender) {
        tests::Package package;
        package.set("sender_ods", sender);
        package.set("submission_id", sender);
        package.set("period_start", "2099-10-01");
        package.set("period_end", "2099-10-31");
        package.set("generated_at", "2099-10-31T23:59:59+00:00");
        package.table("person", "person_local_id,date_of_birth\nP1,2050-05-01\n");
        return package;
    }
    // A package of one referral; without rows a nil return.
    void send(
        const std::string& sender, const std::string& month, bool nil = false,
        const std::string& manifest = "manifest.json"
    ) {
        const auto folder = folder_ / (sender + "-" + std::to_string(++sent_));
        add_package_of_rows(folder, sender, month, nil);
        std::filesystem::rename(folder + "/manifest.json", folder + "/" + manifest);
        ingest({folder});
    }
    // A package of one referral and a nil return of these days, in one submission.
    void send_with_days(
        const std::string& sender, const std::string& month, const std::string& first, const std::string& last
    ) {
        const auto folder = folder_ / std::to_string(++sent_);
        add_package_of_rows(folder + "/rows", sender, month, false);
        add_package(folder + "/days", sender, first, last);
        ingest({folder, "--sender", sender});
    }
    // Rows of A81900 and of whom `organisation` names, all that there is.
    void send_for(const std::string& organisation, const std::string& month, const std::string& deleted) {
        tests::Package package;
        package.set("sender_ods", "A81900");
        package.set("submission_id", month + deleted);
        package.set("period_semantics", deleted.empty() ? "snapshot" : "increment");
        package.set("period_start", month + "-01");
        package.set("period_end", last_day(month));
        package.set("generated_at", last_day(month) + "T23:59:59+00:00");
        package.table(
            "person", "person_local_id,organisation_ods,deleted\nP1," + organisation + "," + deleted + "\n"
        );
        const auto folder = folder_ / std::to_string(++sent_);
        package.write(folder);
        ingest({folder});
    }
    Ran board(
        const std::string& rows, const Args& more = {}, const std::string& as_of = std::string(kToday)
    ) {
        write_text(folder_ / "register.csv", std::string(kHeader) + rows);
        Args args = {"submissions", "--register", folder_ / "register.csv", "--data", folder_ / "data",
                     "--as-of",     as_of};
        args.insert(args.end(), more.begin(), more.end());
        return run_sluice(args);
    }

  private:
    // Of one referral; a nil return has none.
    void add_package_of_rows(
        const std::string& folder, const std::string& sender, const std::string& month, bool nil
    ) const {
        std::filesystem::create_directories(folder);
        if (!nil) {
            write_text(folder + "/person.csv", "person_local_id,date_of_birth\nP1,2050-05-01\n");
            write_text(
                folder + "/referral.csv", "referral_id,person_local_id,referral_date,status\nR" +
                                              std::to_string(sent_) + ",P1," + month + "-02,accepted\n"
            );
        }
        Args args = {
            "exchange",
            "manifest",
            folder,
            "--sender",
            sender,
            "--system",
            "LinkDesk",
            "--purpose",
            "secondary-use",
            "--period",
            month + "-01/" + last_day(month),
            "--made",
            last_day(month) + "T23:59:59+00:00"};
        if (nil) {
            args.emplace_back("--nil");
        }
        const auto made = run_sluice(args);
        EXPECT_EQ(made.code, 0) << made.err;
    }
    // A nil return.
    static void add_package(
        const std::string& folder, const std::string& sender, const std::string& first,
        const std::string& last, const std::string& purpose = "secondary-use"
    ) {
        tests::Package package;
        package.set("sender_ods", sender);
        package.set("purpose", purpose);
        package.set("submission_id", sender + first + last + purpose);
        package.set("period_start", first);
        package.set("period_end", last);
        package.set("generated_at", last + "T23:59:59+00:00");
        package.manifest["nil_return"] = "true";
        package.write(folder);
    }
    void ingest(Args paths) {
        paths.insert(paths.begin(), "ingest");
        paths.insert(paths.end(), {"--data", folder_ / "data", "--as-of", std::string(kToday)});
        const auto ran = run_sluice(paths);
        EXPECT_LE(ran.code, 2) << ran.err;
    }

    TemporaryFolder folder_;
    int sent_ = 0;
};

TEST(Submissions, are_corrected_late_overdue_or_not_yet_due) {
    Schemes schemes;
    schemes.send("A81001", "2099-10");
    schemes.send("A81001", "2099-10");
    schemes.send("A81002", "2019-11");  // taken in today, years after it was due

    const auto board = schemes.board(
        "A81001,One,exchange,,monthly,10,,,\n"
        "A81003,Three,exchange,,monthly,3,,,\n"
        "A81004,Four,,,quarterly,30,,,\n"
        "A81005,Five,,,monthly,10,2100-01-01,,\n",
        {"--format", "csv"}
    );
    const auto late = schemes.board("A81002,Two,,,monthly,10,,,\n", {"--period", "2019-11"});
    const auto quarter = schemes.board("A81004,Four,,,quarterly,40,,,\n", {"--period", "2099-10"});

    EXPECT_THAT(board.out, HasSubstr("A81001,One,exchange,,2099-10,2099-11-10,corrected,SLU-"));
    EXPECT_THAT(board.out, HasSubstr("A81003,Three,exchange,,2099-10,2099-11-03,overdue,,0,"));
    EXPECT_THAT(board.out, HasSubstr("A81004,Four,,,2099-Q3,2099-10-30,overdue,,0,"));
    EXPECT_THAT(board.out, testing::Not(HasSubstr("A81005"))) << "not expected yet";
    EXPECT_THAT(late.out, HasSubstr("late 1"));
    EXPECT_THAT(quarter.out, HasSubstr("not_due 1"));
}

TEST(Submissions, for_two_purposes_fill_no_gaps_of_each_other) {
    Schemes schemes;
    schemes.send_days("A81001", "2099-10-01", "2099-10-15");
    schemes.send_days("A81001", "2099-10-16", "2099-10-31", "evaluation");
    const std::string any = "A81001,One,exchange,,monthly,10,,,\n";

    const auto halves = schemes.board(any);
    schemes.send_days("A81001", "2099-10-16", "2099-10-31");
    const auto whole = schemes.board(any);
    const auto other = schemes.board("A81001,One,exchange,evaluation,monthly,10,,,\n");

    EXPECT_THAT(halves.out, HasSubstr("part 1\n"));
    EXPECT_THAT(whole.out, HasSubstr("nil 1\n")) << "of one purpose every day has come";
    EXPECT_THAT(other.out, HasSubstr("part 1\n"));
}

TEST(Submissions, are_of_whom_their_rows_name_though_nothing_changes) {
    Schemes schemes;
    schemes.send_for("A81001", "2099-08", "");
    schemes.send_for("A81001", "2099-09", "");
    schemes.send_for("A81001", "2099-10", "true");

    for (const std::string month : {"2099-08", "2099-09", "2099-10"}) {
        const auto board = schemes.board("A81001,One,,,monthly,10,,,\n", {"--period", month});

        EXPECT_THAT(board.out, HasSubstr("received 1\n")) << month;
    }
}

TEST(Submissions, are_no_nil_return_while_rows_stand) {
    Schemes schemes;
    schemes.send("A81001", "2099-10");
    schemes.send("A81001", "2099-10", true);
    schemes.send("A81002", "2099-10", true);

    const auto board =
        schemes.board("A81001,One,,,monthly,10,,,\nA81002,Two,,,monthly,10,,,\n", {"--period", "2099-10"});

    EXPECT_THAT(board.out, HasSubstr("corrected 1, nil 1\n"));
}

TEST(Submissions, are_late_beside_what_they_are) {
    Schemes schemes;
    schemes.send("A81001", "2019-11");
    schemes.send("A81001", "2019-11");
    schemes.send("A81002", "2019-11", true);
    const std::string rows = "A81001,One,,,monthly,10,,,\nA81002,Two,,,monthly,10,,,\n";

    const auto board = schemes.board(rows, {"--period", "2019-11"});
    const auto json = schemes.board(rows, {"--period", "2019-11", "--json"});

    EXPECT_THAT(board.out, HasSubstr("corrected, late"));
    EXPECT_THAT(board.out, HasSubstr("nil, late"));
    EXPECT_THAT(json.out, HasSubstr("\"late\": true"));
    EXPECT_THAT(json.out, testing::Not(HasSubstr("\"late\": false")));
}

TEST(Submissions, count_what_was_there_on_the_day) {
    Schemes schemes;
    schemes.send("A81001", "2019-11");

    const auto board = schemes.board("A81001,One,,,monthly,10,,,\n", {"--period", "2019-11"}, "2019-12-11");

    EXPECT_THAT(board.out, HasSubstr("overdue 1\n"));
}

TEST(Submissions, are_part_until_every_day_of_the_period_has_come) {
    Schemes schemes;
    const std::string month = "A81001,One,exchange,,monthly,10,,,\n";
    const std::string quarter = "A81001,One,exchange,,quarterly,10,,,\n";
    schemes.send_days("A81001", "2099-10-01", "2099-10-15");
    const auto half = schemes.board(month, {"--period", "2099-10"});
    schemes.send_days("A81001", "2099-10-16", "2099-10-31");
    const auto whole = schemes.board(month, {"--period", "2099-10"});
    const auto third = schemes.board(quarter, {"--period", "2099-10"});
    schemes.send_days("A81001", "2099-10-16", "2099-12-31");
    const auto again = schemes.board(month, {"--period", "2099-10"});

    EXPECT_THAT(half.out, HasSubstr("\npart 1\n")) << half.err;
    EXPECT_THAT(whole.out, HasSubstr("\nnil 1\n")) << "two halves are no correction";
    EXPECT_THAT(third.out, HasSubstr("\npart 1\n"));
    EXPECT_THAT(again.out, HasSubstr("\nnil 1\n"));
}

TEST(Submissions, of_several_packages_answer_each_for_its_sender_and_month) {
    Schemes schemes;
    schemes.send_together({{"A81001", "2099-09"}, {"A81001", "2099-10"}, {"A81002", "2099-10"}});
    const std::string rows = "A81001,One,exchange,,monthly,10,,,\nA81002,Two,exchange,,monthly,10,,,\n";

    const auto september = schemes.board(rows, {"--period", "2099-09"});
    const auto october = schemes.board(rows, {"--period", "2099-10"});

    EXPECT_THAT(september.out, HasSubstr("\nnil 1, overdue 1\n")) << september.err;
    EXPECT_THAT(october.out, HasSubstr("\nnil 2\n"));
}

TEST(Submissions, are_corrected_by_another_submission_alone) {
    Schemes schemes;
    const std::string row = "A81001,One,exchange,,monthly,10,,,\n";
    schemes.send_with_days("A81001", "2099-10", "2099-10-02", "2099-10-03");
    const auto one = schemes.board(row, {"--period", "2099-10"});
    schemes.send_days("A81001", "2099-10-20", "2099-10-21");
    const auto two = schemes.board(row, {"--period", "2099-10"});

    EXPECT_THAT(one.out, HasSubstr("\nreceived 1\n"))
        << "packages of one submission do not correct each other";
    EXPECT_THAT(two.out, HasSubstr("\ncorrected 1\n")) << "days of the first, not of the second package";
}

TEST(Submissions, of_another_purpose_correct_nothing) {
    Schemes schemes;
    const std::string row = "A81001,One,exchange,,monthly,10,,,\n";
    auto care = Schemes::october("A81001");
    care.set("submission_id", "care");
    care.set("purpose", "direct-care");
    schemes.send_packages({Schemes::october("A81001")});
    schemes.send_packages({care});
    const auto two = schemes.board(row, {"--period", "2099-10"});
    auto again = Schemes::october("A81001");
    again.set("submission_id", "again");
    again.set("generated_at", "2099-10-31T23:59:59-01:00");
    again.table("person", "person_local_id,nhs_number\nP2,9990000026\n");
    schemes.send_packages({again});
    const auto three = schemes.board(row, {"--period", "2099-10"});

    EXPECT_THAT(two.out, HasSubstr("\nreceived 1\n")) << two.err;
    EXPECT_THAT(three.out, HasSubstr("\ncorrected 1\n")) << three.err;
}

// The rows of a federation name its practices, also while they wait.
TEST(Submissions, that_wait_are_of_the_organisations_that_they_name) {
    Schemes schemes;
    auto ahead = Schemes::october("A81001");
    ahead.set("generated_at", "2199-11-01T02:00:00+00:00");
    ahead.table(
        "person",
        "person_local_id,nhs_number,organisation_ods\nP1,9990000018,a81002\nP2,9990000026,\nP3,9990000034,"
        "none\n"
    );
    schemes.send_packages({ahead});

    const auto board = schemes.board(
        "A81001,One,,,monthly,10,,,\nA81002,Two,,,monthly,10,,,\nA81003,Three,,,monthly,10,,,\n",
        {"--format", "csv"}
    );

    EXPECT_THAT(board.out, HasSubstr("A81001,One,,,2099-10,2099-11-10,held,")) << board.err;
    EXPECT_THAT(board.out, HasSubstr("A81002,Two,,,2099-10,2099-11-10,held,"));
    EXPECT_THAT(board.out, HasSubstr("A81003,Three,,,2099-10,2099-11-10,not_due,"));
}

TEST(Submissions, of_several_packages_are_rejected_or_held_each_for_itself) {
    Schemes schemes;
    auto differs = Schemes::october("A81001");
    differs.manifest["files"] =
        R"([{"name": "person.csv", "rows": 1, "bytes": 1, "sha256": ")" + std::string(64, '0') + "\"}]";
    auto ahead = Schemes::october("A81002");
    ahead.set("generated_at", "2199-11-01T02:00:00+00:00");
    auto unreadable = Schemes::october("A81003");
    unreadable.set("contract", "another");
    auto nil = Schemes::october("A81004");
    nil.files.clear();
    nil.manifest["nil_return"] = "true";
    schemes.send_packages({differs, ahead, unreadable, nil, Schemes::october("A81005")});

    const auto board = schemes.board(
        "A81001,One,,,monthly,10,,,\nA81002,Two,,,monthly,10,,,\nA81004,Four,,,monthly,10,,,\n"
        "A81005,Five,,,monthly,10,,,\n",
        {"--format", "csv"}
    );

    EXPECT_THAT(board.out, HasSubstr("A81001,One,,,2099-10,2099-11-10,rejected,")) << board.err;
    EXPECT_THAT(board.out, HasSubstr("A81002,Two,,,2099-10,2099-11-10,held,"));
    EXPECT_THAT(board.out, HasSubstr("A81004,Four,,,2099-10,2099-11-10,nil,"));
    EXPECT_THAT(board.out, HasSubstr("A81005,Five,,,2099-10,2099-11-10,received,"));
}

TEST(Submissions, that_wait_do_not_hold_a_nil_return_beside_them) {
    Schemes schemes;
    auto ahead = Schemes::october("A81001");
    ahead.set("generated_at", "2199-11-01T02:00:00+00:00");
    auto nil = Schemes::october("A81002");
    nil.files.clear();
    nil.manifest["nil_return"] = "true";
    schemes.send_packages({ahead, nil});

    const auto board =
        schemes.board("A81001,One,,,monthly,10,,,\nA81002,Two,,,monthly,10,,,\n", {"--format", "csv"});

    EXPECT_THAT(board.out, HasSubstr("A81001,One,,,2099-10,2099-11-10,held,")) << board.err;
    EXPECT_THAT(board.out, HasSubstr("A81002,Two,,,2099-10,2099-11-10,nil,"));
}

TEST(Submissions, know_a_manifest_in_capitals) {
    Schemes schemes;
    schemes.send(code(1), "2099-10", true, "Manifest.json");

    const auto ran = schemes.board(code(1) + ",One,exchange,secondary-use,monthly,14,,,\n");

    EXPECT_THAT(ran.out, HasSubstr("nil 1")) << ran.err;
}

TEST(Submissions, refuse_a_register_that_cannot_be_used) {
    Schemes schemes;
    schemes.send("A81001", "2099-10", true);
    const std::string good = "A81001,One,exchange,secondary-use,monthly,10,2099-01-01,2099-06-30,\n";
    for (const auto& [row, why] :
         {std::pair("x,One,,,monthly,10,,,\n", "line 2: organisation 'X' is not an ODS code"),
          std::pair("A81001,One,,,daily,10,,,\n", "line 2: period 'daily' is none of: monthly, quarterly"),
          std::pair("A81001,One,,,monthly,ten,,,\n", "line 2: due_days 'ten' is not a number from 0 to 366"),
          std::pair("A81001,One,,,monthly,10,soon,,\n", "line 2: from 'soon' is not a day"),
          std::pair("A81001,One,exchnge,,monthly,10,,,\n", "line 2: what 'exchnge' is none of: "),
          std::pair("A81001,One,,secondary,monthly,10,,,\n", "line 2: purpose 'secondary' is none of: "),
          std::pair("A81001,One,,,monthly,10,2099-12-01,2099-01-01,\n", "line 2: 'from' is after 'until'"),
          std::pair("A81001,One,,,monthly,10,,,,more\n", "line 2: more cells than there are columns"),
          std::pair("A81001,\"One\n\nand a half\",,,monthly,10,,,\nx,,,,,,,,\n", "line 5: organisation"),
          std::pair("A81001,\"One,,,monthly,10,,,\n", "line 2 is not sound CSV: unterminated-quote")}) {
        const auto ran = schemes.board(row);

        EXPECT_EQ(ran.code, 64) << row;
        EXPECT_THAT(ran.err, HasSubstr("register.csv, ")) << row;
        EXPECT_THAT(ran.err, HasSubstr(why)) << row;
    }
    EXPECT_EQ(schemes.board(good + "A81001,One,exchange,secondary-use,monthly,5,2099-07-01,,\n").code, 0);
    EXPECT_THAT(schemes.board(good + good).err, HasSubstr("line 3: line 2 expects the same already"))
        << "it would be counted twice";
}

TEST(Submissions, refuse_a_register_with_a_column_twice) {
    const TemporaryFolder folder;
    write_text(folder / "register.csv", "organisation,period,period\nA81001,monthly,quarterly\n");

    const auto ran =
        run_sluice({"submissions", "--register", folder / "register.csv", "--data", folder / "d"});

    EXPECT_EQ(ran.code, 64);
    EXPECT_THAT(ran.err, HasSubstr("register.csv has the column 'period' twice"));
}

TEST(Submissions, show_no_control_characters) {
    Schemes schemes;
    schemes.send("A81001", "2099-10", true);
    const std::string row = "A81001,a\x1b[31mb,exchange,secondary-use,monthly,10,,,\n";
    for (const std::string format : {"text", "csv", "json"}) {
        const auto ran = schemes.board(row, {"--format", format});

        EXPECT_THAT(ran.out, HasSubstr("a?[31mb")) << format << ran.err;
    }
}

}  // namespace
}  // namespace sluice::e2e
