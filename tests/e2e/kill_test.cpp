// A process may end at any moment; what it promised stays, and the same command finishes the work.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <thread>

namespace sluice::e2e {
namespace {

using std::chrono::nanoseconds;

constexpr unsigned kSeed = 20261101;
constexpr int kBulkKills = 50;
constexpr int kDeltaKills = 10;
constexpr int kTriesAKill = 6;  // on a busy machine a run may end before its moment

using Statuses = std::map<std::string, std::string>;  // by receipt

// Nothing where no store has been made yet.
Statuses receipts_of(const Gateway& gateway) {
    Statuses out;
    const auto ran = gateway.run({"receipts", "--json"});
    if (ran.code != 64) {
        const auto receipts = parse_json(ran.out);
        for (const auto& receipt : receipts.items()) {
            out[text_at(receipt, "receipt")] = text_at(receipt, "status");
        }
    }
    return out;
}

// How often an ingest was killed, and how often between its receipt and its publication.
struct Kills {
    int killed = 0;
    int promised = 0;
};

// Kills an ingest of `path` at the moment, looks at what is left, and runs it again to its end.
void kill_and_repeat(
    const Gateway& gateway, const std::string& path, nanoseconds moment, const Exports& before,
    const Exports& after, Kills& kills
) {
    Command command;
    command.args = gateway.ingest_args(path);
    command.kill_after = moment;
    const auto interrupted = run_sluice(command);
    const auto promised = receipts_of(gateway);
    const auto seen = gateway.run({"export", "--entity", "referral"});
    const auto again = gateway.ingest(path);
    const auto kept = receipts_of(gateway);

    // Before or after, never between.
    EXPECT_TRUE(seen.code == 64 || seen.out == before.at("referral") || seen.out == after.at("referral"))
        << "half a publication is seen";
    EXPECT_EQ(again.code, 1) << again.err;
    for (const auto& [receipt, status] : promised) {
        EXPECT_TRUE(kept.contains(receipt)) << receipt << " is lost";
    }
    EXPECT_TRUE(kept.contains(read_outcome(again.out).receipt));
    for (const auto& [receipt, status] : kept) {
        EXPECT_EQ(status, "processed-with-findings") << receipt;
    }
    for (const auto& [entity, csv] : gateway.exports()) {
        EXPECT_TRUE(csv == after.at(entity)) << entity << " differs from that of an undisturbed run";
    }
    kills.killed += interrupted.killed() ? 1 : 0;
    for (const auto& [receipt, status] : promised) {
        kills.promised += status == "received" ? 1 : 0;
    }
}

TEST(KilledIngest, of_a_bulk_loses_no_receipt_and_is_finished_by_the_same_command) {
    const TemporaryFolder folder;
    const Gateway undisturbed(folder / "undisturbed");
    const auto whole = undisturbed.ingest(small_extract().bulk());
    const auto expected = undisturbed.exports();
    Exports nothing;
    for (const auto& [entity, csv] : expected) {
        nothing[entity] = csv.substr(0, csv.find('\n') + 1);
    }
    std::mt19937_64 random(kSeed);
    std::uniform_int_distribution<std::int64_t> moment(0, whole.took.count());

    Kills kills;
    for (int i = 0; kills.killed < kBulkKills && i < kBulkKills * kTriesAKill; ++i) {
        const nanoseconds at(moment(random));
        SCOPED_TRACE("killed after " + std::to_string(at.count()) + " ns");
        const Gateway gateway(folder / "data");
        kill_and_repeat(gateway, small_extract().bulk(), at, nothing, expected, kills);
        std::filesystem::remove_all(gateway.data());
    }

    EXPECT_EQ(kills.killed, kBulkKills);
    EXPECT_GT(kills.promised, 0) << "no moment was between receipt and publication";
}

TEST(KilledIngest, of_a_delta_leaves_the_store_as_before_or_as_after) {
    const TemporaryFolder folder;
    const auto& before = ingested().bulk;
    const auto store_before = before.exports();
    const auto store_after = ingested().delta.exports();
    std::filesystem::copy(before.data(), folder / "timed", std::filesystem::copy_options::recursive);
    const auto whole = Gateway(folder / "timed").ingest(small_extract().delta());
    std::mt19937_64 random(kSeed);
    std::uniform_int_distribution<std::int64_t> moment(0, whole.took.count());

    Kills kills;
    for (int i = 0; kills.killed < kDeltaKills && i < kDeltaKills * kTriesAKill; ++i) {
        const nanoseconds at(moment(random));
        SCOPED_TRACE("killed after " + std::to_string(at.count()) + " ns");
        const Gateway gateway(folder / "data");
        std::filesystem::copy(before.data(), gateway.data(), std::filesystem::copy_options::recursive);
        kill_and_repeat(gateway, small_extract().delta(), at, store_before, store_after, kills);
        std::filesystem::remove_all(gateway.data());
    }

    EXPECT_EQ(kills.killed, kDeltaKills);
}

// Killed again and again at ever later moments, each run starts from what the last one left.
TEST(KilledIngest, may_be_killed_again_and_again) {
    const TemporaryFolder folder;
    const Gateway undisturbed(folder / "undisturbed");
    const auto whole = undisturbed.ingest(small_extract().bulk());
    const Gateway gateway(folder / "data");
    Command command;
    command.args = gateway.ingest_args(small_extract().bulk());

    for (int tenth = 1; tenth <= 9; ++tenth) {
        command.kill_after = whole.took * tenth / 10;
        run_sluice(command);
    }
    const auto last = gateway.ingest(small_extract().bulk());

    EXPECT_EQ(last.code, 1) << last.err;
    EXPECT_EQ(read_outcome(last.out).issues, read_outcome(whole.out).issues);
    EXPECT_EQ(receipts_of(gateway).size(), 1U);
    EXPECT_EQ(gateway.exports(), undisturbed.exports());
}

// Presses Ctrl-C when the folder for the copy is there.
TEST(Check, that_is_interrupted_leaves_no_copy_of_the_extract) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const TemporaryFolder folder;
        Command command;
        command.args = {"check", small_extract().bulk(), "--as-of", std::string(kAsOf)};
        command.variables = {"TMPDIR=" + folder.path()};
        tests::Program program(command);
        for (int i = 0; i < 10'000 && names_in(folder.path()).empty(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        // The signals are awaited a moment after the folder is made.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));

        program.send(signal);
        const auto ran = program.wait();

        EXPECT_EQ(ran.code, 128 + signal) << ran.err;
        EXPECT_EQ(names_in(folder.path()), std::vector<std::string>());
    }
}

TEST(Check, leaves_no_copy_of_the_extract) {
    const TemporaryFolder folder;
    Command command;
    command.args = {"check", small_extract().bulk(), "--as-of", std::string(kAsOf)};
    command.variables = {"TMPDIR=" + folder.path()};

    EXPECT_EQ(run_sluice(command).code, 1);

    EXPECT_EQ(names_in(folder.path()), std::vector<std::string>());
}

}  // namespace
}  // namespace sluice::e2e
