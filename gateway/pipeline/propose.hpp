// What the columns of an unknown file may be, by their headings and by the form of their values, for people
// to look through. Knows what the pack's own sources call things; no value leaves it.
#pragma once

#include "gateway/pipeline/pack.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

// The headings of a file and its first rows.
struct Sample {
    std::string table;  // what it will be called
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

// high: the heading is known, and the values fit. medium: the heading is known, and nothing speaks for or
// against it; or the values can be but one thing. low: words of the heading are those of a field, or the
// values do not fit: not taken over.
enum class Confidence { none, low, medium, high };
std::string_view to_string(Confidence confidence);

struct ProposedField {
    std::string entity;
    std::string field;
    Confidence confidence = Confidence::none;
    std::string why;
    std::string code_map;    // that translates its words; empty: the field's own list
    bool own_codes = false;  // words of a list are taken in any case
};

struct ProposedColumn {
    std::string name;     // for expressions: letters and digits
    std::string heading;  // as it stands
    bool date = false;
    bool person_key = false;            // says whose row it is
    bool row_key = false;               // unlike in every row
    std::vector<ProposedField> fields;  // one an entity at most; those of low confidence are for reading only
};

struct ProposedTable {
    std::string name;
    std::string entity;  // that a row is, besides what it says of the person; empty: nothing was recognised
    std::vector<ProposedColumn> columns;
    std::vector<std::string> dates;    // patterns that occur, besides ISO 8601
    std::vector<std::string> missing;  // mandatory fields of the entity that nothing was found for
};

ProposedTable propose(const Pack& pack, const Sample& sample);

}  // namespace sluice::pipeline
