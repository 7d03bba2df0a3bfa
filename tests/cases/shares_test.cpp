// SHR-001 looks at every coded field whose list has a code for what the list lacks.
#include "gateway/base/text.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace sluice::tests {
namespace {

// Why many of them say nothing about the list.
const std::map<std::string, std::string> kExcused = {
    {"person.ethnic_category", "\"any other background\" is an answer of its own, as the census has it"},
    {"person.registration_type", "the practice's system gives it; nobody chooses it from a list"},
    {"person.withheld_identity_reason", "it says why there is no identity, not what people need"},
    {"person.preferred_contact_method", "its \"other\" is a telephone number abroad"},
    {"plan_point.unit", "a commissioner's plan, not what people choose"},
    {"claim.unit", "a commissioner's claim, not what people choose"},
};

// A role is named "other" of one kind of service; a code of a role stands for that service.
bool is_other(const std::string& list, const schema::Code& code) {
    const auto words = to_lower(code.display);
    const auto says = [&](const char* what) { return words.find(what) != std::string::npos; };
    return list != "sds-role" && (to_lower(code.code) == "other" || words.starts_with("other") ||
                                  words.starts_with("another") || says("any other") || says("other reason"));
}

// "entity.field" of what the rule asks, with the code that it counts.
std::map<std::string, std::string> asked() {
    std::map<std::string, std::string> out;
    const auto& rules = repository_pack().rules();
    for (const auto& values : rules[rules.find("SHR-001").value()].each) {
        out[values.at("entity") + "." + values.at("field")] = values.at("code");
    }
    return out;
}

TEST(Shares, are_counted_of_every_field_whose_list_has_a_code_for_the_rest) {
    const auto fields = asked();
    std::set<std::string> with_other;
    for (const auto& entity : repository_pack().documents->dataset.entities) {
        for (const auto& field : entity.fields) {
            const auto* list = repository_pack().documents->code_system(field.codes);
            const bool other =
                list != nullptr && std::any_of(list->codes.begin(), list->codes.end(), [&](const auto& code) {
                    return is_other(list->id, code);
                });
            const auto name = entity.name + "." + field.name;
            if (other && entity.stored) {
                with_other.insert(name);
                EXPECT_NE(fields.contains(name), kExcused.contains(name)) << name;
            }
        }
    }
    EXPECT_GE(with_other.size(), 20U + kExcused.size());
    for (const auto& [name, reason] : kExcused) {
        EXPECT_TRUE(with_other.contains(name)) << name << " needs no excuse: " << reason;
    }
}

TEST(Shares, count_a_code_that_the_list_of_the_field_has) {
    const auto& documents = *repository_pack().documents;
    for (const auto& [name, code] : asked()) {
        const auto dot = name.find('.');
        const auto* entity = documents.dataset.entity(name.substr(0, dot));
        ASSERT_NE(entity, nullptr) << name;
        const auto field = entity->field(name.substr(dot + 1));
        ASSERT_TRUE(field) << name;
        EXPECT_TRUE(repository_pack().terms->meaning(entity->fields[*field].codes, code)) << name;
    }
}

}  // namespace
}  // namespace sluice::tests
