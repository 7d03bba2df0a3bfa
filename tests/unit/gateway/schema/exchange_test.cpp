#include "gateway/schema/exchange.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <set>

namespace sluice::schema {
namespace {

using testing::Contains;
using testing::ElementsAre;

const Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

const SourceSystem& contract() {
    return tests::repository_program(kExchangeSystem).system();
}

const SourceTable& table(std::string_view name) {
    return *contract().table(name);
}

std::vector<std::string> names_of(std::string_view entity) {
    std::vector<std::string> out;
    for (const auto& column : exchange_columns(dataset(), *dataset().entity(entity))) {
        out.push_back(column.name);
    }
    return out;
}

std::vector<std::string> mandatory_of(std::string_view entity) {
    std::vector<std::string> out;
    for (const auto& column : exchange_columns(dataset(), *dataset().entity(entity))) {
        if (column.mandatory) {
            out.push_back(column.name);
        }
    }
    return out;
}

TEST(ExchangeColumns, begin_with_the_id_and_the_person) {
    const auto need = names_of("need");

    EXPECT_EQ(need[0], "need_id");
    EXPECT_EQ(need[1], "person_local_id");
    EXPECT_EQ(names_of("person")[0], "person_local_id");
    EXPECT_EQ(names_of("assessment_item")[0], "person_local_id") << "it has no id of its own";
}

TEST(ExchangeColumns, of_a_code_say_its_system_and_words) {
    const auto need = names_of("need");
    const auto code = std::find(need.begin(), need.end(), "code");

    ASSERT_LT(code + 2, need.end());
    EXPECT_EQ(*(code + 1), "code_system");
    EXPECT_EQ(*(code + 2), "code_display");
    EXPECT_THAT(names_of("referral"), Contains("referral_reason_code_system"));
}

TEST(ExchangeColumns, are_unlike_one_another_and_leave_out_what_is_worked_out_here) {
    for (const auto& entity : dataset().entities) {
        if (entity.exchange.file.empty()) {
            continue;
        }
        const auto names = names_of(entity.name);
        EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << entity.name;
        EXPECT_THAT(names, testing::Not(Contains(std::string(kLocalId)))) << entity.name;
        EXPECT_THAT(names, testing::Not(Contains(std::string(kOrganisationColumn)))) << entity.name;
    }
    EXPECT_THAT(names_of("person"), testing::Not(Contains("linkage_level")));
    EXPECT_THAT(names_of("contact"), testing::Not(Contains("contact_time")));
}

TEST(ExchangeColumns, are_mandatory_where_the_field_is) {
    EXPECT_THAT(mandatory_of("person"), ElementsAre("person_local_id"));
    EXPECT_THAT(mandatory_of("contact"), ElementsAre("contact_id", "person_local_id", "start", "outcome"));
    EXPECT_THAT(mandatory_of("need"), ElementsAre("need_id", "person_local_id", "code"))
        << "the date may be the referral's; of a code that can only be SNOMED CT the system may be missing";
    EXPECT_THAT(
        mandatory_of("support_offered"), ElementsAre("offer_id", "person_local_id", "offer_date", "kind")
    ) << "the kind says it in place of a code";
    EXPECT_THAT(mandatory_of("gap_tag"), ElementsAre("person_local_id", "tag", "start_date"))
        << "the id is made of these";
}

TEST(ExchangeTable, has_the_package_in_its_keys_and_not_among_its_columns) {
    const auto& need = table("need");

    EXPECT_THAT(need.primary_key, ElementsAre("sender_system", "organisation_ods", "need_id"));
    EXPECT_THAT(need.person, ElementsAre("sender_system", "organisation_ods", "person_local_id"));
    EXPECT_EQ(need.columns[*need.column("sender_system")].package, "sender_system");
    EXPECT_EQ(need.columns[*need.column("organisation_ods")].package, "sender_ods");
    EXPECT_THAT(
        table("assessment_item").primary_key,
        ElementsAre("sender_system", "organisation_ods", "assessment_id", "item")
    );
}

TEST(ExchangeTable, of_what_is_nobodys_stands_alone) {
    EXPECT_TRUE(table("service").alone);
    EXPECT_TRUE(table("claim").alone);
    EXPECT_FALSE(table("need").alone);
    EXPECT_TRUE(table("need").owned);
    EXPECT_FALSE(table("service").owned);
    EXPECT_FALSE(table("person").owned);
}

TEST(ExchangeTable, links_to_the_records_that_it_names) {
    const auto* referral = table("contact").link("referral");
    ASSERT_NE(referral, nullptr);
    EXPECT_EQ(referral->table, "referral");
    EXPECT_EQ(referral->required, Fault::link_unknown_record);
    EXPECT_THAT(referral->columns, ElementsAre("sender_system", "organisation_ods", "referral_id"));
    EXPECT_EQ(table("referral").link("parent_referral")->table, "referral");
    EXPECT_EQ(table("contact").link("person"), nullptr) << "persons are known by the reader";
}

TEST(ExchangeTable, keeps_out_who_objects_to_the_purposes_that_the_objection_is_about) {
    ASSERT_EQ(table("person").excluded.size(), 1U);
    EXPECT_EQ(table("person").excluded[0].column, "secondary_use_objection");
    EXPECT_THAT(table("person").excluded[0].purposes, ElementsAre("secondary-use", "evaluation"));
    EXPECT_TRUE(table("need").excluded.empty());
}

TEST(ExchangeSystem, knows_its_files_by_name_in_any_case_and_no_others) {
    const auto& pattern = contract().names.front().compiled;

    EXPECT_TRUE(std::regex_search("person.csv", pattern));
    EXPECT_TRUE(std::regex_search("SUPPORT_OFFERED.CSV", pattern));
    EXPECT_FALSE(std::regex_search("persons.csv", pattern));
    EXPECT_FALSE(std::regex_search("my_person.csv", pattern));
    EXPECT_FALSE(std::regex_search("closure.csv", pattern));
    EXPECT_EQ(contract().tables.size(), 22U);
}

TEST(ExchangeContract, takes_the_headings_that_senders_use_besides) {
    const auto& columns = table("need").columns;
    const auto display = std::find_if(columns.begin(), columns.end(), [](const auto& column) {
        return column.name == "code_display";
    });

    ASSERT_NE(display, columns.end());
    EXPECT_THAT(display->aliases, ElementsAre("display"));
}

TEST(ExchangeSystem, has_rows_without_a_version_where_the_contract_says_so) {
    EXPECT_FALSE(contract().versioned);
}

TEST(ExchangeContract, takes_no_key_that_nobody_knows) {
    Faults faults;

    read_exchange_contract(
        tests::document("exchange.json", R"({"contract": "c/1", "manifest": "m.json", "own_column": "x_",
                "dates": {"days": [], "times": []}, "systems": {}, "sytems": {}})"),
        faults
    );

    EXPECT_TRUE(faults.any());
}

}  // namespace
}  // namespace sluice::schema
