// The bookkeeping of one story: its rows, the folders they go to, the records that must come of them and the
// issues that must be reported. A reader can check a story's counts by hand; nothing is counted elsewhere.
#pragma once

#include "gateway/synth/rows.hpp"
#include "gateway/synth/truth.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::synth {

// Sets of stages: for rows the folders that hold them, for records the stages after which they are accepted.
using Stages = unsigned;
inline constexpr Stages kBulk = 1;
inline constexpr Stages kDelta = 2;
inline constexpr Stages kFinal = 4;

// Where rows stand, and when the records they give count as accepted.
struct Course {
    Stages rows;
    Stages counts;
};
inline constexpr Course kFromStart{kBulk | kFinal, kBulk | kDelta | kFinal};
inline constexpr Course kLate{kDelta | kFinal, kDelta | kFinal};     // comes with the delta
inline constexpr Course kReleased{kBulk | kFinal, kDelta | kFinal};  // held until the delta
inline constexpr Course kNever{kBulk | kFinal, 0};                   // held, rejected or skipped for good
inline constexpr Course kLeaves{kBulk, kBulk | kDelta};              // stays in the store, not in the system
inline constexpr Course kRemoved{kBulk, kBulk};                      // the delta takes it away

class Chart {
  public:
    void add(Row row, Stages folders) { rows_.emplace_back(std::move(row), folders); }
    void expect(Entity entity, Stages stages, std::uint64_t count = 1);
    void issue(std::string_view rule, Stages stages, std::uint64_t count = 1);

    const std::vector<std::pair<Row, Stages>>& rows() const { return rows_; }
    // Adds what this story makes true to the whole.
    void settle(Truth& truth) const;

  private:
    struct Record {
        Entity entity;
        Stages stages;
        std::uint64_t count;
    };
    struct Finding {
        std::string_view rule;  // a literal
        Stages stages;
        std::uint64_t count;
    };
    std::vector<std::pair<Row, Stages>> rows_;
    std::vector<Record> records_;
    std::vector<Finding> findings_;
};

constexpr bool holds(Stages stages, Stage stage) {
    return ((stages >> static_cast<unsigned>(stage)) & 1U) != 0;
}

}  // namespace sluice::synth
