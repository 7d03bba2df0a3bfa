// Questions that a user asks of a store, a rule or a file, and the answers.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;

// "SLU-7K3M-9QXD-2" as somebody types it: "slu7k3m9qxd2".
std::string typed(std::string receipt) {
    std::erase(receipt, '-');
    std::transform(receipt.begin(), receipt.end(), receipt.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return receipt;
}

TEST(Lineage, names_file_record_and_mapping_of_every_value_and_the_column_of_a_copied_one) {
    for (const std::string entity :
         {"person", "referral", "need", "contact", "support_offered", "assessment", "assessment_item",
          "episode"}) {
        SCOPED_TRACE(entity);
        const auto rows = ingested().delta.rows(entity);
        ASSERT_FALSE(rows.empty());
        const auto& [id, row] = *rows.begin();
        const auto entries = ingested().delta.json({"lineage", entity, id});

        std::set<std::string> fields;
        std::set<std::string> blank;
        for (const auto& entry : entries.items()) {
            fields.insert(text_at(entry, "field"));
            if (entry.find("how") != nullptr && text_at(entry, "how") == "no value") {
                blank.insert(text_at(entry, "field"));
            }
            EXPECT_GT(integer_at(entry, "record"), 1) << "the header is record 1";
            EXPECT_NE(text_at(entry, "mapping"), "");
            const auto file = text_at(entry, "file");
            const auto& folder = file.starts_with("bulk_") ? small_extract().bulk() : small_extract().delta();
            const auto source = read_source(folder + "/" + file);
            ASSERT_TRUE(source.contains(integer_at(entry, "record"))) << file;
            if (entry.find("column") != nullptr) {
                EXPECT_TRUE(source.at(integer_at(entry, "record")).contains(text_at(entry, "column")));
            }
        }

        const auto exported = ingested().delta.rows(entity, {"--provenance"});
        for (const auto& [column, value] : exported.at(id)) {
            EXPECT_TRUE(fields.contains(column)) << column;
            EXPECT_EQ(blank.contains(column), value.empty()) << column;
        }
    }
}

TEST(Lineage, says_from_what_a_value_was_worked_out) {
    const auto rows = ingested().bulk.rows("referral");
    const auto entry = [&rows](std::string_view field) {
        return ingested().bulk.lineage("referral", rows.begin()->first, field);
    };

    EXPECT_EQ(text_at(entry("referral_id"), "column"), "ObservationGuid");
    EXPECT_THAT(text_at(entry("referral_id"), "how"), HasSubstr("key"));
    EXPECT_EQ(text_at(entry("person_id"), "column"), "PatientGuid");
    EXPECT_EQ(text_at(entry("episode_id"), "column"), "EffectiveDate");
    EXPECT_EQ(text_at(entry("code_display"), "column"), "CodeId");
    EXPECT_EQ(text_at(entry("status"), "how"), "a constant of the mapping");
    EXPECT_EQ(text_at(entry("supplier"), "mapping"), "sources/emis");
    EXPECT_EQ(text_at(entry("zone"), "mapping"), "sp-mds/entities/referral");
}

TEST(Lineage, leads_to_the_row_of_the_organisation) {
    const auto rows = ingested().bulk.rows("referral");
    const auto& [id, row] = *rows.begin();
    for (const std::string field : {"organisation", "organisation_name"}) {
        const auto entry = ingested().bulk.lineage("referral", id, field);

        const auto source = read_source(small_extract().bulk() + "/" + text_at(entry, "file"));
        EXPECT_EQ(source.at(integer_at(entry, "record")).at(text_at(entry, "column")), row.at(field));
    }
}

TEST(Lineage, leads_to_the_cell_that_a_value_was_read_from) {
    const struct {
        std::string entity, field, column;
    } cases[] = {
        {"referral", "referral_date", "EffectiveDate"},
        {"need", "identified_date", "EffectiveDate"},
        {"person", "birth_date", "DateOfBirth"},
        {"person", "nhs_number", "NhsNumber"},
        {"person", "registration_date", "DateOfRegistration"}};
    for (const auto& c : cases) {
        SCOPED_TRACE(c.entity + "." + c.field);
        const auto rows = ingested().bulk.rows(c.entity);
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
            return !row.second.at(c.field).empty();
        });
        ASSERT_NE(found, rows.end());

        const auto entry = ingested().bulk.lineage(c.entity, found->first, c.field);

        EXPECT_EQ(text_at(entry, "column"), c.column);
        const auto source = read_source(small_extract().bulk() + "/" + text_at(entry, "file"));
        EXPECT_EQ(source.at(integer_at(entry, "record")).at(c.column), found->second.at(c.field));
    }
}

TEST(Lineage, is_a_table_for_people_to_read) {
    const auto id = ingested().bulk.rows("referral").begin()->first;

    const auto ran = ingested().bulk.run({"lineage", "referral", id});

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, testing::ContainsRegex("field +record +column +mapping +file"));
    EXPECT_THAT(
        ran.out, testing::ContainsRegex("referral_date +[0-9]+ +EffectiveDate +emis/referral-[a-z]+ +bulk_")
    );
}

TEST(Provenance, names_receipt_file_and_record_of_every_exported_row) {
    const auto names = names_in(small_extract().bulk());
    for (const auto& [id, row] : ingested().bulk.rows("referral", {"--provenance"})) {
        EXPECT_EQ(row.at("receipt"), ingested().bulk_outcome.receipt);
        EXPECT_TRUE(std::binary_search(names.begin(), names.end(), row.at("source_file")));
        EXPECT_GT(std::stoll(row.at("source_record")), 1);
        EXPECT_EQ(row.at("mapping_digest").size(), 64U);
    }
}

TEST(Explain, says_problem_reason_and_remedy_of_a_rule_in_any_spelling) {
    const auto ran = run_sluice({"explain", "nhs-003"});

    EXPECT_EQ(ran.code, 0) << ran.err;
    for (const auto* part : {"NHS-003", "Severity", "Problem", "Why", "Fix", "Good", "Bad", "Source"}) {
        EXPECT_THAT(ran.out, HasSubstr(part));
    }
}

TEST(Explain, knows_every_rule_that_a_receipt_reports) {
    const auto rules = parse_json(run_sluice({"explain", "all", "--json"}).out);
    std::set<std::string> known;
    for (const auto& rule : rules.items()) {
        EXPECT_TRUE(known.insert(text_at(rule, "rule")).second) << "twice: " << text_at(rule, "rule");
        EXPECT_NE(text_at(rule, "title"), "");
        EXPECT_NE(text_at(rule, "source"), "");
        EXPECT_FALSE(rule.find("good")->is_null()) << text_at(rule, "rule");
        EXPECT_FALSE(rule.find("bad")->is_null()) << text_at(rule, "rule");
    }

    for (const auto& [rule, count] : ingested().bulk_outcome.issues) {
        EXPECT_TRUE(known.contains(rule)) << rule;
    }
}

TEST(Fingerprint, knows_every_file_of_an_extract_by_its_name) {
    const auto ran = run_sluice({"fingerprint", small_extract().bulk(), "--json"});

    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto files = parse_json(ran.out);
    EXPECT_EQ(files.items().size(), names_in(small_extract().bulk()).size());
    for (const auto& file : files.items()) {
        EXPECT_EQ(text_at(file, "system"), "emis");
        EXPECT_EQ(text_at(file, "recognised"), "by name");
        EXPECT_EQ(text_at(file, "mode"), "bulk");
        EXPECT_THAT(text_at(file, "file"), HasSubstr("_" + text_at(file, "table") + "_"));
    }
}

TEST(Fingerprint, knows_a_renamed_file_by_its_header) {
    const TemporaryFolder folder;
    const auto tables = {
        "Admin_Patient", "CareRecord_Observation", "Appointment_Slot", "Coding_ClinicalCode"};
    for (const std::string table : tables) {
        std::filesystem::copy(
            Extract::file_of(small_extract().final_state(), table),
            folder / (table.substr(0, 1) + table.substr(7) + ".csv")
        );
    }

    const auto ran = run_sluice({"fingerprint", folder.path(), "--json"});

    EXPECT_EQ(ran.code, 0) << ran.err;
    std::set<std::string> found;
    const auto files = parse_json(ran.out);
    for (const auto& file : files.items()) {
        EXPECT_EQ(text_at(file, "recognised"), "by header");
        found.insert(text_at(file, "table"));
    }
    EXPECT_EQ(found, std::set<std::string>(tables.begin(), tables.end()));
}

TEST(Fingerprint, looks_into_zips_and_knows_manifests) {
    const TemporaryFolder folder;
    auto package = tests::sound_package();
    package.write_zip(folder / "package.zip");
    package.write(folder / "package");

    const auto zip = run_sluice({"fingerprint", folder / "package.zip"});
    const auto files = run_sluice({"fingerprint", folder / "package"});

    EXPECT_EQ(zip.code, 0) << zip.err;
    EXPECT_EQ(zip.out, files.out);
    EXPECT_THAT(zip.out, HasSubstr("manifest "));
    EXPECT_THAT(zip.out, HasSubstr(" contact.csv\n"));
}

TEST(Fingerprint, says_so_when_it_does_not_know_a_file) {
    const TemporaryFolder folder;
    write_text(folder / "notes.csv", "colour,size\nred,2\n");

    const auto ran = run_sluice({"fingerprint", folder / "notes.csv"});

    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, HasSubstr("unknown"));
}

TEST(Receipts, lists_every_submission_with_its_status) {
    const auto receipts = ingested().delta.json({"receipts"});

    ASSERT_EQ(receipts.items().size(), 2U);
    EXPECT_EQ(text_at(receipts.items()[0], "receipt"), ingested().bulk_outcome.receipt);
    EXPECT_EQ(text_at(receipts.items()[1], "receipt"), ingested().delta_outcome.receipt);
    for (const auto& receipt : receipts.items()) {
        EXPECT_EQ(text_at(receipt, "status"), "processed-with-findings");
        EXPECT_EQ(text_at(receipt, "sender"), kSender);
        EXPECT_EQ(text_at(receipt, "purpose"), "secondary-use");
        EXPECT_EQ(text_at(receipt, "as_of"), kAsOf);
    }
}

TEST(Receipts, keep_what_ingest_said) {
    for (const auto* outcome : {&ingested().bulk_outcome, &ingested().delta_outcome}) {
        const auto status = ingested().delta.run({"status", outcome->receipt, "--json"});
        const auto report = ingested().delta.run({"report", outcome->receipt, "--json"});

        EXPECT_EQ(status.code, 1) << "the same as ingest's";
        EXPECT_EQ(report.code, 0) << "the report was made";
        for (const auto& text : {status.out, report.out}) {
            const auto read = read_outcome(text);
            EXPECT_EQ(read.receipt, outcome->receipt);
            EXPECT_EQ(read.status, outcome->status);
            EXPECT_EQ(read.files, outcome->files);
            EXPECT_EQ(read.issues, outcome->issues);
        }
    }
}

TEST(Receipts, are_found_in_lower_case_without_hyphens) {
    const auto& receipt = ingested().bulk_outcome.receipt;
    for (const auto* verb : {"status", "report"}) {
        const auto ran = ingested().bulk.run({verb, typed(receipt), "--json"});

        EXPECT_LE(ran.code, 1) << ran.err;
        EXPECT_EQ(text_at(parse_json(ran.out), "receipt"), receipt);
    }
}

TEST(Receipts, with_a_slip_of_the_finger_are_not_found) {
    auto receipt = ingested().bulk_outcome.receipt;
    receipt[5] = receipt[5] == '7' ? '8' : '7';

    const auto ran = ingested().bulk.run({"status", receipt});

    EXPECT_EQ(ran.code, 64);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("receipt"));
}

TEST(Report, has_every_place_of_every_finding_in_its_fix_list) {
    const auto ran = ingested().bulk.run({"report", ingested().bulk_outcome.receipt, "--format", "csv"});

    const auto rows = std::count(ran.out.begin(), ran.out.end(), '\n') - 1;
    std::int64_t expected = 0;
    for (const auto& [rule, count] : ingested().bulk_outcome.issues) {
        expected += count;
    }
    EXPECT_EQ(rows, expected);
}

TEST(Report, is_the_same_in_a_file_as_on_standard_output) {
    const TemporaryFolder folder;
    for (const std::string format : {"html", "text", "csv", "json"}) {
        const std::vector<std::string> args{"report", ingested().bulk_outcome.receipt, "--format", format};
        auto to_file = args;
        to_file.insert(to_file.end(), {"-o", folder / format});

        const auto printed = ingested().bulk.run(args);
        const auto written = ingested().bulk.run(to_file);

        EXPECT_EQ(written.code, 0) << written.err;
        EXPECT_EQ(written.out, "");
        EXPECT_EQ(read_text(folder / format), printed.out) << format;
    }
}

TEST(Period, is_remarked_on_where_it_is_not_over) {
    const TemporaryFolder folder;
    const Gateway early(folder / "early");
    const Gateway late(folder / "late");

    const auto not_over =
        read_outcome(early.ingest(small_extract().bulk(), {"--period", "2026-10-01/2026-11-30"}).out);
    const auto over =
        read_outcome(late.ingest(small_extract().bulk(), {"--period", "2026-10-01/2026-10-31"}).out);

    EXPECT_EQ(not_over.issues.at("SUB-001"), 1);
    EXPECT_EQ(over.issues.count("SUB-001"), 0U);
    EXPECT_EQ(not_over.entities, over.entities);
}

}  // namespace
}  // namespace sluice::e2e
