// The practices of one sharing agreement: their staff, their sessions, and what all stories share.
#pragma once

#include "gateway/synth/catalogue.hpp"
#include "gateway/synth/chart.hpp"
#include "gateway/synth/day.hpp"
#include "gateway/synth/rng.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::synth {

struct Practice {
    std::size_t index = 0;
    std::string guid, ods, name, location;
    std::vector<std::string> gps, nurses;  // user-in-role GUIDs
    std::string link_worker, second_link_worker;
};

// Test NHS numbers, 999 000 0000 to 999 999 9999, each with its check digit and each used once.
class NhsNumbers {
  public:
    std::string next();

  private:
    std::uint64_t taken_ = 0;
};
inline constexpr std::size_t kNhsNumbersMax = 800'000;

struct World {
    std::uint64_t seed = 0;
    Day reference;  // nothing that happened is dated later
    std::vector<Practice> practices;
    std::string network;      // organisation of coach and care co-ordinator
    std::string hub;          // organisation that referrals go to
    std::string coach;        // R9807
    std::string coordinator;  // R9801
    Catalogue catalogue;
    NhsNumbers nhs_numbers;
    std::uint64_t patient_number = 1000;

    // The practice system froze its data on these days. Stories keep clear of both: what stands in the bulk
    // happened before bulk_day(), what comes with the delta between the two.
    Day bulk_day() const { return reference - days{7}; }
    Day before(int n) const { return reference - days{n}; }
};

World make_world(std::uint64_t seed, std::size_t practices, Day reference);

enum class SessionKind : std::uint8_t { link_worker, general };
// The session of that day; sessions exist from kSessionDaysBack days before the reference date to
// kSessionDaysAhead days after it.
std::string session_of(const World& world, const Practice& practice, SessionKind kind, Day day);
inline constexpr int kSessionDaysBack = 1000;
inline constexpr int kGeneralSessionDaysBack = 400;
inline constexpr int kSessionDaysAhead = 130;

// Rows of the shared tables. The delta repeats the code dictionary whole, as EMIS does, and nothing else.
Chart shared_tables(const World& world);
Chart sessions_of(const World& world, const Practice& practice);
// Dictionary rows of Catalogue::planted(): SCT-001 in the bulk, repaired in the delta; SCT-002 in both.
Chart planted_codes(const World& world);

// One row of the above once more, the same to the byte.
Row session_user_row(const World& world, const Practice& practice, SessionKind kind, Day day);
Row link_worker_row(const World& world, const Practice& practice, const std::string& user);

}  // namespace sluice::synth
