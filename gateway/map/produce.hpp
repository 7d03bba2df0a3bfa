// One field's producer over one row: the raw material and where it stands.
#pragma once

#include "gateway/map/program.hpp"
#include "gateway/record/concepts.hpp"
#include "gateway/record/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::map {

struct Produced {
    std::string text;                        // raw; empty where only a concept or a parsed date was found
    std::optional<Date> date;                // of a date column, with the precision that the row states
    std::vector<record::Concept> concepts;   // of a code dictionary, the nearest first
    const Producer* producer = nullptr;      // the option that answered
    const record::SourceRow* row = nullptr;  // where the value stands
    std::size_t column = 0;                  // schema column + 1; 0 = the whole row
    bool sentinel = false;                   // a date that stands for "no value"
    bool is_id = false;                      // made by `ref`
    std::optional<schema::Fault> fault;      // met on the way

    // For findings and lineage; 0 = the whole row.
    std::uint32_t place() const { return column == 0 || row == nullptr ? 0 : row->place(column - 1); }
    bool empty() const { return text.empty() && !date && concepts.empty() && !sentinel && !fault; }
};

// Empty where the producer gives nothing. An Error only where an expression breaks its own limits.
Result<Produced> produce(
    const Program& program, const Producer& producer, const record::SourceRow& row,
    const expression::Context& context
);

// The id of the record that the mapping makes from this row, or that this row names by the key `instead`;
// empty where a part of the key is blank.
Result<std::string> id_for(
    const Program& program, const MappingProgram& mapping, const record::SourceRow& row,
    const expression::Context& context, std::span<const expression::Expression> instead = {}
);

// The canonical text of one item of an expression's result.
std::string text_of(const expression::Item& item);

}  // namespace sluice::map
