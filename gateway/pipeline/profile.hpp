// What the store holds, counted: completeness by field, organisation, practice, month of referral, sender and
// source; activity by month; and what is still found about its records.
#pragma once

#include "gateway/check/completeness.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace sluice::pipeline {

struct ReferralCount {
    std::uint64_t made = 0;
    std::uint64_t declined = 0;
};

// Of contacts, by what the codes of their outcomes say; a code that says neither is in `contacts` alone.
struct AttendanceCount {
    std::uint64_t contacts = 0;
    std::uint64_t attended = 0;
    std::uint64_t missed = 0;
    std::uint64_t people = 0;  // who attended at least one
};

struct Profile {
    check::Completeness completeness;                  // of the pack, which must outlive it
    std::map<std::string, std::string> organisations;  // code -> name
    std::map<std::string, ReferralCount> referrals;    // month -> made (counted), declined
    std::map<std::pair<std::string, std::string>, std::uint64_t> contacts;  // month, outcome
    AttendanceCount attendance;
    std::map<std::string, std::uint64_t> open_findings;  // by rule, about records of whatever verdict
};

// Of one purpose, or of all where it is empty, and of what these senders sent, or of all; records of disabled
// agreements are left out, as in every outlet. A record's month is that of its episode's counted referral,
// else of the person's first referral; "none" where there is neither. Its practice is the one that it names
// itself, else that of its person, else its organisation where the source holds the records of practices;
// none where that is not known. A code that stands for no practice (V81999) names none.
Result<Profile> profile(
    const Pack& pack, store::Store& store, const std::string& purpose,
    const std::optional<std::set<std::string>>& senders = std::nullopt
);

}  // namespace sluice::pipeline
