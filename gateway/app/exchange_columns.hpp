// The columns of the exchange contract in words for those who fill them: for the page of docs/, the template
// and the JSON Schema, which say the same because all are made from this.
#pragma once

#include "gateway/schema/documents.hpp"

#include <string>
#include <vector>

namespace sluice::app {

// How a day is written.
inline constexpr std::string_view kDayFormat = "YYYY-MM-DD";

struct ContractColumn {
    enum class Must { yes, if_known, no };
    std::string name;
    Must must = Must::no;
    std::string title;      // what it means
    std::string format;     // how it is written
    std::string list;       // code list whose codes it takes; empty: none
    std::string suggested;  // value set whose codes are usual here; others are taken, too
    schema::FieldType type = schema::FieldType::text;
    bool is_system = false;  // whose code stands in the column before
    bool own_words = false;  // the system or the display beside a code
    schema::Zone zone = schema::Zone::secondary;
};

// Of the entity's file, with those that every file has, in the order of a template. REQUIRES: the contract
// has the entity.
std::vector<ContractColumn> contract_columns(
    const schema::Documents& documents, const schema::Entity& entity
);

std::string_view to_string(ContractColumn::Must must);  // yes, if known, no

}  // namespace sluice::app
