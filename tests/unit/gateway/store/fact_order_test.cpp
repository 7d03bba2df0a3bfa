#include "gateway/store/facts.hpp"

#include <gtest/gtest.h>

namespace sluice::store {
namespace {

TEST(FactOrder, compares_stamps_first_and_sequences_where_stamps_do_not_decide) {
    const struct {
        FactOrder a;
        FactOrder b;
        int expected;
    } cases[] = {
        {{"20261101", 9}, {"20261102", 1}, -1},
        {{"20261102", 1}, {"20261101", 9}, 1},
        {{"20261101", 1}, {"20261101", 2}, -1},
        {{"20261101", 2}, {"20261101", 1}, 1},
        {{"20261101", 2}, {"20261101", 2}, 0},
        {{"", 1}, {"20261101", 2}, -1},
        {{"20261101", 0}, {"20261101", 2}, 0},
        {{"20261101", 2}, {"", 0}, 0},
        {{"", 0}, {"", 0}, 0},
    };

    for (const auto& [a, b, expected] : cases) {
        EXPECT_EQ(compare(a, b), expected)
            << a.stamp << ' ' << a.sequence << " / " << b.stamp << ' ' << b.sequence;
    }
}

struct JudgeCase {
    const char* what;
    FactState stored;
    Fact incoming;
    PutKind expected;
};

// A row of receipt 1, file 0, record 2 with content 5 at sequence 10, changed by each case.
FactState stored_row() {
    FactState state;
    state.receipt = 1;
    state.record = 2;
    state.hash = 5;
    state.order.sequence = 10;
    return state;
}

Fact incoming_row(std::int64_t receipt, std::uint64_t record, std::uint64_t hash, std::int64_t sequence) {
    Fact fact;
    fact.receipt = receipt;
    fact.record = record;
    fact.hash = hash;
    fact.order.sequence = sequence;
    return fact;
}

TEST(Judge, decides_which_of_two_rows_counts) {
    FactState gone = stored_row();
    gone.gone = true;
    FactState vacated = stored_row();
    vacated.vacated = true;
    Fact left_scope = incoming_row(2, 9, 5, 10);
    left_scope.removed = true;
    const JudgeCase cases[] = {
        {"same receipt, same content", stored_row(), incoming_row(1, 3, 5, 10), PutKind::duplicate},
        {"same receipt, same content, applies earlier", stored_row(), incoming_row(1, 3, 5, 9),
         PutKind::duplicate},
        {"same receipt, later", stored_row(), incoming_row(1, 3, 6, 11), PutKind::superseded_existing},
        {"same receipt, same order: the last one read", stored_row(), incoming_row(1, 3, 6, 10),
         PutKind::superseded_existing},
        {"same receipt, earlier", stored_row(), incoming_row(1, 3, 6, 9), PutKind::superseded_incoming},
        {"the very row again", stored_row(), incoming_row(1, 2, 5, 10), PutKind::unchanged},
        {"other receipt, same content", stored_row(), incoming_row(2, 9, 5, 10), PutKind::unchanged},
        {"other receipt, other content", stored_row(), incoming_row(2, 9, 6, 10), PutKind::changed},
        {"other receipt, earlier", stored_row(), incoming_row(2, 9, 6, 9), PutKind::stale},
        {"other receipt, same content, earlier", stored_row(), incoming_row(2, 9, 5, 9), PutKind::stale},
        {"left the scope", stored_row(), left_scope, PutKind::changed},
        {"came back to the person", vacated, incoming_row(2, 9, 5, 11), PutKind::changed},
        {"removed, comes again later", gone, incoming_row(2, 9, 5, 11), PutKind::inserted},
        {"removed, sent late", gone, incoming_row(2, 9, 5, 9), PutKind::stale},
    };

    for (const JudgeCase& test : cases) {
        EXPECT_EQ(judge(test.stored, test.incoming), test.expected) << test.what;
    }
}

}  // namespace
}  // namespace sluice::store
