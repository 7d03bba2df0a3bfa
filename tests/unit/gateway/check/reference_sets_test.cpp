#include "gateway/check/reference_sets.hpp"

#include "gateway/base/identifiers.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using schema::Fault;

// The pack's documents, with a reference set of needs loaded: one member, and one that was taken out.
schema::Documents loaded() {
    auto out = *tests::repository_pack().documents;
    auto* needs = schema::find_id(out.value_sets, "sp-needs");
    needs->refsets.push_back(needs->standin_for);
    needs->members.push_back({std::string(kSnomedSystem), "267076002", ""});
    needs->members.push_back({std::string(kSnomedSystem), "81877007", "", true});
    needs->members.push_back({"urn:local", "N1", ""});
    return out;
}

std::vector<Fault> faults_of(
    const schema::Documents& documents, std::string_view entity, const std::string& system,
    const std::string& code
) {
    std::vector<record::Record> records = {tests::make_record(documents.dataset, entity, {{"code", code}})};
    records.front().cells[*records.front().entity->field("code")].system = system;
    std::vector<Fault> out;
    for (const auto& finding : ReferenceSets::compile(documents).judge(records)) {
        EXPECT_EQ(finding.field, *records.front().entity->field("code"));
        out.push_back(finding.fault);
    }
    return out;
}

TEST(ReferenceSets, tell_what_is_no_member_and_what_is_none_any_more) {
    const auto documents = loaded();
    const std::string snomed(kSnomedSystem);

    EXPECT_THAT(faults_of(documents, "need", snomed, "267076002"), testing::IsEmpty());
    EXPECT_THAT(
        faults_of(documents, "need", snomed, "81877007"), testing::ElementsAre(Fault::value_code_legacy)
    );
    // A member of the shipped list, which does not speak for the set that it stood in for.
    EXPECT_THAT(
        faults_of(documents, "need", snomed, "105529008"), testing::ElementsAre(Fault::value_not_in_refset)
    );
}

TEST(ReferenceSets, say_nothing_of_codes_that_they_could_not_have) {
    const auto documents = loaded();

    EXPECT_THAT(faults_of(documents, "need", "urn:local", "LIFT"), testing::IsEmpty());
    EXPECT_THAT(faults_of(documents, "need", std::string(kSnomedSystem), ""), testing::IsEmpty());
    // Of support nothing is loaded.
    EXPECT_THAT(
        faults_of(documents, "support_offered", std::string(kSnomedSystem), "267076002"), testing::IsEmpty()
    );
}

TEST(ReferenceSets, say_nothing_while_a_shipped_list_stands_in) {
    const auto& documents = *tests::repository_pack().documents;

    EXPECT_THAT(faults_of(documents, "need", std::string(kSnomedSystem), "160734000"), testing::IsEmpty());
}

}  // namespace
}  // namespace sluice::check
