#include "gateway/app/command_line.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace sluice::app {
namespace {

using testing::HasSubstr;

struct Answer {
    int code = 0;
    std::string out;
    std::string err;
};

Answer call(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "sluice");
    std::vector<char*> argv;
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Answer answer;
    answer.code = run(static_cast<int>(argv.size()), argv.data());
    std::fflush(stdout);
    answer.out = testing::internal::GetCapturedStdout();
    answer.err = testing::internal::GetCapturedStderr();
    return answer;
}

TEST(ExitCode, follows_sysexits) {
    EXPECT_EQ(exit_code(ErrorCode::usage), 64);
    EXPECT_EQ(exit_code(ErrorCode::conflict), 64);
    EXPECT_EQ(exit_code(ErrorCode::pack), 70);
    EXPECT_EQ(exit_code(ErrorCode::internal), 70);
    EXPECT_EQ(exit_code(ErrorCode::io), 74);
}

TEST(CommandLine, explains_itself) {
    const auto help = call({"--help"});

    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("ingest"));
    EXPECT_THAT(help.out, HasSubstr("Exit codes of ingest, check and status: 0 all accepted"));
    EXPECT_EQ(call({"--version"}).code, 0);
}

const std::vector<std::vector<std::string>> kMisused = {
    {},
    {"digest"},
    {"ingest"},
    {"ingest", "file.csv"},                                                          // no sender
    {"ingest", "--sender", "A81001"},                                                // no path
    {"ingest", "--sender", "A81001", "--purpose", "curiosity", "f.csv"},             // no such purpose
    {"ingest", "--sender", "A81001", "--workers", "0", "f.csv"},                     // out of range
    {"ingest", "--sender", "A81001", "--colour", "f.csv"},                           // unknown option
    {"ingest", "--sender", "A81001", "--as-of", "yesterday", "f.csv"},               // no date
    {"ingest", "--sender", "A81001", "--as-of", "2026-10", "f.csv"},                 // not to the day
    {"ingest", "--sender", "A81001", "--period", "2026-10-01", "f.csv"},             // one date
    {"ingest", "--sender", "A81001", "--period", "2026-10-31/2026-10-01", "f.csv"},  // the wrong way round
    {"check"},
    {"report"},
    {"report", "1", "--format", "pdf"},
    {"export"},
    {"export", "--entity", "person", "--format", "xlsx"},
    {"completeness", "--format", "html"},
    {"names", "--format", "html"},
    {"lineage", "referral"},
    {"explain"},
    {"fingerprint"},
    {"synth"},
    {"synth", "emis"},
    {"synth", "emis", "--out", "x", "--faults", "many"},
};

TEST(CommandLine, answers_64_and_says_why_where_it_is_misused) {
    const tests::TemporaryFolder folder;
    for (auto arguments : kMisused) {
        if (!arguments.empty() && arguments[0] == "ingest") {
            arguments.insert(arguments.end(), {"--data", folder / "data"});
        }

        const auto answer = call(arguments);

        EXPECT_EQ(answer.code, kExitUsage) << testing::PrintToString(arguments);
        EXPECT_NE(answer.err, "") << testing::PrintToString(arguments);
    }
}

TEST(CommandLine, answers_64_for_a_path_that_is_not_there) {
    const tests::TemporaryFolder folder;

    const auto answer = call(
        {"ingest", "--sender", "A81001", "--data", folder / "data", "--pack", tests::source_folder(),
         folder / "nothing"}
    );

    EXPECT_EQ(answer.code, kExitUsage);
    EXPECT_THAT(answer.err, HasSubstr("nothing"));
}

TEST(CommandLine, answers_70_where_the_pack_is_broken) {
    const tests::PackCopy pack;
    pack.patch("mappings/emis/closure.json", "\"entity\": \"closure\",", "");

    const auto answer = call({"explain", "NHS-003", "--pack", pack.folder()});

    EXPECT_EQ(answer.code, kExitInternal);
    EXPECT_THAT(answer.err, HasSubstr("mappings/emis/closure.json:1: /: 'entity' is missing"));
    EXPECT_EQ(answer.out, "");
}

TEST(CommandLine, answers_64_where_there_is_no_pack) {
    const tests::TemporaryFolder folder;

    const auto answer = call({"explain", "NHS-003", "--pack", folder / "absent"});

    EXPECT_EQ(answer.code, kExitUsage);
    EXPECT_THAT(answer.err, HasSubstr("there is no pack in " + (folder / "absent")));
    EXPECT_EQ(answer.out, "");
}

TEST(CommandLine, answers_64_where_there_is_no_store_to_read) {
    const tests::TemporaryFolder folder;

    const auto answer = call({"receipts", "--data", folder / "data", "--pack", tests::source_folder()});

    EXPECT_EQ(answer.code, kExitUsage);
    EXPECT_THAT(answer.err, HasSubstr("data"));
}

TEST(CommandLine, explains_a_rule_and_knows_no_other) {
    const auto known = call({"explain", "NHS-003", "--pack", tests::source_folder()});
    const auto unknown = call({"explain", "NHS-999", "--pack", tests::source_folder()});

    EXPECT_EQ(known.code, kExitAccepted);
    EXPECT_THAT(known.out, HasSubstr("NHS-003"));
    EXPECT_EQ(unknown.code, kExitUsage);
}

TEST(CommandLine, shows_the_examples_of_a_rule) {
    const auto value = call({"explain", "NHS-003", "--pack", tests::source_folder()});
    const auto records = call({"explain", "REF-001", "--pack", tests::source_folder()});
    const auto blank = call({"explain", "NHS-006", "--pack", tests::source_folder()});
    const auto sent = call({"explain", "PKG-001", "--pack", tests::source_folder()});
    const auto json = call({"explain", "REF-001", "--json", "--pack", tests::source_folder()});

    EXPECT_THAT(
        sent.out, HasSubstr("  Good      CSV files and manifest.json\n  Bad       CSV files alone\n")
    );
    EXPECT_THAT(value.out, HasSubstr("  Good      9990000018\n  Bad       9990000019\n"));
    EXPECT_THAT(records.out, HasSubstr("  Bad       referral: referral_id=R1, "));
    EXPECT_THAT(records.out, HasSubstr("referral_date=2027-01-01"));
    EXPECT_THAT(blank.out, HasSubstr("  Bad       (empty)\n"));
    const auto parsed = format::parse_json(json.out).value();
    EXPECT_EQ(
        parsed.items().at(0).find("bad")->find("referral")->find("referral_date")->text(), "2027-01-01"
    );
}

TEST(CommandLine, explains_the_rules_of_a_source) {
    const auto several = call({"explain", "v01", "--pack", tests::source_folder()});
    const auto unknown = call({"explain", "V99", "--pack", tests::source_folder()});

    EXPECT_EQ(several.code, kExitAccepted);
    for (const char* id : {"NHS-001", "NHS-002", "NHS-003"}) {
        EXPECT_THAT(several.out, HasSubstr(id));
    }
    EXPECT_EQ(unknown.code, kExitUsage);
    EXPECT_THAT(unknown.err, HasSubstr("id"));
    EXPECT_THAT(unknown.err, HasSubstr("source"));
}

TEST(CommandLine, answers_2_where_a_check_refuses_a_file) {
    const tests::TemporaryFolder folder;
    const std::string stamp = "_20260101040000_F95EE3AF-0B9D-40EB-8B28-8E858EF0091F.csv";
    std::ofstream(folder / ("bulk_1_Admin_Patient" + stamp)) << "";

    const auto answer = call({"check", "--pack", tests::source_folder(), folder.path()});

    EXPECT_EQ(answer.code, kExitRejected);  // a file without a byte is refused
    EXPECT_THAT(answer.out, HasSubstr("FIL-002"));
    EXPECT_THAT(answer.out, testing::ContainsRegex("Sender +none was given"));
}

TEST(CommandLine, keeps_standard_output_free_of_complaints) {
    const auto answer = call({"status", "1", "2"});

    EXPECT_EQ(answer.code, kExitUsage);
    EXPECT_EQ(answer.out, "");
}

}  // namespace
}  // namespace sluice::app
