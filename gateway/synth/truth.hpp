// What is true of an extract, counted while its stories are told and before a file is read by anybody.
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/synth/tables.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sluice::synth {

enum class Entity : std::uint8_t {
    person,
    episode,
    referral,
    need,
    contact,
    support_offered,
    assessment,
    assessment_item
};
inline constexpr std::size_t kEntityCount = 8;

// The three folders. `final_state` is the bulk that the practice system would send after the delta.
enum class Stage : std::uint8_t { bulk, delta, final_state };
inline constexpr std::size_t kStageCount = 3;
std::string_view folder_of(Stage stage);

// Rows of one file by verdict; read = the sum.
struct FileTally {
    std::uint64_t accepted = 0, held = 0, rejected = 0, skipped = 0;
    void add(Verdict verdict);
    std::uint64_t read() const { return accepted + held + rejected + skipped; }
};

struct StageTruth {
    // Accepted records in the store once this stage has been processed (for delta: after bulk, then delta).
    std::array<std::uint64_t, kEntityCount> expected{};
    // Issues that this stage's receipt reports, by rule. Not kept for final_state.
    std::map<std::string, std::uint64_t, std::less<>> issues;
    std::array<FileTally, kTableCount> files{};
};

struct Truth {
    std::uint64_t seed = 0;
    std::array<StageTruth, kStageCount> stages;

    const StageTruth& at(Stage stage) const { return stages[static_cast<std::size_t>(stage)]; }
    StageTruth& at(Stage stage) { return stages[static_cast<std::size_t>(stage)]; }
    std::uint64_t expected(Stage stage, Entity entity) const {
        return at(stage).expected[static_cast<std::size_t>(entity)];
    }
};

// truth.json: keys in a fixed order, so that equal truths are equal bytes.
std::string to_json(const Truth& truth);

}  // namespace sluice::synth
