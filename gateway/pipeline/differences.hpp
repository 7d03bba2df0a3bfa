// How two sources differ about the same practices and months: what each has, what both have, and why a person
// is in one of them only. And which practices lack the national code of a referral that a tool has accepted.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sluice::pipeline {

// Of a person with a referral in one of two sources, and with none of that practice and month in the other:
// the first of these that holds.
enum class Why : std::uint8_t {
    other_month,     // the other source has a referral of that practice in another month
    other_practice,  // or in another practice
    waiting,         // or one that is held or was refused
    no_referral,     // or the person alone
    not_linked,      // the person has no number and no pseudonym to be found by
    outside,         // the other source has nothing of that practice and month
    missing,         // nothing explains it
    count_
};
inline constexpr std::size_t kWhys = static_cast<std::size_t>(Why::count_);
std::string_view to_string(Why why);

struct SideCount {
    std::uint64_t referrals = 0;  // accepted records, without those that the person declined
    std::uint64_t contacts = 0;
    std::uint64_t people = 0;                // with one of these referrals
    std::uint64_t only = 0;                  // not in the other source: people = both + only
    std::array<std::uint64_t, kWhys> why{};  // their sum is `only`
};

struct DifferenceLine {
    std::string practice;  // code; empty: not known
    std::string month;     // YYYY-MM, or less where the source knows less
    std::array<SideCount, 2> sides;
    std::uint64_t both = 0;           // people
    std::uint64_t same_referral = 0;  // referrals that stand for one another
};

// A referral of a person who is in this source only.
struct Unmatched {
    std::size_t side = 0;
    std::string practice;
    std::string date;
    std::string person_local_id;
    std::string referral_local_id;
    std::string referral_id;
    Why why = Why::missing;
};

struct Differences {
    std::array<std::string, 2> sources;
    std::vector<DifferenceLine> lines;  // by practice and month
    std::vector<Unmatched> unmatched;   // by side, practice, date and id
    // By side: people whom the source sent and who are kept out, so that nothing is known of them.
    std::array<std::uint64_t, 2> kept_out{};
    std::array<std::uint64_t, 2> waiting{};  // referrals that are held or were refused
};

struct DifferenceOptions {
    std::string purpose;
    std::array<std::string, 2> sources;  // as provenance has them
    std::string practice;                // empty: all
    std::string from;                    // first and last day; empty: open
    std::string to;
};

// The sources that have accepted persons.
Result<std::vector<std::string>> sources_of(store::Store& store, const std::string& purpose);

// Memory: a line for each person, referral and contact month of the two sources.
Result<Differences> differences_of(const Pack& pack, store::Store& store, const DifferenceOptions& options);

}  // namespace sluice::pipeline
