// What a practice gets back: its own rows, with what to do; and what the next report says about it.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include <sys/stat.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

fs::perms rights(const std::string& path) {
    return fs::status(path).permissions() & fs::perms::mask;
}

TEST(FixList, gives_every_row_back_as_it_was_sent) {
    const TemporaryFolder folder;
    const auto& gateway = ingested().bulk;
    const auto& receipt = ingested().bulk_outcome.receipt;

    const auto ran = gateway.run({"fix-list", receipt, "--format", "csv", "-o", folder / "list"});

    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("It holds patient data. It is for A81001 alone"));
    EXPECT_EQ(rights(folder / "list"), fs::perms::owner_all);
    const auto name = fs::path(Extract::file_of(small_extract().bulk(), "Admin_Patient")).filename().string();
    const auto sent = read_source(small_extract().bulk() + "/" + name);
    const auto path = (folder / "list") + "/" + name;
    EXPECT_EQ(rights(path), fs::perms::owner_read | fs::perms::owner_write);
    const auto listed = read_source(path);
    ASSERT_FALSE(listed.empty());
    for (const auto& [line, row] : listed) {
        const auto& original = sent.at(std::stoll(row.at("sluice_row")));
        for (const auto& [column, value] : original) {
            EXPECT_EQ(row.at(column), value) << column;
        }
        EXPECT_NE(row.at("sluice_fix"), "");
        EXPECT_NE(row.at("sluice_severity"), "information");
    }
}

TEST(FixList, has_as_many_findings_as_the_receipt_has_about_rows) {
    const TemporaryFolder folder;
    const auto& gateway = ingested().bulk;
    const auto& receipt = ingested().bulk_outcome.receipt;
    std::int64_t wanted = 0;
    const auto report = gateway.json({"report", receipt, "--format", "json"});
    for (const auto& issue : report.find("issues")->items()) {
        wanted += text_at(issue, "severity") == "information" ? 0 : integer_at(issue, "count");
    }

    const auto counts = gateway.json({"fix-list", receipt, "-o", folder / "list.xlsx"});

    EXPECT_EQ(integer_at(counts, "findings") + integer_at(counts, "elsewhere"), wanted);
    EXPECT_EQ(rights(folder / "list.xlsx"), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"list.xlsx"}) << "nothing else is left";
}

TEST(FixList, of_every_practice_together_is_no_more_than_the_whole) {
    const TemporaryFolder folder;
    const auto& gateway = ingested().bulk;
    const auto& receipt = ingested().bulk_outcome.receipt;
    std::set<std::string> practices;
    for (const auto& [id, row] : gateway.rows("person")) {
        practices.insert(row.at("organisation"));
    }
    const auto whole = gateway.json({"fix-list", receipt, "-o", folder / "all.xlsx"});

    std::int64_t sum = 0;
    for (const auto& practice : practices) {
        const auto part = gateway.json(
            {"fix-list", receipt, "-o", folder / (practice + ".xlsx"), "--organisation", practice}
        );
        EXPECT_GT(integer_at(part, "findings"), 0) << practice;
        sum += integer_at(part, "findings");
    }

    ASSERT_GT(practices.size(), 1U);
    EXPECT_LE(sum, integer_at(whole, "findings"));
    EXPECT_GT(sum * 2, integer_at(whole, "findings")) << "most findings know whose they are";
}

TEST(FixList, says_of_whom_there_is_no_row) {
    const TemporaryFolder folder;

    const auto ran = ingested().bulk.run(
        {"fix-list", ingested().bulk_outcome.receipt, "-o", folder / "list.xlsx", "--organisation", "ZZ999"}
    );

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("There is no row of ZZ999 to fix, so nothing was written.\n"));
    EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(FixList, may_name_its_folder_with_a_slash_at_the_end) {
    const TemporaryFolder folder;

    const auto ran = ingested().bulk.run(
        {"fix-list", ingested().bulk_outcome.receipt, "--format", "csv", "-o", folder / "list/"}
    );

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"list"});
    EXPECT_FALSE(names_in(folder / "list").empty());
}

TEST(FixList, is_never_mixed_with_one_that_is_there) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "list");
    write_text(folder / "list/earlier.csv", "x");

    const auto ran = ingested().bulk.run(
        {"fix-list", ingested().bulk_outcome.receipt, "--format", "csv", "-o", folder / "list"}
    );

    EXPECT_EQ(ran.code, 64);
    EXPECT_EQ(names_in(folder / "list"), std::vector<std::string>{"earlier.csv"});
}

TEST(FixList, is_not_called_what_it_is_not) {
    const TemporaryFolder folder;
    const auto& receipt = ingested().bulk_outcome.receipt;

    for (const auto& [name, format] : {std::pair("list.CSV", "xlsx"), {"list.xlsx", "csv"}}) {
        const auto ran = ingested().bulk.run({"fix-list", receipt, "--format", format, "-o", folder / name});
        EXPECT_EQ(ran.code, 64) << name;
        EXPECT_THAT(ran.err, HasSubstr("is called")) << name;
    }
    EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(FixList, takes_the_place_of_nothing) {
    const TemporaryFolder folder;
    write_text(folder / "file", "kept");
    fs::create_symlink("file", folder / "link");
    fs::create_symlink("nowhere", folder / "loose");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);

    for (const std::string format : {"xlsx", "csv"}) {
        for (const std::string name : {"file", "link", "loose", "pipe"}) {
            const auto ran = ingested().bulk.run(
                {"fix-list", ingested().bulk_outcome.receipt, "--format", format, "-o", folder / name}
            );

            EXPECT_EQ(ran.code, 64) << format << " " << name;
            EXPECT_THAT(ran.err, HasSubstr(folder / name + " is there already; name a new"));
        }
    }

    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"file", "link", "loose", "pipe"}));
    EXPECT_EQ(read_text(folder / "file"), "kept");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_TRUE(fs::is_symlink(folder / "loose"));
    EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
}

// A cell that is blank in a row is no place that a finding can point at: the value is not there.
Package package_without_date_and_status() {
    auto out = tests::sound_package();
    out.patch("referral", "2026-10-02,accepted", ",");
    out.patch("referral", "2026-10-05,", ",");
    return out;
}

std::set<std::pair<std::string, std::string>> places_in(const SourceRows& rows, const std::string& file) {
    std::set<std::pair<std::string, std::string>> places;
    for (const auto& [line, row] : rows) {
        if (row.at("rule") == "REC-001" && row.at("file") == file) {
            places.emplace(row.at("record"), row.at("column"));
        }
    }
    return places;
}

const std::set<std::pair<std::string, std::string>> kMissing = {
    {"2", "referral_date"}, {"2", "status"}, {"3", "referral_date"}};

TEST(WhatIsMissing, is_named_by_its_heading_in_every_form_that_people_work_from) {
    const SenderStore sender;
    const auto receipt = submit(sender.gateway, package_without_date_and_status()).receipt;

    ASSERT_EQ(
        sender.gateway.run({"fix-list", receipt, "--format", "csv", "-o", sender.folder / "list"}).code, 0
    );
    const auto report = sender.gateway.run({"report", receipt, "--format", "csv"});

    std::set<std::pair<std::string, std::string>> listed;
    for (const auto& [line, row] : read_source((sender.folder / "list") + "/referral.csv")) {
        if (row.at("sluice_rule") == "REC-001") {
            listed.emplace(row.at("sluice_row"), row.at("sluice_column"));
        }
    }
    write_text(sender.folder / "report.csv", report.out);
    EXPECT_EQ(listed, kMissing);
    EXPECT_EQ(places_in(read_source(sender.folder / "report.csv"), "referral.csv"), kMissing);
}

// It does not wait for something that is blank: the cell names a person, who has not come.
TEST(APersonWhoHasNotCome, is_named_by_the_column_in_every_form_that_people_work_from) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("contact", "C2,P2", "C2,P9");
    const auto receipt = submit(sender.gateway, package).receipt;

    ASSERT_EQ(
        sender.gateway.run({"fix-list", receipt, "--format", "csv", "-o", sender.folder / "list"}).code, 0
    );
    const auto report = sender.gateway.run({"report", receipt, "--format", "csv"});
    const auto printed = sender.gateway.json({"report", receipt});

    std::set<std::string> named;
    for (const auto& [line, row] : read_source((sender.folder / "list") + "/contact.csv")) {
        named.insert(row.at("sluice_rule") + " " + row.at("sluice_row") + " " + row.at("sluice_column"));
    }
    write_text(sender.folder / "report.csv", report.out);
    for (const auto& [line, row] : read_source(sender.folder / "report.csv")) {
        named.insert(row.at("rule") + " " + row.at("record") + " " + row.at("column"));
    }
    for (const auto& issue : printed.find("issues")->items()) {
        for (const auto& example : issue.find("examples")->items()) {
            named.insert(
                text_at(issue, "rule") + " " + std::to_string(integer_at(example, "record")) + " " +
                text_at(example, "column")
            );
        }
    }
    EXPECT_EQ(named, std::set<std::string>{"LNK-001 3 person_local_id"});
}

TEST(WhatIsMissing, is_named_by_check_as_json) {
    const TemporaryFolder folder;
    package_without_date_and_status().write(folder / "package");

    const auto ran = run_sluice({"check", folder / "package", "--json"});

    std::set<std::pair<std::string, std::string>> places;
    const auto printed = parse_json(ran.out);
    for (const auto& issue : printed.find("issues")->items()) {
        for (const auto& example : issue.find("examples")->items()) {
            if (text_at(issue, "rule") == "REC-001" && text_at(example, "file") == "referral.csv") {
                places.emplace(std::to_string(integer_at(example, "record")), text_at(example, "column"));
            }
        }
    }
    EXPECT_EQ(places, kMissing);
}

TEST(SinceLastTime, is_told_of_the_second_submission_and_not_of_the_first) {
    const auto first = ingested().delta.json({"report", ingested().bulk_outcome.receipt});
    const auto second = ingested().delta.json({"report", ingested().delta_outcome.receipt});

    EXPECT_TRUE(first.find("since_last_time")->is_null());
    const auto& trend = *second.find("since_last_time");
    EXPECT_EQ(text_at(trend, "receipt"), ingested().bulk_outcome.receipt);
    EXPECT_FALSE(trend.find("findings")->items().empty());
    EXPECT_FALSE(trend.find("fields")->items().empty());
    const auto& shares = trend.find("shares")->items();
    ASSERT_EQ(shares.size(), 2U);
    EXPECT_EQ(text_at(shares[0], "receipt"), ingested().bulk_outcome.receipt);
    EXPECT_EQ(text_at(shares[1], "receipt"), ingested().delta_outcome.receipt);
    EXPECT_FALSE(shares[0].find("answered")->is_null());
}

TEST(NotCollected, is_apart_from_missing_and_lowers_no_share) {
    const auto cells = ingested().bulk.json({"completeness"});
    std::int64_t apart = 0;
    for (const auto& cell : cells.items()) {
        if (text_at(cell, "field") == "disability") {
            EXPECT_EQ(integer_at(cell, "expected"), 0);
            EXPECT_TRUE(cell.find("percent")->is_null());
            apart += integer_at(cell, "not_collected");
        }
        EXPECT_LE(integer_at(cell, "valid"), integer_at(cell, "present"));
        EXPECT_EQ(
            integer_at(cell, "known") + integer_at(cell, "declined") + integer_at(cell, "unknown") +
                integer_at(cell, "default"),
            integer_at(cell, "valid")
        );
        EXPECT_EQ(text_at(cell, "sender"), kSender);
        EXPECT_EQ(text_at(cell, "supplier"), "emis");
    }
    EXPECT_GT(apart, 0);
}

TEST(NotCollected, is_told_from_a_number_that_was_wrong) {
    std::int64_t dropped = 0;
    const auto cells = ingested().bulk.json({"completeness"});
    for (const auto& cell : cells.items()) {
        if (text_at(cell, "field") == "nhs_number") {
            dropped += integer_at(cell, "present") - integer_at(cell, "valid");
        }
    }
    EXPECT_GT(dropped, 0) << "the planted numbers with a typing error were there, and are not valid";
}

}  // namespace
}  // namespace sluice::e2e
