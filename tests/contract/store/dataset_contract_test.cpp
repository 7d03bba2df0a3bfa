#include "tests/contract/store/store_contract.hpp"

#include <algorithm>
#include <map>

namespace sluice::store {
namespace {

// Rows as text, for comparison: "column=value" of the columns asked for, NULL as "-".
using Lines = std::vector<std::string>;

TableSpec person_table() {
    TableSpec table{"person", "Person", {}, "person_id"};
    table.columns = {
        {"person_id", ColumnType::text, "secondary", "Id", "local extension"},
        {"given_name", ColumnType::text, "identity", "Given name", "Person.givenName"},
        {"birth_date", ColumnType::date, "care", "Born", "Person.dateOfBirth"},
        {"minutes", ColumnType::integer, "secondary", "Minutes", ""},
        {"score", ColumnType::decimal, "secondary", "Score", ""},
        {"carer", ColumnType::boolean, "secondary", "Carer", ""}};
    return table;
}

TableSpec need_table() {
    return {"need", "Need", {{"need_id", ColumnType::text, "secondary", "Id", ""}}, "need_id"};
}

class DatasetContract : public StoreContract {
  protected:
    void SetUp() override {
        StoreContract::SetUp();
        first_ = accept("d1");
        second_ = accept("d2");
        ASSERT_TRUE(create({person_table(), need_table()}));
    }

    Result<void> create(const std::vector<TableSpec>& tables, std::string_view version = "1.0.0") {
        SLUICE_ASSIGN(Transaction transaction, store_->begin());
        SLUICE_TRY(dataset().create_tables(tables, version));
        return transaction.commit();
    }
    RecordRow person(const std::string& id, std::int64_t receipt, const std::string& score = "1.50") {
        RecordRow row;
        row.state = {"secondary-use", "person", id,   "P-" + id, Verdict::accepted, "h-" + score,
                     receipt,         "[1]",    "[]", "",        "A00001"};
        row.values = {id, "Ada", "2026", "15", score, "true"};
        row.provenance = {"A00001", "Practice",    "emis", "DSA-1",        "care", "in/a.csv",
                          17,       "emis/person", "m1",   "sp-mds 1.1.0", false};
        return row;
    }
    void put(const RecordRow& row) {
        Result<Transaction> transaction = store_->begin();
        const Result<void> written = dataset().put_record(row);
        ASSERT_TRUE(written) << written.error().text();
        ASSERT_TRUE(transaction->commit());
    }
    bool remove(const std::string& id, std::int64_t receipt) {
        Result<Transaction> transaction = store_->begin();
        const Result<bool> removed = dataset().remove_record("secondary-use", "person", id, receipt);
        return removed && *removed && transaction->commit();
    }
    std::uint64_t purge(const std::string& person) {
        Result<Transaction> transaction = store_->begin();
        const Result<std::uint64_t> purged = dataset().purge_person("secondary-use", person);
        return purged && transaction->commit() ? *purged : 99;
    }
    static RowVisitor into(Lines& lines, const Lines& wanted) {
        return [&lines, wanted](const std::vector<std::string>& columns, const std::vector<Value>& values) {
            std::string line;
            for (const std::string& name : wanted) {
                const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
                const auto index = static_cast<std::size_t>(at);
                line += (line.empty() ? "" : " ") +
                        (index == columns.size() ? "absent" : values[index].value_or("-"));
            }
            lines.push_back(line);
            return Result<void>();
        };
    }
    Lines rows(const Lines& wanted, const ReadOptions& options = {}) {
        Lines lines;
        EXPECT_TRUE(dataset().visit_rows("person", options, into(lines, wanted)));
        return lines;
    }
    Lines history(const std::string& id, const Lines& wanted) {
        Lines lines;
        EXPECT_TRUE(dataset().visit_history("person", id, into(lines, wanted)));
        return lines;
    }
    std::string receipt_id(std::int64_t seq) { return (*store_->receipts().receipt(seq))->id; }

    std::int64_t first_ = 0;
    std::int64_t second_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Stores, DatasetContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(DatasetContract, an_accepted_record_is_a_row_with_its_values_undamaged_and_its_provenance) {
    put(person("b", first_));
    put(person("a", first_));

    EXPECT_EQ(
        rows({"person_id", "birth_date", "minutes", "score", "carer"}),
        (Lines{"a 2026 15 1.50 true", "b 2026 15 1.50 true"})
    );
    EXPECT_EQ(
        rows(
            {"organisation", "supplier", "purpose", "legal_basis", "zone", "receipt", "source_file",
             "source_record", "mapping", "mapping_digest", "definition", "held_back"}
        )[0],
        "A00001 emis secondary-use DSA-1 care " + receipt_id(first_) +
            " in/a.csv 17 emis/person m1 sp-mds 1.1.0 false"
    );
}

TEST_P(DatasetContract, identity_is_read_only_where_it_is_asked_for) {
    put(person("a", first_));
    ReadOptions with_identity;
    with_identity.identity = true;

    EXPECT_EQ(rows({"given_name"}), Lines{"absent"});
    EXPECT_EQ(rows({"given_name"}, with_identity), Lines{"Ada"});
    RecordRow unnamed = person("a", second_);
    unnamed.values[1].reset();
    put(unnamed);
    EXPECT_EQ(rows({"given_name", "person_id"}, with_identity), Lines{"- a"});
}

TEST_P(DatasetContract, columns_come_in_the_order_of_the_definition) {
    put(person("a", first_));
    std::vector<std::string> seen;
    ReadOptions options;
    options.identity = true;
    options.provenance = false;

    ASSERT_TRUE(dataset()
                    .visit_rows("person", options, [&](const auto& columns, const auto&) -> Result<void> {
                        seen = columns;
                        return {};
                    }));

    EXPECT_EQ(seen, (Lines{"person_id", "given_name", "birth_date", "minutes", "score", "carer"}));
}

TEST_P(DatasetContract, a_changed_record_leaves_its_old_row_in_history) {
    put(person("a", first_, "1.50"));

    put(person("a", second_, "2.00"));

    EXPECT_EQ(rows({"score", "receipt"}), Lines{"2.00 " + receipt_id(second_)});
    EXPECT_EQ(
        history("a", {"score", "valid_from", "valid_to", "change"}),
        Lines{"1.50 " + receipt_id(first_) + ' ' + receipt_id(second_) + " changed"}
    );
}

TEST_P(DatasetContract, a_removed_record_leaves_its_old_row_in_history_and_no_state) {
    put(person("a", first_));

    EXPECT_TRUE(remove("a", second_));
    EXPECT_FALSE(remove("a", second_));

    EXPECT_TRUE(rows({"person_id"}).empty());
    EXPECT_EQ(
        history("a", {"score", "valid_to", "change"}), Lines{"1.50 " + receipt_id(second_) + " removed"}
    );
    EXPECT_FALSE(*dataset().lineage("secondary-use", "person", "a"));
}

TEST_P(DatasetContract, a_person_who_is_purged_leaves_nothing_behind) {
    put(person("a", first_, "1.50"));
    put(person("a", second_, "2.00"));
    put(person("b", first_, "1.50"));
    put(person("b", second_, "2.00"));
    RecordRow gone = person("c", first_);
    gone.state.person = "P-a";
    put(gone);
    EXPECT_TRUE(remove("c", second_));
    RecordRow held = person("d", first_);
    held.state.person = "P-a";
    held.state.verdict = Verdict::held;
    held.state.pending_json = R"({"score":"1.50"})";
    put(held);
    ReadOptions with_identity;
    with_identity.identity = true;

    EXPECT_EQ(purge("P-a"), 2U);
    EXPECT_EQ(purge("P-a"), 0U);

    EXPECT_EQ(rows({"person_id", "given_name"}, with_identity), Lines{"b Ada"});
    for (const char* id : {"a", "c", "d"}) {
        EXPECT_EQ(history(id, {"score"}), Lines{}) << id;
        EXPECT_FALSE(*dataset().lineage("secondary-use", "person", id)) << id;
    }
    EXPECT_EQ(history("b", {"score"}), Lines{"1.50"});
    RecordRow again = person("a", second_);
    again.values[1].reset();
    put(again);
    EXPECT_EQ(rows({"person_id", "given_name"}, with_identity), (Lines{"a -", "b Ada"}));
}

TEST_P(DatasetContract, a_person_who_is_purged_leaves_another_the_record_that_went_to_them) {
    put(person("a", first_, "1.50"));
    RecordRow moved = person("a", second_, "2.00");
    moved.state.person = "P-b";
    put(moved);

    EXPECT_EQ(purge("P-a"), 0U);

    EXPECT_EQ(rows({"person_id", "score"}), Lines{"a 2.00"});
    EXPECT_EQ(history("a", {"score"}), Lines{});
}

TEST_P(DatasetContract, a_record_that_becomes_held_leaves_the_table_and_keeps_its_content_in_its_state) {
    put(person("a", first_));
    RecordRow held = person("a", second_);
    held.state.verdict = Verdict::held;
    held.state.pending_json = R"({"score":"1.50"})";
    held.state.issues_json = R"(["LNK-003"])";
    held.values.clear();

    put(held);

    EXPECT_TRUE(rows({"person_id"}).empty());
    EXPECT_EQ(history("a", {"change"}), Lines{"held"});
    const std::vector<RecordState> states = *dataset().states_of("secondary-use", "P-a");
    ASSERT_EQ(states.size(), 1U);
    EXPECT_EQ(states[0].verdict, Verdict::held);
    EXPECT_EQ(states[0].pending_json, R"({"score":"1.50"})");
    EXPECT_EQ(states[0].issues_json, R"(["LNK-003"])");
    put(person("a", second_));
    EXPECT_EQ(rows({"person_id"}), Lines{"a"});
    EXPECT_EQ(history("a", {"change"}), Lines{"held"});
}

TEST_P(DatasetContract, state_keeps_everything_that_it_was_given) {
    RecordRow row = person("a", first_);
    put(row);

    const std::optional<RecordState> state = *dataset().lineage("secondary-use", "person", "a");

    ASSERT_TRUE(state);
    EXPECT_EQ(state->person, "P-a");
    EXPECT_EQ(state->verdict, Verdict::accepted);
    EXPECT_EQ(state->content_hash, "h-1.50");
    EXPECT_EQ(state->receipt, first_);
    EXPECT_EQ(state->lineage_json, "[1]");
    EXPECT_FALSE(*dataset().lineage("direct-care", "person", "a"));
}

TEST_P(DatasetContract, a_record_whose_entity_has_no_table_has_a_state_all_the_same) {
    RecordState closure = person("X1", first_).state;
    closure.entity = "closure";
    closure.verdict = Verdict::rejected;
    {
        Result<Transaction> transaction = store_->begin();
        ASSERT_TRUE(dataset().put_state(closure));
        ASSERT_TRUE(transaction->commit());
    }

    const auto states = dataset().states_of("secondary-use", closure.person);
    ASSERT_EQ(states->size(), 1U);
    EXPECT_EQ(states->front().entity, "closure");
    EXPECT_EQ(states->front().verdict, Verdict::rejected);

    Result<Transaction> transaction = store_->begin();
    EXPECT_TRUE(*dataset().remove_record("secondary-use", "closure", "X1", second_));
    ASSERT_TRUE(transaction->commit());
    EXPECT_TRUE(dataset().states_of("secondary-use", closure.person)->empty());
}

TEST_P(DatasetContract, purposes_have_rows_of_their_own) {
    put(person("a", first_));
    RecordRow care = person("a", first_, "9");
    care.state.purpose = "direct-care";
    put(care);
    ReadOptions secondary;
    secondary.purpose = "secondary-use";

    EXPECT_EQ(rows({"purpose", "score"}), (Lines{"direct-care 9", "secondary-use 1.50"}));
    EXPECT_EQ(rows({"score"}, secondary), Lines{"1.50"});
    EXPECT_TRUE(remove("a", second_));
    EXPECT_EQ(rows({"purpose"}), Lines{"direct-care"});
}

TEST_P(DatasetContract, one_record_is_read_by_its_id) {
    put(person("a", first_));
    put(person("b", first_));
    ReadOptions one;
    one.record_id = "b";

    EXPECT_EQ(rows({"person_id"}, one), Lines{"b"});
    one.purpose = "direct-care";
    EXPECT_EQ(rows({"person_id"}, one), Lines{});
    one.purpose = "secondary-use";
    one.identity = true;
    EXPECT_EQ(rows({"person_id", "given_name"}, one), Lines{"b Ada"});
}

TEST_P(DatasetContract, rows_held_back_are_seen_only_where_they_are_asked_for) {
    put(person("a", first_));
    ReadOptions all;
    all.held_back = true;

    Result<Transaction> transaction = store_->begin();
    EXPECT_EQ(*dataset().hold_back("secondary-use", "emis", "A00001", true), 1U);
    EXPECT_EQ(*dataset().hold_back("secondary-use", "emis", "A00001", true), 0U);
    EXPECT_EQ(*dataset().hold_back("secondary-use", "emis", "B00002", true), 0U);
    ASSERT_TRUE(transaction->commit());

    EXPECT_TRUE(rows({"person_id"}).empty());
    EXPECT_EQ(rows({"held_back"}, all), Lines{"true"});
}

TEST_P(
    DatasetContract, a_column_that_follows_from_other_records_is_set_without_history_until_the_record_changes
) {
    put(person("a", first_));
    put(person("b", first_));

    {
        Result<Transaction> transaction = store_->begin();
        ASSERT_TRUE(dataset().set_column("secondary-use", "person", "a", "birth_date", "1950"));
        ASSERT_TRUE(dataset().set_column("direct-care", "person", "b", "birth_date", "1950"));
        ASSERT_TRUE(transaction->commit());
    }
    EXPECT_EQ(rows({"person_id", "birth_date"}), (Lines{"a 1950", "b 2026"}));
    EXPECT_EQ(history("a", {"person_id"}), Lines{});

    put(person("a", second_, "2.50"));
    EXPECT_EQ(rows({"person_id", "birth_date"})[0], "a 2026");
    EXPECT_EQ(history("a", {"birth_date"}), Lines{"1950"});
}

TEST_P(DatasetContract, rows_of_several_entities_come_by_the_text_of_a_column) {
    for (const char* id : {"b", "a", "c"}) {
        put(person(id, first_));
    }
    ReadOptions options;
    options.purpose = "secondary-use";
    Lines seen;

    const auto visited = dataset().visit_grouped(
        {"person", "person"}, "person_id", options,
        [&](std::size_t entity, const auto&, const auto& values) -> Result<void> {
            seen.push_back(values.front().value_or("") + std::to_string(entity));
            return {};
        }
    );

    ASSERT_TRUE(visited);
    EXPECT_EQ(seen, (Lines{"a0", "a1", "b0", "b1", "c0", "c1"}));
}

TEST_P(DatasetContract, counts_of_senders_are_of_what_these_senders_sent) {
    RecordRow others = person("c", first_);
    others.state.sender = "B00002";
    put(person("a", first_));
    put(others);
    others = person("d", first_);
    others.state.sender = "C00003";
    put(others);
    using Counts = std::map<std::string, std::uint64_t>;

    EXPECT_EQ(*dataset().counts_of_senders("secondary-use", {"A00001"}), (Counts{{"person", 1}}));
    EXPECT_EQ(*dataset().counts_of_senders("secondary-use", {"A00001", "B00002"}), (Counts{{"person", 2}}));
    EXPECT_EQ(*dataset().counts_of_senders("secondary-use", {"D00004"}), Counts{});
    EXPECT_EQ(*dataset().counts_of_senders("direct-care", {"A00001"}), Counts{});
}

TEST_P(
    DatasetContract, a_person_is_untold_whose_record_a_receipt_changed_that_does_not_speak_for_its_sender
) {
    Submission packages = submission_of("d3");
    packages.files[0].sender = "A00001";
    RecordRow theirs = person("b", first_);
    theirs.state.sender = "federation";
    put(person("a", first_));
    put(theirs);
    const auto untold = [&] { return dataset().persons_untold("secondary-use", "A00001")->size(); };

    EXPECT_EQ(untold(), 1U);
    EXPECT_TRUE(dataset().persons_untold("secondary-use", "federation")->empty());
    EXPECT_TRUE(dataset().persons_untold("direct-care", "A00001")->empty());
    put(person("a", store_->receipts().accept(packages)->seq));
    EXPECT_EQ(untold(), 0U);
}

TEST_P(DatasetContract, states_can_be_visited_by_verdict) {
    RecordRow held = person("b", first_);
    held.state.verdict = Verdict::held;
    put(held);
    put(person("a", first_));
    const auto visit = [&](std::optional<Verdict> verdict) {
        Lines ids;
        EXPECT_TRUE(dataset().visit_states(
            "secondary-use", "person", verdict,
            [&](const RecordState& state) -> Result<void> {
                ids.push_back(state.record_id);
                return {};
            }
        ));
        return ids;
    };

    EXPECT_EQ(visit(std::nullopt), (Lines{"a", "b"}));
    EXPECT_EQ(visit(Verdict::held), Lines{"b"});
}

TEST_P(DatasetContract, a_visitors_error_ends_the_visit) {
    put(person("a", first_));
    put(person("b", first_));
    int calls = 0;

    const Result<void> visited =
        dataset().visit_rows("person", {}, [&](const auto&, const auto&) -> Result<void> {
            ++calls;
            return Error(ErrorCode::io, "no more");
        });

    ASSERT_FALSE(visited);
    EXPECT_EQ(visited.error().text(), "no more");
    EXPECT_EQ(calls, 1);
}

TEST_P(DatasetContract, a_reopened_store_knows_its_definitions) {
    put(person("a", first_));

    reopen();

    EXPECT_EQ(dataset().tables(), (std::vector<TableSpec>{person_table(), need_table()}));
    EXPECT_EQ(*dataset().version(), "1.0.0");
    EXPECT_EQ(rows({"score"}), Lines{"1.50"});
}

TEST_P(DatasetContract, a_definition_that_has_grown_adds_columns_and_keeps_the_rows) {
    put(person("a", first_));
    TableSpec grown = person_table();
    grown.columns.push_back({"postcode", ColumnType::text, "care", "Postcode", ""});
    grown.columns.push_back({"family_name", ColumnType::text, "identity", "Family name", ""});
    TableSpec need = need_table();
    need.columns.push_back({"note", ColumnType::text, "identity", "Note", ""});

    ASSERT_TRUE(create({grown, need}, "1.1.0"));
    ASSERT_TRUE(create({grown, need}, "1.1.0"));

    EXPECT_EQ(rows({"person_id", "postcode"}), Lines{"a -"});
    RecordRow row = person("a", second_);
    row.values.emplace_back("N1 1AA");
    row.values.emplace_back("Lovelace");
    put(row);
    ReadOptions with_identity;
    with_identity.identity = true;
    EXPECT_EQ(rows({"postcode", "family_name"}, with_identity), Lines{"N1 1AA Lovelace"});
    EXPECT_EQ(history("a", {"postcode", "score"}), Lines{"- 1.50"});
    EXPECT_EQ(*dataset().version(), "1.1.0");
}

TEST_P(DatasetContract, a_definition_that_a_store_cannot_follow_is_refused_and_changes_nothing) {
    TableSpec other_type = person_table();
    other_type.columns[3].type = ColumnType::text;
    TableSpec other_zone = person_table();
    other_zone.columns[1].zone = "care";
    TableSpec other_key = person_table();
    other_key.columns.push_back({"id2", ColumnType::text, "care", "", ""});
    other_key.key = "id2";

    for (const TableSpec& table : {other_type, other_zone, other_key}) {
        const Result<void> created = create({table, need_table()});

        ASSERT_FALSE(created);
        EXPECT_EQ(created.error().code(), ErrorCode::pack);
        EXPECT_EQ(dataset().tables()[0], person_table());
    }
}

TEST_P(DatasetContract, a_value_that_is_not_canonical_is_refused_without_being_named) {
    for (const std::size_t column : {std::size_t{3}, std::size_t{5}}) {
        const Result<Transaction> transaction = store_->begin();
        RecordRow row = person("a", first_);
        row.values[column] = "secret";

        const Result<void> written = dataset().put_record(row);

        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().text().find("secret"), std::string::npos);
    }
}

TEST_P(DatasetContract, an_entity_that_is_none_is_the_callers_mistake) {
    EXPECT_EQ(dataset().visit_rows("nothing", {}, {}).error().code(), ErrorCode::usage);
    EXPECT_EQ(dataset().visit_history("nothing", "a", {}).error().code(), ErrorCode::usage);
}

TEST_P(DatasetContract, a_query_gives_its_rows_with_its_parameters_bound_as_text) {
    put(person("a", first_));
    put(person("b", first_));
    Lines lines;

    const auto done = dataset().query(
        "SELECT person_id AS id, score, NULL AS absence FROM person WHERE person_id = :id OR score = :score "
        "ORDER BY 1",
        {{"id", "a' OR '1'='1"}, {"score", "1.50"}, {"never asked for", "x"}},
        into(lines, {"id", "score", "absence"})
    );

    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(lines, (Lines{"a 1.50 -", "b 1.50 -"}));
}

TEST_P(DatasetContract, a_query_that_does_more_than_read_is_refused) {
    put(person("a", first_));
    const auto refusal = [&](const std::string& sql) {
        Lines lines;
        const auto done = dataset().query(sql, {}, into(lines, {}));
        return done ? std::string("taken")
                    : std::string(done.error().code() == ErrorCode::pack ? "pack" : "other");
    };

    for (const char* sql :
         {"", " -- nothing", "DELETE FROM person", "UPDATE person SET score = '1'", "DROP TABLE person",
          "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM person", "WITH x AS (SELECT 1) DELETE FROM person",
          "PRAGMA journal_mode = DELETE", "ATTACH 'other.db' AS other", "COMMIT", "ROLLBACK", "SAVEPOINT s",
          "PRAGMA foreign_keys = OFF", "SELECT * FROM nowhere", "SELECT :missing", "SELECT ?", "SELEC 1"}) {
        EXPECT_EQ(refusal(sql), "pack") << sql;
    }
    EXPECT_EQ(refusal("SELECT 1;  "), "taken");
    EXPECT_EQ(rows({"person_id"}), (Lines{"a"}));
}

TEST_P(DatasetContract, a_query_ends_with_the_error_of_its_visitor) {
    put(person("a", first_));

    const auto done = dataset().query("SELECT 1", {}, [](const auto&, const auto&) -> Result<void> {
        return Error(ErrorCode::io, "enough");
    });

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), ErrorCode::io);
}

}  // namespace
}  // namespace sluice::store
