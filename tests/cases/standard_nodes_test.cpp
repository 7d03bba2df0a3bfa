// From the model of the PRSB standard alone (schemas/sp-mds/standard.csv): whatever mandatory node is taken
// out of a complete record, an item or a whole group, gives one finding, there and nowhere else. One test for
// each node and each profile of a next hop that asks for it.
#include "gateway/base/text.hpp"

#include "tests/cases/registered.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace sluice::tests {
namespace {

const Date kAsOf(2026, 11, 1);
constexpr std::string_view kPurpose = "direct-care";

// Nodes that cannot be taken out alone, each with the one that goes with it and the reason. What is told is
// the highest that is missing.
const std::map<std::string, std::string> kGoesWith = {
    {"GP practice > GP practice record entry", "GP practice"},  // the section has nothing else
    {"Risks > Risks record entry", "Risks"},                    // nor has this one
};

using Fields = std::vector<std::pair<std::string, std::string>>;
using Records = std::vector<std::pair<std::string, Fields>>;

// Everything that a link worker must have to act on a referral, and a practice to file what became of it; of
// a person who is not real. No group holds a mandatory item alone, where the standard has another one.
Records complete_record() {
    return {
        {"person",
         {{"person_id", "p"},
          {"local_id", "P1"},
          {"nhs_number", "9990000018"},
          {"birth_date", "1950-03-04"},
          {"gender", "2"},
          {"ethnic_category", "A"},
          {"given_name", "Test"},
          {"family_name", "Person"},
          {"postcode", "ZZ1 1AA"},
          {"home_phone", "01632 960001"},
          {"practice_ods", "A81001"},
          {"gp_name", "Dr Practice"},
          {"consent_to_share", "given"}}},
        {"referral",
         {{"referral_id", "r"},
          {"person_id", "p"},
          {"referral_date", "2026-10-20"},
          {"status", "accepted"},
          {"referrer_name", "Dr Test"},
          {"referrer_service", "General practice"},
          {"referrer_org_ods", "A81001"},
          {"referrer_contact", "01632 960002"},
          {"target_org_ods", "RX100"},
          {"target_service", "Link workers"}}},
        {"need",
         {{"need_id", "n"}, {"person_id", "p"}, {"identified_date", "2026-10-20"}, {"code", "160734000"}}},
        {"risk", {{"risk_id", "k"}, {"person_id", "p"}, {"category", "falls"}, {"start_date", "2026-10-20"}}},
        {"episode",
         {{"episode_id", "e"},
          {"person_id", "p"},
          {"start_date", "2026-10-20"},
          {"status", "open"},
          {"summary_text", "Came to the walking group"},
          {"actions_for_professionals", "None"}}}};
}

bool is_same_or_below(std::string_view path, std::string_view node) {
    return path == node || path.starts_with(std::string(node) + " > ");
}

bool carries(const schema::Field& field, std::string_view node) {
    return std::any_of(field.standard.begin(), field.standard.end(), [&](const auto& path) {
        return is_same_or_below(path, node);
    });
}

// What a record can never be without.
bool is_id(const schema::Entity& entity, const schema::Field& field) {
    return field.type == schema::FieldType::id || field.type == schema::FieldType::reference ||
           schema::is_sent_id(entity, field);
}

// Without what stands at or below the node; a record that says nothing more then goes with it.
std::vector<record::Record> without(const std::string& node) {
    const auto& dataset = repository_pack().documents->dataset;
    std::vector<record::Record> records;
    for (const auto& [name, fields] : complete_record()) {
        const auto& entity = *dataset.entity(name);
        Fields left;
        bool says_something = false;
        for (const auto& [field, value] : fields) {
            const auto& definition = entity.fields[*entity.field(field)];
            if (node.empty() || is_id(entity, definition) || !carries(definition, node)) {
                left.emplace_back(field, value);
                says_something |= !is_id(entity, definition) && !definition.standard.empty();
            }
        }
        if (left.size() == fields.size() || says_something || name == dataset.person) {
            records.push_back(make_record(dataset, name, left));
        }
    }
    return records;
}

struct Found {
    std::string rule;
    std::string subject;  // path of the standard, or entity.field
};
std::ostream& operator<<(std::ostream& out, const Found& found) {
    return out << found.rule << " of " << found.subject;
}

std::vector<Found> findings(std::vector<record::Record> records, const std::string& profile) {
    const auto& pack = repository_pack();
    const check::CheckContext context{kAsOf, false, nullptr, pack.checks.profile(profile, kPurpose)};
    pack.checks.decide(records, context);
    EXPECT_TRUE(pack.episodes.run(records, "test", kAsOf));
    pack.checks.pass_on(records);
    pack.checks.remark(records, context);
    std::vector<Found> out;
    for (const auto& record : records) {
        for (const auto& issue : record.issues) {
            std::string subject;
            if (issue.node != kNoNode) {
                subject = pack.documents->standard.nodes[issue.node].path;
            } else if (issue.field != kNoField) {
                subject = record.entity->name + "." + record.entity->fields[issue.field].name;
            }
            out.push_back({pack.rules()[issue.rule].id, subject});
        }
    }
    return out;
}

// The fields that are the node, not one below it: entity.field, and whether the dataset itself demands it.
std::map<std::string, bool> fields_of(const schema::StandardNode& node) {
    std::map<std::string, bool> out;
    for (const auto& entity : repository_pack().documents->dataset.entities) {
        for (const auto& field : entity.fields) {
            if (std::count(field.standard.begin(), field.standard.end(), node.path) > 0) {
                out[entity.name + "." + field.name] = field.conformance == schema::Conformance::mandatory;
            }
        }
    }
    return out;
}

// The group itself, or the field that is the node; one that the dataset demands is missing at any time.
void expect_subject(const Found& found, const schema::StandardNode& node) {
    const auto fields = fields_of(node);
    const auto field = fields.find(found.subject);
    const auto together = kGoesWith.find(node.path);
    const auto& told = together == kGoesWith.end() ? node.path : together->second;
    if (field == fields.end()) {
        EXPECT_TRUE(node.group);
        EXPECT_EQ(found.subject, told);
    }
    EXPECT_EQ(found.rule, field != fields.end() && field->second ? "REC-001" : "PRF-001");
}

void expect_found_once(const schema::StandardNode& node, const std::string& profile) {
    const auto found = findings(without(node.path), profile);

    ASSERT_EQ(found.size(), 1U) << testing::PrintToString(found);
    expect_subject(found.front(), node);
}

bool asks(const schema::Profile& profile, const schema::StandardNode& node) {
    const auto section = node.path.substr(0, node.path.find(schema::kBelow));
    const auto in = [&](const auto& list, auto&& holds) {
        return std::any_of(list.begin(), list.end(), holds);
    };
    return in(profile.sections, [&](const auto& name) { return name == section; }) ||
           in(profile.must, [&](const auto& path) { return is_same_or_below(path, node.path); });
}

// Profiles of a next hop, each with the mandatory nodes that the dataset carries and the profile asks for.
std::vector<std::pair<const schema::Profile*, const schema::StandardNode*>> asked() {
    std::vector<std::pair<const schema::Profile*, const schema::StandardNode*>> out;
    const auto& documents = *repository_pack().documents;
    for (const auto& profile : documents.profiles) {
        for (const auto& node : documents.standard.nodes) {
            if (node.conformance == "M" && node.coverage == schema::Coverage::carried &&
                asks(profile, node)) {
                out.emplace_back(&profile, &node);
            }
        }
    }
    return out;
}

TEST(StandardNodes, of_a_complete_record_nothing_is_found) {
    std::set<std::string> profiles;
    for (const auto& [profile, node] : asked()) {
        profiles.insert(profile->name);
    }
    for (const auto& profile : profiles) {
        EXPECT_THAT(findings(without(""), profile), testing::IsEmpty()) << profile;
    }
}

// The model as it was published, and what of it is tested for whom.
TEST(StandardNodes, that_are_mandatory_are_19_and_all_but_one_are_tested) {
    int groups = 0;
    int items = 0;
    std::vector<std::string> left_out;
    for (const auto& node : repository_pack().documents->standard.nodes) {
        if (node.conformance == "M") {
            (node.group ? groups : items) += 1;
            if (node.coverage != schema::Coverage::carried) {
                left_out.push_back(node.path);
            }
        }
    }
    std::map<std::string, int> tested;
    for (const auto& [profile, node] : asked()) {
        ++tested[profile->name];
    }

    EXPECT_EQ(groups, 13);
    EXPECT_EQ(items, 6);
    // Mandatory inside the optional problem list only.
    EXPECT_THAT(left_out, testing::ElementsAre("Problem list > Problem list record entry > Problem"));
    EXPECT_EQ(tested, (std::map<std::string, int>{{"count", 4}, {"message_back", 18}, {"referral", 18}}));
}

TEST(StandardNodes, that_go_with_another_are_two_and_mandatory) {
    EXPECT_EQ(kGoesWith.size(), 2U);
    for (const auto& [path, with] : kGoesWith) {
        const auto* node = repository_pack().documents->standard.find(path);
        ASSERT_NE(node, nullptr) << path;
        EXPECT_EQ(node->conformance, "M") << path;
        EXPECT_TRUE(is_same_or_below(path, with)) << path;
    }
}

}  // namespace

void register_standard_nodes() {
    for (const auto& [profile, node] : asked()) {
        register_test(
            "StandardNodes/" + profile->name, "without " + node->path + " is found once and there",
            [profile = profile->name, node = *node] { expect_found_once(node, profile); }
        );
    }
}

}  // namespace sluice::tests
