
#include "tests/contract/store/store_contract.hpp"

#include <set>

namespace sluice::store {
namespace {

constexpr std::string_view kTable = "emis/Appointment_Slot";

Fact fact_of(std::string_view key, std::string_view person, std::uint64_t hash) {
    Fact fact;
    fact.table = kTable;
    fact.key = key;
    fact.person = person;
    fact.cells = "\x01x";
    fact.layout = 1;
    fact.hash = hash;
    fact.receipt = 1;
    fact.record = 2;
    return fact;
}

class FactsContract : public StoreContract {
  protected:
    void SetUp() override {
        StoreContract::SetUp();
        transaction_ = std::make_unique<Transaction>(*store_->begin());
    }
    void TearDown() override { transaction_.reset(); }

    PutResult put(const Fact& fact) {
        const Result<PutResult> result = facts().put(fact);
        EXPECT_TRUE(result) << result.error().text();
        return result ? *result : PutResult();
    }
    std::vector<std::string> keys_of(std::string_view person) {
        std::vector<std::string> keys;
        for (const StoredFact& fact : *facts().for_person(person)) {
            keys.push_back(std::string(fact.table) + '/' + fact.key);
        }
        return keys;
    }

    std::unique_ptr<Transaction> transaction_;
};
INSTANTIATE_TEST_SUITE_P(Stores, FactsContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(FactsContract, a_fact_comes_back_as_it_was_put) {
    Fact fact = fact_of("k1", "p1", 0xFFFFFFFFFFFFFFFF);
    fact.cells = std::string_view(
        "\x03"
        "a\0b\x00",
        5
    );
    fact.layout = 7;
    fact.file = 3;
    fact.record = 1'000'000;
    fact.byte_offset = std::uint64_t{1} << 40;
    fact.order = {"20261101090000", 42};
    fact.removed = true;
    fact.held = true;

    EXPECT_EQ(put(fact).kind, PutKind::inserted);

    const std::vector<StoredFact> rows = *facts().for_person("p1");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].table, kTable);
    EXPECT_EQ(rows[0].key, "k1");
    EXPECT_EQ(rows[0].person, "p1");
    EXPECT_EQ(rows[0].cells, fact.cells);
    EXPECT_EQ(rows[0].layout, 7);
    EXPECT_EQ(rows[0].hash, fact.hash);
    EXPECT_EQ(rows[0].receipt, 1);
    EXPECT_EQ(rows[0].file, 3U);
    EXPECT_EQ(rows[0].record, 1'000'000U);
    EXPECT_EQ(rows[0].byte_offset, std::uint64_t{1} << 40);
    EXPECT_EQ(rows[0].stamp, "20261101090000");
    EXPECT_EQ(rows[0].sequence, 42);
    EXPECT_TRUE(rows[0].removed && rows[0].held && !rows[0].vacated);
}

TEST_P(FactsContract, the_same_content_is_a_duplicate_in_one_receipt_and_unchanged_in_the_next) {
    put(fact_of("k1", "p1", 5));
    Fact again = fact_of("k1", "p1", 5);
    again.record = 9;
    Fact later = again;
    later.receipt = 2;

    EXPECT_EQ(put(again).kind, PutKind::duplicate);
    EXPECT_EQ(put(later).kind, PutKind::unchanged);

    const StoredFact row = facts().for_person("p1")->at(0);
    EXPECT_EQ(row.receipt, 1);
    EXPECT_EQ(row.record, 2U);
}

TEST_P(FactsContract, other_content_in_a_later_receipt_changes_the_fact_with_its_position) {
    put(fact_of("k1", "p1", 5));
    Fact later = fact_of("k1", "p1", 6);
    later.receipt = 2;
    later.record = 9;
    later.cells = "\x01y";

    EXPECT_EQ(put(later).kind, PutKind::changed);

    const StoredFact row = facts().for_person("p1")->at(0);
    EXPECT_EQ(row.receipt, 2);
    EXPECT_EQ(row.record, 9U);
    EXPECT_EQ(row.cells, "\x01y");
}

TEST_P(FactsContract, in_one_receipt_the_row_that_applies_later_wins_and_the_other_is_named) {
    Fact first = fact_of("k1", "p1", 5);
    first.file = 1;
    first.order = {"", 100};
    Fact newer = fact_of("k1", "p1", 6);
    newer.record = 3;
    newer.order = {"", 200};
    Fact older = fact_of("k1", "p1", 7);
    older.record = 4;
    older.order = {"", 150};
    put(first);

    const PutResult won = put(newer);
    const PutResult lost = put(older);

    EXPECT_EQ(won.kind, PutKind::superseded_existing);
    EXPECT_EQ(won.lost_file, 1U);
    EXPECT_EQ(won.lost_record, 2U);
    EXPECT_EQ(lost.kind, PutKind::superseded_incoming);
    EXPECT_EQ(lost.lost_record, 4U);
    EXPECT_EQ(facts().for_person("p1")->at(0).record, 3U);
}

TEST_P(FactsContract, an_older_row_from_another_receipt_is_stale) {
    Fact fact = fact_of("k1", "p1", 5);
    fact.order = {"20261103000000", 1};
    put(fact);
    Fact older = fact_of("k1", "p1", 6);
    older.receipt = 2;
    older.order = {"20261101000000", 999};

    EXPECT_EQ(put(older).kind, PutKind::stale);

    EXPECT_EQ(facts().for_person("p1")->at(0).hash, 5U);
}

TEST_P(FactsContract, unchanged_content_moves_the_order_on_so_that_what_lies_between_is_stale) {
    Fact fact = fact_of("k1", "p1", 5);
    fact.order = {"20261101000000", 0};
    put(fact);
    fact.receipt = 2;
    fact.order = {"20261103000000", 0};
    EXPECT_EQ(put(fact).kind, PutKind::unchanged);
    Fact between = fact_of("k1", "p1", 6);
    between.receipt = 3;
    between.order = {"20261102000000", 0};

    EXPECT_EQ(put(between).kind, PutKind::stale);
}

TEST_P(FactsContract, a_held_fact_that_comes_again_can_be_released_and_held) {
    Fact fact = fact_of("k1", "p1", 5);
    fact.held = true;
    put(fact);
    fact.held = false;
    fact.receipt = 2;

    const PutResult again = put(fact);

    EXPECT_EQ(again.kind, PutKind::unchanged);
    EXPECT_FALSE(facts().for_person("p1")->at(0).held);
    EXPECT_TRUE(*facts().set_held(kTable, "k1", "p1", true));
    EXPECT_TRUE(facts().for_person("p1")->at(0).held);
    EXPECT_FALSE(*facts().set_held(kTable, "nothing", "p1", true));
}

TEST_P(FactsContract, purposes_do_not_see_each_other) {
    put(fact_of("k1", "p1", 5));

    EXPECT_TRUE(store_->facts("direct-care").for_person("p1")->empty());
    EXPECT_TRUE(store_->facts("direct-care").for_prefix(kTable, "", "p1")->empty());
    EXPECT_TRUE(store_->facts("direct-care").holders(kTable, "k1")->empty());
}

TEST_P(FactsContract, a_persons_rows_come_by_table_name_and_key_whatever_came_first) {
    Fact late_table = fact_of("k2", "p1", 1);
    late_table.table = "emis/Z";
    Fact early_table = fact_of("k9", "p1", 1);
    early_table.table = "emis/A";
    put(late_table);
    put(early_table);
    Fact first_key = early_table;
    first_key.key = "k1";
    put(first_key);
    put(fact_of("k0", "p2", 1));

    EXPECT_EQ(keys_of("p1"), (std::vector<std::string>{"emis/A/k1", "emis/A/k9", "emis/Z/k2"}));
    EXPECT_TRUE(keys_of("nobody").empty());
}

TEST_P(FactsContract, a_prefix_finds_whole_key_parts_only) {
    for (const char* key : {"s1", "s1\x1fu1", "s1\x1fu2", "s1\x01x", "s10\x1fu1", "s2"}) {
        put(fact_of(key, "", 1));
    }
    put(fact_of("s1", "p1", 1));

    const auto keys = [&](std::string_view prefix) {
        std::vector<std::string> found;
        for (const StoredFact& fact : *facts().for_prefix(kTable, prefix)) {
            found.push_back(fact.key);
        }
        return found;
    };

    EXPECT_EQ(keys("s1"), (std::vector<std::string>{"s1", "s1\x1fu1", "s1\x1fu2"}));
    EXPECT_EQ(keys("s1\x1fu2"), (std::vector<std::string>{"s1\x1fu2"}));
    EXPECT_EQ(keys("").size(), 6U);
    EXPECT_TRUE(keys("s").empty());
    EXPECT_EQ(facts().for_prefix(kTable, "s1", "p1")->size(), 1U);
    EXPECT_TRUE(facts().for_prefix("emis/Unknown", "s1")->empty());
}

TEST_P(FactsContract, a_moved_row_is_vacated_for_the_person_who_had_it) {
    Fact fact = fact_of("slot", "p1", 5);
    fact.moves = true;
    put(fact);

    const Result<MoveResult> moved = facts().move(kTable, "slot", "p2", {"20261102000000", 0});
    const Result<MoveResult> again = facts().move(kTable, "slot", "p2", {"20261102000000", 0});

    ASSERT_TRUE(moved && again);
    EXPECT_FALSE(moved->stale);
    EXPECT_EQ(moved->vacated, std::vector<std::string>{"p1"});
    EXPECT_TRUE(again->vacated.empty());
    EXPECT_TRUE(facts().for_person("p1")->at(0).vacated);
    fact.person = "p2";
    put(fact);
    EXPECT_EQ(*facts().holders(kTable, "slot"), (std::vector<std::string>{"p1", "p2"}));
    EXPECT_FALSE(facts().for_person("p2")->at(0).vacated);
}

TEST_P(FactsContract, a_move_to_nobody_vacates_everyone_and_a_return_takes_the_row_up_again) {
    Fact fact = fact_of("slot", "p1", 5);
    fact.moves = true;
    fact.order.stamp = "20261101000000";
    put(fact);

    EXPECT_EQ(
        facts().move(kTable, "slot", "", {"20261102000000", 0})->vacated, std::vector<std::string>{"p1"}
    );
    fact.receipt = 2;
    EXPECT_EQ(put(fact).kind, PutKind::stale);
    fact.order.stamp = "20261103000000";
    EXPECT_EQ(put(fact).kind, PutKind::changed);

    EXPECT_FALSE(facts().for_person("p1")->at(0).vacated);
}

TEST_P(FactsContract, a_move_that_applies_before_what_is_stored_is_stale) {
    Fact fact = fact_of("slot", "p2", 5);
    fact.moves = true;
    fact.order.stamp = "20261103000000";
    put(fact);

    const Result<MoveResult> moved = facts().move(kTable, "slot", "p1", {"20261102000000", 0});

    ASSERT_TRUE(moved);
    EXPECT_TRUE(moved->stale);
    EXPECT_FALSE(facts().for_person("p2")->at(0).vacated);
}

TEST_P(FactsContract, a_removed_fact_is_gone_and_an_older_row_does_not_bring_it_back) {
    Fact fact = fact_of("k1", "p1", 5);
    fact.order.stamp = "20261101000000";
    put(fact);

    EXPECT_EQ(*facts().remove(kTable, "k1", "p1", {"20261102000000", 0}), RemoveKind::removed);
    EXPECT_EQ(*facts().remove(kTable, "k1", "p1", {"20261102000000", 0}), RemoveKind::absent);

    EXPECT_TRUE(facts().for_person("p1")->empty());
    EXPECT_TRUE(facts().persons("", "", 10)->empty());
    fact.receipt = 2;
    EXPECT_EQ(put(fact).kind, PutKind::stale);
    fact.order.stamp = "20261103000000";
    EXPECT_EQ(put(fact).kind, PutKind::inserted);
    EXPECT_EQ(facts().for_person("p1")->at(0).cells, "\x01x");
}

TEST_P(FactsContract, a_removal_that_applies_before_what_is_stored_is_stale) {
    Fact fact = fact_of("k1", "p1", 5);
    fact.order.stamp = "20261103000000";
    put(fact);

    EXPECT_EQ(*facts().remove(kTable, "k1", "p1", {"20261102000000", 0}), RemoveKind::stale);
    EXPECT_EQ(*facts().remove(kTable, "k2", "p1", {"20261104000000", 0}), RemoveKind::absent);

    EXPECT_EQ(facts().for_person("p1")->size(), 1U);
}

TEST_P(FactsContract, purging_a_person_leaves_nothing_and_nobody_else_is_touched) {
    Fact slot = fact_of("slot", "p1", 5);
    slot.moves = true;
    put(slot);
    put(fact_of("k1", "p1", 5));
    put(fact_of("k1", "p2", 5));
    ASSERT_TRUE(links().set_link_value("p1", "nhs-number", "9990000018"));
    ASSERT_TRUE(links().replace_links("p1", {{"emis/Code", "c1"}}));

    EXPECT_EQ(*facts().purge_person("p1"), 2U);

    EXPECT_TRUE(facts().for_person("p1")->empty());
    EXPECT_TRUE(facts().holders(kTable, "slot")->empty());
    EXPECT_TRUE(links().persons_with("nhs-number", "9990000018")->empty());
    EXPECT_TRUE(links().persons_linked_to("emis/Code", "c1")->empty());
    EXPECT_EQ(*facts().persons("", "", 10), std::vector<std::string>{"p2"});
    EXPECT_EQ(*facts().purge_person("p1"), 0U);
    EXPECT_EQ(put(fact_of("k1", "p1", 5)).kind, PutKind::inserted);
    EXPECT_FALSE(facts().purge_person(""));
}

TEST_P(FactsContract, other_columns_of_the_same_row_change_the_fact) {
    Fact fact = fact_of("k", "p", 1);
    put(fact);
    fact.receipt = 2;
    fact.layout = 2;

    EXPECT_EQ(put(fact).kind, PutKind::changed);
    EXPECT_EQ(facts().for_person("p")->at(0).layout, 2);
}

TEST_P(FactsContract, keys_of_persons_rows_are_visited_but_not_those_that_are_gone_or_shared) {
    put(fact_of("k1", "p1", 1));
    put(fact_of("k2", "p2", 1));
    put(fact_of("k3", "p2", 1));
    put(fact_of("k4", "", 1));
    ASSERT_TRUE(facts().remove(kTable, "k3", "p2", {}));
    std::set<std::string> keys;

    ASSERT_TRUE(facts().visit_keys([&](std::string_view table, std::string_view key) {
        keys.insert(std::string(table) + "/" + std::string(key));
    }));

    EXPECT_EQ(keys, (std::set<std::string>{"emis/Appointment_Slot/k1", "emis/Appointment_Slot/k2"}));
}

TEST_P(FactsContract, persons_are_listed_in_pages) {
    for (const char* person : {"b", "a", "c", ""}) {
        put(fact_of("k1", person, 5));
    }

    EXPECT_EQ(*facts().persons("", "", 2), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(*facts().persons("", "b", 2), std::vector<std::string>{"c"});
}

TEST_P(FactsContract, persons_are_listed_by_how_they_begin) {
    for (const char* person : {"a/1", "a/2", "a0", "b/1"}) {
        put(fact_of("k1", person, 5));
    }

    EXPECT_EQ(*facts().persons("a/", "", 9), (std::vector<std::string>{"a/1", "a/2"}));
    EXPECT_EQ(*facts().persons("a/", "a/1", 9), std::vector<std::string>{"a/2"});
    EXPECT_TRUE(facts().persons("c/", "", 9)->empty());
}

TEST_P(FactsContract, a_layout_is_known_by_its_columns) {
    const std::vector<std::string> columns = {"Guid", "", "Name"};

    const std::int32_t id = *facts().layout_id(columns);
    const std::int32_t other = *facts().layout_id({"Guid", "Name"});

    EXPECT_EQ(*facts().layout_id(columns), id);
    EXPECT_NE(other, id);
    ASSERT_TRUE(transaction_->commit());
    reopen();
    EXPECT_EQ(**facts().layout(id), columns);
    EXPECT_FALSE(facts().layout(99));
}

}  // namespace
}  // namespace sluice::store
