// `sluice names` (the published table: tests/cases/figures/names_test.cpp).
#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

Package offers_of(const std::vector<std::string>& services) {
    auto package = tests::sound_package();
    std::vector<std::vector<std::string>> rows = {
        {"offer_id", "person_local_id", "offer_date", "kind", "code", "code_system", "service_name"}};
    for (std::size_t i = 0; i < services.size(); ++i) {
        rows.push_back(
            {"O" + std::to_string(i), "P1", "2026-10-07", "signpost", "871711000000103", "SNOMED CT",
             services[i]}
        );
    }
    package.table("support_offered", tests::csv_text(rows));
    return package;
}

TEST(Names, are_a_line_for_each_way_of_writing_in_csv) {
    const SenderStore sender;
    submit(sender.gateway, offers_of({"Food Bank", "FOODBANK", "Food Bank", "Walks, weekly"}));

    EXPECT_EQ(
        sender.gateway.run({"names", "--format", "csv"}).out,
        "field,rank,name,count,written,written_count,cut_from,same_words\r\n"
        "support_offered.service_name,1,Food Bank,3,Food Bank,2,,\r\n"
        "support_offered.service_name,1,Food Bank,3,FOODBANK,1,,\r\n"
        "support_offered.service_name,2,\"Walks, weekly\",1,\"Walks, weekly\",1,,\r\n"
    );
}

TEST(Names, are_no_formula_to_a_spreadsheet) {
    const SenderStore sender;
    submit(sender.gateway, offers_of({"=1+2 Walks", "@Walks 1+2"}));

    EXPECT_EQ(
        sender.gateway.run({"names", "--format", "csv"}).out,
        "field,rank,name,count,written,written_count,cut_from,same_words\r\n"
        "support_offered.service_name,1,'=1+2 Walks,1,'=1+2 Walks,1,,'@Walks 1+2\r\n"
        "support_offered.service_name,1,'@Walks 1+2,1,'@Walks 1+2,1,,'=1+2 Walks\r\n"
    );
}

TEST(Names, say_in_words_what_is_one_and_what_may_be) {
    const SenderStore sender;
    submit(sender.gateway, offers_of({"Carers Support", "CARERS SUPPORT", "Support Carers"}));

    const auto out = sender.gateway.run({"names"}).out;

    EXPECT_THAT(out, HasSubstr("support_offered.service_name\n3 names as written; 2 where capitals"));
    EXPECT_THAT(out, HasSubstr("     1        2  CARERS SUPPORT\n"));
    EXPECT_THAT(out, HasSubstr("also written Carers Support\n"));
    EXPECT_THAT(out, HasSubstr("may be Support Carers: not joined\n"));
}

TEST(Names, with_many_of_the_same_words_show_some_and_count_the_rest) {
    std::vector<std::string> words = {"a", "b", "c", "d"};
    std::vector<std::string> services;
    do {
        services.push_back(words[0] + " " + words[1] + " " + words[2] + " " + words[3]);
    } while (std::next_permutation(words.begin(), words.end()));
    services.emplace_back("A B C D");
    const SenderStore sender;
    submit(sender.gateway, offers_of(services));

    const auto csv = sender.gateway.run({"names", "--format", "csv"}).out;

    EXPECT_THAT(sender.gateway.run({"names"}).out, HasSubstr("  and 13 more with the same words\n"));
    EXPECT_THAT(sender.gateway.run({"names", "--json"}).out, HasSubstr("\"same_words_more\": 13\n"));
    EXPECT_THAT(csv, HasSubstr(",1,A B C D,2,A B C D,1,,a b d c; "));
    EXPECT_THAT(csv, HasSubstr("; and 13 more\r\n"));
    EXPECT_THAT(csv, HasSubstr(",1,A B C D,2,a b c d,1,,\r\n")) << "the list stands once";
}

TEST(Names, are_of_one_purpose_and_none_where_nothing_was_named) {
    const SenderStore sender;
    submit(sender.gateway, offers_of({"Food Bank"}));

    EXPECT_EQ(sender.gateway.run({"names", "--purpose", "direct-care"}).out, "No names.\n");
    EXPECT_EQ(sender.gateway.run({"names", "--purpose", "curiosity"}).code, 64);
}

TEST(Names, are_shown_without_what_commands_a_terminal) {
    const SenderStore sender;
    submit(sender.gateway, offers_of({"Food \xE2\x80\xAE Bank"}));

    for (const std::string format : {"text", "csv", "json"}) {
        const auto out = sender.gateway.run({"names", "--format", format}).out;

        EXPECT_THAT(out, HasSubstr("Food ? Bank")) << format;
        EXPECT_THAT(out, Not(HasSubstr("\xE2\x80\xAE"))) << format;
    }
}

}  // namespace
}  // namespace sluice::e2e
