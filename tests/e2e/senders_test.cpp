// The door for senders who have CSV files and no program to make a package of them.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using Args = std::vector<std::string>;

constexpr std::string_view kPersons =
    "person_local_id,NHS Number,date_of_birth,gender\n"
    "P1,9990000018,1950-05-01,1\n"
    "P2,9990000026,1971-02-03,2\n";
constexpr std::string_view kReferrals =
    "\n"
    "referral_id,person_local_id,referral_date,status\n"
    "R1,P1,2026-10-02,accepted\n"
    "\n"
    "R2,P2,2026-10-05,declined_by_person";  // no line end, as some programs write it

struct Sent {
    TemporaryFolder folder;
    Sent() {
        write_text(folder / "person.csv", kPersons);
        write_text(folder / "referral.csv", kReferrals);
    }
};

// Options of the later list take the place of those before.
Args manifest_args(
    const std::string& folder, const std::map<std::string, std::string>& over = {}, const Args& flags = {}
) {
    std::map<std::string, std::string> options = {
        {"--sender", "A81001"},
        {"--system", "LinkDesk"},
        {"--period", "2026-10-01/2026-10-31"},
        {"--purpose", "secondary-use"},
        {"--made", "2026-11-01T09:30:00+00:00"}};
    for (const auto& [name, value] : over) {
        options[name] = value;
    }
    Args args = {"exchange", "manifest", folder};
    for (const auto& [name, value] : options) {
        args.insert(args.end(), {name, value});
    }
    args.insert(args.end(), flags.begin(), flags.end());
    return args;
}

TEST(Manifest, makes_a_package_of_csv_files_that_raises_no_finding_about_packages) {
    const Sent sent;

    const auto made = run_sluice(manifest_args(sent.folder.path()));

    ASSERT_EQ(made.code, 0) << made.err;
    const auto checked = run_sluice({"check", sent.folder.path(), "--as-of", std::string(kAsOf), "--json"});
    ASSERT_LE(checked.code, 1) << checked.err;
    const auto outcome = read_outcome(checked.out);
    for (const auto& [rule, count] : outcome.issues) {
        EXPECT_THAT(rule, Not(testing::StartsWith("PKG-"))) << count;
    }
    EXPECT_EQ(outcome.entities.at("person").at("accepted"), 2);
    EXPECT_EQ(outcome.entities.at("referral").at("accepted"), 2);
}

TEST(Manifest, says_what_the_files_are) {
    const Sent sent;

    run_sluice(manifest_args(sent.folder.path()));

    const auto manifest = parse_json(read_text(sent.folder / "manifest.json"));
    EXPECT_EQ(text_at(manifest, "identifier_mode"), "nhs_number");
    EXPECT_EQ(text_at(manifest, "ndop_applied"), "no");
    EXPECT_EQ(text_at(manifest, "period_semantics"), "increment");
    const auto& files = manifest.find("files")->items();
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(integer_at(files[1], "rows"), 2) << "blank lines are none";
    EXPECT_EQ(integer_at(files[1], "bytes"), std::int64_t(kReferrals.size()));
}

TEST(Manifest, gives_the_same_files_the_same_submission) {
    const Sent sent;
    run_sluice(manifest_args(sent.folder.path()));
    const auto first = read_text(sent.folder / "manifest.json");

    const auto again = run_sluice(manifest_args(sent.folder.path(), {}, {"--force"}));

    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(read_text(sent.folder / "manifest.json"), first);
}

// The words of SET-005 and SET-003, done as they say.
TEST(Manifest, written_again_with_force_sends_what_was_held_for_its_time) {
    const Sent sent;
    const Gateway gateway(sent.folder / "data");
    const auto send = [&](const std::string& made) {
        const auto ran = run_sluice(manifest_args(sent.folder.path(), {{"--made", made}}, {"--force"}));
        EXPECT_EQ(ran.code, 0) << ran.err;
        return read_outcome(
            gateway.run({"ingest", sent.folder.path(), "--as-of", std::string(kAsOf), "--json"}).out
        );
    };
    ASSERT_EQ(send("2027-11-01T09:30:00+00:00").issues.at("SET-005"), 1);
    EXPECT_EQ(send("2026-11-01T09:30:00+00:00").status, "processed");

    auto rows = std::string(kPersons);
    write_text(sent.folder / "person.csv", rows.replace(rows.find("1950"), 4, "1951"));
    ASSERT_EQ(send("2026-11-01T09:00:00+00:00").issues.at("SET-003"), 1);
    EXPECT_EQ(send("2026-11-01T10:00:00+00:00").status, "processed");
    EXPECT_THAT(gateway.export_csv("person"), HasSubstr("1951-05-01"));
}

TEST(Manifest, of_a_nil_return_is_processed) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "october");
    const auto made = run_sluice(manifest_args(folder / "october", {}, {"--nil"}));
    ASSERT_EQ(made.code, 0) << made.err;

    const auto ran = run_sluice(
        {"ingest", folder / "october", "--data", folder / "data", "--as-of", std::string(kAsOf), "--json"}
    );

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(read_outcome(ran.out).status, "processed");
    const auto checked = run_sluice({"check", folder / "october", "--as-of", std::string(kAsOf)});
    EXPECT_THAT(checked.out, HasSubstr("This is a nil return."));
    EXPECT_THAT(checked.out, Not(HasSubstr("nothing to read")));
    const auto again = run_sluice({"ingest", folder / "october", "--data", folder / "data"});
    EXPECT_THAT(again.out, HasSubstr("This is a nil return."));
    EXPECT_THAT(again.out, Not(HasSubstr("fix-list"))) << "there is no row to fix";
}

TEST(Manifest, is_not_written_for_files_that_would_be_refused) {
    const struct {
        const char* text;
        const char* says;
    } cases[] = {
        {"person_local_id;nhs_number\nP1;9990000018\n", "semicolons"},
        {"person_local_id\tnhs_number\nP1\t9990000018\n", "tabs"},
        {"\xFF\xFEp", "utf-16"},
    };
    for (const auto& c : cases) {
        const TemporaryFolder folder;
        write_text(folder / "person.csv", c.text);

        const auto ran = run_sluice(manifest_args(folder.path()));

        EXPECT_EQ(ran.code, 64) << c.says;
        EXPECT_THAT(ran.err, HasSubstr(c.says));
        EXPECT_THAT(ran.err, HasSubstr("person.csv"));
        EXPECT_EQ(names_in(folder.path()), (Args{"person.csv"})) << c.says;
    }
}

// What one who fills a workbook is told is what can be done in a workbook.
TEST(Words, of_a_rule_are_those_for_the_source) {
    const Sent sent;
    write_text(
        sent.folder / "contact.csv", "contact_id,person_local_id,start,outcome\nC1,P9,2026-10-06,came\n"
    );
    const auto args = manifest_args(sent.folder.path());
    ASSERT_EQ(run_sluice(args).code, 0);

    const auto checked =
        run_sluice({"check", sent.folder.path(), "--as-of", std::string(kAsOf), "--format", "csv"});

    EXPECT_THAT(checked.out, HasSubstr("Compare the person_local_id with person.csv"));
    EXPECT_THAT(checked.out, Not(HasSubstr("ask the supplier")));
    EXPECT_THAT(run_sluice({"explain", "LNK-001"}).out, HasSubstr("For the source \"exchange\""));
}

TEST(Check, of_a_package_counts_its_files_and_says_nothing_of_a_store) {
    const Sent sent;
    ASSERT_EQ(run_sluice(manifest_args(sent.folder.path())).code, 0);

    const auto checked =
        run_sluice({"check", sent.folder.path(), "--as-of", std::string(kAsOf), "--profile", "referral"});

    EXPECT_THAT(checked.out, HasSubstr("4 rows in 2 files"));
    EXPECT_THAT(checked.out, HasSubstr("Profile      referral"));
    EXPECT_THAT(checked.out, Not(HasSubstr("manifest.json")));
    EXPECT_THAT(checked.out, Not(HasSubstr("Changes to the store")));
    EXPECT_THAT(checked.out, Not(HasSubstr("In store now")));
    EXPECT_THAT(checked.out, HasSubstr("profile, Referral: Organisation (columns"));
}

TEST(Manifest, is_not_written_where_it_would_be_wrong) {
    const Sent sent;
    const TemporaryFolder empty;
    const struct {
        std::string what;
        Args args;
        std::string says;
    } cases[] = {
        {"nil beside files", manifest_args(sent.folder.path(), {}, {"--nil"}), "nil return"},
        {"no files", manifest_args(empty.path()), "--nil"},
        {"a purpose that is none", manifest_args(sent.folder.path(), {{"--purpose", "profit"}}), "purpose"},
        {"before the end", manifest_args(sent.folder.path(), {{"--made", "2026-10-30T09:30:00+00:00"}}),
         "not over"},
        {"an opt-out without its day", manifest_args(sent.folder.path(), {{"--ndop", "yes"}}), "ndop_date"},
        {"a period that ends before it starts",
         manifest_args(sent.folder.path(), {{"--period", "2026-10-31/2026-10-01"}}), "ends before it starts"},
        {"a period that is none", manifest_args(sent.folder.path(), {{"--period", "2026-10"}}), "--period"},
        {"no folder", manifest_args(empty / "absent"), "absent"}};
    for (const auto& c : cases) {
        const auto ran = run_sluice(c.args);

        EXPECT_NE(ran.code, 0) << c.what;
        EXPECT_THAT(ran.err, HasSubstr(c.says)) << c.what;
    }
    EXPECT_EQ(names_in(sent.folder.path()), (Args{"person.csv", "referral.csv"}));
}

TEST(Manifest, names_the_file_that_did_not_come) {
    const Sent sent;
    ASSERT_EQ(run_sluice(manifest_args(sent.folder.path())).code, 0);
    std::filesystem::remove(sent.folder / "referral.csv");

    const auto checked = run_sluice({"check", sent.folder.path(), "--as-of", std::string(kAsOf)});

    EXPECT_THAT(checked.out, HasSubstr("PKG-005"));
    EXPECT_THAT(checked.out, HasSubstr("referral.csv"));
    EXPECT_THAT(checked.out, Not(HasSubstr("files[")));
}

TEST(Manifest, is_not_written_over_another) {
    const Sent sent;
    write_text(sent.folder / "manifest.json", "mine");

    const auto ran = run_sluice(manifest_args(sent.folder.path()));

    EXPECT_EQ(ran.code, 64);
    EXPECT_EQ(read_text(sent.folder / "manifest.json"), "mine");
}

TEST(Manifest, is_not_written_beside_one_in_capitals) {
    const Sent sent;
    write_text(sent.folder / "Manifest.json", "mine");

    EXPECT_EQ(run_sluice(manifest_args(sent.folder.path())).code, 64);
    EXPECT_EQ(run_sluice(manifest_args(sent.folder.path(), {}, {"--force"})).code, 0);

    EXPECT_EQ(names_in(sent.folder.path()), (Args{"Manifest.json", "person.csv", "referral.csv"}));
    EXPECT_NE(read_text(sent.folder / "Manifest.json"), "mine");
}

// As docs/exchange.md says, with the README that lies in the folder.
TEST(Sample, raises_no_finding) {
    const auto checked = run_sluice({"check", SLUICE_SOURCE_DIR "/deploy/sample/exchange", "--json"});

    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_THAT(read_outcome(checked.out).issues, testing::IsEmpty());
}

TEST(Template, has_headings_that_the_contract_knows) {
    const TemporaryFolder folder;
    const auto made = run_sluice({"exchange", "template", "-o", folder / "empty", "--identity"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_GE(names_in(folder / "empty").size(), 20U);
    run_sluice(manifest_args(folder / "empty"));

    const auto checked = run_sluice({"check", folder / "empty", "--as-of", std::string(kAsOf), "--json"});

    ASSERT_EQ(checked.code, 0) << checked.err;
    for (const auto& [rule, count] : read_outcome(checked.out).issues) {
        EXPECT_EQ(rule, "FIL-012") << count << ": files of facts, which this purpose does not keep";
    }
}

TEST(Template, has_identity_only_where_it_is_asked_for) {
    const TemporaryFolder folder;
    run_sluice({"exchange", "template", "-o", folder / "with", "--file", "person", "--identity"});
    run_sluice({"exchange", "template", "-o", folder / "without", "--file", "person"});

    EXPECT_THAT(read_text(folder / "with/person.csv"), HasSubstr("family_name"));
    EXPECT_THAT(read_text(folder / "without/person.csv"), Not(HasSubstr("family_name")));
    EXPECT_EQ(names_in(folder / "with"), Args{"person.csv"});
}

TEST(Template, is_a_workbook_where_it_is_called_like_one) {
    const TemporaryFolder folder;
    const Args args = {"exchange", "template", "-o", folder / "a.xlsx", "--file", "referral"};

    EXPECT_EQ(run_sluice(args).code, 0);
    EXPECT_TRUE(read_text(folder / "a.xlsx").starts_with("PK"));
    EXPECT_EQ(run_sluice(args).code, 64) << "nothing is written over";
    EXPECT_EQ(run_sluice({"exchange", "template", "-o", folder / "b.xlsx", "--file", "dog"}).code, 64);
    const auto other = run_sluice({"exchange", "template", "-o", folder / "c.ods"});
    EXPECT_EQ(other.code, 64) << "another workbook would be a folder of that name";
    EXPECT_THAT(other.err, HasSubstr(".xlsx"));
    EXPECT_EQ(names_in(folder.path()), Args{"a.xlsx"});
}

}  // namespace
}  // namespace sluice::e2e
