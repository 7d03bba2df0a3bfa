#include "gateway/pipeline/file_table.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::pipeline {
namespace {

// An extension's source before the others, which has a table of the contract's name.
Pack pack_with_two_contact_tables() {
    auto documents = *tests::repository_pack().documents;
    const auto exchange =
        std::find_if(documents.systems.begin(), documents.systems.end(), [](const auto& system) {
            return system.name == schema::kExchangeSystem;
        });
    auto other = *exchange;
    other.name = "casebook";
    other.names.clear();
    std::erase_if(other.tables, [](const auto& table) { return table.name != "contact"; });
    other.tables.front().columns.front().name = "case_number";
    documents.systems.insert(documents.systems.begin(), std::move(other));
    Pack pack;
    pack.documents = std::make_shared<const schema::Documents>(std::move(documents));
    return pack;
}

store::FileTally file(const std::string& name, const std::string& table, const std::string& system) {
    store::FileTally out;
    out.name = name;
    out.table = table;
    out.system = system;
    return out;
}

TEST(TableOf, is_of_the_system_that_the_file_was_read_as) {
    const auto pack = pack_with_two_contact_tables();

    EXPECT_EQ(table_of(pack, file("x.csv", "contact", "casebook"))->column_name(1), "case_number");
    EXPECT_EQ(table_of(pack, file("x.csv", "contact", "exchange"))->column_name(1), "sender_system");
    EXPECT_FALSE(table_of(pack, file("x.csv", "referral", "casebook")));
    EXPECT_FALSE(table_of(pack, file("x.csv", "", "")));
}

TEST(TableOf, names_no_column_beyond_its_own) {
    const auto pack = pack_with_two_contact_tables();
    const auto table = table_of(pack, file("contact.csv", "contact", "exchange"));

    EXPECT_EQ(table->column_name(0), "");
    EXPECT_NE(table->column_name(static_cast<std::uint32_t>(table->schema().columns.size())), "");
    EXPECT_EQ(table->column_name(static_cast<std::uint32_t>(table->schema().columns.size()) + 1), "");
}

}  // namespace
}  // namespace sluice::pipeline
