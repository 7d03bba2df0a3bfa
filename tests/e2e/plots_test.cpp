// The stories that the synthetic extract tells on purpose, followed from the source rows to the exports.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::e2e {
namespace {

using testing::StartsWith;

const Gateway& before() {
    return ingested().bulk;
}
const Gateway& after() {
    return ingested().delta;
}

SourceRows bulk_rows(std::string_view table) {
    return read_source(Extract::file_of(small_extract().bulk(), table));
}
SourceRows delta_rows(std::string_view table) {
    return read_source(Extract::file_of(small_extract().delta(), table));
}

std::map<std::string, Row> by_key(const SourceRows& rows, const std::string& column) {
    std::map<std::string, Row> out;
    for (const auto& [number, row] : rows) {
        if (row.contains(column)) {
            out[row.at(column)] = row;
        }
    }
    return out;
}

// The source row that gave a field.
Row origin(const Gateway& gateway, std::string_view entity, const std::string& id, std::string_view field) {
    const auto entry = gateway.lineage(entity, id, field);
    const auto file = text_at(entry, "file");
    const auto& folder = file.starts_with("bulk_") ? small_extract().bulk() : small_extract().delta();
    return read_source(folder + "/" + file).at(integer_at(entry, "record"));
}

std::set<std::string> new_in(const Rows& rows, const Rows& earlier) {
    std::set<std::string> out;
    for (const auto& [id, row] : rows) {
        if (!earlier.contains(id)) {
            out.insert(id);
        }
    }
    return out;
}

TEST(FirstReferralOfAnOldPatient, brings_the_attributes_and_needs_that_came_only_in_the_bulk) {
    constexpr std::string_view kAttributes[] = {
        "ethnic_category", "carer_status", "marital_status", "employment_status", "main_language"};
    const auto persons = after().rows("person", {"--provenance"});
    const auto arrived = new_in(persons, before().rows("person"));
    std::set<std::string> referred_by_delta;
    for (const auto& [id, referral] : after().rows("referral", {"--provenance"})) {
        if (referral.at("source_file").starts_with("delta_")) {
            referred_by_delta.insert(referral.at("person_id"));
        }
    }

    int attributes = 0;
    int people = 0;
    for (const auto& id : arrived) {
        if (!referred_by_delta.contains(id) || !persons.at(id).at("source_file").starts_with("bulk_")) {
            continue;
        }
        ++people;
        for (const auto field : kAttributes) {
            if (!persons.at(id).at(std::string(field)).empty()) {
                ++attributes;
                const auto entry = after().lineage("person", id, field);
                EXPECT_THAT(text_at(entry, "file"), StartsWith("bulk_")) << field;
            }
        }
    }

    EXPECT_GT(people, 0);
    EXPECT_GT(attributes, 0);
    int old_needs = 0;
    for (const auto& [id, need] : after().rows("need", {"--provenance"})) {
        if (arrived.contains(need.at("person_id")) && referred_by_delta.contains(need.at("person_id")) &&
            need.at("source_file").starts_with("bulk_")) {
            ++old_needs;
            EXPECT_EQ(need.at("episode_id"), "") << "nothing was open then";
        }
    }
    EXPECT_GT(old_needs, 0);
}

TEST(EthnicityWithdrawnByTheDelta, lets_the_one_before_it_show) {
    const auto observations = by_key(delta_rows("CareRecord_Observation"), "ObservationGuid");
    const auto earlier = before().rows("person");

    int withdrawn = 0;
    for (const auto& [id, person] : after().rows("person")) {
        const auto found = earlier.find(id);
        if (found == earlier.end() || found->second.at("ethnic_category") == person.at("ethnic_category")) {
            continue;
        }
        const auto mistake = origin(before(), "person", id, "ethnic_category");
        const auto shown = origin(after(), "person", id, "ethnic_category");
        ++withdrawn;
        EXPECT_EQ(observations.at(mistake.at("ObservationGuid")).at("Deleted"), "true");
        EXPECT_EQ(shown.at("PatientGuid"), mistake.at("PatientGuid"));
        EXPECT_LT(shown.at("EffectiveDate"), mistake.at("EffectiveDate"));
        EXPECT_NE(person.at("ethnic_category"), "");
    }

    EXPECT_GT(withdrawn, 0);
}

TEST(MovedSlot, leaves_the_earlier_person_a_contact_of_unknown_outcome_and_gives_the_new_one_theirs) {
    const auto slots = by_key(delta_rows("Appointment_Slot"), "SlotGuid");
    const auto earlier = before().rows("contact");
    const auto now = after().rows("contact");
    const auto gained = new_in(now, earlier);

    int moved = 0;
    for (const auto& [id, contact] : now) {
        const auto found = earlier.find(id);
        if (found == earlier.end() || found->second.at("outcome") != "attended" ||
            contact.at("outcome") != "unknown") {
            continue;
        }
        ++moved;
        const auto slot = origin(before(), "contact", id, "contact_date");
        const auto& today = slots.at(slot.at("SlotGuid"));
        EXPECT_NE(today.at("PatientGuid"), slot.at("PatientGuid"));
        std::set<std::string> others;
        for (const auto& other : gained) {
            if (now.at(other).at("contact_date") == contact.at("contact_date") &&
                origin(after(), "contact", other, "person_id").contains("SlotGuid") &&
                origin(after(), "contact", other, "person_id").at("SlotGuid") == slot.at("SlotGuid")) {
                others.insert(other);
                EXPECT_EQ(now.at(other).at("outcome"), "attended");
                EXPECT_NE(now.at(other).at("person_id"), contact.at("person_id"));
                EXPECT_EQ(
                    origin(after(), "contact", other, "person_id").at("PatientGuid"), today.at("PatientGuid")
                );
            }
        }
        EXPECT_EQ(others.size(), 1U) << "the new person's contact";
    }

    EXPECT_GT(moved, 0);
}

TEST(DeletedSlot, takes_its_contact_with_it) {
    const auto slots = by_key(delta_rows("Appointment_Slot"), "SlotGuid");
    const auto now = after().rows("contact");

    int gone = 0;
    for (const auto& [id, contact] : before().rows("contact")) {
        const auto row = now.contains(id) ? Row{} : origin(before(), "contact", id, "person_id");
        if (row.contains("SlotGuid")) {
            ++gone;
            EXPECT_EQ(slots.at(row.at("SlotGuid")).at("Deleted"), "true");
        }
    }

    EXPECT_GT(gone, 0);
}

TEST(LateCode, releases_the_referrals_that_waited_for_it) {
    const auto known = by_key(bulk_rows("Coding_ClinicalCode"), "CodeId");
    const auto known_now = by_key(delta_rows("Coding_ClinicalCode"), "CodeId");
    const auto earlier = before().rows("referral");
    const auto persons_before = before().rows("person");
    const auto persons_now = after().rows("person");

    int released = 0;
    for (const auto& [id, referral] : after().rows("referral", {"--provenance"})) {
        if (earlier.contains(id) || !referral.at("source_file").starts_with("bulk_")) {
            continue;
        }
        const auto row = origin(after(), "referral", id, "person_id");
        if (!known.contains(row.at("CodeId"))) {
            ++released;
            EXPECT_TRUE(known_now.contains(row.at("CodeId")));
            EXPECT_FALSE(persons_before.contains(referral.at("person_id")));
            EXPECT_TRUE(persons_now.contains(referral.at("person_id")));
            EXPECT_NE(referral.at("episode_id"), "");
        }
    }

    EXPECT_GT(released, 0);
    EXPECT_GE(ingested().delta_outcome.entities.at("referral").at("released"), released);
}

TEST(PersonWhoLeavesTheScope, stays_with_all_records_and_an_end_date) {
    const auto people = before().rows("person");
    std::set<std::string> left;
    for (const auto& [id, person] : after().rows("person")) {
        if (!person.at("scope_end").empty()) {
            left.insert(id);
            EXPECT_EQ(person.at("scope_end"), "2026-10-31") << "the day of the delta";
            auto without = person;
            without["scope_end"] = "";
            EXPECT_EQ(without, people.at(id)) << "nothing else of the person changes";
        }
    }
    ASSERT_FALSE(left.empty());

    std::size_t kept = 0;
    for (const auto entity : {"episode", "referral", "need", "contact"}) {
        const auto now = after().rows(entity);
        for (const auto& [id, row] : before().rows(entity)) {
            if (left.contains(row.at("person_id"))) {
                ++kept;
                EXPECT_TRUE(now.contains(id) && now.at(id) == row) << entity << " " << id;
            }
        }
    }
    EXPECT_GE(kept, 4 * left.size());
}

}  // namespace
}  // namespace sluice::e2e
