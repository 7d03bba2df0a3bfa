
#include "tests/contract/store/store_contract.hpp"

namespace sluice::store {
namespace {

using Persons = std::vector<std::string>;

class LinksContract : public StoreContract {
  protected:
    void SetUp() override {
        StoreContract::SetUp();
        transaction_ = std::make_unique<Transaction>(*store_->begin());
    }
    void TearDown() override { transaction_.reset(); }
    Persons linked(std::string_view key) { return *links().persons_linked_to("emis/Session", key); }

    std::unique_ptr<Transaction> transaction_;
};
INSTANTIATE_TEST_SUITE_P(Stores, LinksContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(LinksContract, persons_are_found_by_the_shared_rows_that_they_used) {
    ASSERT_TRUE(
        links().replace_links("p2", {{"emis/Session", "s1"}, {"emis/Session", "s1"}, {"emis/Code", "s2"}})
    );
    ASSERT_TRUE(links().replace_links("p1", {{"emis/Session", "s1"}}));

    EXPECT_EQ(linked("s1"), (Persons{"p1", "p2"}));
    EXPECT_EQ(linked("s2"), Persons{});
    EXPECT_EQ(*links().persons_linked_to("emis/Code", "s2"), Persons{"p2"});
    EXPECT_TRUE(store_->links("direct-care").persons_linked_to("emis/Session", "s1")->empty());
}

TEST_P(LinksContract, a_link_to_the_first_part_of_a_key_sees_all_rows_that_begin_with_it) {
    ASSERT_TRUE(links().replace_links("p1", {{"emis/Session", "s1"}}));
    ASSERT_TRUE(links().replace_links("p2", {{"emis/Session", "s1\x1fu1"}}));

    EXPECT_EQ(linked("s1\x1fu1"), (Persons{"p1", "p2"}));
    EXPECT_EQ(linked("s1\x1fu2"), Persons{"p1"});
    EXPECT_EQ(linked("s1"), Persons{"p1"});
}

TEST_P(LinksContract, replace_links_forgets_the_earlier_ones) {
    ASSERT_TRUE(links().replace_links("p1", {{"emis/Session", "s1"}, {"emis/Session", "s2"}}));

    ASSERT_TRUE(links().replace_links("p1", {{"emis/Session", "s2"}, {"emis/Session", "s3"}}));

    EXPECT_EQ(linked("s1"), Persons{});
    EXPECT_EQ(linked("s2"), Persons{"p1"});
    EXPECT_EQ(linked("s3"), Persons{"p1"});
    ASSERT_TRUE(links().replace_links("p1", {}));
    EXPECT_EQ(linked("s2"), Persons{});
}

TEST_P(LinksContract, persons_are_found_by_the_value_that_they_have_now) {
    ASSERT_TRUE(links().set_link_value("p2", "nhs-number", "1"));
    ASSERT_TRUE(links().set_link_value("p1", "nhs-number", "1"));
    ASSERT_TRUE(links().set_link_value("p1", "pseudonym", "2"));

    EXPECT_EQ(*links().persons_with("nhs-number", "1"), (Persons{"p1", "p2"}));
    ASSERT_TRUE(links().set_link_value("p1", "nhs-number", "2"));
    EXPECT_EQ(*links().persons_with("nhs-number", "1"), Persons{"p2"});
    EXPECT_EQ(*links().persons_with("nhs-number", "2"), Persons{"p1"});
    ASSERT_TRUE(links().set_link_value("p2", "nhs-number", ""));
    EXPECT_EQ(*links().persons_with("nhs-number", "1"), Persons{});
    EXPECT_EQ(*links().persons_with("pseudonym", "2"), Persons{"p1"});
}

TEST_P(LinksContract, touched_persons_come_once_each_in_order_and_in_pages) {
    for (const char* person : {"c", "a", "c", "b", "a"}) {
        ASSERT_TRUE(links().touch(person));
    }

    EXPECT_EQ(*links().touched_count(""), 3U);
    EXPECT_EQ(*links().touched("", "", 2), (Persons{"a", "b"}));
    EXPECT_EQ(*links().touched("", "b", 2), Persons{"c"});
    EXPECT_EQ(*store_->links("direct-care").touched_count(""), 0U);
}

TEST_P(LinksContract, touched_persons_are_told_apart_by_their_system) {
    for (const char* person : {"emis/2", "emis/1", "emis2/1", "tpp/1", "a/1"}) {
        ASSERT_TRUE(links().touch(person));
    }

    EXPECT_EQ(*links().touched_count("emis/"), 2U);
    EXPECT_EQ(*links().touched("emis/", "", 9), (Persons{"emis/1", "emis/2"}));
    EXPECT_EQ(*links().touched("emis/", "emis/1", 9), Persons{"emis/2"});
    EXPECT_EQ(*links().touched("none/", "", 9), Persons{});
    EXPECT_EQ(*links().touched_count(""), 5U);
}

TEST_P(LinksContract, a_new_transaction_has_touched_nobody) {
    ASSERT_TRUE(links().touch("a"));
    ASSERT_TRUE(transaction_->commit());

    transaction_ = std::make_unique<Transaction>(*store_->begin());

    EXPECT_EQ(*links().touched_count(""), 0U);
    ASSERT_TRUE(links().touch("a"));
    EXPECT_EQ(*links().touched_count(""), 1U);
}

TEST_P(LinksContract, touch_all_takes_everyone_who_has_a_fact) {
    Fact fact;
    fact.table = "emis/Admin_Patient";
    fact.key = "k1";
    for (const char* person : {"b", "a", ""}) {
        fact.person = person;
        ASSERT_TRUE(facts().put(fact));
    }
    ASSERT_TRUE(facts().remove(fact.table, "k1", "b", {}));

    ASSERT_TRUE(links().touch_all());

    EXPECT_EQ(*links().touched("", "", 10), Persons{"a"});
}

}  // namespace
}  // namespace sluice::store
