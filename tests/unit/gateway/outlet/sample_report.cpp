#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <algorithm>
#include <array>

namespace sluice::outlet::testing {
namespace {

Header sample_header() {
    Header header;
    header.receipt_id = "R7K2-M9QX-4";
    header.sender = {"A1B2C", "Riverside GP Federation"};
    header.status = "processed_with_rejects";
    header.purpose = "secondary-use";
    header.legal_basis = "Health and Social Care Act 2012, section 251 not required: pseudonymised";
    header.period_start = Date(2025, 11, 1);
    header.period_end = Date(2026, 10, 31);
    header.semantics = "bulk";
    header.as_of = Date(2026, 11, 1);
    header.received_at = *parse_instant("2026-11-02T08:14:09Z");
    header.pack_version = "sp-mds 1.0.0, emis 8";
    header.pack_digest = "3f0c7a5d1e2b4c6a8f9e0d1c2b3a495867768594a3b2c1d0e0f1a2b3c4d5e6f7";
    return header;
}

FileLine file(const std::string& table, Count read, Count accepted, Count held, Count rejected) {
    return {
        "bulk_412_" + table + "_20261101020000_8b0f6f5e-2b1e-4d1c-9a57-1f1b7a8f0c11.csv",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        read * 214 + 311,
        table,
        {read, accepted, held, rejected, read - accepted - held - rejected}};
}

void add_files(Report& report) {
    report.files = {
        file("Admin_Patient", 41'210, 41'180, 0, 12),
        file("Admin_Organisation", 1'204, 1'204, 0, 0),
        file("Admin_UserInRole", 3'377, 3'377, 0, 0),
        file("Appointment_Session", 18'904, 18'904, 0, 0),
        file("Appointment_Slot", 96'020, 2'914, 3, 0),
        file("CareRecord_Consultation", 88'412, 3'160, 5, 2),
        file("CareRecord_Observation", 1'412'345, 8'120, 17, 9),
        file("CareRecord_ObservationReferral", 2'210, 512, 0, 0),
        file("Coding_ClinicalCode", 61'004, 61'001, 0, 3),
        file("Prescribing_DrugRecord", 220'118, 0, 0, 0)};
    report.entities = {
        {"person", "Person", 1'204, 2, 1, 0, 310, 24, 0, 868, 1'202},
        {"episode", "Episode", 1'260, 0, 0, 0, 318, 40, 0, 902, 1'258},
        {"referral", "Referral", 1'391, 9, 2, 4, 344, 12, 1, 1'034, 1'388},
        {"need", "Need", 2'716, 4, 0, 0, 702, 8, 0, 2'006, 2'716},
        {"contact", "Contact", 5'802, 8, 2, 6, 1'466, 92, 3, 4'241, 5'799},
        {"support_offered", "Support offered", 1'908, 0, 0, 0, 455, 0, 0, 1'453, 1'908},
        {"assessment", "Assessment", 604, 0, 3, 0, 140, 2, 0, 462, 604},
        {"goal", "Goal", 0, 0, 0, 0, 0, 0, 0, 0, 0}};
}

void add_issues(Report& report) {
    const std::string patients = report.files[0].name;
    const std::string observations = report.files[6].name;
    report.issues = {
        {"LNK-001",
         "1.0",
         "X21",
         Severity::error,
         "The person of this row is not in the extract",
         "The row names a person for whom there is no row in Admin_Patient.",
         "Without the person the row cannot be counted; it is held, not lost.",
         "Send the missing Admin_Patient rows. The held rows will then be released by themselves.",
         17,
         {{observations, 1'204'118, "PatientGuid", ""},
          {observations, 1'204'119, "PatientGuid", "same person as row 1,204,118"}},
         15},
        {"NHS-003",
         "1.0",
         "V01",
         Severity::error,
         "The NHS number fails its check digit",
         "The ten digits do not agree with their check digit, so at least one of them is wrong.",
         "A wrong number could join two different people. The number is not used; the person is kept.",
         "Check the number against the Personal Demographics Service and correct it in the practice system.",
         8,
         {{patients, 214, "NhsNumber", ""}, {patients, 9'318, "NhsNumber", ""}},
         6},
        {"REF-007",
         "1.0",
         "X13",
         Severity::warning,
         "Referral without a recorded need",
         "The episode has a referral, and no need is recorded in it.",
         "Reports of why people are referred leave this person out.",
         "Record at least one social need when the link worker first meets the person.",
         212,
         {{observations, 88'104, "", ""}},
         211},
        {"VAL-005",
         "1.0",
         "",
         Severity::information,
         "Code without a mapping",
         "The code is kept as it stands, but has no place in the national lists.",
         "It is counted under “other”.",
         "Nothing now. If the code is in common use, ask for it to be mapped.",
         31,
         {{observations, 77, "CodeId", ""}},
         30},
        {"FIL-005",
         "1.0",
         "F02",
         Severity::information,
         "Column that is not in the specification",
         "The file has a column that the extract specification does not name.",
         "It is not read.",
         "Nothing.",
         1,
         {{patients, 0, "LocalFlag", ""}},
         0}};
    report.kept_out = {
        {"PRV-001", "Marked as a test or dummy person", 14},
        {"PRV-002", "Marked as confidential", 3},
        {"PRV-003", "Marked as sensitive on the Spine", 1}};
}

constexpr std::array<const char*, 14> kMonths{"2025-09", "2025-10", "2025-11", "2025-12", "2026-01",
                                              "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
                                              "2026-07", "2026-08", "2026-09", "2026-10"};

struct Field {
    const char* entity;
    const char* entity_title;
    const char* name;
    const char* title;
    Count base;  // per cent known in the first month
    int bar = 90;
};

constexpr std::array<Field, 12> kFields{
    {{"person", "Person", "nhs_number", "NHS number", 99, 100},
     {"person", "Person", "birth_date", "Date of birth", 100, 99},
     {"person", "Person", "gender", "Gender", 97},
     {"person", "Person", "ethnic_category", "Ethnic category", 71},
     {"person", "Person", "main_language", "Main language", 44},
     {"person", "Person", "employment_status", "Employment status", 9},
     {"person", "Person", "sexual_orientation", "Sexual orientation", 0},
     {"referral", "Referral", "referral_date", "Date of referral", 100, 99},
     {"referral", "Referral", "referrer_role", "Role of the referrer", 84},
     {"referral", "Referral", "decline_reason", "Reason for declining", 38},
     {"contact", "Contact", "contact_date", "Date of contact", 100, 99},
     {"contact", "Contact", "outcome", "Outcome", 88}}};

constexpr std::array<std::array<const char*, 2>, 3> kPractices{
    {{"F84004", "Albion Street Surgery"}, {"F84077", "Bridge House Practice"}, {"Y02987", ""}}};

CellCounts sample_counts(const Field& field, std::size_t practice, std::size_t month) {
    if (std::string_view(field.name) == "decline_reason" && month % 4 == 0) {
        return {};
    }
    // No system of the sample has a place for it.
    if (std::string_view(field.name) == "sexual_orientation") {
        CellCounts counts;
        counts.not_collected = 40 + practice * 17 + month * 3;
        return counts;
    }
    const Count expected = 40 + practice * 17 + month * 3;
    const Count share =
        field.base == 0 ? 0 : std::min<Count>(100, field.base + month * (field.base < 90 ? 2 : 0));
    const Count answered = expected * share / 100;
    const Count present = answered + (expected - answered) / 3;
    CellCounts counts{expected, present, answered - answered / 20, answered / 20};
    counts.valid = answered + (present - answered) / 2;
    counts.unknown = counts.valid - answered;
    counts.coded = counts.valid - counts.valid / 10;
    counts.text_only = counts.valid / 10;
    return counts;
}

void add_completeness(Report& report) {
    for (const Field& field : kFields) {
        for (std::size_t practice = 0; practice < kPractices.size(); ++practice) {
            for (std::size_t month = 0; month < kMonths.size(); ++month) {
                report.completeness.push_back(
                    {field.entity, field.entity_title, field.name, field.title, kPractices[practice][0],
                     kPractices[practice][1], kMonths[month], sample_counts(field, practice, month), "A1B2C",
                     "emis", 1, Decimal(field.bar), kPractices[practice][0]}
                );
            }
        }
    }
    for (const auto& practice : kPractices) {
        report.organisations.push_back({practice[0], practice[1]});
    }
}

void add_changes(Report& report) {
    report.fixes = {
        {"REF-007", Severity::warning, "Referral without a recorded need", report.issues[2].fix, "Referral",
         "", 212, 212},
        {"LNK-001", Severity::error, "The person of this row is not in the extract", report.issues[0].fix, "",
         "", 17, 51},
        {"NHS-003", Severity::error, "The NHS number fails its check digit", report.issues[1].fix, "Person",
         "NHS number", 8, 72}};
    Trend trend;
    trend.receipt_id = "R6J1-K8PW-2";
    trend.received_at = *parse_instant("2026-10-02T07:55:00Z");
    trend.findings = {
        {"LNK-001", Severity::error, "The person of this row is not in the extract", 17, 17, true},
        {"NHS-003", Severity::error, "The NHS number fails its check digit", 19, 8},
        {"POS-001", Severity::error, "Not a postcode", 0, 4},
        {"REF-007", Severity::warning, "Referral without a recorded need", 180, 212},
        {"ETH-002", Severity::warning, "Ethnic category of an old list", 3, 0}};
    trend.fields = {
        {"person",
         "Person",
         "ethnic_category",
         "Ethnic category",
         {1000, 800, 790, 10},
         {1204, 1104, 1011, 12}},
        {"contact", "Contact", "outcome", "Outcome", {5000, 4990, 4900, 0}, {5799, 5700, 5610, 0}}};
    trend.points = {
        {"K2M4-7Q1T-9", *parse_instant("2026-09-02T07:50:00Z"), {2000, 1500, 1400, 20}},
        {"R6J1-K8PW-2", trend.received_at, {2000, 1600, 1580, 20}},
        {"T4V9-3NXC-7", *parse_instant("2026-11-02T08:14:09Z"), {2400, 2000, 1980, 24}}};
    report.trend = trend;
}

void add_activity(Report& report) {
    constexpr std::array<std::array<const char*, 2>, 6> kOutcomes{
        {{"attended", "Attended"},
         {"dna", "Did not attend"},
         {"cancelled_patient", "Cancelled by the person"},
         {"cancelled_service", "Cancelled by the service"},
         {"other", "Other"},
         {"unknown", "Not known"}}};
    constexpr std::array<Count, 6> kShares{302, 41, 22, 13, 2, 34};
    for (std::size_t month = 0; month < kMonths.size(); ++month) {
        report.referrals.push_back({kMonths[month], 74 + (month * 37) % 41, 5 + (month * 11) % 13});
        for (std::size_t outcome = 0; outcome < kOutcomes.size(); ++outcome) {
            report.contacts.push_back(
                {kMonths[month], kOutcomes[outcome][0], kOutcomes[outcome][1],
                 kShares[outcome] + (month * 7) % 19}
            );
        }
    }
}

}  // namespace

Report sample_report() {
    Report report;
    report.header = sample_header();
    add_files(report);
    add_issues(report);
    add_changes(report);
    add_completeness(report);
    add_activity(report);
    return report;
}

}  // namespace sluice::outlet::testing
