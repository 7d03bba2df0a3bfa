// What is worth keeping can grow: rows that were passed over are then read again from what was landed.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

constexpr std::string_view kLinkWorker = "R9815";
constexpr std::string_view kOtherRole = "R0260";

// Whole lines that hold the text, and where the first begins.
std::string line_with(const std::string& text, std::string_view what) {
    const auto at = text.find(what);
    const auto begin = text.rfind('\n', at) + 1;
    return text.substr(begin, text.find('\n', at) + 1 - begin);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    text.replace(text.find(what), what.size(), with);
    return text;
}

// The bulk says that a link worker is something else, so nothing of that worker's is worth keeping; the delta
// puts it right.
class LateRole : public testing::Test {
  protected:
    LateRole() {
        const auto bulk = Extract::file_of(extract_.bulk(), "Admin_UserInRole");
        const auto delta = Extract::file_of(extract_.delta(), "Admin_UserInRole");
        const auto text = read_text(bulk);
        const auto line = line_with(text, kLinkWorker);
        write_text(bulk, replaced(text, line, replaced(line, kLinkWorker, kOtherRole)));
        auto changes = read_text(delta);
        write_text(delta, changes.append(line));
    }

    Extract extract_{{.practices = 2, .patients = 400, .seed = 5, .faults = "none"}};
    TemporaryFolder folder_;
};

TEST_F(LateRole, brings_the_contacts_of_the_bulk_as_if_it_had_been_known_from_the_start) {
    const Extract untouched({.practices = 2, .patients = 400, .seed = 5, .faults = "none"});
    const Gateway known(folder_ / "known");
    const Gateway late(folder_ / "late");
    known.ingest(untouched.bulk());
    known.ingest(untouched.delta());

    late.ingest(extract_.bulk());
    const auto before = late.rows("contact").size();
    late.ingest(extract_.delta());

    EXPECT_LT(before, late.rows("contact").size());
    const auto expected = known.exports();
    for (const auto& [entity, csv] : late.exports()) {
        EXPECT_TRUE(csv == expected.at(entity)) << entity << " differs";
    }
}

TEST_F(LateRole, brings_them_when_bulk_and_delta_are_one_submission_too) {
    const Gateway apart(folder_ / "apart");
    const Gateway together(folder_ / "together");
    apart.ingest(extract_.bulk());
    apart.ingest(extract_.delta());

    ASSERT_LE(together.ingest(extract_.bulk(), {extract_.delta()}).code, 1);

    for (const auto& [id, contact] : apart.rows("contact")) {
        EXPECT_TRUE(together.rows("contact").contains(id)) << id;
    }
    EXPECT_EQ(together.rows("person").size(), apart.rows("person").size());
}

TEST_F(LateRole, leaves_the_earlier_receipt_as_it_was) {
    const Gateway gateway(folder_ / "data");
    const auto bulk = gateway.ingest(extract_.bulk());
    const auto receipt = read_outcome(bulk.out).receipt;

    gateway.ingest(extract_.delta());

    EXPECT_EQ(gateway.run({"status", receipt, "--json"}).out, bulk.out);
}

// A set of another agreement came with the bulk and was refused, because its name says 2099.
class RefusedBeside : public LateRole {
  protected:
    RefusedBeside() {
        std::filesystem::copy(extract_.bulk(), both());
        for (const auto& entry : std::filesystem::directory_iterator(other_.bulk())) {
            const auto name = replaced(entry.path().filename().string(), "_2026", "_2099");
            std::filesystem::copy_file(entry.path(), both() + "/" + name);
        }
    }
    std::string both() const { return folder_ / "both"; }

    Extract other_{{.practices = 1, .patients = 60, .seed = 77, .faults = "none"}};
};

TEST_F(RefusedBeside, is_not_read_when_earlier_rows_are_read_again) {
    const Gateway apart(folder_ / "apart");
    const Gateway beside(folder_ / "beside");
    for (const auto& path : {extract_.bulk(), extract_.delta(), other_.bulk(), other_.delta()}) {
        apart.ingest(path);
    }

    const auto refused = read_outcome(beside.ingest(both()).out);
    beside.ingest(extract_.delta());
    beside.ingest(other_.bulk());
    beside.ingest(other_.delta());

    EXPECT_EQ(refused.issues.at("SET-005"), 1);
    const auto expected = apart.exports();
    for (const auto& [entity, csv] : beside.exports()) {
        EXPECT_TRUE(csv == expected.at(entity)) << entity << " differs";
    }
}

}  // namespace
}  // namespace sluice::e2e
