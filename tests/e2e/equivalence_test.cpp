// Different ways to the same data give the same data.

#include "tests/e2e/gateway.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::e2e {
namespace {

// Ids of one export that the other does not have, or has with another value.
std::set<std::string> differing(const Rows& rows, const Rows& from) {
    std::set<std::string> out;
    for (const auto& [id, row] : rows) {
        const auto other = from.find(id);
        if (other == from.end() || other->second != row) {
            out.insert(id);
        }
    }
    return out;
}

// By a column of the source that is unique in it.
std::map<std::string, Row> by_key(const std::string& path, const std::string& column) {
    std::map<std::string, Row> out;
    for (auto& [number, row] : read_source(path)) {
        out[row.at(column)] = row;
    }
    return out;
}

// The row that a field was read from.
Row source_row(
    const Gateway& gateway, const std::string& folder, std::string_view entity, const std::string& id,
    std::string_view field
) {
    const auto entry = gateway.lineage(entity, id, field);
    return read_source(folder + "/" + text_at(entry, "file")).at(integer_at(entry, "record"));
}

TEST(BulkAndDelta, give_the_store_of_one_final_bulk_byte_for_byte_without_faults) {
    const Extract extract({.practices = 3, .patients = 900, .seed = 7, .faults = "none"});
    const TemporaryFolder folder;
    const Gateway steps(folder / "steps");
    const Gateway once(folder / "once");

    const auto bulk = steps.ingest(extract.bulk());
    const auto delta = steps.ingest(extract.delta());
    const auto final_state = once.ingest(extract.final_state());

    EXPECT_EQ(bulk.code, 0) << bulk.err;
    EXPECT_EQ(delta.code, 0) << delta.err;
    EXPECT_EQ(final_state.code, 0) << final_state.err;
    const auto expected = once.exports();
    for (const auto& [entity, csv] : steps.exports()) {
        EXPECT_TRUE(csv == expected.at(entity)) << entity << " differs";
        EXPECT_GT(read_rows(csv).size(), 0U) << entity;
    }
}

// Appointments whose day has come, and episodes that lapse, change records for which no row is sent.
TEST(BulkAndDelta, give_the_same_when_time_has_passed_in_between) {
    const Extract extract({.practices = 2, .patients = 300, .seed = 3, .faults = "none"});
    const TemporaryFolder folder;
    const Gateway steps(folder / "steps");
    const Gateway once(folder / "once");

    steps.run({"ingest", extract.bulk(), "--sender", std::string(kSender), "--as-of", "2026-10-24"});
    const auto before = steps.exports();
    steps.run({"ingest", extract.delta(), "--sender", std::string(kSender), "--as-of", "2027-08-01"});
    once.run({"ingest", extract.final_state(), "--sender", std::string(kSender), "--as-of", "2027-08-01"});

    EXPECT_EQ(before.at("episode").find("2027"), std::string::npos);
    const auto expected = once.exports();
    for (const auto& [entity, csv] : steps.exports()) {
        EXPECT_TRUE(csv == expected.at(entity)) << entity << " differs";
    }
    EXPECT_NE(expected.at("episode").find("lapsed"), std::string::npos);
}

// A final bulk cannot know who left, nor whose slot it was before: these rows, and no others, are only in the
// store that saw the delta.
class HistoryTest : public testing::Test {
  protected:
    HistoryTest() : once_(folder_ / "once") { once_.ingest(small_extract().final_state()); }

    // Persons whose patient row came back as deleted.
    static std::set<std::string> leavers() {
        std::set<std::string> out;
        for (const auto& [id, person] : ingested().delta.rows("person")) {
            if (!person.at("scope_end").empty()) {
                out.insert(id);
            }
        }
        return out;
    }

    TemporaryFolder folder_;
    Gateway once_;
};

TEST_F(HistoryTest, differs_from_a_final_bulk_by_people_who_left_and_contacts_of_moved_slots_alone) {
    const auto& history = ingested().delta;
    const auto left = leavers();
    std::set<std::string> vacated;

    for (const auto entity : kEntities) {
        SCOPED_TRACE(entity);
        const auto rows = history.rows(entity);
        const auto final_rows = once_.rows(entity);
        EXPECT_EQ(differing(final_rows, rows), std::set<std::string>());
        for (const auto& id : differing(rows, final_rows)) {
            if (left.contains(rows.at(id).at("person_id"))) {
                continue;
            }
            EXPECT_EQ(entity, "contact") << id;
            EXPECT_EQ(rows.at(id).at("outcome"), "unknown") << id;
            vacated.insert(id);
        }
        for (const auto& [id, row] : final_rows) {
            EXPECT_FALSE(left.contains(row.at("person_id"))) << id;
        }
    }

    EXPECT_FALSE(left.empty());
    const auto now = by_key(Extract::file_of(small_extract().final_state(), "Appointment_Slot"), "SlotGuid");
    for (const auto& id : vacated) {
        const auto before =
            source_row(ingested().bulk, small_extract().bulk(), "contact", id, "contact_date");
        EXPECT_NE(before.at("PatientGuid"), "") << id;
        EXPECT_NE(before.at("PatientGuid"), now.at(before.at("SlotGuid")).at("PatientGuid")) << id;
    }
}

TEST_F(HistoryTest, keeps_every_contact_of_a_slot_that_passed_to_another_patient_or_to_none) {
    const auto before = by_key(Extract::file_of(small_extract().bulk(), "Appointment_Slot"), "SlotGuid");
    const auto delta = by_key(Extract::file_of(small_extract().delta(), "Appointment_Slot"), "SlotGuid");
    std::size_t passed_on = 0;
    for (const auto& [guid, row] : delta) {
        const auto found = before.find(guid);
        passed_on += found != before.end() && row.at("Deleted") != "true" &&
                     row.at("NationalSlotCategoryName") == "Social Prescribing Service" &&
                     found->second.at("PatientGuid") != "" &&
                     found->second.at("PatientGuid") != row.at("PatientGuid");
    }

    const auto rows = ingested().delta.rows("contact");
    const auto left = leavers();
    std::size_t kept = 0;
    for (const auto& id : differing(rows, once_.rows("contact"))) {
        kept += left.contains(rows.at(id).at("person_id")) ? 0 : 1;
    }

    EXPECT_GT(passed_on, 0U);
    EXPECT_EQ(kept, passed_on);
}

TEST_F(HistoryTest, keeps_everybody_whose_patient_row_was_deleted) {
    std::set<std::string> deleted;
    for (const auto& [number, row] :
         read_source(Extract::file_of(small_extract().delta(), "Admin_Patient"))) {
        if (row.at("Deleted") == "true") {
            deleted.insert(row.at("PatientGuid"));
        }
    }

    std::set<std::string> kept;
    for (const auto& id : leavers()) {
        kept.insert(
            source_row(ingested().bulk, small_extract().bulk(), "person", id, "birth_date").at("PatientGuid")
        );
    }

    EXPECT_GT(kept.size(), 0U);
    EXPECT_EQ(kept, deleted);
}

struct Result {
    Exports exports;
    Counts bulk_issues;
    Counts delta_issues;
};

Result ingest_both(
    const Gateway& gateway, const std::string& bulk, const std::string& delta,
    const std::vector<std::string>& options
) {
    Result result;
    result.bulk_issues = read_outcome(gateway.ingest(bulk, options).out).issues;
    result.delta_issues = read_outcome(gateway.ingest(delta, options).out).issues;
    result.exports = gateway.exports();
    return result;
}

void zip_folder(const std::string& folder, const std::string& zip) {
    std::vector<tests::ZipMember> members;
    for (const auto& name : names_in(folder)) {
        members.push_back({name, read_text(folder + "/" + name)});
    }
    write_text(zip, tests::make_zip(members));
}

// The largest file is longer than the largest block, so that every size has a boundary.
TEST(SameExtract, gives_the_same_bytes_for_any_number_of_workers_from_folder_or_zip_in_blocks_of_any_size) {
    const Extract extract({.practices = 2, .patients = 400, .seed = 5, .faults = "standard"});
    const TemporaryFolder folder;
    zip_folder(extract.bulk(), folder / "bulk.zip");
    zip_folder(extract.delta(), folder / "delta.zip");
    const auto reference = ingest_both(Gateway(folder / "reference"), extract.bulk(), extract.delta(), {});
    ASSERT_GT(
        std::filesystem::file_size(Extract::file_of(extract.bulk(), "CareRecord_Observation")),
        std::size_t{4} << 20
    );

    for (const std::string workers : {"1", "2"}) {
        for (const bool zipped : {false, true}) {
            for (const std::string block : {"4096", "65536", "4194304"}) {
                const std::string name = workers + (zipped ? "-zip-" : "-folder-") + block;
                SCOPED_TRACE(name);
                const auto result = ingest_both(
                    Gateway(folder / name), zipped ? folder / "bulk.zip" : extract.bulk(),
                    zipped ? folder / "delta.zip" : extract.delta(),
                    {"--workers", workers, "--block-bytes", block}
                );
                EXPECT_EQ(result.bulk_issues, reference.bulk_issues);
                EXPECT_EQ(result.delta_issues, reference.delta_issues);
                for (const auto& [entity, csv] : result.exports) {
                    EXPECT_TRUE(csv == reference.exports.at(entity)) << entity << " differs";
                }
                std::filesystem::remove_all(folder / name);
            }
        }
    }
    EXPECT_EQ(reference.bulk_issues, extract.truth_of("bulk").issues);
}

}  // namespace
}  // namespace sluice::e2e
