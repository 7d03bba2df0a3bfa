#include "tests/contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace sluice::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CollectedContract : public StoreContract {
  protected:
    const CollectedField gender_{"emis", "A81001", "person", "gender"};
    const CollectedField method_{"emis", "A81001", "referral", "method"};
};
INSTANTIATE_TEST_SUITE_P(Stores, CollectedContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(CollectedContract, keeps_what_was_noted_and_says_what_is_new) {
    Result<Transaction> transaction = store_->begin();

    EXPECT_TRUE(*store_->collected().note("secondary-use", method_));
    EXPECT_TRUE(*store_->collected().note("secondary-use", gender_));
    EXPECT_FALSE(*store_->collected().note("secondary-use", gender_));
    ASSERT_TRUE(transaction->commit());
    reopen();

    EXPECT_THAT(*store_->collected().fields("secondary-use"), ElementsAre(gender_, method_));
}

TEST_P(CollectedContract, keeps_purposes_apart_and_tells_all_of_them_once) {
    Result<Transaction> transaction = store_->begin();
    ASSERT_TRUE(store_->collected().note("secondary-use", gender_));
    ASSERT_TRUE(store_->collected().note("direct-care", gender_));

    EXPECT_THAT(*store_->collected().fields("research"), IsEmpty());
    EXPECT_THAT(*store_->collected().fields(""), ElementsAre(gender_));
}

TEST_P(CollectedContract, notes_nothing_outside_a_transaction) {
    EXPECT_FALSE(store_->collected().note("secondary-use", gender_));
}

}  // namespace
}  // namespace sluice::store
