#include "tests/contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace sluice::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FormsContract : public StoreContract {
  protected:
    // Of a submission of that day; the receipts are numbered from 1.
    std::int64_t received(const std::string& as_of) {
        Submission submission;
        submission.sender = "F84001";
        submission.purpose = "secondary-use";
        submission.as_of = as_of;
        submission.received_at = as_of + "T00:00:00Z";
        submission.files = {{"list.csv", as_of, 1}};
        return store_->receipts().accept(submission)->seq;
    }
    void note(std::int64_t receipt, const std::string& fingerprint) {
        auto transaction = store_->begin();
        ASSERT_TRUE(store_->forms().note({key_, fingerprint, "8", {"Date", "Value"}, receipt}));
        ASSERT_TRUE(transaction->commit());
    }
    std::vector<std::string> before(std::int64_t receipt) {
        std::vector<std::string> out;
        for (const auto& form : *store_->forms().before(key_, receipt)) {
            out.push_back(form.fingerprint);
        }
        return out;
    }

    const FormKey key_{"F84001", "F84002", "emis-report", "entry_list", "referrals"};
};
INSTANTIATE_TEST_SUITE_P(Stores, FormsContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(FormsContract, keeps_what_was_noted_with_the_day_of_its_submission) {
    note(received("2026-10-01"), "a");
    reopen();

    const auto all = store_->forms().all();

    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().key, key_);
    EXPECT_EQ(all->front().version, "8");
    EXPECT_THAT(all->front().columns, ElementsAre("Date", "Value"));
    EXPECT_EQ(all->front().as_of, "2026-10-01");
}

TEST_P(FormsContract, tells_the_forms_of_the_last_receipt_before_one) {
    const auto first = received("2026-10-01");
    const auto second = received("2026-10-02");
    const auto third = received("2026-10-03");
    note(first, "a");
    note(second, "b");
    note(second, "c");
    note(second, "c");
    note(third, "d");

    EXPECT_THAT(before(first), IsEmpty());
    EXPECT_THAT(before(second), ElementsAre("a"));
    EXPECT_THAT(before(third), ElementsAre("b", "c"));
}

TEST_P(FormsContract, notes_nothing_outside_a_transaction) {
    EXPECT_FALSE(store_->forms().note({key_, "a", "", {}, received("2026-10-01")}));
}

}  // namespace
}  // namespace sluice::store
