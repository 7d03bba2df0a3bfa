// Objections that an entry of the record states (Type 1), and the people who are kept out because of one. Of
// their rows only those entries are kept, with no more cells than it takes, so that a withdrawal lets them in
// again.
#pragma once

#include "gateway/map/run.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/record/record.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::pipeline {

// The people of the system who object: among the shared facts, as those who are kept out by their own row are
// (kept_out.hpp).
inline std::string objectors_table(const schema::SourceSystem& system) {
    return system.name + "/@objectors";
}

// The entry by which the person objects on that day. The latest counts; where it is not certain that a
// withdrawal is later than an objection (no date, the same day, a month or a year alone), the objection
// stands. A withdrawal of a day to come is none yet. `entries`: records of the dataset's objection entity.
std::optional<record::Origin> standing_objection(
    std::span<const record::Record> entries, const schema::Objection& objection, const Date& as_of
);

struct StatedObjection {
    record::Origin standing;           // the entry that counts
    std::vector<std::size_t> entries;  // indexes of all rows that state an objection, or withdraw one
};
// Of one person's rows. Nothing where the person does not object, or to a purpose that objections do not bar.
Result<std::optional<StatedObjection>> stated_objection(
    const map::Program& program, const std::vector<std::unique_ptr<LoadedRow>>& rows,
    const map::RunContext& context
);

// The cells of such an entry that are kept, with the names of their columns.
struct KeptCells {
    std::vector<std::string> columns;
    std::string cells;  // as store::encode_cells
};
KeptCells kept_of_objection(
    const record::SourceRow& row, const map::Program& program, std::string_view purpose
);

}  // namespace sluice::pipeline
