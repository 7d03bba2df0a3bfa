// Coded columns of a package: what is sent, what a map adds, and what has no place.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

// "entity.field system code", of `codes unmapped`.
std::vector<std::string> unmapped(const Gateway& gateway) {
    std::vector<std::string> out;
    const auto ran = gateway.run({"codes", "unmapped", "--all", "--json"});
    const auto lines = format::parse_json(ran.out).value();
    for (const auto& line : lines.items()) {
        out.push_back(
            std::string(*line.find("entity")->text()) + "." + std::string(*line.find("field")->text()) + " " +
            std::string(*line.find("system")->text()) + " " + std::string(*line.find("code")->text())
        );
    }
    return out;
}

TEST(ExchangeCodes, of_a_need_give_the_category_that_was_not_sent) {
    const SenderStore sender;

    const auto outcome = submit(sender.gateway, tests::sound_package());

    EXPECT_TRUE(outcome.issues.empty());
    EXPECT_EQ(sender.only("need").at("category"), "social_connection");
    EXPECT_TRUE(unmapped(sender.gateway).empty());
}

TEST(ExchangeCodes, of_a_need_have_words_with_line_feeds) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("need", "Lives alone", "\"Lives\r\nalone\"");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.only("need").at("code_display"), "Lives\nalone");
}

TEST(ExchangeCodes, do_not_take_the_place_of_a_category_that_was_sent) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.table(
        "need",
        "need_id,person_local_id,identified_date,code,code_system,category\n"
        "N1,P1,2026-10-06,105529008,snomed,Housing\n"
    );

    submit(sender.gateway, package);

    EXPECT_EQ(sender.only("need").at("category"), "housing");
}

TEST(ExchangeCodes, of_support_give_the_kind_where_it_is_blank) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.table(
        "support_offered",
        "offer_id,person_local_id,offer_date,kind,code,code_system\n"
        "O1,P1,2026-10-07,,1084431000000106,snomed\n"
    );

    submit(sender.gateway, package);

    EXPECT_EQ(sender.only("support_offered").at("kind"), "signpost");
}

TEST(ExchangeCodes, without_a_place_are_told_and_listed) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("need", "105529008", "160734000");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"VAL-005", 1}}));
    EXPECT_EQ(
        unmapped(sender.gateway), (std::vector<std::string>{"need.category http://snomed.info/sct 160734000"})
    );
}

// What the national lists of consultations and attendance say, in the words of the dataset.
TEST(ExchangeCodes, of_national_lists_are_kept_as_the_codes_of_the_field) {
    struct Sent {
        const char* mode;
        const char* is_mode;
        const char* outcome;
        const char* is_outcome;
    };
    const Sent kSent[] = {
        {"01", "face_to_face", "5", "attended"},
        {"02", "telephone", "6", "attended"},
        {"11", "video", "7", "other"},
        {"09", "sms", "2", "cancelled_patient"},
        {"03", "video", "3", "dna"},
        {"1", "face_to_face", "4", "cancelled_service"},
        {"Telephone", "telephone", "dna", "dna"},
    };
    for (const auto& sent : kSent) {
        const SenderStore sender;
        auto package = tests::sound_package();
        package.table(
            "contact", std::string("contact_id,person_local_id,start,outcome,mode\nC1,P1,2026-10-06,") +
                           sent.outcome + "," + sent.mode + "\n"
        );

        submit(sender.gateway, package);

        EXPECT_EQ(sender.only("contact").at("mode"), sent.is_mode) << sent.mode;
        EXPECT_EQ(sender.only("contact").at("outcome"), sent.is_outcome) << sent.outcome;
    }
}

// The second character is the sender's own, and counts for nothing; it stays where the value came from.
TEST(ExchangeCodes, of_ethnicity_lead_back_to_the_cell_with_its_local_character) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("person", ",2,A,", ",2,A1,");

    submit(sender.gateway, package);

    std::string id;
    for (const auto& [key, row] : sender.gateway.rows("person")) {
        id = row.at("ethnic_category") == "A" ? key : id;
    }
    const auto entry = sender.gateway.lineage("person", id, "ethnic_category");
    EXPECT_EQ(text_at(entry, "file"), "person.csv");
    std::size_t found = 0;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(sender.gateway.data() + "/landing")) {
        if (file.is_regular_file() && read_text(file.path().string()) == package.files.at("person.csv")) {
            const auto rows = read_source(file.path().string());
            EXPECT_EQ(rows.at(integer_at(entry, "record")).at(text_at(entry, "column")), "A1");
            ++found;
        }
    }
    EXPECT_EQ(found, 1U) << "the file is landed as it was sent, once";
}

TEST(ExchangeCodes, of_a_system_that_nobody_knows_are_listed) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("need", "105529008,http://snomed.info/sct", "LIFT,urn:our-own-list");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"VAL-016", 1}}));
    EXPECT_EQ(
        unmapped(sender.gateway),
        (std::vector<std::string>{"need.category urn:our-own-list LIFT", "need.code urn:our-own-list LIFT"})
    );
}

}  // namespace
}  // namespace sluice::e2e
