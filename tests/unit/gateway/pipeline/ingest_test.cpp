// Several sets and several systems in one submission.
#include "gateway/pipeline/ingest.hpp"

#include "gateway/store/sqlite_store.hpp"

#include "tests/support/clinic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace sluice::pipeline {
namespace {

using tests::mapping;

constexpr std::string_view kMay = "20260501000000";
constexpr std::string_view kJune = "20260601000000";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

// The tables' names as the names of the files give them: with a schema.
void name_tables(tests::SmallWorldText& text, const std::string& schema) {
    for (const std::string name : {"Practice", "Clerk", "Code", "Person", "Entry", "Detail", "Notes"}) {
        const auto quoted = "\"" + name + "\"";
        const auto whole = "\"" + schema + "_" + name + "\"";
        text.package = replaced(text.package, quoted, whole);
        for (auto& table : text.tables) {
            table = replaced(
                table, "\"name\": " + quoted + ", \"fields\"", "\"name\": " + whole + ", \"fields\""
            );
            table = replaced(table, "\"resource\": " + quoted, "\"resource\": " + whole);
        }
        for (auto& mapping : text.mappings) {
            mapping = replaced(mapping, "clinic/" + name + "\"", "clinic/" + schema + "_" + name + "\"");
        }
    }
}

tests::SmallWorldText clinic_text(const std::string& schema = "C") {
    auto text = tests::clinic(
        {tests::person_mapping(R"("nhs_number": { "from": "NhsNumber" }, "birth_date": { "from": "Born" })"),
         mapping(
             "referral", "referral",
             R"("person_id": { "ref": "clinic/person" }, "referral_date": { "from": "Day" },
                "status": { "const": "accepted" })",
             R"J("when": "code.concept.memberOf('sp-referral-made')", "anchor": true)J"
         )}
    );
    name_tables(text, schema);
    return text;
}

// The same tables under other names; its files' names begin with x.
tests::SmallWorldText ward_text() {
    auto text = clinic_text("W");
    text.package = replaced(replaced(text.package, "clinic", "ward"), "^(bulk|delta)", "^x(bulk|delta)");
    for (auto& mapping : text.mappings) {
        mapping = replaced(mapping, "clinic", "ward");
    }
    return text;
}

std::string entry_row(std::string_view person, std::string_view day = "2026-03-02") {
    return "O1," + std::string(person) + ",E-" + std::string(person) + "," + std::string(day) + ",1\r\n";
}

class IngestTest : public testing::Test {
  protected:
    IngestTest()
        : pack_(tests::make_pack({clinic_text(), ward_text()}).value()),
          store_(store::open_sqlite(folder_ / "data").value()) {}

    // One set: the tables that both systems need, and these rows.
    void write_set(
        const std::string& folder, const std::string& start, std::string_view stamp,
        const std::string& persons, const std::string& entries
    ) {
        std::filesystem::create_directories(folder_ / folder);
        const auto write = [&](const std::string& table, const std::string& text) {
            tests::write_text(
                (folder_ / folder) + "/" + start + (start.front() == 'x' ? "_W_" : "_C_") + table + "_" +
                    std::string(stamp) + "_a.csv",
                text
            );
        };
        write("Practice", "Org,Ods,Name\r\nO1,A81001,Practice\r\n");
        write("Code", "Code,Parent,Term,National,Local\r\n1,,Referral,871731000000106,\r\n");
        write("Person", "Org,Person,Born,NhsNumber,Dummy\r\n" + persons);
        write("Entry", "Org,Person,Entry,Day,Code\r\n" + entries);
    }
    store::Receipt ingest(const std::string& folder, const std::string& as_of = "2026-07-01") {
        IngestOptions options;
        options.paths = {folder_ / folder};
        options.sender = "A81001";
        options.as_of = as_of;
        options.received_at = "2026-07-01T09:00:00Z";
        return pipeline::ingest(*pack_, *store_, options).value();
    }
    std::vector<store::RecordState> records_of(std::string_view entity) {
        std::vector<store::RecordState> out;
        EXPECT_TRUE(store_->dataset()
                        .visit_states("secondary-use", entity, {}, [&](const auto& state) -> Result<void> {
                            out.push_back(state);
                            return {};
                        }));
        return out;
    }
    // "supplier verdict" of every record of the entity, sorted.
    std::vector<std::string> records(std::string_view entity) {
        std::vector<std::string> out;
        for (const auto& state : records_of(entity)) {
            out.push_back(
                state.person.substr(0, state.person.find('/')) + " " + std::string(to_string(state.verdict))
            );
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    // How many earlier forms of the person's record there are.
    int history_of(const std::string& person_id) {
        int rows = 0;
        EXPECT_TRUE(store_->dataset()
                        .visit_history("person", person_id, [&](const auto&, const auto&) -> Result<void> {
                            ++rows;
                            return {};
                        }));
        return rows;
    }
    // "supplier status" of every episode, sorted.
    std::vector<std::string> episodes() {
        std::vector<std::string> out;
        EXPECT_TRUE(store_->dataset().visit_rows(
            "episode", {},
            [&](const auto& columns, const auto& values) -> Result<void> {
                const auto value = [&](std::string_view name) {
                    const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
                    return values.at(static_cast<std::size_t>(at)).value_or("-");
                };
                out.push_back(value("supplier") + " " + value("status"));
                return {};
            }
        ));
        std::sort(out.begin(), out.end());
        return out;
    }
    store::EntityTally tally_of(const store::Receipt& receipt, std::string_view entity) {
        for (const auto& tally : store_->receipts().entity_tallies(receipt.seq).value()) {
            if (tally.entity == entity) {
                return tally;
            }
        }
        return {};
    }

    using Texts = std::vector<std::string>;
    tests::TemporaryFolder folder_;
    std::shared_ptr<const Pack> pack_;
    std::unique_ptr<store::Store> store_;
};

TEST_F(IngestTest, notes_what_the_files_of_an_applied_set_collect) {
    write_set("in", "bulk", "20260601000000", "O1,P1,1950-01-29,9990000018,false\r\n", entry_row("P1"));

    ingest("in");

    const auto fields = *store_->collected().fields("secondary-use");
    const auto has = [&](const std::string& entity, const std::string& field) {
        return std::find(
                   fields.begin(), fields.end(), store::CollectedField{"clinic", "A81001", entity, field}
               ) != fields.end();
    };
    EXPECT_TRUE(has("person", "birth_date"));
    EXPECT_TRUE(has("referral", "referral_date"));
    EXPECT_TRUE(has("episode", "end_date"));
    EXPECT_FALSE(has("referral", "decline_reason"));
}

TEST_F(IngestTest, keeps_with_the_receipt_what_was_complete_and_what_was_open) {
    write_set("in", "bulk", "20260601000000", "O1,P1,1950-01-29,9990000019,false\r\n", entry_row("P1"));

    const auto receipt = ingest("in");

    const auto tallies = *store_->receipts().field_tallies(receipt.seq);
    const auto tally = [&](const std::string& entity, const std::string& field) {
        const auto found = std::find_if(tallies.begin(), tallies.end(), [&](const auto& entry) {
            return entry.entity == entity && entry.field == field;
        });
        return found == tallies.end() ? store::FieldTally() : *found;
    };
    EXPECT_EQ(tally("person", "birth_date"), (store::FieldTally{"person", "birth_date", 1, 0, 1, 1, 1}));
    EXPECT_EQ(tally("person", "nhs_number"), (store::FieldTally{"person", "nhs_number", 1, 0, 1, 0, 0}));
    EXPECT_EQ(tally("person", "gender"), (store::FieldTally{"person", "gender", 0, 1, 0, 0, 0}));
    const auto open = *store_->receipts().open_findings(receipt.seq);
    EXPECT_TRUE(std::any_of(open.begin(), open.end(), [](const auto& count) {
        return count.rule == "NHS-003" && count.count == 1;
    }));
}

TEST_F(IngestTest, says_whose_record_a_finding_is_about_and_in_which_submission_its_row_lies) {
    write_set("in", "bulk", "20260601000000", "O1,P1,1950-01-29,,false\r\n", entry_row("P1"));
    const auto first = ingest("in");
    // A later day alone lapses the first person's episode.
    write_set("more", "delta", "20260602000000", "O1,P2,1950-01-29,,false\r\n", entry_row("P2"));

    const auto second = ingest("more", "2027-07-01");

    bool found = false;
    EXPECT_TRUE(store_->receipts()
                    .visit_issues(second.seq, [&](const store::ReceiptIssue& issue) -> Result<void> {
                        if (issue.rule == "EPI-002" && issue.origin == first.seq) {
                            found = true;
                            EXPECT_EQ(issue.organisation, "A81001");
                        }
                        EXPECT_TRUE(issue.origin == 0 || issue.origin == first.seq);
                        return {};
                    }));
    EXPECT_TRUE(found);
}

TEST_F(IngestTest, derives_the_persons_of_each_system_by_its_own_mappings) {
    write_set("in", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("in", "xbulk", kJune, "O1,P2,1950-01-29,9990000018,\r\n", entry_row("P2"));

    ingest("in");

    EXPECT_EQ(records("person"), (Texts{"clinic accepted", "ward accepted"}));
    EXPECT_EQ(records("referral"), (Texts{"clinic accepted", "ward accepted"}));
}

TEST_F(IngestTest, holds_a_person_of_another_system_with_the_same_number_and_another_birth_date) {
    write_set("first", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("second", "xbulk", kMay, "O1,P2,1960-01-29,9990000018,\r\n", entry_row("P2"));
    write_set("third", "xdelta", kJune, "O1,P2,1950-01-29,9990000018,\r\n", "");
    ingest("first");

    ingest("second");
    const auto conflict = records("person");
    ingest("third");

    EXPECT_EQ(conflict, (Texts{"clinic held", "ward held"}));
    EXPECT_EQ(records("person"), (Texts{"clinic accepted", "ward accepted"}));
    EXPECT_EQ(records("referral"), (Texts{"clinic accepted", "ward accepted"}));
}

TEST_F(IngestTest, lets_time_pass_for_persons_of_systems_that_the_submission_does_not_hold) {
    write_set("first", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("second", "xbulk", kMay, "O1,P2,1960-01-29,9990000026,\r\n", entry_row("P2", "2027-05-01"));
    ingest("first");
    EXPECT_EQ(episodes(), Texts{"clinic open"});

    ingest("second", "2027-06-01");

    EXPECT_EQ(episodes(), (Texts{"clinic lapsed", "ward open"}));
    EXPECT_EQ(records("referral"), (Texts{"clinic accepted", "ward accepted"}));
}

TEST_F(IngestTest, counts_a_record_once_that_two_sets_of_one_submission_give) {
    write_set("in", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("in", "delta", kJune, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1", "2026-03-03"));

    const auto receipt = ingest("in");

    const auto tally = tally_of(receipt, "referral");
    EXPECT_EQ(tally.added, 1U);
    EXPECT_EQ(tally.accepted, 1U);
    EXPECT_EQ(tally.changed, 0U);
    EXPECT_EQ(tally.unchanged, 0U);
    EXPECT_EQ(tally_of(receipt, "person").unchanged, 0U);
}

TEST_F(IngestTest, erases_what_was_stored_of_a_person_who_is_kept_out_later) {
    write_set("first", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("second", "delta", kJune, "O1,P1,1950-01-30,9990000018,\r\n", "");
    write_set("third", "delta", "20260602000000", "O1,P1,1950-01-30,9990000018,true\r\n", "");
    ingest("first");
    ingest("second");
    const auto id = records_of("person").at(0).record_id;
    const auto changed = history_of(id);

    const auto receipt = ingest("third");

    EXPECT_EQ(changed, 1);
    EXPECT_EQ(history_of(id), 0);
    EXPECT_EQ(records("person"), Texts{});
    EXPECT_EQ(records("referral"), Texts{});
    EXPECT_EQ(tally_of(receipt, "person").removed, 1U);
}

TEST_F(IngestTest, keeps_the_history_of_a_person_whose_rows_were_deleted) {
    write_set("first", "bulk", kMay, "O1,P1,1950-01-29,9990000018,\r\n", entry_row("P1"));
    write_set("second", "delta", kJune, "", "");
    tests::write_text(
        folder_ / "second/delta_C_Entry_20260601000000_a.csv",
        "Org,Person,Entry,Day,Code,Deleted\r\nO1,P1,E-P1,2026-03-02,1,true\r\n"
    );
    ingest("first");
    const auto id = records_of("person").at(0).record_id;

    ingest("second");

    EXPECT_EQ(history_of(id), 1);
    EXPECT_EQ(records("person"), Texts{});
}

}  // namespace
}  // namespace sluice::pipeline
