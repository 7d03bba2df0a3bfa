// The exchange contract: the dataset as CSV files, for systems that have no export of their own that Sluice
// knows. It is made from the entities (schemas/README.md, "Exchange"), so a field that is added to the
// dataset stands in the contract, in its template and in its pages; nothing is said twice. Read, it is a
// source system like any other.
#pragma once

#include "gateway/schema/dataset.hpp"
#include "gateway/schema/mapping.hpp"
#include "gateway/schema/source.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::schema {

inline constexpr std::string_view kExchangeSystem = "exchange";
inline constexpr std::string_view kLocalId = "local_id";  // field: the id as it was sent

struct ExchangeContract {
    std::string name;      // sp-mds-exchange/1.0
    std::string manifest;  // manifest.json
    // Forms of a date that are read besides the agreed one, by the patterns of gateway/map/read_date.hpp.
    std::vector<std::string> date_formats;
    std::string own_column;  // how the heading of a column begins that a sender keeps for itself
    std::map<std::string, std::string> systems;  // short names of code systems, in lower case -> url
    std::map<std::string, std::vector<std::string>> aliases;  // of columns: other headings that senders use
    bool versioned = true;                                    // as of a source system

    // Is a file of that name a manifest? Folders before it and case do not matter.
    bool is_manifest(std::string_view file) const;
};

// A column of one of the contract's files, in the order of the file.
struct ExchangeColumn {
    enum class Part { value, system, display };
    std::string name;
    std::size_t field = 0;  // of the entity
    Part part = Part::value;
    bool mandatory = false;
};

// Does the field hold the id column of its entity's file, without which no row is read? It says which record
// this is, and nothing about it.
bool is_sent_id(const Entity& entity, const Field& field);

// Columns by name: the id, the person, then the fields in their order; those of the package are not among
// them.
std::vector<ExchangeColumn> exchange_columns(const Dataset& dataset, const Entity& entity);
// Faults: a field of an extension that would have a column which the file has already, under its own name or
// an alias, or one that senders keep for themselves.
void check_exchange_columns(const Dataset& dataset, const ExchangeContract& contract, Faults& faults);

// The column of the organisation whose record a row is; blank: the sender's.
inline constexpr std::string_view kOrganisationColumn = "organisation_ods";
inline constexpr std::string_view kOrganisationNameColumn = "organisation_name";  // of a person
inline constexpr std::string_view kDeletedColumn = "deleted";                     // true: the record is gone
inline constexpr std::string_view kSupplierColumn = "sender_system";              // from the package only

ExchangeContract read_exchange_contract(const Document& document, Faults& faults);
SourceSystem exchange_system(const Dataset& dataset, const ExchangeContract& contract);
// One a file; `closure` and what else follows from several columns are ordinary mappings of
// mappings/exchange.
std::vector<Mapping> exchange_mappings(const Dataset& dataset, const ExchangeContract& contract);

}  // namespace sluice::schema
