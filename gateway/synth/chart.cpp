#include "gateway/synth/chart.hpp"

namespace sluice::synth {

void Chart::expect(Entity entity, Stages stages, std::uint64_t count) {
    records_.push_back({entity, stages, count});
}

void Chart::issue(std::string_view rule, Stages stages, std::uint64_t count) {
    findings_.push_back({rule, stages, count});
}

void Chart::settle(Truth& truth) const {
    for (const Stage stage : {Stage::bulk, Stage::delta, Stage::final_state}) {
        StageTruth& at = truth.at(stage);
        for (const auto& [entity, stages, count] : records_) {
            at.expected[static_cast<std::size_t>(entity)] += holds(stages, stage) ? count : 0;
        }
        for (const auto& [rule, stages, count] : findings_) {
            if (holds(stages, stage)) {
                at.issues.try_emplace(std::string(rule)).first->second += count;
            }
        }
        for (const auto& [row, folders] : rows_) {
            if (holds(folders, stage)) {
                at.files[static_cast<std::size_t>(row.table)].add(row.verdict);
            }
        }
    }
}

}  // namespace sluice::synth
