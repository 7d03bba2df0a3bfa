// One person's rows to that person's records. A pure function: no clock, no file, no network, no randomness.
#pragma once

#include "gateway/map/program.hpp"
#include "gateway/record/record.hpp"

#include <span>
#include <string_view>

namespace sluice::map {

struct RunContext {
    Date as_of;                // the receipt's time: an input, not a clock
    std::string_view purpose;  // decides which zones may be filled
    bool production = false;   // real people are expected
};

struct Mapped {
    bool anchored = false;  // without an anchor there are no records
    std::vector<record::Record>
        records;  // by entity, then id; issues of the conversions are on their records
};

// `rows`: all of the person's rows that are not held, in (table, key) order; they must outlive the call.
Result<Mapped> run(
    const Program& program, std::span<const record::SourceRow* const> rows, const RunContext& context
);

// Records of this entity alone, whether or not the person is anchored.
Result<std::vector<record::Record>> run_entity(
    const Program& program, std::span<const record::SourceRow* const> rows, const RunContext& context,
    schema::EntityIndex entity
);

}  // namespace sluice::map
