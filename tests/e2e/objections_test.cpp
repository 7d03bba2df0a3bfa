// Whom an entry of the record keeps out (Type 1): before anything is stored, afterwards, and until it is
// withdrawn.
#include "tests/e2e/gateway.hpp"
#include "tests/support/delivery.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

using tests::member_at;

constexpr std::string_view kCodes =
    R"({"in": "Coding_ClinicalCode", "add": {"CodeId": "1003", "Term": "Objection", "SnomedCTConceptId": "827241000000103"}},
       {"in": "Coding_ClinicalCode", "add": {"CodeId": "1004", "Term": "Withdrawn", "SnomedCTConceptId": "827261000000102"}},
       {"in": "Admin_Patient", "add": {"PatientGuid": "{P2}", "OrganisationGuid": "{O1}", "Sex": "M", "DateOfBirth": "1951-01-29",
        "DateOfRegistration": "2001-05-01", "NhsNumber": "9990000026", "PatientTypeDescription": "Regular", "DummyType": "false",
        "Postcode": "SW19 1AA", "Deleted": "false", "SpineSensitive": "false", "IsConfidential": "false", "ProcessingId": "2"}})";

struct Entry {
    std::string id;
    std::string person = "{P1}";
    std::string code;
    std::string day;
    std::string deleted = "false";
    std::string confidential = "false";
};

const Entry kReferralOfOther = {.id = "{B9}", .person = "{P2}", .code = "1001", .day = "2026-10-02"};
const Entry kObjection = {.id = "{B3}", .code = "1003", .day = "2026-10-03"};
const Entry kWithdrawal = {.id = "{B4}", .code = "1004", .day = "2026-10-05"};
const Entry kNeed = {.id = "{B5}", .code = "1002", .day = "2026-10-07"};

std::string text_of(const Entry& entry) {
    return R"(, {"in": "CareRecord_Observation", "add": {"ObservationGuid": ")" + entry.id +
           R"(", "PatientGuid": ")" + entry.person + R"(", "OrganisationGuid": "{O1}", "EffectiveDate": ")" +
           entry.day +
           R"(", "EffectiveDatePrecision": "YMD", "EnteredDate": "2026-10-09", "EnteredTime": "09:00:00",
               "ClinicianUserInRoleGuid": "{U2}", "CodeId": ")" +
           entry.code + R"(", "Deleted": ")" + entry.deleted + R"(", "IsConfidential": ")" +
           entry.confidential + R"(", "ProcessingId": "5"}})";
}

class Objections : public testing::Test {
  protected:
    // The full extract, or the difference of that number; each with all rows of the full one.
    Outcome send(
        const Gateway& gateway, int number, const std::vector<Entry>& entries,
        const std::vector<std::string>& options = {}
    ) {
        const auto folder = folder_ / ("set" + std::to_string(sent_++));
        std::filesystem::create_directory(folder);
        std::string text = R"({"of": "emis", "changes": [)" + std::string(kCodes) + text_of(kReferralOfOther);
        for (const auto& entry : entries) {
            text += text_of(entry);
        }
        text += "]";
        if (number > 1) {
            text += R"(, "names": {"bulk_1_": "delta_)" + std::to_string(number) +
                    R"(_", "20261024": "202610)" + std::to_string(23 + number) + R"("})";
        }
        const auto ran = gateway.ingest(tests::write_delivery(parse_json(text + "}"), folder), options);
        EXPECT_LE(ran.code, 1) << ran.err;
        return read_outcome(ran.out);
    }
    static std::size_t persons(const Gateway& gateway) { return gateway.rows("person").size(); }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
    int sent_ = 0;
};

TEST_F(Objections, keep_out_who_objects_and_nobody_else) {
    const auto outcome = send(gateway_, 1, {kObjection});

    EXPECT_EQ(outcome.issues, (Counts{{"PRV-007", 1}}));
    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(persons(gateway_), 1U);
    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
    EXPECT_TRUE(gateway_.rows("contact").empty());
    // Every row is accounted for: the other person's is used, and those of the objector are passed over.
    EXPECT_EQ(
        outcome.files.at("CareRecord_Observation"), (FileCounts{.read = 4, .accepted = 1, .skipped = 3})
    );
    EXPECT_EQ(outcome.files.at("Admin_Patient"), (FileCounts{.read = 2, .accepted = 1, .skipped = 1}));
}

TEST_F(Objections, bar_nothing_of_direct_care) {
    const auto outcome = send(gateway_, 1, {kObjection}, {"--purpose", "direct-care"});

    EXPECT_EQ(outcome.issues, Counts());
    EXPECT_EQ(persons(gateway_), 2U);
}

TEST_F(Objections, that_come_later_remove_what_was_stored_and_are_told) {
    send(gateway_, 1, {});
    ASSERT_EQ(persons(gateway_), 2U);

    const auto outcome = send(gateway_, 2, {kObjection});

    EXPECT_EQ(outcome.issues.at("PRV-007"), 1);
    const auto report = parse_json(gateway_.run({"report", outcome.receipt, "--format", "json"}).out);
    EXPECT_EQ(integer_at(member_at(member_at(report, "entities"), "person"), "removed"), 1);
    EXPECT_EQ(persons(gateway_), 1U);
    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
    for (const auto& [id, referral] : gateway_.rows("referral")) {
        EXPECT_EQ(referral.at("person_id"), gateway_.rows("person").begin()->first);
    }
}

TEST_F(Objections, stand_when_everything_is_sent_again) {
    send(gateway_, 1, {kObjection});
    const auto before = gateway_.exports();

    const auto again = send(gateway_, 2, {kObjection});
    const auto silent = send(gateway_, 3, {});

    EXPECT_EQ(again.issues, (Counts{{"PRV-007", 1}}));
    EXPECT_EQ(silent.issues, (Counts{{"PRV-007", 1}}));
    EXPECT_EQ(gateway_.exports(), before);
}

TEST_F(Objections, that_are_withdrawn_let_the_person_in_with_everything) {
    const Gateway never(folder_ / "never");
    send(never, 1, {});
    send(never, 2, {kNeed});
    send(gateway_, 1, {kObjection});
    send(gateway_, 2, {kObjection, kNeed});
    ASSERT_EQ(persons(gateway_), 1U);

    const auto outcome = send(gateway_, 3, {kWithdrawal});

    EXPECT_EQ(outcome.issues, (Counts{{"PRV-007", 1}})) << "of the person's row, read before the entry";
    for (const auto& [entity, csv] : never.exports()) {
        EXPECT_EQ(gateway_.export_csv(entity), csv) << entity;
    }
}

TEST_F(Objections, that_are_deleted_let_the_person_in) {
    send(gateway_, 1, {kObjection});
    auto deleted = kObjection;
    deleted.deleted = "true";

    send(gateway_, 2, {deleted});

    EXPECT_EQ(persons(gateway_), 2U);
}

TEST_F(Objections, count_where_the_entry_is_confidential) {
    auto entry = kObjection;
    entry.confidential = "true";

    send(gateway_, 1, {entry});

    EXPECT_EQ(persons(gateway_), 1U);
}

TEST_F(Objections, and_a_withdrawal_in_one_delivery_let_the_person_in_at_once) {
    const auto outcome = send(gateway_, 1, {kObjection, kWithdrawal});

    EXPECT_EQ(outcome.issues, Counts());
    EXPECT_EQ(persons(gateway_), 2U);
}

}  // namespace
}  // namespace sluice::e2e
