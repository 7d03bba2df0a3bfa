#include "gateway/synth/emis.hpp"

#include "gateway/synth/catalogue.hpp"

#include "tests/unit/gateway/synth/extract_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace sluice::synth {
namespace {

using test::fresh_folder;
using test::read_bytes;
using test::read_extract;
using test::TableText;

Options small(const std::string& name, Faults faults) {
    Options options;
    options.out = fresh_folder(name);
    options.practices = 2;
    options.patients = 200;
    options.seed = 42;
    options.faults = faults;
    return options;
}

std::set<std::string> ids(const Catalogue& catalogue, std::initializer_list<std::string_view> codes) {
    std::set<std::string> out;
    for (const std::string_view code : codes) {
        out.insert(catalogue.id(code));
    }
    return out;
}

template <std::size_t N>
std::set<std::string> ids(const Catalogue& catalogue, const std::string_view (&codes)[N]) {
    std::set<std::string> out;
    for (const std::string_view code : codes) {
        out.insert(catalogue.id(code));
    }
    return out;
}

// What a reader would find in one folder, worked out from its rows alone.
struct Recount {
    std::set<std::string> people;  // anchored
    std::uint64_t referrals = 0, contacts = 0, needs = 0, supports = 0, scores = 0, items = 0;
};

std::set<std::string> link_workers(const TableText& users) {
    std::set<std::string> out;
    for (const auto& row : users.rows) {
        if (users.at(row, "JobCategoryCode") == "R9815") {
            out.insert(users.at(row, "UserInRoleGuid"));
        }
    }
    return out;
}

void recount_contacts(
    Recount& out, const std::map<std::string, TableText>& tables, const std::string& as_of
) {
    std::set<std::string> slots;
    const TableText& slot = tables.at("Appointment_Slot");
    for (const auto& row : slot.rows) {
        if (slot.at(row, "NationalSlotCategoryName") != "Social Prescribing Service" ||
            slot.at(row, "PatientGuid").empty() || slot.at(row, "AppointmentDate") > as_of) {
            continue;
        }
        slots.insert(slot.at(row, "SlotGuid"));
        out.people.insert(slot.at(row, "PatientGuid"));
        ++out.contacts;
    }
    const auto workers = link_workers(tables.at("Admin_UserInRole"));
    const TableText& visit = tables.at("CareRecord_Consultation");
    for (const auto& row : visit.rows) {
        if (workers.count(visit.at(row, "ClinicianUserInRoleGuid")) == 1 &&
            slots.count(visit.at(row, "AppointmentSlotGuid")) == 0 &&
            visit.at(row, "ConsultationSourceTerm") != "Administration note") {
            out.people.insert(visit.at(row, "PatientGuid"));
            ++out.contacts;
        }
    }
}

Recount recount(const std::map<std::string, TableText>& tables, const std::string& as_of) {
    const Catalogue catalogue;
    const auto referral =
        ids(catalogue, {codes::kReferralMade, codes::kReferralLocal, codes::kReferralDeclined});
    Recount out;
    recount_contacts(out, tables, as_of);
    const TableText& observation = tables.at("CareRecord_Observation");
    for (const auto& row : observation.rows) {
        if (referral.count(observation.at(row, "CodeId")) == 1) {
            ++out.referrals;
            out.people.insert(observation.at(row, "PatientGuid"));
        }
    }
    std::set<std::string> scores;
    for (const Score& score : kScores) {
        scores.insert(catalogue.id(score.code));
    }
    const auto needs = ids(catalogue, codes::kNeeds);
    const auto supports = ids(catalogue, codes::kSupport);
    const auto items = ids(catalogue, codes::kOns4);
    for (const auto& row : observation.rows) {
        if (out.people.count(observation.at(row, "PatientGuid")) == 1) {
            const std::string& code = observation.at(row, "CodeId");
            out.needs += needs.count(code);
            out.supports += supports.count(code);
            out.scores += scores.count(code);
            out.items += items.count(code);
        }
    }
    return out;
}

void expect_same(const Recount& found, const Truth& truth, Stage stage) {
    EXPECT_EQ(found.people.size(), truth.expected(stage, Entity::person));
    EXPECT_EQ(found.referrals, truth.expected(stage, Entity::referral));
    EXPECT_EQ(found.contacts, truth.expected(stage, Entity::contact));
    EXPECT_EQ(found.needs, truth.expected(stage, Entity::need));
    EXPECT_EQ(found.supports, truth.expected(stage, Entity::support_offered));
    EXPECT_EQ(found.scores + found.items / 4, truth.expected(stage, Entity::assessment));
    EXPECT_EQ(found.scores + found.items, truth.expected(stage, Entity::assessment_item));
}

TEST(SyntheticEmis, gives_the_same_bytes_for_the_same_options) {
    Options first = small("same_a", Faults::standard);
    Options second = small("same_b", Faults::standard);

    ASSERT_TRUE(emis(first).has_value());
    ASSERT_TRUE(emis(second).has_value());

    const auto bytes = read_bytes(first.out);
    EXPECT_EQ(bytes.size(), 3 * kTableCount + 1);
    EXPECT_EQ(bytes, read_bytes(second.out));
}

TEST(SyntheticEmis, gives_other_people_for_another_seed) {
    Options first = small("seed_a", Faults::none);
    Options second = small("seed_b", Faults::none);
    second.seed = 43;

    ASSERT_TRUE(emis(first).has_value());
    ASSERT_TRUE(emis(second).has_value());

    EXPECT_NE(read_bytes(first.out)["truth.json"], read_bytes(second.out)["truth.json"]);
}

TEST(SyntheticEmis, names_its_files_in_the_grammar_of_version_8) {
    const Options options = small("names", Faults::none);
    const std::regex grammar(
        "(bulk|delta|final)/(bulk|delta)_\\d+_[A-Za-z]+_[A-Za-z]+_\\d{14}_[0-9A-F-]{36}\\.csv"
    );
    ASSERT_TRUE(emis(options).has_value());

    for (const auto& [name, bytes] : read_bytes(options.out)) {
        EXPECT_TRUE(name == "truth.json" || std::regex_match(name, grammar)) << name;
    }
}

TEST(SyntheticEmis, writes_all_tables_with_their_headers_and_rows) {
    const Options options = small("tables", Faults::none);
    const auto truth = emis(options);
    ASSERT_TRUE(truth.has_value());

    const auto tables = read_extract(options.out + "/bulk");

    ASSERT_EQ(tables.size(), kTableCount);
    for (const Table table : all_tables()) {
        const TableText& found = tables.at(std::string(name_of(table)));
        const auto columns = columns_of(table);
        EXPECT_EQ(found.header, std::vector<std::string>(columns.begin(), columns.end()));
        EXPECT_GT(found.rows.size(), 0U) << name_of(table);
        EXPECT_EQ(found.rows.size(), truth->at(Stage::bulk).files[static_cast<std::size_t>(table)].read());
    }
    EXPECT_EQ(tables.at("Admin_Patient").rows.size(), options.patients);
}

TEST(SyntheticEmis, gives_every_row_its_patient_organisation_and_code) {
    const Options options = small("links", Faults::none);
    ASSERT_TRUE(emis(options).has_value());
    const auto tables = read_extract(options.out + "/bulk");
    const auto column = [&](const std::string& table, std::string_view name) {
        std::set<std::string> out;
        for (const auto& row : tables.at(table).rows) {
            out.insert(tables.at(table).at(row, name));
        }
        return out;
    };
    const auto organisations = column("Admin_Organisation", "OrganisationGuid");
    const auto patients = column("Admin_Patient", "PatientGuid");
    const auto code_ids = column("Coding_ClinicalCode", "CodeId");
    const auto sessions = column("Appointment_Session", "AppointmentSessionGuid");
    auto users = column("Admin_UserInRole", "UserInRoleGuid");
    const auto within = [](const std::set<std::string>& some, const std::set<std::string>& all) {
        return std::includes(all.begin(), all.end(), some.begin(), some.end());
    };

    EXPECT_TRUE(within(column("Admin_Patient", "OrganisationGuid"), organisations));
    EXPECT_TRUE(within(column("CareRecord_Observation", "PatientGuid"), patients));
    EXPECT_TRUE(within(column("CareRecord_Observation", "CodeId"), code_ids));
    EXPECT_TRUE(within(column("CareRecord_Observation", "ClinicianUserInRoleGuid"), users));
    EXPECT_TRUE(within(column("CareRecord_Consultation", "PatientGuid"), patients));
    EXPECT_TRUE(within(column("Appointment_Slot", "SessionGuid"), sessions));
    EXPECT_TRUE(within(column("Appointment_SessionUser", "SessionGuid"), sessions));
}

TEST(SyntheticEmis, counts_what_an_independent_reader_counts) {
    const Options options = small("recount", Faults::none);
    const auto truth = emis(options);
    ASSERT_TRUE(truth.has_value());

    expect_same(recount(read_extract(options.out + "/bulk"), "2026-10-31"), *truth, Stage::bulk);
    expect_same(recount(read_extract(options.out + "/final"), "2026-10-31"), *truth, Stage::final_state);
}

TEST(SyntheticEmis, ends_without_faults_where_the_final_bulk_ends) {
    const auto truth = emis(small("final", Faults::none));
    ASSERT_TRUE(truth.has_value());

    EXPECT_EQ(truth->at(Stage::delta).expected, truth->at(Stage::final_state).expected);
    EXPECT_NE(truth->at(Stage::bulk).expected, truth->at(Stage::delta).expected);
    for (const auto& [rule, count] : truth->at(Stage::bulk).issues) {
        EXPECT_TRUE(rule == "REF-003" || rule == "REF-007" || rule == "REF-016" || rule == "EPI-002") << rule;
    }
    EXPECT_TRUE(truth->at(Stage::delta).issues.empty());
}

// Worked out by hand from the tables of scenarios: copies times findings of each.
TEST(SyntheticEmis, plants_each_fault_as_often_as_its_scenarios_say) {
    struct Line {
        std::string_view rule;
        std::uint64_t bulk;
        std::uint64_t delta;
    };
    constexpr Line kLines[] = {
        {"FIL-005", 1, 0}, {"FIL-008", 1, 0},  {"CSV-001", 4, 0}, {"CSV-002", 1, 0}, {"CSV-004", 2, 0},
        {"CSV-005", 2, 0}, {"ROW-002", 6, 0},  {"ROW-003", 3, 0}, {"VAL-001", 6, 0}, {"VAL-004", 2, 0},
        {"VAL-005", 5, 0}, {"VAL-007", 3, 0},  {"NHS-001", 1, 0}, {"NHS-002", 2, 0}, {"NHS-003", 3, 0},
        {"NHS-004", 2, 0}, {"NHS-006", 2, 0},  {"SCT-001", 1, 0}, {"SCT-002", 1, 1}, {"LNK-001", 14, 0},
        {"LNK-002", 8, 0}, {"LNK-003", 21, 0}, {"PRV-001", 4, 0}, {"PRV-002", 2, 0}, {"PRV-003", 2, 0},
        {"PRV-004", 4, 0}, {"PER-001", 3, 0},  {"PER-002", 1, 0}, {"PER-003", 2, 0}, {"PER-004", 2, 0},
        {"PER-005", 4, 0}, {"PER-007", 2, 0},  {"PER-008", 1, 0}, {"POS-001", 2, 0}, {"POS-002", 2, 0},
        {"POS-003", 1, 0}, {"REC-001", 0, 0},  {"REF-002", 2, 0}, {"REF-005", 5, 0}, {"REF-006", 3, 0},
        {"REF-009", 1, 0}, {"EPI-003", 6, 1},  {"ASM-001", 2, 0}, {"ASM-002", 3, 0}, {"ASM-003", 1, 0},
        {"ASM-004", 1, 0}, {"EPI-004", 2, 0},  {"EPI-005", 1, 0}, {"NED-001", 1, 0}, {"SUP-001", 1, 0},
        {"REF-004", 2, 0}, {"VAL-008", 2, 0},  {"PER-009", 1, 0}};
    const auto truth = emis(small("faults", Faults::standard));
    ASSERT_TRUE(truth.has_value());

    auto bulk = truth->at(Stage::bulk).issues;
    auto delta = truth->at(Stage::delta).issues;
    for (const Line& line : kLines) {
        EXPECT_EQ(bulk[std::string(line.rule)], line.bulk) << line.rule;
        EXPECT_EQ(delta[std::string(line.rule)], line.delta) << line.rule;
    }
}

TEST(SyntheticEmis, repeats_the_code_dictionary_whole_in_the_delta) {
    const Options options = small("delta", Faults::none);
    ASSERT_TRUE(emis(options).has_value());
    const auto bulk = read_extract(options.out + "/bulk");
    const auto delta = read_extract(options.out + "/delta");

    EXPECT_EQ(delta.at("Coding_ClinicalCode").rows.size(), bulk.at("Coding_ClinicalCode").rows.size());
    EXPECT_EQ(delta.at("Admin_UserInRole").rows.size(), 0U);
    EXPECT_EQ(delta.at("Admin_UserInRole").header, bulk.at("Admin_UserInRole").header);
}

TEST(SyntheticEmis, refuses_fewer_patients_than_its_stories_need) {
    Options options = small("few", Faults::standard);
    options.patients = 10;

    const auto truth = emis(options);

    ASSERT_FALSE(truth.has_value());
    EXPECT_EQ(truth.error().code(), ErrorCode::usage);
}

TEST(SyntheticEmis, does_not_mix_two_extracts_in_one_folder) {
    const Options options = small("twice", Faults::none);
    ASSERT_TRUE(emis(options).has_value());

    const auto again = emis(options);

    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code(), ErrorCode::usage);
}

TEST(SyntheticEmis, says_where_it_cannot_write) {
    Options options = small("nowhere", Faults::none);
    options.out = "/proc/no-such-folder";

    const auto truth = emis(options);

    ASSERT_FALSE(truth.has_value());
    EXPECT_EQ(truth.error().code(), ErrorCode::io);
}

}  // namespace
}  // namespace sluice::synth
