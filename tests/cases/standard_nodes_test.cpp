// From the model of the PRSB standard alone: whatever mandatory node is taken out of a complete record, an
// item or a whole group, gives one finding, there and nowhere else.
#include "gateway/base/text.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

#include <map>

namespace sluice::tests {
namespace {

const Date kAsOf(2026, 11, 1);
constexpr std::string_view kProfile = "referral";
constexpr std::string_view kPurpose = "direct-care";

using Fields = std::vector<std::pair<std::string, std::string>>;
using Records = std::vector<std::pair<std::string, Fields>>;

// Everything that a link worker must have to act on a referral, of a person who is not real.
Records complete_referral() {
    return {
        {"person",
         {{"person_id", "p"},
          {"nhs_number", "9990000018"},
          {"birth_date", "1950-03-04"},
          {"gender", "2"},
          {"ethnic_category", "A"},
          {"given_name", "Test"},
          {"family_name", "Person"},
          {"postcode", "ZZ1 1AA"},
          {"home_phone", "01632 960001"},
          {"practice_ods", "A81001"},
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
        {"risk", {{"risk_id", "k"}, {"person_id", "p"}, {"category", "none_known"}}}};
}

bool is_same_or_below(std::string_view path, std::string_view node) {
    return path == node || path.starts_with(std::string(node) + " > ");
}

bool carries(const schema::Field& field, std::string_view node) {
    return std::any_of(field.standard.begin(), field.standard.end(), [&](const auto& path) {
        return is_same_or_below(path, node);
    });
}

// Without what stands at or below the node; a record that has nothing left but its ids goes with it.
std::vector<record::Record> without(const std::string& node) {
    const auto& dataset = repository_pack().documents->dataset;
    std::vector<record::Record> records;
    for (const auto& [name, fields] : complete_referral()) {
        const auto& entity = *dataset.entity(name);
        Fields left;
        std::size_t taken = 0;
        std::size_t said = 0;
        for (const auto& [field, value] : fields) {
            const auto& definition = entity.fields[*entity.field(field)];
            const bool is_id =
                definition.type == schema::FieldType::id || definition.type == schema::FieldType::reference;
            const bool gone = !node.empty() && carries(definition, node);
            taken += gone ? 1 : 0;
            said += !gone && !is_id && !definition.standard.empty() ? 1 : 0;
            if (!gone) {
                left.emplace_back(field, value);
            }
        }
        if (taken == 0 || said > 0 || name == dataset.person) {
            records.push_back(make_record(dataset, name, left));
        }
    }
    return records;
}

struct Found {
    std::string rule;
    std::string subject;
    auto operator<=>(const Found&) const = default;
};

std::vector<Found> findings(std::vector<record::Record> records) {
    const auto& pack = repository_pack();
    const check::CheckContext context{kAsOf, false, nullptr, pack.checks.profile(kProfile, kPurpose)};
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

TEST(StandardNodes, of_a_complete_referral_nothing_is_found) {
    EXPECT_THAT(findings(without("")), testing::IsEmpty());
}

TEST(StandardNodes, each_mandatory_one_that_is_taken_out_is_found_once_and_there) {
    const auto& documents = *repository_pack().documents;
    const auto& profile = *documents.profile(kProfile);
    int groups = 0;
    int items = 0;
    int not_carried = 0;
    for (const auto& node : documents.standard.nodes) {
        if (node.conformance != "M") {
            continue;
        }
        (node.group ? groups : items) += 1;
        const auto section = node.path.substr(0, node.path.find(" > "));
        const bool in_profile =
            std::find(profile.sections.begin(), profile.sections.end(), section) != profile.sections.end();
        if (node.coverage != schema::Coverage::carried || !in_profile) {
            ++not_carried;
            continue;
        }
        SCOPED_TRACE(node.path);
        const auto found = findings(without(node.path));
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found.front().rule, "PRF-001");
        // At the item, at the group, or at the group that has nothing else in it.
        const auto& subject = found.front().subject;
        const auto* at = documents.standard.find(subject);
        if (at == nullptr) {
            const auto dot = subject.find('.');
            const auto& entity = *documents.dataset.entity(subject.substr(0, dot));
            EXPECT_TRUE(carries(entity.fields[*entity.field(subject.substr(dot + 1))], node.path)) << subject;
        } else {
            EXPECT_TRUE(is_same_or_below(node.path, subject) || is_same_or_below(subject, node.path))
                << subject;
        }
    }
    EXPECT_EQ(groups, 13);
    EXPECT_EQ(items, 6);
    EXPECT_EQ(not_carried, 1);  // Problem, which is mandatory inside the optional problem list only
}

}  // namespace
}  // namespace sluice::tests
