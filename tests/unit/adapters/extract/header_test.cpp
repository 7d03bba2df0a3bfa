#include "adapters/extract/header.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

namespace sluice::extract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class BindTest : public testing::Test {
  protected:
    BindTest() : world_(tests::make_world(tests::clinic({})).value()) {
        for (const auto& column : table().columns) {
            header_.push_back(column.name);
        }
        without("Dropped");
    }
    const schema::SourceTable& table() const { return *world_.system().table("Entry"); }
    std::size_t column(std::string_view name) const { return *table().column(name); }
    std::ptrdiff_t at(std::string_view name) const {
        return std::find(header_.begin(), header_.end(), name) - header_.begin();
    }
    void without(std::string_view name) { header_.erase(header_.begin() + at(name)); }

    tests::SmallWorld world_;
    std::vector<std::string> header_;
};

TEST_F(BindTest, finds_nothing_to_remark_in_the_columns_as_described) {
    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_THAT(binding.unknown, IsEmpty());
    EXPECT_THAT(binding.duplicate, IsEmpty());
    EXPECT_THAT(binding.missing, IsEmpty());
    EXPECT_THAT(binding.missing_mandatory, IsEmpty());
    EXPECT_FALSE(binding.reordered);
    EXPECT_EQ(binding.width, header_.size());
    EXPECT_EQ(binding.known, header_.size());
    EXPECT_EQ(binding.position[column("Dropped")], -1);  // withdrawn: its absence is no finding
}

TEST_F(BindTest, binds_by_name_whatever_case_and_spaces) {
    header_[static_cast<std::size_t>(at("Day"))] = " dAY ";

    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_EQ(binding.position[column("Day")], 3);
    EXPECT_THAT(binding.unknown, IsEmpty());
}

TEST_F(BindTest, binds_another_spelling_of_a_column) {
    const auto& person = *world_.system().table("Person");

    const auto binding = bind_columns(person, {"Org", "Person", "FAMILYNAME"}, "");

    EXPECT_EQ(binding.position[*person.column("Surname")], 2);
}

TEST_F(BindTest, binds_by_name_where_columns_stand_in_another_order) {
    std::swap(header_[3], header_[7]);

    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_TRUE(binding.reordered);
    EXPECT_EQ(binding.position[column("Day")], 7);
    EXPECT_EQ(binding.position[column("Code")], 3);
}

TEST_F(BindTest, names_columns_that_the_table_does_not_have) {
    header_.insert(header_.begin() + 2, "Brand New");
    header_.push_back("");

    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_THAT(binding.unknown, ElementsAre(2U, header_.size() - 1));
    EXPECT_FALSE(binding.reordered);
    EXPECT_EQ(binding.position[column("Entry")], 3);
}

TEST_F(BindTest, takes_the_first_of_two_columns_of_one_name) {
    header_.push_back("Day");

    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_THAT(binding.duplicate, ElementsAre(testing::Pair(header_.size() - 1, testing::_)));
    EXPECT_EQ(binding.position[column("Day")], 3);
    EXPECT_FALSE(binding.reordered);
}

TEST_F(BindTest, misses_columns_and_tells_the_mandatory_ones_apart) {
    without("Day");
    without("Text");

    const auto binding = bind_columns(table(), header_, "8.2");

    EXPECT_THAT(binding.missing_mandatory, ElementsAre(column("Day")));
    EXPECT_THAT(binding.missing, ElementsAre(column("Text")));
}

TEST_F(BindTest, does_not_miss_what_the_files_version_never_had) {
    without("Added");

    EXPECT_THAT(bind_columns(table(), header_, "8.2").missing, ElementsAre(column("Added")));
    EXPECT_THAT(bind_columns(table(), header_, "8").missing, IsEmpty());
    EXPECT_THAT(bind_columns(table(), header_, "5").missing, IsEmpty());
    EXPECT_THAT(bind_columns(table(), header_, "").missing, IsEmpty());
}

TEST(BindColumns, compares_versions_part_by_part) {
    schema::SourceTable table;
    table.columns.resize(2);
    table.columns[0].name = "Always";
    table.columns[1].name = "Added";
    table.columns[1].since = "5.10";
    table.oldest_version = "5.0";

    EXPECT_THAT(bind_columns(table, {"Always"}, "5.9").missing, IsEmpty());
    EXPECT_THAT(bind_columns(table, {"Always"}, "5.10").missing, ElementsAre(1U));
    EXPECT_THAT(bind_columns(table, {"Always"}, "").missing, IsEmpty());
    EXPECT_EQ(version_of(table, bind_columns(table, {"Always", "Added"}, "5.9"), "5.9"), "5.10");
}

}  // namespace
}  // namespace sluice::extract
