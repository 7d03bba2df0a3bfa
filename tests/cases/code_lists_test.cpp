// The national code lists against the NHS Data Dictionary, where its values are found: every national code is
// there, and the codes that stand for no value mean what the dictionary says.
#include "gateway/base/text.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

namespace sluice::tests {
namespace {

using schema::CodeMeaning;

std::string values_file() {
    const char* variable = std::getenv("SLUICE_DATA_DIR");
    const std::string folder = variable == nullptr ? SLUICE_DATA_DIR_DEFAULT : variable;
    return folder + "/minimum-dataset/dd_valuesets.json";
}

// National, permitted and default codes of an element, by the last part of its name.
std::set<std::string> codes_of(const format::JsonValue& dictionary, const std::string& element) {
    std::set<std::string> codes;
    for (const auto& entry : dictionary.members()) {
        if (entry.key.substr(entry.key.find('/') + 1) != element) {
            continue;
        }
        for (const char* list : {"national_codes", "permitted_codes", "default_codes"}) {
            const auto* values = entry.value.find(list);
            for (const auto& value : values == nullptr ? std::vector<format::JsonValue>() : values->items()) {
                codes.insert(std::string(*value.items().front().text()));
            }
        }
    }
    return codes;
}

TEST(CodeLists, hold_every_code_of_their_element) {
    if (!std::filesystem::exists(values_file())) {
        GTEST_SKIP() << "the values of the NHS Data Dictionary are not here: set SLUICE_DATA_DIR";
    }
    const auto dictionary = parse(read_text(values_file()));
    std::size_t compared = 0;
    for (const auto& list : repository_pack().documents->code_systems) {
        std::set<std::string> ours;
        for (const auto& code : list.codes) {
            ours.insert(code.code);
        }
        const auto theirs = codes_of(dictionary, list.element);
        compared += theirs.empty() ? 0 : 1;
        for (const auto& code : theirs) {
            EXPECT_TRUE(ours.contains(code)) << list.id << " lacks " << code << " of " << list.element;
        }
    }
    EXPECT_GE(compared, 17U);
}

// A list of the dictionary that has codes of nobody else is the dictionary's and no more.
TEST(CodeLists, hold_no_code_that_their_element_lacks_but_local_ones) {
    if (!std::filesystem::exists(values_file())) {
        GTEST_SKIP() << "the values of the NHS Data Dictionary are not here: set SLUICE_DATA_DIR";
    }
    const auto dictionary = parse(read_text(values_file()));
    const std::set<std::string> other_elements = {
        "89997", "89999"};  // of a provider, beside those of a practice
    for (const auto& list : repository_pack().documents->code_systems) {
        const auto theirs = codes_of(dictionary, list.element);
        for (const auto& code : theirs.empty() ? std::vector<schema::Code>() : list.codes) {
            const bool local = code.code.starts_with("SP-") || other_elements.contains(code.code);
            EXPECT_TRUE(local || theirs.contains(code.code)) << list.id << " has " << code.code;
        }
    }
}

// Whose list it is, and of when: of the dictionary with its date, else an own one openly.
TEST(CodeLists, say_whose_they_are_and_of_when) {
    for (const auto& list : repository_pack().documents->code_systems) {
        EXPECT_FALSE(list.origin.version.empty()) << list.id << " has no version";
        EXPECT_FALSE(list.origin.source.empty()) << list.id << " does not say whose it is";
        const bool of_dictionary = list.origin.source.starts_with("NHS Data Model and Dictionary");
        EXPECT_EQ(of_dictionary, !list.element.empty()) << list.id << " names no element, or another owner";
        EXPECT_TRUE(list.element.empty() || !list.origin.date.empty()) << list.id << " has no date";
    }
}

// Words by which the dictionary, and so every list here, says that nothing is known or that somebody would
// not say. A filler, such as V81999, is called so too and counts as missing.
CodeMeaning meaning_in_words(std::string display) {
    display = to_lower(display);
    const auto says = [&](const char* words) { return display.find(words) != std::string::npos; };
    if (says("declines") || says("declined to") || says("not disclosed") || says("not stated") ||
        says("would not say")) {
        return CodeMeaning::declined;
    }
    return says("not known") || says("unknown") || says("not recorded") || says("not specified")
               ? CodeMeaning::unknown
               : CodeMeaning::known;
}

TEST(CodeLists, give_every_code_the_meaning_of_its_words) {
    const std::set<std::string> otherwise = {
        "written",  // of a contact: its kind is not stated, and it took place
    };
    for (const auto& list : repository_pack().documents->code_systems) {
        for (const auto& code : list.codes) {
            const auto meaning = meaning_in_words(code.display);
            const bool filler = code.meaning == CodeMeaning::default_;
            const bool silent = meaning == CodeMeaning::known || otherwise.contains(code.code);
            EXPECT_TRUE(silent || filler || code.meaning == meaning) << list.id << ' ' << code.code;
        }
    }
}

TEST(CodeLists, never_mix_not_known_with_declined) {
    struct Stand {
        const char* list;
        const char* code;
        CodeMeaning meaning;
    };
    const Stand kStands[] = {
        {"ethnic-category", "99", CodeMeaning::unknown},
        {"ethnic-category", "Z", CodeMeaning::declined},
        {"gender", "X", CodeMeaning::unknown},
        {"gender", "9", CodeMeaning::known},
        {"gender-same-as-birth", "Z", CodeMeaning::declined},
        {"gender-same-as-birth", "X", CodeMeaning::unknown},
        {"sexual-orientation", "Z", CodeMeaning::declined},
        {"sexual-orientation", "9", CodeMeaning::unknown},
        {"marital-status", "N", CodeMeaning::declined},
        {"marital-status", "9", CodeMeaning::unknown},
        {"employment-status", "ZZ", CodeMeaning::declined},
        {"accommodation-status", "OC99", CodeMeaning::unknown},
        {"disability", "ZZ", CodeMeaning::declined},
        {"disability", "NN", CodeMeaning::known},
        {"referral-source", "99", CodeMeaning::unknown},
        {"religion", "M", CodeMeaning::declined},
        {"religion", "N", CodeMeaning::unknown},
        {"withheld-identity-reason", "99", CodeMeaning::unknown},
        {"carer-status", "declined", CodeMeaning::declined},
        {"carer-status", "not-known", CodeMeaning::unknown},
        {"interpreter-required", "declined", CodeMeaning::declined},
        {"interpreter-required", "not-known", CodeMeaning::unknown},
        {"main-language", "declined", CodeMeaning::declined},
        {"main-language", "not-known", CodeMeaning::unknown},
        {"main-language", "other", CodeMeaning::known},
        {"ods-default-codes", "V81997", CodeMeaning::default_},
        {"ods-default-codes", "V81998", CodeMeaning::default_},
        {"ods-default-codes", "V81999", CodeMeaning::default_},
        {"lsoa-default-codes", "X99999998", CodeMeaning::default_},
        {"lsoa-default-codes", "X99999999", CodeMeaning::default_},
    };
    for (const auto& stand : kStands) {
        const auto meaning = repository_pack().terms->meaning(stand.list, stand.code);
        ASSERT_TRUE(meaning) << stand.list << ' ' << stand.code;
        EXPECT_EQ(*meaning, stand.meaning) << stand.list << ' ' << stand.code;
    }
}

TEST(CodeLists, of_consultations_give_the_same_number_its_own_meaning) {
    const auto& terms = *repository_pack().terms;
    const auto mode = [&](const std::string& list, const std::string& code) {
        return terms.translate("urn:sluice:sp-mds:" + list, code, list).value_or("");
    };
    EXPECT_EQ(mode("consultation-mechanism", "11"), "video");
    EXPECT_EQ(mode("consultation-medium-used", "03"), "video");
    EXPECT_EQ(mode("consultation-medium-used", "11"), "");
    EXPECT_EQ(mode("consultation-mechanism", "03"), "");
    EXPECT_TRUE(terms.is_deprecated("urn:sluice:sp-mds:consultation-medium-used", "02"));
    EXPECT_FALSE(terms.is_deprecated("urn:sluice:sp-mds:consultation-mechanism", "02"));
}

// The target of every map is a code of the list that it names.
TEST(CodeLists, hold_what_the_maps_translate_to) {
    const auto& documents = *repository_pack().documents;
    for (const auto& map : documents.concept_maps) {
        for (const auto& list : documents.code_systems) {
            for (const auto& entry :
                 map.target == list.url ? map.entries : std::vector<schema::ConceptMap::Entry>()) {
                EXPECT_TRUE(repository_pack().terms->meaning(list.id, entry.target))
                    << map.id << ": " << entry.target << " is not a code of " << list.id;
            }
        }
    }
}

}  // namespace
}  // namespace sluice::tests
