#include "gateway/store/receipt.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::store {
namespace {

TEST(SubmissionDigest, does_not_depend_on_order_or_folders) {
    const std::string folder = submission_digest({{"in/b.csv", "2", 9}, {"in/a.csv", "1", 9}});
    const std::string zip = submission_digest({{"a.csv", "1", 0}, {"deep\\er\\b.csv", "2", 0}});

    EXPECT_EQ(folder, zip);
    EXPECT_EQ(folder.size(), 64U);
}

TEST(SubmissionDigest, depends_on_names_and_contents) {
    const std::set<std::string> digests = {
        submission_digest({{"a.csv", "1", 0}}), submission_digest({{"b.csv", "1", 0}}),
        submission_digest({{"a.csv", "2", 0}}), submission_digest({{"a.csv", "1", 0}, {"a.csv", "1", 0}})};

    EXPECT_EQ(digests.size(), 4U);
}

TEST(ReceiptId, is_the_same_for_the_same_submission_and_has_groups_of_four) {
    const std::string id = make_receipt_id("sender", "s1", "d1", 8);

    EXPECT_EQ(make_receipt_id("sender", "s1", "d1", 8), id);
    EXPECT_EQ(id.size(), std::string("SLU-7K3M-9QXD-2").size());
    EXPECT_EQ(id.substr(0, 4), "SLU-");
    EXPECT_EQ(id[8], '-');
    EXPECT_EQ(id[13], '-');
    EXPECT_EQ(make_receipt_id("sender", "s1", "d1", 12).size(), id.size() + 5);
}

TEST(ReceiptId, differs_where_sender_submission_or_digest_do) {
    const std::set<std::string> ids = {
        make_receipt_id("a", "bc", "d", 8), make_receipt_id("ab", "c", "d", 8),
        make_receipt_id("a", "bc", "e", 8), make_receipt_id("b", "bc", "d", 8)};

    EXPECT_EQ(ids.size(), 4U);
}

TEST(ReceiptId, has_letters_and_digits_only_and_is_read_back) {
    for (int number = 0; number < 2000; ++number) {
        const std::string id =
            make_receipt_id("sender", std::to_string(number), "d", number % 2 == 0 ? 8 : 12);

        ASSERT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTUVWXYZL-"), std::string::npos) << id;
        ASSERT_EQ(parse_receipt_id(id), id);
    }
}

TEST(ReceiptId, is_understood_as_people_type_it) {
    // Symbols 00000001 are the number 1, and 1 modulo 37 is written 1.
    const std::string canonical = "SLU-0000-0001-1";

    for (const char* typed :
         {"SLU-0000-0001-1", "slu-0000-0001-1", "SLU000000011", "slu oooo oooi l", " SLU 0000 0001 1 "}) {
        EXPECT_EQ(parse_receipt_id(typed), canonical) << typed;
    }
}

TEST(ReceiptId, with_any_one_symbol_wrong_is_refused) {
    const std::string id = make_receipt_id("sender", "s1", "d1", 8);

    for (std::size_t at = 4; at < id.size(); ++at) {
        for (const char symbol : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
            std::string wrong = id;
            wrong[at] = symbol;
            if (wrong != id && id[at] != '-') {
                ASSERT_EQ(parse_receipt_id(wrong), std::nullopt) << wrong;
            }
        }
    }
}

TEST(ReceiptId, of_another_shape_is_refused) {
    for (const char* typed :
         {"", "SLU", "SLU-", "SLU-1", "0000-0001-1", "SLU-0000-001-1", "SLU-0000-0001", "SLU-0000-000*-1",
          "SLU-0000-000U-1", "SLU-0000-0001-~"}) {
        EXPECT_EQ(parse_receipt_id(typed), std::nullopt) << typed;
    }
}

}  // namespace
}  // namespace sluice::store
