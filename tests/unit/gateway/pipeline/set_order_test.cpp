#include "gateway/pipeline/set_order.hpp"

#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

class SetOrderTest : public testing::Test {
  protected:
    SetOrderTest() : store_(store::open_sqlite(folder_ / "data").value()) {}

    enum class Mode { bulk, delta, unsaid };
    static FileSet set(std::uint64_t first, std::uint64_t last, Mode mode, std::uint64_t made) {
        FileSet out;
        out.system = &tests::repository_program().system();
        out.agreement = "a";
        out.stamp = std::to_string(20260101000000 + made);
        out.is_bulk = mode == Mode::bulk;
        out.is_delta = mode == Mode::delta;
        out.numbers = std::pair(first, last);
        return out;
    }
    static FileSet bulk(std::uint64_t number) { return set(number, number, Mode::bulk, number); }
    static FileSet delta(std::uint64_t number) { return set(number, number, Mode::delta, number); }
    static FileSet merged(std::uint64_t first, std::uint64_t last) {
        return set(first, last, Mode::unsaid, first);
    }

    void apply(const FileSet& set) {
        auto transaction = store_->begin().value();
        ASSERT_TRUE(SetOrder::load(*store_, "p", set).value().note(*store_, set));
        ASSERT_TRUE(transaction.commit());
    }
    // "" where nothing is; "95049?" where it may be that nothing is.
    std::string missing(const FileSet& set) {
        const auto found = SetOrder::load(*store_, "p", set).value().missing_before(set);
        return found ? found->sets + (found->known ? "" : "?") : "";
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
};

TEST_F(SetOrderTest, misses_the_full_extract_before_a_difference) {
    EXPECT_EQ(missing(delta(8)), "bulk");
    EXPECT_EQ(missing(bulk(8)), "");
    apply(bulk(8));
    EXPECT_EQ(missing(delta(7)), "bulk");
    EXPECT_EQ(missing(delta(9)), "");
}

TEST_F(SetOrderTest, knows_a_gap_only_where_numbers_have_run_one_by_one_since_the_last_full_extract) {
    apply(bulk(8));
    EXPECT_EQ(missing(delta(10)), "9?");
    apply(delta(9));
    EXPECT_EQ(missing(delta(10)), "");
    EXPECT_EQ(missing(delta(13)), "10-12");
    apply(delta(13));
    EXPECT_EQ(missing(delta(14)), "");
    EXPECT_EQ(missing(delta(16)), "14-15?");
    apply(bulk(20));
    EXPECT_EQ(missing(delta(23)), "21-22?");
    apply(delta(21));
    EXPECT_EQ(missing(delta(23)), "22");
    EXPECT_EQ(missing(bulk(30)), "");
}

TEST_F(SetOrderTest, follows_the_ranges_of_runs_that_were_merged) {
    apply(merged(291, 295));
    EXPECT_EQ(missing(merged(296, 296)), "");
    apply(merged(296, 299));
    EXPECT_EQ(missing(merged(304, 310)), "300-303");
    EXPECT_EQ(missing(merged(280, 290)), "");  // may be the full extract: its name does not tell
}

TEST_F(SetOrderTest, lets_a_supplier_count_anew) {
    apply(bulk(95047));
    apply(delta(95048));

    EXPECT_EQ(missing(set(3, 3, Mode::delta, 95049)), "");
}

TEST_F(SetOrderTest, is_late_before_what_was_applied) {
    const auto order = [&](const FileSet& set) { return SetOrder::load(*store_, "p", set).value(); };
    EXPECT_FALSE(order(delta(9)).is_late(delta(9)));
    apply(bulk(9));
    EXPECT_TRUE(order(delta(8)).is_late(delta(8)));
    EXPECT_FALSE(order(bulk(9)).is_late(bulk(9)));
    auto other = delta(8);
    other.agreement = "b";
    EXPECT_FALSE(order(other).is_late(other));
}

}  // namespace
}  // namespace sluice::pipeline
