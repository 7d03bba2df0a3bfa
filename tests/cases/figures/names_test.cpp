// AT-05 to AT-08: signposting of one borough by service, whose table names the same service several times.
#include "tests/support/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::tests {
namespace {

using testing::HasSubstr;

constexpr std::string_view kCutOff = "Citizens Advice Lambeth and Merton (C";
constexpr std::string_view kWhole = "Citizens Advice Lambeth and Merton (CALM)";

// The sound package with these offers, made to its two persons by turns.
Package signposting() {
    std::string offers = "offer_id,person_local_id,offer_date,kind,code,code_system,service_name\n";
    int made = 0;
    for (const auto& [name, row] :
         read_rows(read_text(SLUICE_SOURCE_DIR "/tests/cases/figures/signposting.csv"))) {
        for (int i = 0; i < std::stoi(row.at("count")); ++i, ++made) {
            offers += "O" + std::to_string(made) + (made % 2 == 0 ? ",P1" : ",P2") +
                      ",2026-10-07,signpost,871711000000103,SNOMED CT," + name + "\n";
        }
    }
    auto package = sound_package();
    package.table("support_offered", offers);
    package.table("service", "id,name,status\nS1," + std::string(kWhole) + ",active\n");
    return package;
}

// The package taken in, once for all tests.
struct Signposting {
    TemporaryFolder folder;
    Gateway gateway{folder / "data"};
    Outcome outcome = submit(gateway, signposting());
    format::JsonValue tables = gateway.json({"names"});

    const format::JsonValue& of_services() const {
        for (const auto& table : tables.items()) {
            if (text_at(table, "field") == "support_offered.service_name") {
                return table;
            }
        }
        throw std::runtime_error("`names` has no table of the services that were offered");
    }
    const format::JsonValue& name(std::string_view name) const {
        for (const auto& entry : member_at(of_services(), "names").items()) {
            if (text_at(entry, "name") == name) {
                return entry;
            }
        }
        throw std::runtime_error("`names` does not have " + std::string(name));
    }
};

const Signposting& taken_in() {
    static const Signposting once;
    return once;
}

// "AGE UK MERTON 313", in their order.
std::vector<std::string> ways_of_writing(const format::JsonValue& name) {
    std::vector<std::string> out;
    for (const auto& way : member_at(name, "written").items()) {
        out.push_back(text_at(way, "name") + " " + text_at(way, "count"));
    }
    return out;
}

std::vector<std::string> same_words(const format::JsonValue& name) {
    std::vector<std::string> out;
    for (const auto& other : member_at(name, "same_words").items()) {
        out.emplace_back(other.text().value_or(""));
    }
    return out;
}

TEST(SignpostingFigures, raise_each_finding_of_a_name_and_nothing_else) {
    EXPECT_EQ(
        taken_in().outcome.issues, (Counts{{"NAM-001", 2}, {"NAM-002", 1}, {"NAM-003", 1}, {"NAM-004", 1}})
    );
    EXPECT_EQ(taken_in().outcome.entities.at("support_offered").at("accepted"), 5949);
}

TEST(SignpostingFigures, are_61_names_of_which_capitals_leave_59_and_blanks_58) {
    const auto& table = taken_in().of_services();

    EXPECT_EQ(integer_at(table, "as_written"), 61);
    EXPECT_EQ(integer_at(table, "ignoring_case"), 59);
    EXPECT_EQ(member_at(table, "names").items().size(), 58U);
    EXPECT_THAT(
        taken_in().gateway.run({"names"}).out,
        HasSubstr("61 names as written; 59 where capitals do not count; 58 where blanks")
    );
}

TEST(SignpostingFigures, of_a_name_in_three_letter_cases_come_second_together) {
    const auto& all = member_at(taken_in().of_services(), "names").items();
    const auto& age_uk = taken_in().name("AGE UK MERTON");

    EXPECT_EQ(integer_at(age_uk, "count"), 479);
    EXPECT_EQ(integer_at(age_uk, "rank"), 2);
    EXPECT_THAT(
        ways_of_writing(age_uk),
        testing::ElementsAre("AGE UK MERTON 313", "Age UK Merton 112", "Age Uk Merton 54")
    );
    EXPECT_EQ(integer_at(all.at(0), "count"), 696);
    EXPECT_EQ(text_at(all.at(2), "name"), "One You Merton");
    EXPECT_EQ(integer_at(all.at(2), "count"), 359);
}

TEST(SignpostingFigures, of_a_name_with_and_without_a_blank_are_counted_together) {
    const auto& food_bank = taken_in().name("Wimbledon Food Bank");

    EXPECT_EQ(integer_at(food_bank, "count"), 93);
    EXPECT_THAT(
        ways_of_writing(food_bank), testing::ElementsAre("Wimbledon Food Bank 49", "WIMBLEDON FOODBANK 44")
    );
}

TEST(SignpostingFigures, of_the_same_words_in_another_order_are_suggested_and_not_joined) {
    const auto& carers = taken_in().name("Carers Support Merton");
    const auto& other = taken_in().name("Merton Carers Support");

    EXPECT_EQ(integer_at(carers, "count"), 185);
    EXPECT_EQ(integer_at(other, "count"), 85);
    EXPECT_THAT(same_words(carers), testing::ElementsAre("Merton Carers Support"));
    EXPECT_THAT(same_words(other), testing::ElementsAre("Carers Support Merton"));
}

TEST(SignpostingFigures, of_a_name_cut_off_name_the_entry_of_the_directory) {
    EXPECT_EQ(text_at(taken_in().name(kCutOff), "cut_from"), kWhole);
    EXPECT_EQ(text_at(taken_in().name("One You Merton"), "cut_from"), "");
}

// What is counted together is still what was sent.
TEST(SignpostingFigures, leave_the_records_as_they_were_written) {
    std::map<std::string, int> names;
    for (const auto& [id, offer] : taken_in().gateway.rows("support_offered")) {
        ++names[offer.at("service_name")];
    }

    EXPECT_EQ(names.size(), 61U);
    EXPECT_EQ(names["Age Uk Merton"], 54);
    EXPECT_EQ(names["WIMBLEDON FOODBANK"], 44);
}

}  // namespace
}  // namespace sluice::tests
