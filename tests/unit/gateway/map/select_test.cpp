#include "gateway/map/select.hpp"

#include "tests/support/pack.hpp"
#include "tests/unit/gateway/map/clinic_run.hpp"

#include <gmock/gmock.h>

namespace sluice::map {
namespace {

using tests::ClinicRun;
using tests::entry;

const std::string kBySelect = tests::mapping(
    "referral", "referral", "", R"J("when": "code.concept.memberOf('sp-referral-made')", "anchor": true)J"
);
const std::string kByClerk =
    tests::mapping("contact", "contact", "", R"J("when": "clerk.Role.memberOf('sp-worker-roles')")J");

Choice judge(ClinicRun& run, const tests::Cells& cells, std::string_view table = "Entry") {
    const auto& row = run.rows.add(table, cells);
    return Selector(*run.world.program, *run.world.system().table_index(table)).judge(row).value().choice;
}

TEST(Selector, keeps_what_a_mapping_selects_and_drops_the_rest) {
    ClinicRun run({kBySelect});

    EXPECT_EQ(judge(run, entry("E1", {{"Code", "1"}})), Choice::keep);
    EXPECT_EQ(judge(run, entry("E2", {{"Code", "3"}})), Choice::drop);
    EXPECT_EQ(judge(run, entry("E3", {{"Code", ""}})), Choice::drop);
}

TEST(Selector, holds_a_row_whose_required_link_is_not_there) {
    ClinicRun run({kBySelect});
    const auto& row = run.rows.add("Entry", entry("E1", {{"Code", "99"}}));

    const auto answer =
        Selector(*run.world.program, *run.world.system().table_index("Entry")).judge(row).value();

    EXPECT_EQ(answer.choice, Choice::hold);
    ASSERT_NE(answer.missing, nullptr);
    EXPECT_EQ(answer.missing->required, schema::Fault::link_unknown_code);
}

TEST(Selector, waits_where_a_link_that_nothing_requires_is_not_there) {
    ClinicRun run({kByClerk});

    EXPECT_EQ(judge(run, entry("E1", {{"Clerk", "U1"}})), Choice::keep);
    EXPECT_EQ(judge(run, entry("E2", {{"Clerk", "U9"}})), Choice::wait);
    EXPECT_EQ(judge(run, entry("E3")), Choice::drop);
}

TEST(Selector, keeps_a_row_that_one_of_several_mappings_selects) {
    ClinicRun run({kBySelect, kByClerk});

    EXPECT_EQ(judge(run, entry("E1", {{"Code", "3"}, {"Clerk", "U1"}})), Choice::keep);
    EXPECT_EQ(judge(run, entry("E2", {{"Code", "3"}, {"Clerk", "U9"}})), Choice::wait);
    EXPECT_EQ(judge(run, entry("E3", {{"Code", "1"}, {"Clerk", "U9"}})), Choice::keep);
}

TEST(Selector, keeps_all_of_tables_that_nothing_selects_from) {
    ClinicRun run({kBySelect, tests::person_mapping()});
    const auto keeps_all = [&](std::string_view table) {
        return Selector(*run.world.program, *run.world.system().table_index(table)).keeps_all();
    };

    EXPECT_TRUE(keeps_all("Person"));  // its mapping takes every row
    EXPECT_TRUE(keeps_all("Code"));    // shared
    EXPECT_TRUE(keeps_all("Detail"));  // a companion
    EXPECT_FALSE(keeps_all("Entry"));
}

TEST(Selector, depends_on_the_columns_of_its_links) {
    ClinicRun run({kBySelect, kByClerk});
    const auto& table = *run.world.system().table("Entry");

    const Selector selector(*run.world.program, *run.world.system().table_index("Entry"));

    EXPECT_THAT(
        selector.depends(), testing::UnorderedElementsAre(*table.column("Code"), *table.column("Clerk"))
    );
}

TEST(Selector, depends_on_the_codes_of_a_row_that_holds_them_itself) {
    const auto& program = tests::repository_program("tpp");
    const auto table = *program.system().table_index("SRCode");

    const Selector selector(program, table);

    EXPECT_FALSE(selector.keeps_all());
    const auto& schema = program.system().tables[table];
    EXPECT_THAT(
        selector.depends(),
        testing::UnorderedElementsAre(*schema.column("SNOMEDCode"), *schema.column("CTV3Code"))
    );
    EXPECT_TRUE(deciding_tables(program)[*program.system().table_index("SRCtv3ToSnomed")]);
}

TEST(Selector, remembers_an_answer_by_the_cells_that_it_depends_on) {
    ClinicRun run({kBySelect});
    Selector selector(*run.world.program, *run.world.system().table_index("Entry"));
    const std::string made = std::string("1") + record::kKeySeparator;
    const std::string other = std::string("3") + record::kKeySeparator;

    ASSERT_EQ(selector.remembered(made), nullptr);
    ASSERT_TRUE(selector.choose(run.rows.add("Entry", entry("E1", {{"Code", "1"}}))));
    ASSERT_TRUE(selector.choose(run.rows.add("Entry", entry("E2", {{"Code", "3"}}))));

    ASSERT_NE(selector.remembered(made), nullptr);
    EXPECT_EQ(selector.remembered(made)->choice, Choice::keep);
    EXPECT_EQ(selector.remembered(other)->choice, Choice::drop);
    EXPECT_EQ(selector.remembered(std::string("7") + record::kKeySeparator), nullptr);
}

// Every code that starts with 1 is wanted.
class CodesByStart final : public record::LinkResolver {
  public:
    CodesByStart(const record::SourceRow& wanted, const record::SourceRow& other)
        : wanted_(wanted), other_(other) {}
    void linked(
        const record::SourceRow& row, const schema::ForeignKey& key,
        std::vector<const record::SourceRow*>& out
    ) override {
        out.push_back(row.key_of(key.columns).front() == '1' ? &wanted_ : &other_);
    }

  private:
    const record::SourceRow& wanted_;
    const record::SourceRow& other_;
};

TEST(Selector, remembers_every_one_of_many_answers) {
    ClinicRun run({kBySelect});
    CodesByStart links(
        run.rows.add("Code", {{"Code", "1"}, {"National", "871731000000106"}}),
        run.rows.add("Code", {{"Code", "3"}, {"National", "73211009"}})
    );
    const auto table = *run.world.system().table_index("Entry");
    const auto column = static_cast<std::uint16_t>(*run.world.system().tables[table].column("Code"));
    const auto layout = record::RowLayout::make(run.world.system(), table, {column});
    Selector selector(*run.world.program, table);
    const auto code = [](int i) {
        return (i % 3 == 0 ? "1" : "3") + std::string(static_cast<std::size_t>(i % 40), '0') +
               std::to_string(i);
    };
    for (int i = 0; i < 20'000; ++i) {
        const auto text = code(i);
        ASSERT_TRUE(selector.choose(record::SourceRow(layout, {text}, &links)));
    }

    for (int i = 0; i < 40'000; ++i) {
        const auto* answer = selector.remembered(code(i % 20'000) + record::kKeySeparator);
        ASSERT_NE(answer, nullptr) << i;
        ASSERT_EQ(answer->choice, i % 20'000 % 3 == 0 ? Choice::keep : Choice::drop) << i;
    }
}

}  // namespace
}  // namespace sluice::map
