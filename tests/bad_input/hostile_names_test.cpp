// Names and texts that are meant to reach whoever reads the results: terminals, browsers, spreadsheets.
#include "tests/bad_input/scene.hpp"
#include "tests/support/zip.hpp"

#include <algorithm>
#include <filesystem>

namespace sluice::tests {
namespace {
namespace fs = std::filesystem;

const std::vector<std::string> kNames = {
    "\x1b[2J\x1b]0;owned\x07.csv",
    "line\nbreak\r.csv",
    "tab\there.csv",
    "<script>alert(1)<&>.csv",
    "\"><img src=x onerror=alert(1)>.csv",
    "=HYPERLINK(\"http:\xE2\x81\x84\xE2\x81\x84x\").csv",
    "@SUM(1).csv",
    "-rf.csv",
    "\xE2\x80\xAEvsc.exe",
    "\xC2\x9B"
    "31mred.csv",
    "\xFF\xFE\xC0\xAF.csv",
    "%s%n%p.csv",
    "{}{0}.csv",
    "CON",
    std::string(250, 'x') + ".csv",
    "quote'.csv",
    "semi;colon.csv",
    "..csv",
    " .csv",
};

bool shows_no_control(const std::string& text) {
    const bool ascii_clean = std::none_of(text.begin(), text.end(), [](unsigned char c) {
        return (c < 0x20 && c != '\n' && c != '\r') || c == 0x7F;
    });
    return ascii_clean && text.find("\xC2\x9B") == std::string::npos &&
           text.find("\xE2\x80\xAE") == std::string::npos && text.find('\xFF') == std::string::npos;
}

void expect_harmless(const Scene& scene, const std::string& receipt) {
    for (const char* format : {"html", "text", "csv"}) {
        SCOPED_TRACE(format);
        const auto report = run_sluice({"report", receipt, "--data", scene.data(), "--format", format});

        EXPECT_EQ(report.code, 0) << report.err;
        EXPECT_TRUE(shows_no_control(report.out));
        EXPECT_TRUE(report.out.find("<script>alert") == std::string::npos || std::string(format) != "html");
    }
}

TEST(HostileName, of_a_file_does_no_harm_where_it_is_shown) {
    const Scene scene;
    for (const auto& name : kNames) {
        write_text(scene.in() + "/" + name, "a,b\n1,2\n");
    }

    const auto outcome = scene.ingest();

    expect_outcome(outcome, {.issues = {{"FIL-001", static_cast<std::int64_t>(kNames.size())}}});
    EXPECT_TRUE(shows_no_control(outcome.run.out));
    EXPECT_TRUE(outcome.run.err.empty()) << outcome.run.err;
    const auto html = run_sluice({"report", outcome.receipt, "--data", scene.data(), "--format", "html"}).out;
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    for (const char* format : {"html", "text", "csv", "json"}) {
        const auto report =
            run_sluice({"report", outcome.receipt, "--data", scene.data(), "--format", format});
        EXPECT_TRUE(shows_no_control(report.out)) << format;
    }
}

TEST(HostileName, in_a_zip_does_no_harm_however_long) {
    const Scene scene;
    std::vector<RawMember> members;
    for (const auto& entry : fs::directory_iterator(scene.in())) {
        members.push_back({entry.path().filename().string(), read_text(entry.path().string())});
    }
    members.push_back({std::string(60'000, 'x') + ".csv", "a,b\n"});
    members.push_back({"bulk_" + std::string(60'000, '1') + "_A_B_1.csv", "a,b\n"});
    members.push_back({"<script>alert(1)</script>.csv", "a,b\n"});
    const auto path = scene.other("extract.zip");
    write_text(path, raw_zip(members));

    const auto outcome = scene.ingest({}, {path});

    expect_outcome(outcome, {.issues = {{"FIL-001", 3}}});
    EXPECT_TRUE(shows_no_control(outcome.run.out));
}

TEST(HostileName, in_an_error_does_not_reach_the_terminal) {
    const Scene scene;
    const auto folder = scene.other("\x1b[31mfolder\n");
    fs::create_directory(folder);
    write_text(folder + "/\x1b]0;owned\x07.csv", "a,b\n");
    fs::permissions(folder + "/\x1b]0;owned\x07.csv", fs::perms::none);
    const auto store = scene.other("store");
    fs::create_directory(store);
    fs::permissions(fs::path(scene.in()).parent_path(), fs::perms::all);
    fs::permissions(folder, fs::perms::all);
    fs::permissions(store, fs::perms::all);

    const auto run =
        run_sluice({"ingest", folder, "--data", store, "--sender", "Z90001"}, {.without_override = true});
    const auto missing = run_sluice({"ingest", "/no\x1b[31m", "--data", store, "--sender", "Z90001"});

    EXPECT_EQ(run.code, 74);
    EXPECT_TRUE(shows_no_control(run.err)) << run.err;
    EXPECT_EQ(missing.code, 64);
    EXPECT_TRUE(shows_no_control(missing.err)) << missing.err;
}

// An organisation's name is the one text of the data that reports show.
TEST(HostileText, of_an_organisation_does_no_harm_where_it_is_shown) {
    for (const std::string name :
         {"<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "=cmd|' /C calc'!A0", "a\nb",
          "\xE2\x80\xAEmoorb"}) {
        SCOPED_TRACE(name);
        const Scene scene;
        auto file = scene.file("Admin_Organisation");
        for (std::size_t i = 1; i < file.records.size(); ++i) {
            file.set(i, "OrganisationName", name);
        }
        file.save();

        const auto outcome = scene.ingest();

        EXPECT_EQ(outcome.run.code, 0) << outcome.run.err;
        expect_harmless(scene, outcome.receipt);
        const auto table = run_sluice({"completeness", "--data", scene.data(), "--format", "text"});
        EXPECT_TRUE(shows_no_control(table.out));
    }
}

}  // namespace
}  // namespace sluice::tests
