#include "tests/contract/store/store_contract.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace sluice::store {
namespace {

TableSpec need_table() {
    return {"need", "Need", {{"need_id", ColumnType::text, "secondary", "Id", ""}}, "need_id"};
}

class TransactionContract : public StoreContract {
  protected:
    // Something of everything that a publication writes.
    static Result<void> write_all(Store& store, std::int64_t receipt) {
        SLUICE_TRY(store.dataset().create_tables({need_table()}, "1"));
        Fact fact;
        fact.table = "emis/Obs";
        fact.key = "k1";
        fact.person = "p1";
        fact.receipt = receipt;
        SLUICE_ASSIGN(fact.layout, store.facts("secondary-use").layout_id({"A"}));
        SLUICE_TRY(store.facts("secondary-use").put(fact));
        SLUICE_TRY(store.links("secondary-use").touch("p1"));
        SLUICE_TRY(store.links("secondary-use").set_link_value("p1", "nhs-number", "1"));
        SLUICE_TRY(store.set_mark("stamp", "20261101"));
        RecordRow row;
        row.state = {"secondary-use", "need", "n1", "p1", Verdict::accepted, "h", receipt, "[]", "[]", ""};
        row.values = {"n1"};
        SLUICE_TRY(store.dataset().put_record(row));
        SLUICE_TRY(store.receipts().add_issue(receipt, {"ROW-001", Severity::error, {}, "", "", ""}));
        ReceiptResult result;
        result.status = kProcessed;
        return store.receipts().publish(receipt, result);
    }
    static Result<void> publish(Store& store, std::int64_t receipt) {
        SLUICE_ASSIGN(Transaction transaction, store.begin());
        SLUICE_TRY(write_all(store, receipt));
        return transaction.commit();
    }
    void expect_nothing_of_it(std::int64_t receipt) {
        EXPECT_EQ((*store_->receipts().receipt(receipt))->status, kReceived);
        EXPECT_TRUE(facts().for_person("p1")->empty());
        EXPECT_TRUE(links().persons_with("nhs-number", "1")->empty());
        EXPECT_FALSE(*store_->mark("stamp"));
        EXPECT_TRUE(dataset().tables().empty());
        EXPECT_TRUE(dataset().states_of("secondary-use", "p1")->empty());
        int issues = 0;
        ASSERT_TRUE(store_->receipts().visit_issues(receipt, [&](const ReceiptIssue&) -> Result<void> {
            ++issues;
            return {};
        }));
        EXPECT_EQ(issues, 0);
    }
    // Runs `work` in a child process with a store of its own; the child's exit code.
    template <class Work>
    int in_child(Work work) {
        store_.reset();
        const pid_t child = ::fork();
        if (child == 0) {
            ::_exit(work());
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, TransactionContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(TransactionContract, a_commit_is_there_for_the_next_process) {
    const std::int64_t receipt = accept("d1");

    ASSERT_TRUE(publish(*store_, receipt));
    reopen();

    EXPECT_EQ((*store_->receipts().receipt(receipt))->status, kProcessed);
    EXPECT_EQ(facts().for_person("p1")->size(), 1U);
    EXPECT_EQ(**store_->mark("stamp"), "20261101");
    EXPECT_EQ(dataset().counts_of_senders("secondary-use", {""})->at("need"), 1U);
}

TEST_P(TransactionContract, rolling_back_leaves_nothing_and_the_work_can_be_done_again) {
    const std::int64_t receipt = accept("d1");
    {
        const Result<Transaction> transaction = store_->begin();
        ASSERT_TRUE(write_all(*store_, receipt));
    }

    expect_nothing_of_it(receipt);
    ASSERT_TRUE(publish(*store_, receipt));
    EXPECT_EQ(facts().for_person("p1")->size(), 1U);
}

TEST_P(TransactionContract, names_numbered_in_a_rolled_back_transaction_are_not_mixed_up) {
    const auto put = [&](std::string_view table, std::string_view person, const std::string& column) {
        Fact fact;
        fact.table = table;
        fact.key = "k";
        fact.person = person;
        fact.layout = *facts().layout_id({column});
        return facts().put(fact).has_value();
    };
    {
        const Result<Transaction> transaction = store_->begin();
        ASSERT_TRUE(put("emis/A", "p1", "ColumnA"));
        ASSERT_EQ(facts().for_person("p1")->at(0).table, "emis/A");
    }

    Result<Transaction> transaction = store_->begin();
    ASSERT_TRUE(put("emis/B", "p2", "ColumnB"));
    ASSERT_TRUE(put("emis/A", "p1", "ColumnA"));
    ASSERT_TRUE(transaction->commit());

    const StoredFact fact = facts().for_person("p2")->at(0);
    EXPECT_EQ(fact.table, "emis/B");
    EXPECT_EQ(**facts().layout(fact.layout), std::vector<std::string>{"ColumnB"});
    EXPECT_EQ(facts().for_person("p1")->at(0).table, "emis/A");
}

TEST_P(TransactionContract, a_process_that_dies_before_its_commit_leaves_the_state_before) {
    const std::int64_t receipt = accept("d1");

    const int code = in_child([&] {
        FaultHooks hooks;
        hooks.before_commit = []() -> Result<void> { ::_exit(9); };
        Result<StorePtr> store = another(hooks);
        return store && publish(**store, receipt) ? 0 : 1;
    });

    ASSERT_EQ(code, 9);
    reopen();
    expect_nothing_of_it(receipt);
    EXPECT_TRUE(publish(*store_, receipt));
}

TEST_P(TransactionContract, a_process_that_dies_between_any_two_writes_leaves_the_state_before) {
    const std::int64_t receipt = accept("d1");

    for (std::uint64_t deadly = 1; deadly <= 12; ++deadly) {
        const int code = in_child([&] {
            FaultHooks hooks;
            hooks.after_write = [&](std::uint64_t writes) -> Result<void> {
                if (writes == deadly) {
                    ::_exit(9);
                }
                return {};
            };
            Result<StorePtr> store = another(hooks);
            return store && publish(**store, receipt) ? 0 : 1;
        });

        ASSERT_EQ(code, 9) << "write " << deadly;
        reopen();
        expect_nothing_of_it(receipt);
    }
}

TEST_P(TransactionContract, a_failure_before_the_commit_rolls_back) {
    const std::int64_t receipt = accept("d1");
    FaultHooks hooks;
    hooks.before_commit = [] { return Result<void>(Error(ErrorCode::io, "the cable was pulled")); };
    reopen(hooks);

    const Result<void> published = publish(*store_, receipt);

    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().text(), "the cable was pulled");
    expect_nothing_of_it(receipt);
}

TEST_P(TransactionContract, a_receipt_whose_commit_fails_is_not_given) {
    FaultHooks hooks;
    hooks.before_commit = [] { return Result<void>(Error(ErrorCode::io, "the cable was pulled")); };
    reopen(hooks);

    EXPECT_FALSE(store_->receipts().accept(submission_of("d1")));

    reopen();
    EXPECT_TRUE(store_->receipts().receipts()->empty());
}

TEST_P(TransactionContract, a_second_writer_is_told_that_the_store_is_busy_and_readers_see_the_state_before) {
    const std::int64_t receipt = accept("d1");
    Result<StorePtr> other = another();
    ASSERT_TRUE(other);
    Result<Transaction> transaction = store_->begin();
    ASSERT_TRUE(write_all(*store_, receipt));

    const Result<Transaction> second = (*other)->begin();

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), ErrorCode::io);
    EXPECT_NE(second.error().text().find("the store is busy"), std::string::npos);
    EXPECT_EQ((*(*other)->receipts().receipt(receipt))->status, kReceived);
    ASSERT_TRUE(transaction->commit());
    EXPECT_EQ((*(*other)->receipts().receipt(receipt))->status, kProcessed);
    EXPECT_TRUE((*other)->begin());
}

TEST_P(TransactionContract, writing_outside_a_transaction_is_refused) {
    const std::int64_t receipt = accept("d1");
    ReceiptResult result;
    result.status = kProcessed;
    Fact fact;
    fact.table = "emis/Obs";

    EXPECT_FALSE(store_->receipts().publish(receipt, result));
    EXPECT_FALSE(facts().put(fact));
    EXPECT_FALSE(links().touch("p1"));
    EXPECT_FALSE(store_->set_mark("a", "b"));
    EXPECT_FALSE(dataset().create_tables({need_table()}, "1"));
}

TEST_P(TransactionContract, transactions_do_not_nest_and_end_once) {
    Result<Transaction> transaction = store_->begin();

    EXPECT_FALSE(store_->begin());
    EXPECT_FALSE(store_->receipts().accept(submission_of("d1")));
    EXPECT_TRUE(transaction->commit());
    EXPECT_FALSE(transaction->commit());
    EXPECT_TRUE(store_->begin());
}

TEST_P(TransactionContract, a_mark_has_the_value_set_last) {
    Result<Transaction> transaction = store_->begin();
    ASSERT_TRUE(store_->set_mark("stamp/a", "1"));
    ASSERT_TRUE(store_->set_mark("stamp/a", "2"));
    ASSERT_TRUE(transaction->commit());

    EXPECT_EQ(**store_->mark("stamp/a"), "2");
    EXPECT_FALSE(*store_->mark("stamp/b"));
}

}  // namespace
}  // namespace sluice::store
