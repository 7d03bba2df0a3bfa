// Files that come encrypted with OpenPGP, as EMIS delivers them. The keys are made here and thrown away.
#include "tests/e2e/gateway.hpp"
#include "tests/support/key_ring.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

using tests::KeyRing;

class Encrypted : public testing::Test {
  protected:
    // The bulk of the small extract, every file encrypted.
    std::string encrypted(const std::string& ending, KeyRing::How how = KeyRing::How::signed_) {
        const auto to = folder_ / ("encrypted" + ending);
        fs::create_directories(to);
        for (const auto& entry : fs::directory_iterator(small_extract().bulk())) {
            const auto name = entry.path().filename().string();
            write_text(to + "/" + name + ending, keys_.encrypted(read_text(entry.path().string()), how));
        }
        return to;
    }
    static std::string file_of(const std::string& folder, const std::string& table) {
        return Extract::file_of(folder, table);
    }

    // Does the landing area hold a file of these bytes?
    bool holds(const std::string& bytes) const {
        const fs::recursive_directory_iterator all(gateway_.data() + "/landing/objects");
        return std::any_of(fs::begin(all), fs::end(all), [&](const auto& entry) {
            return entry.is_regular_file() && entry.file_size() == bytes.size() &&
                   read_text(entry.path().string()) == bytes;
        });
    }

    const KeyRing& keys_ = KeyRing::shared();
    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};
TEST_F(Encrypted, files_are_read_as_what_they_hold_and_kept_as_they_were_sent) {
    const auto sent = encrypted(".gpg");

    const auto outcome = read_outcome(gateway_.ingest(sent, keys_.options()).out);
    gateway_.ingest(small_extract().delta());
    const auto patient = file_of(sent, "Admin_Patient");

    EXPECT_EQ(outcome.issues, ingested().bulk_outcome.issues);
    EXPECT_EQ(outcome.files, ingested().bulk_outcome.files);
    EXPECT_EQ(gateway_.exports(), ingested().delta.exports());
    EXPECT_TRUE(holds(read_text(patient)));
    EXPECT_TRUE(holds(read_text(file_of(small_extract().bulk(), "Admin_Patient"))));
}

TEST_F(Encrypted, files_of_a_zip_in_armour_and_without_a_signature_are_read_with_a_remark) {
    std::vector<tests::ZipMember> members;
    const auto sent = encrypted(".asc", KeyRing::How::in_armour);
    for (const auto& name : names_in(sent)) {
        members.push_back({name.substr(0, name.size() - 4) + ".pgp", read_text(sent + "/" + name)});
    }
    write_text(folder_ / "sent.zip", tests::make_zip(members));

    const auto outcome = read_outcome(gateway_.ingest(folder_ / "sent.zip", keys_.options()).out);

    auto expected = ingested().bulk_outcome.issues;
    expected["PGP-004"] = static_cast<std::int64_t>(members.size());
    EXPECT_EQ(outcome.issues, expected);
    EXPECT_EQ(gateway_.exports(), ingested().bulk.exports());
}

TEST_F(Encrypted, files_without_a_key_are_kept_and_read_when_they_come_again_with_it) {
    const auto sent = encrypted(".gpg");
    const auto count = static_cast<std::int64_t>(names_in(sent).size());
    const KeyRing other;
    write_text(folder_ / "wrong", "let me out\n");
    keys_.forget();

    const auto without = read_outcome(gateway_.ingest(sent).out);
    const auto again = read_outcome(gateway_.ingest(sent, {"--pgp-home", other.home()}).out);
    const auto wrong = read_outcome(
        gateway_.ingest(sent, {"--pgp-home", keys_.home(), "--pgp-passphrase-file", folder_ / "wrong"}).out
    );
    const auto opened = read_outcome(gateway_.ingest(sent, keys_.options()).out);
    const auto repeated = read_outcome(gateway_.ingest(sent, keys_.options()).out);

    EXPECT_EQ(without.status, "rejected");
    EXPECT_EQ(without.issues, (Counts{{"PGP-001", count}}));
    EXPECT_EQ(static_cast<std::int64_t>(without.files.size()), count);
    EXPECT_EQ(again.receipt, without.receipt);
    EXPECT_EQ(wrong.receipt, without.receipt);
    EXPECT_NE(opened.receipt, without.receipt);
    EXPECT_EQ(repeated.receipt, opened.receipt);
    EXPECT_EQ(gateway_.exports(), ingested().bulk.exports());
}

TEST_F(Encrypted, file_that_is_cut_short_or_no_message_holds_its_set) {
    const auto sent = encrypted(".gpg");
    write_text(
        file_of(sent, "Admin_Patient"),
        keys_.encrypted(read_text(file_of(small_extract().bulk(), "Admin_Patient")), KeyRing::How::cut)
    );
    write_text(file_of(sent, "Coding_ClinicalCode"), "\"CodeId\"\r\n\"1\"\r\n");

    const auto outcome = read_outcome(gateway_.ingest(sent, keys_.options()).out);

    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("PGP-002"), 2);
    EXPECT_EQ(outcome.issues.at("SET-001"), 2);
}

TEST_F(Encrypted, file_that_was_changed_after_it_was_signed_is_refused) {
    const auto sent = encrypted(".gpg");
    const auto organisations = read_text(file_of(small_extract().bulk(), "Admin_Organisation"));
    write_text(file_of(sent, "Admin_Organisation"), keys_.encrypted(organisations, KeyRing::How::forged));

    const auto outcome = read_outcome(gateway_.ingest(sent, keys_.options()).out);

    EXPECT_EQ(outcome.issues.at("PGP-003"), 1);
    EXPECT_EQ(outcome.status, "held");
}

TEST_F(Encrypted, files_are_checked_with_keys_that_the_surroundings_name) {
    const auto sent = encrypted(".gpg");
    Command command;
    command.args = {"check", sent, "--json", "--as-of", std::string(kAsOf)};
    command.variables = {
        "SLUICE_PGP_HOME=" + keys_.home(), "SLUICE_PGP_PASSPHRASE_FILE=" + keys_.passphrase_file()};

    const auto outcome = read_outcome(run_sluice(command).out);

    EXPECT_EQ(outcome.issues.count("PGP-001"), 0U);
    EXPECT_GT(outcome.files.at("Admin_Patient").accepted, 0);
}

}  // namespace
}  // namespace sluice::e2e
