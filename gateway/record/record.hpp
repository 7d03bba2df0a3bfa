// A record of the minimum dataset: typed values by field, where each came from, and what the checks said.
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/record/row.hpp"
#include "gateway/schema/dataset.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::record {

// A value in canonical text: ISO dates, plain decimals, true/false. Its type is the field's.
struct Cell {
    bool present = false;
    std::string text;     // empty where only the source's own words are known
    std::string system;   // of a concept
    std::string display;  // of a concept; of a code: the source's own words where they could not be mapped
    bool operator==(const Cell&) const = default;
};

// Where a value came from: file, record, column and mapping.
struct Lineage {
    FieldIndex field = kNoField;
    Origin origin;              // at.column: 1-based column of the source table; 0 = made from the whole row
    std::uint16_t table = 0;    // index within the source system
    std::uint16_t mapping = 0;  // index within the map program; kEngine: derived from other records
};
inline constexpr std::uint16_t kEngine = 0xFFFF;

struct Record {
    const schema::Entity* entity = nullptr;
    schema::EntityIndex entity_index = 0;
    std::string id;
    std::vector<Cell> cells;  // by field
    std::vector<Lineage> lineage;
    std::vector<Issue> issues;
    // What was said of these rows when they were read, and is not said again; it is as true of the record.
    std::vector<Issue> said_by_row;
    Verdict verdict = Verdict::accepted;
    std::vector<Origin> rows;      // every row that gave it a value, in order, unique
    bool source_was_held = false;  // one of these rows was held by an earlier receipt

    const Cell& cell(std::string_view field) const;  // an absent cell where there is no such field
    std::string_view text(std::string_view field) const { return cell(field).text; }
    std::optional<Date> date(std::string_view field) const;
    // Sets a value that the engine derived; REQUIRES: the field exists.
    void set(std::string_view field, std::string text);
};

// The records of one person, in a canonical order: entity, id.
struct PersonRecords {
    std::string person;  // key of the person among the facts
    std::string organisation;
    std::string organisation_name;
    std::string source;  // name of the source that the person's row is from
    std::vector<Record> records;

    Record* find(std::string_view entity);
};

}  // namespace sluice::record
