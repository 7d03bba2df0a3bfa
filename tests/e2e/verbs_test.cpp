// The command line as a contract: help, exit codes, and what goes to which stream.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using Args = std::vector<std::string>;

// Of outputs that are too long to be printed by a matcher.
bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
bool has_escape(const std::string& text) {
    return has(text, "\x1b");
}

Args with(Args args, const Args& more) {
    args.insert(args.end(), more.begin(), more.end());
    return args;
}

// The verbs under a heading "Subcommands:" of a help text.
std::vector<std::string> listed(const std::string& help) {
    std::vector<std::string> out;
    std::istringstream lines(help.substr(std::min(help.find("Subcommands:"), help.size())));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        std::istringstream words(line);
        words >> out.emplace_back();
    }
    return out;
}

// Every verb with what it needs to succeed on the ingested store.
std::vector<Args> every_verb(const TemporaryFolder& folder) {
    const auto& receipt = ingested().bulk_outcome.receipt;
    const Args data{"--data", ingested().bulk.data()};
    std::filesystem::create_directories(folder / "nil");
    write_text(
        folder / "register.csv",
        "organisation,name,what,purpose,period,due_days,from,until,exempt_reason\nA81001,One,,,monthly,10,,,"
        "\n"
    );
    static int templates = 0;  // nothing is written over
    const auto observations = Extract::file_of(small_extract().bulk(), "CareRecord_Observation");
    const Gateway two(folder / "two sources");
    two.ingest(small_extract().bulk());
    submit(two, tests::sound_package());
    const auto referral = ingested().bulk.rows("referral").begin()->first;
    return {
        {"ingest", small_extract().delta(), "--sender", "A81001", "--as-of", "2026-11-01", "--data",
         folder / "new"},
        {"check", small_extract().delta(), "--as-of", "2026-11-01"},
        with({"receipts"}, data),
        with({"status", receipt}, data),
        with({"report", receipt}, data),
        with({"fix-list", receipt, "-o", folder / "fix-list.xlsx"}, data),
        with({"export", "--entity", "referral"}, data),
        with({"completeness"}, data),
        with({"outcomes"}, data),
        with({"names"}, data),
        with({"lineage", "referral", referral}, data),
        {"explain", "NHS-003"},
        {"fingerprint", small_extract().delta()},
        {"codes", "list"},
        with({"codes", "unmapped"}, data),
        with({"codes", "silent"}, data),
        with({"codes", "to-add"}, data),
        with({"versions"}, data),
        {"map", "explain", observations, "--row", "2", "--with", small_extract().bulk()},
        {"differences", "--between", "emis", "--and", "casebook", "--data", two.data()},
        {"pack", "diff", SLUICE_SOURCE_DIR, SLUICE_SOURCE_DIR},
        {"exchange", "manifest", folder / "nil", "--sender", "A81001", "--system", "LinkDesk", "--period",
         "2026-10-01/2026-10-31", "--purpose", "secondary-use", "--nil", "--force"},
        with({"submissions", "--register", folder / "register.csv"}, data),
        {"exchange", "schema"},
        {"exchange", "template", "-o", folder / ("template" + std::to_string(++templates))},
        {"synth", "emis", "--out", folder / "extract", "--practices", "1", "--patients", "200"}};
}

TEST(Help, is_there_for_every_verb_and_names_the_exit_codes) {
    const auto help = run_sluice({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_THAT(help.out, HasSubstr("Exit codes of ingest, check and status"));
    EXPECT_THAT(run_sluice({"check", "--help"}).out, HasSubstr("Exit codes"));
    EXPECT_THAT(run_sluice({"export", "--help"}).out, testing::Not(HasSubstr("Exit codes")));
    const auto verbs = listed(help.out);
    EXPECT_GE(verbs.size(), 11U);

    for (const auto& verb : verbs) {
        for (const Args& args : {Args{verb, "--help"}, Args{verb, "-h"}}) {
            const auto ran = run_sluice(args);
            EXPECT_EQ(ran.code, 0) << verb;
            EXPECT_EQ(ran.err, "") << verb;
            EXPECT_THAT(ran.out, HasSubstr("Usage"));
        }
    }
    for (const Args& args :
         {Args{"synth", "emis"}, Args{"codes", "list"}, Args{"codes", "import"}, Args{"codes", "unmapped"},
          Args{"codes", "silent"}, Args{"pack", "diff"}}) {
        EXPECT_EQ(run_sluice(with(args, {"--help"})).code, 0) << args[1];
    }
}

TEST(Json, is_printed_by_every_verb_alone_on_standard_output) {
    const TemporaryFolder folder;
    std::set<std::string> tried;
    for (const auto& args : every_verb(folder)) {
        SCOPED_TRACE(args.front());
        tried.insert(args.front());

        const auto ran = run_sluice(with(args, {"--json"}));

        EXPECT_LE(ran.code, 1) << ran.err;
        EXPECT_EQ(ran.err, "");
        EXPECT_TRUE(ran.out.ends_with("\n"));
        if (args.front() == "export") {
            std::istringstream lines(ran.out);
            for (std::string line; std::getline(lines, line);) {
                EXPECT_TRUE(parse_json(line).is_object());
            }
        } else {
            EXPECT_NO_THROW(parse_json(ran.out));
        }
    }
    for (const auto& verb : listed(run_sluice({"--help"}).out)) {
        EXPECT_TRUE(tried.contains(verb)) << verb << " is not tried here";
    }
}

TEST(Streams, carry_the_result_on_standard_output_and_nothing_on_standard_error_without_a_terminal) {
    const TemporaryFolder folder;
    for (const auto& args : every_verb(folder)) {
        const auto ran = run_sluice(args);

        EXPECT_LE(ran.code, 1) << args.front() << ": " << ran.err;
        EXPECT_EQ(ran.err, "") << args.front();
        EXPECT_NE(ran.out, "") << args.front();
        EXPECT_FALSE(has_escape(ran.out)) << args.front();
    }
}

TEST(Streams, show_progress_on_standard_error_where_it_is_a_terminal) {
    const TemporaryFolder folder;
    Command command;
    command.args = Gateway(folder / "data").ingest_args(small_extract().bulk());
    command.err_is_terminal = true;

    const auto ran = run_sluice(command);

    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(has(ran.err, "reading"));
    EXPECT_TRUE(has(ran.err, "%"));
    EXPECT_NO_THROW(read_outcome(ran.out)) << "the result is whole";
}

TEST(Colour, is_used_on_a_terminal_and_not_where_NO_COLOR_is_set) {
    const auto& receipt = ingested().bulk_outcome.receipt;
    for (const Args& args :
         {Args{"status", receipt}, Args{"report", receipt, "--format", "text"},
          Args{"completeness", "--format", "text"}}) {
        SCOPED_TRACE(args.front());
        Command command;
        command.args = with(args, {"--data", ingested().bulk.data()});
        command.out_is_terminal = true;
        command.err_is_terminal = true;

        const auto coloured = run_sluice(command);
        command.variables = {"NO_COLOR=1"};
        const auto plain = run_sluice(command);
        command.variables = {"TERM=dumb"};
        const auto dumb = run_sluice(command);

        EXPECT_TRUE(has_escape(coloured.out));
        EXPECT_FALSE(has_escape(plain.out));
        EXPECT_FALSE(has_escape(dumb.out));
        EXPECT_EQ(coloured.err + plain.err + dumb.err, "");
    }
}

TEST(Usage, is_exit_code_64_with_a_sentence_and_no_result) {
    const TemporaryFolder folder;
    const auto& bulk = small_extract().bulk();
    const Args data{"--data", ingested().bulk.data()};
    const struct {
        std::string what;
        Args args;
    } cases[] = {
        {"no verb", {}},
        {"an unknown verb", {"swallow"}},
        {"an unknown option", {"receipts", "--colour"}},
        {"an unknown format", with({"export", "--entity", "person", "--format", "xlsx"}, data)},
        {"an unknown entity", with({"export", "--entity", "dog"}, data)},
        {"an unknown rule", {"explain", "NHS-999"}},
        {"an unknown receipt", with({"status", "SLU-0000-0000-0"}, data)},
        {"a fix list of an unknown receipt",
         with({"fix-list", "SLU-0000-0000-0", "-o", folder / "a.xlsx"}, data)},
        {"a fix list that goes nowhere", with({"fix-list", ingested().bulk_outcome.receipt}, data)},
        {"a fix list of no organisation",
         with(
             {"fix-list", ingested().bulk_outcome.receipt, "-o", folder / "a.xlsx", "--organisation", "x"},
             data
         )},
        {"an unknown record", with({"lineage", "referral", "none"}, data)},
        {"no sender", {"ingest", bulk, "--data", folder / "a"}},
        {"a sender that is none", {"ingest", bulk, "--sender", "a", "--data", folder / "a"}},
        {"an unknown purpose", {"check", bulk, "--purpose", "profit"}},
        {"a day that is none", {"check", bulk, "--as-of", "2026-13-01"}},
        {"a period that is none", {"check", bulk, "--period", "October"}},
        {"no worker", {"check", bulk, "--workers", "0"}},
        {"a file that is not there", {"check", folder / "absent.csv"}},
        {"receipts of a store that is not there", {"receipts", "--data", folder / "absent"}},
        {"status of a store that is not there", {"status", "SLU-0000-0000-0", "--data", folder / "absent"}},
        {"report of a store that is not there", {"report", "SLU-0000-0000-0", "--data", folder / "absent"}},
        {"export of a store that is not there",
         {"export", "--entity", "person", "--data", folder / "absent"}},
        {"completeness of a store that is not there", {"completeness", "--data", folder / "absent"}},
        {"lineage of a store that is not there", {"lineage", "person", "x", "--data", folder / "absent"}}};
    for (const auto& c : cases) {
        const auto ran = run_sluice(c.args);

        EXPECT_EQ(ran.code, 64) << c.what;
        EXPECT_EQ(ran.out, "") << c.what;
        EXPECT_TRUE(ran.err.ends_with("\n")) << c.what;
    }
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>()) << "reading makes no store";
}

TEST(Usage, names_the_verb_or_option_that_is_not_known) {
    EXPECT_THAT(run_sluice({"swallow"}).err, HasSubstr("swallow"));
    EXPECT_THAT(run_sluice({"chek", "october"}).err, HasSubstr("did you mean check?"));
    EXPECT_THAT(run_sluice({"swallow", "october"}).err, testing::Not(HasSubstr("did you mean")));
    EXPECT_THAT(run_sluice({"receipts", "--colour"}).err, HasSubstr("--colour"));
}

TEST(Output, that_cannot_be_written_is_exit_code_74) {
    const TemporaryFolder folder;
    const auto& receipt = ingested().bulk_outcome.receipt;
    for (const Args& args :
         {Args{"report", receipt, "-o", folder / "absent/report.html"},
          Args{"report", receipt, "-o", folder.path()},
          Args{"export", "--entity", "person", "-o", folder / "absent/person.csv"},
          Args{"report", receipt, "-o", "/dev/full"},
          Args{"export", "--entity", "person", "-o", "/dev/full"}}) {
        const auto ran = ingested().bulk.run(args);

        EXPECT_EQ(ran.code, 74) << testing::PrintToString(args);
        EXPECT_EQ(ran.out, "");
        EXPECT_THAT(ran.err, HasSubstr("sluice: "));
    }
}

TEST(ExitCode, is_0_when_all_is_accepted) {
    const Extract extract({.practices = 2, .patients = 200, .seed = 3, .faults = "none"});
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");

    const auto checked = run_sluice({"check", extract.bulk(), "--as-of", std::string(kAsOf)});
    const auto ran = gateway.ingest(extract.bulk());

    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto outcome = read_outcome(ran.out);
    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(gateway.run({"status", outcome.receipt}).code, 0);
}

TEST(ExitCode, is_1_when_something_is_held_or_rejected) {
    EXPECT_EQ(run_sluice({"check", small_extract().bulk(), "--as-of", std::string(kAsOf)}).code, 1);
    EXPECT_EQ(ingested().bulk.run({"status", ingested().bulk_outcome.receipt}).code, 1);
}

// Ingests and checks what is at `path`; both must end with 2, and so must the status of the receipt.
void expect_rejected(const TemporaryFolder& folder, const std::string& path) {
    const Gateway gateway(folder / "data");

    const auto ran = gateway.ingest(path);
    const auto checked = run_sluice({"check", path, "--as-of", std::string(kAsOf)});

    EXPECT_EQ(checked.code, 2) << checked.err;
    ASSERT_EQ(ran.code, 2) << ran.err;
    EXPECT_EQ(gateway.run({"status", read_outcome(ran.out).receipt}).code, 2);
}

TEST(ExitCode, is_2_when_a_file_of_the_submission_is_rejected) {
    const TemporaryFolder folder;
    std::filesystem::copy(small_extract().bulk(), folder / "bulk");
    write_text(Extract::file_of(folder / "bulk", "Admin_Location"), "");

    expect_rejected(folder, folder / "bulk");
}

TEST(ExitCode, is_2_when_the_only_file_is_rejected) {
    const TemporaryFolder folder;
    write_text(folder / "empty.csv", "");

    expect_rejected(folder, folder / "empty.csv");
}

TEST(ExitCode, is_2_when_the_archive_is_no_archive) {
    const TemporaryFolder folder;
    write_text(folder / "broken.zip", "PK\x03\x04 and nothing of a zip after it");

    expect_rejected(folder, folder / "broken.zip");
}

TEST(Check, stores_nothing) {
    const TemporaryFolder folder;
    const TemporaryFolder scratch;
    Command command;
    command.folder = folder.path();
    command.variables = {"TMPDIR=" + scratch.path()};
    for (const std::string format : {"text", "json", "html", "csv"}) {
        command.args = {"check", small_extract().bulk(), "--as-of", std::string(kAsOf), "--format", format};

        const auto ran = run_sluice(command);

        EXPECT_EQ(ran.code, 1) << ran.err;
        EXPECT_EQ(names_in(folder.path()), std::vector<std::string>()) << format;
        EXPECT_EQ(names_in(scratch.path()), std::vector<std::string>()) << format;
    }
}

TEST(Check, finds_what_ingest_finds) {
    const auto ran = run_sluice({"check", small_extract().bulk(), "--as-of", std::string(kAsOf), "--json"});

    const auto outcome = read_outcome(ran.out);
    EXPECT_EQ(outcome.receipt, "");
    EXPECT_EQ(outcome.issues, ingested().bulk_outcome.issues);
    EXPECT_EQ(outcome.files, ingested().bulk_outcome.files);
    EXPECT_EQ(outcome.entities, ingested().bulk_outcome.entities);
}

TEST(Check, prints_text_html_and_csv) {
    const struct {
        std::string format, start, within;
    } cases[] = {
        {"text", "Data quality report\n", "nothing was stored"},
        {"html", "<!DOCTYPE html>", "</html>"},
        {"csv", "rule,severity,", "NHS-003,"}};
    for (const auto& c : cases) {
        const auto ran =
            run_sluice({"check", small_extract().bulk(), "--as-of", std::string(kAsOf), "--format", c.format}
            );

        EXPECT_EQ(ran.err, "");
        EXPECT_TRUE(ran.out.starts_with(c.start)) << ran.out.substr(0, 80);
        EXPECT_TRUE(has(ran.out, c.within)) << c.format;
    }
}

}  // namespace
}  // namespace sluice::e2e
