// Every rule tells a sender what is wrong, why it matters and what to do, and shows it.
#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace sluice::tests {
namespace {

std::vector<format::JsonValue> all_rules() {
    std::vector<format::JsonValue> out;
    for (const auto& file : std::filesystem::directory_iterator(source_folder() + "/schemas/sp-mds/rules")) {
        const auto document = parse(read_text(file.path().string()));
        const auto& rules = document.find("rules")->items();
        out.insert(out.end(), rules.begin(), rules.end());
    }
    return out;
}

std::string id_of(const format::JsonValue& rule) {
    return rule.find("id") == nullptr ? "a rule without id" : std::string(rule.find("id")->text().value());
}

bool is_filled(const format::JsonValue& rule, std::string_view key) {
    const auto* text = rule.find(key);
    return text != nullptr && text->is_string() && !text->text()->empty();
}

void expect_words_kept(const map::Producer& producer, const std::string& mapping) {
    EXPECT_NE(producer.otherwise, "drop") << mapping;
    for (const auto& option : producer.options) {
        expect_words_kept(option, mapping);
    }
}

// VAL-005 says so of every code without a translation.
TEST(RuleBook, promises_words_that_no_mapping_drops) {
    for (const auto& mapping : repository_program().mappings()) {
        for (const auto& field : mapping.fields) {
            expect_words_kept(field.producer, mapping.name);
        }
    }
}

TEST(RuleBook, has_every_text_of_every_rule) {
    for (const auto& rule : all_rules()) {
        const bool listed = rule.find("listed") != nullptr;

        for (const char* key : {"id", "version", "source", "title", "problem", "why", "fix"}) {
            EXPECT_TRUE(is_filled(rule, key)) << id_of(rule) << " has no " << key;
        }
        EXPECT_TRUE(listed || is_filled(rule, "effect")) << id_of(rule) << " has no effect";
        for (const char* key : {"severity", "good", "bad"}) {
            EXPECT_NE(rule.find(key), nullptr) << id_of(rule) << " has no " << key;
        }
    }
}

TEST(RuleBook, writes_each_sentence_of_advice_once) {
    std::set<std::string> seen;

    for (const auto& rule : all_rules()) {
        EXPECT_TRUE(seen.insert(std::string(rule.find("problem")->text().value())).second) << id_of(rule);
    }
}

TEST(RuleBook, names_the_good_and_the_bad_example_apart) {
    const auto print = [](const format::JsonValue* value) {
        return value == nullptr ? std::string() : schema::example_text(*value);
    };

    for (const auto& rule : all_rules()) {
        if (rule.find("expression") == nullptr && rule.find("sql") == nullptr) {
            EXPECT_NE(print(rule.find("good")), print(rule.find("bad"))) << id_of(rule);
        }
    }
}

}  // namespace
}  // namespace sluice::tests
