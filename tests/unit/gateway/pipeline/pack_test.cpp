#include "gateway/pipeline/pack.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::pipeline {
namespace {

TEST(LoadPack, compiles_the_repositorys_own) {
    const auto pack = load_pack(tests::source_folder());

    ASSERT_TRUE(pack) << pack.error().text();
    EXPECT_EQ((*pack)->mappings.size(), (*pack)->documents->systems.size());
    EXPECT_EQ(&(*pack)->program((*pack)->documents->systems.front()), (*pack)->mappings.front().get());
}

TEST(LoadPack, refuses_a_pack_whose_mapping_does_not_compile) {
    const tests::PackCopy copy;
    const int line = copy.patch(
        "mappings/emis/referral-made.json", "\"from\": \"EffectiveDate\"", "\"from\": \"EffectiveDay\""
    );

    const auto pack = load_pack(copy.folder());

    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error().code(), ErrorCode::pack);
    EXPECT_NE(
        pack.error().text().find(
            "mappings/emis/referral-made.json:" + std::to_string(line) +
            ": /fields/referral_date/from: 'EffectiveDay' is not a column of CareRecord_Observation"
        ),
        std::string::npos
    ) << pack.error().text();
}

TEST(LoadPack, refuses_a_pack_whose_episodes_open_with_nothing_known) {
    const tests::PackCopy copy;
    const int line = copy.patch(
        "schemas/sp-mds/dataset.json", "\"when\": \"outcome = 'attended'\"", "\"when\": \"outcome = \""
    );

    const auto text = copy.refusal();

    EXPECT_NE(
        text.find("schemas/sp-mds/dataset.json:" + std::to_string(line) + ": /episode/opens/1/when"),
        std::string::npos
    ) << text;
}

TEST(LoadPack, refuses_an_agreements_condition_that_is_no_expression) {
    const tests::PackCopy pack;
    pack.patch(
        "schemas/sources/emis/datapackage.json", "Disabled.lower() = 'false'", "Disabled.lower() = = 'false'"
    );

    EXPECT_THAT(pack.refusal(), testing::HasSubstr("/sluice/agreement/disabled"));
}

TEST(LoadPack, refuses_a_query_that_no_store_could_run_and_names_its_rule) {
    for (const auto& [sql, why] :
         {std::pair("SELECT need_idd AS record_id, organisation FROM need", "no such column: need_idd"),
          std::pair("SELECT need_id, organisation FROM need", "it must give record_id and organisation"),
          std::pair(
              "SELECT need_id AS record_id, organisation FROM need WHERE rank > :rank", ":rank has no value"
          ),
          std::pair("DELETE FROM need", "refused")}) {
        const tests::PackCopy pack;
        pack.write(
            "schemas/sp-mds/rules/local.json",
            std::string(R"json({ "area": "LOC", "title": "Local", "rules": [
  { "id": "LOC-001", "version": "1.0", "source": "local", "severity": "warning", "effect": "note", "on": "need",
    "sql": ")json") +
                sql + R"json(",
    "title": "t", "problem": "p", "why": "w", "fix": "f", "good": {}, "bad": {} } ] })json"
        );

        EXPECT_THAT(
            pack.refusal(), testing::HasSubstr("schemas/sp-mds/rules/local.json:3: /rules/0/sql: LOC-001: ")
        );
        EXPECT_THAT(pack.refusal(), testing::HasSubstr(why));
    }
}

TEST(LoadPack, says_once_what_is_wrong_with_a_query_that_is_run_for_each) {
    const tests::PackCopy pack;
    pack.write("schemas/sp-mds/rules/local.json", R"json({ "area": "LOC", "title": "Local", "rules": [
  { "id": "LOC-001", "version": "1.0", "source": "local", "severity": "warning", "effect": "note",
    "each": [ { "entity": "need", "field": "rank" }, { "entity": "goal", "field": "goal_id" } ],
    "sql": "SELECT x AS record_id, organisation FROM {entity}",
    "title": "t", "problem": "p", "why": "w", "fix": "f", "good": {}, "bad": {} } ] })json");

    const auto refusal = pack.refusal();

    EXPECT_EQ(refusal.find("no such column: x"), refusal.rfind("no such column: x"));
}

TEST(LoadPack, refuses_a_field_that_would_take_a_column_which_the_store_makes_itself) {
    for (const auto& [name, why] :
         {std::pair("receipt", "every table has one of that name"),
          std::pair("valid_from", "every table has one of that name"),
          std::pair("status_text", "the table of referral has the column 'status_text' already"),
          std::pair("code_system", "the table of referral has the column 'code_system' already")}) {
        const tests::TemporaryFolder folder;
        tests::write_text(folder / "extension.json", R"({"extension": "ext", "version": "1.0.0"})");
        std::filesystem::create_directories(folder / "schemas/sp-mds/entities");
        tests::write_text(
            folder / "schemas/sp-mds/entities/referral.json",
            std::string("{\"extends\": \"referral\", \"fields\": [\n{\"name\": \"") + name +
                "\", \"title\": \"T\", \"zone\": \"secondary\", \"conformance\": \"optional\", "
                "\"type\": \"text\", \"exchange\": \"local\"}]}"
        );

        const auto pack = load_pack(tests::source_folder(), {folder.path()});

        ASSERT_FALSE(pack) << name;
        EXPECT_EQ(pack.error().code(), ErrorCode::pack);
        EXPECT_THAT(pack.error().text(), testing::HasSubstr("entities/referral.json:2: /fields/0: "));
        EXPECT_THAT(pack.error().text(), testing::HasSubstr(why));
    }
}

TEST(LoadPack, refuses_a_directory_of_names_that_is_no_field) {
    for (const char* directory : {"service.nonsense", "nonsense.name", "name\\\" WHERE 1; --"}) {
        const tests::PackCopy pack;
        pack.patch(
            "schemas/sp-mds/dataset.json", "\"directory\": \"service.name\"",
            std::string("\"directory\": \"") + directory + "\""
        );

        EXPECT_THAT(pack.refusal(), testing::HasSubstr("is no field"));
    }
}

}  // namespace
}  // namespace sluice::pipeline
