// Tabular mappings as documents (mappings/README.md). gateway/map compiles them.
#pragma once

#include "gateway/schema/document.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::schema {

struct Producer {
    enum class Kind { from, value, constant, first_of, ref, coded };
    Kind kind = Kind::constant;
    Located source;                 // column path, FHIRPath, literal or mapping name
    std::vector<Producer> options;  // of first_of
    std::vector<Located> key;    // of ref: columns, where they are called otherwise than in the mapping's own
    std::string system_column;   // of coded
    std::string display_column;  // of coded
    Located when;
    std::string as;  // "", date, decimal, integer, boolean, text, code
    std::vector<std::string> formats;
    bool remark_formats = false;  // they are tolerated, not agreed
    Located code;                 // ConceptMap id
    bool own_codes = false;       // codes of the field's own list, or their words, are taken before any map
    std::string otherwise;        // "", keep-as-text, drop, or a code
    std::string split_by;
    int split_take = 1;  // 1-based
};

struct FieldMapping {
    std::string field;
    std::string where;
    Producer producer;
};

struct Merge {
    enum class Take { first, latest, latest_of_each_field, all };
    Take take = Take::all;
    std::vector<std::string> by;
};

// One record for each part of a cell in which several things stand: "Housing advocacy; Day activity".
struct Each {
    std::string column;  // empty: one record a row
    std::string by;      // characters, each of which parts
};

struct Mapping {
    std::string name;
    std::string where;
    Located source;  // system/table
    Located entity;
    Located when;
    Located select;  // default: when
    std::vector<Located> key;
    Each each;
    Located into;
    Merge merge;
    int rank = 10;
    bool anchor = false;
    std::vector<FieldMapping> fields;
};

Mapping read_mapping(const Document& document, Faults& faults);

}  // namespace sluice::schema
