#include "gateway/synth/catalogue.hpp"

#include "gateway/base/identifiers.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace sluice::synth {
namespace {

TEST(Catalogue, has_only_well_formed_snomed_ids) {
    const Catalogue catalogue;

    for (const Code& code : catalogue.rows()) {
        EXPECT_EQ(judge_snomed_id(code.snomed), SnomedFault::none) << code.snomed << " " << code.term;
    }
}

TEST(Catalogue, repeats_a_code_only_for_another_parent) {
    const Catalogue catalogue;
    std::set<std::pair<std::string, std::string>> keys;
    std::set<std::string> ids;

    for (const Code& code : catalogue.rows()) {
        EXPECT_TRUE(keys.emplace(code.id, code.parent).second) << code.term;
        ids.insert(code.id);
    }

    EXPECT_LT(ids.size(), keys.size());
}

TEST(Catalogue, names_only_parents_that_it_has) {
    const Catalogue catalogue;
    std::set<std::string> ids;
    for (const Code& code : catalogue.rows()) {
        ids.insert(code.id);
    }

    for (const Code& code : catalogue.rows()) {
        EXPECT_TRUE(code.parent.empty() || ids.count(code.parent) == 1) << code.term;
    }
}

TEST(Catalogue, plants_ids_that_a_spreadsheet_damaged) {
    const Catalogue catalogue;

    EXPECT_EQ(judge_snomed_id(catalogue.truncated_row(false).snomed), SnomedFault::spreadsheet_truncated);
    EXPECT_EQ(judge_snomed_id(catalogue.truncated_row(true).snomed), SnomedFault::none);
    EXPECT_EQ(judge_snomed_id(catalogue.exponent_row().snomed), SnomedFault::spreadsheet_exponent);
}

TEST(Catalogue, keeps_planted_codes_out_of_the_dictionary) {
    const Catalogue catalogue;
    const PlantedCodes& planted = catalogue.planted();
    std::set<std::string> ids;
    for (const Code& code : catalogue.rows()) {
        ids.insert(code.id);
    }

    for (const std::string* id : {&planted.late, &planted.never, &planted.truncated, &planted.exponent}) {
        EXPECT_EQ(ids.count(*id), 0U) << *id;
    }
}

}  // namespace
}  // namespace sluice::synth
