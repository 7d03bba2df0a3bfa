// The minimum dataset: entities, fields, purposes and zones, the episode definition, instruments
// (schemas/README.md, "Entity" and "dataset.json"). Immutable after load, shared between threads.
#pragma once

#include "gateway/base/decimal.hpp"
#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::schema {

enum class FieldType {
    id,
    reference,
    code,
    concept_,
    text,
    date,
    datetime,
    decimal,
    integer,
    boolean,
    nhs_number,
    ods_code,
    postcode
};
enum class Conformance { mandatory, required, optional };
// From the most to the least protected (design: purpose and zone).
enum class Zone { identity, care, secondary, public_ };
std::string_view to_string(Zone zone);
std::string_view to_string(FieldType type);
std::string_view to_string(Conformance conformance);

struct Field {
    std::string name;
    std::string title;
    FieldType type = FieldType::text;
    Conformance conformance = Conformance::optional;
    Zone zone = Zone::secondary;
    std::string codes;     // CodeSystem of a code
    std::string entity;    // target of a reference
    int weight = 0;        // in completeness; 0 = not counted
    int length_max = 0;    // characters that the standard allows a text; 0 = it says nothing
    std::string standard;  // path in the PRSB standard, or "local extension"
    std::string fhir;
    Located condition;  // FHIRPath: expected only where true
    std::string where;  // in the document
};

using EntityIndex = std::uint16_t;

struct Entity {
    std::string name;
    std::string title;
    bool stored = true;
    std::string date;           // the field that places a record in time; empty: none
    std::vector<Field> fields;  // the first is the id

    std::optional<std::size_t> field(std::string_view name) const;
};

struct EpisodeDefinition {
    struct Opener {
        std::string entity;
        Located when;
    };
    // What is said of a record that belongs in an episode and stands in none.
    struct Unattached {
        Fault fault{};
        Located when;  // empty: always
    };
    std::string entity;
    int months_without_activity = 12;
    std::vector<Opener> opens;
    std::vector<std::string> attaches;
    std::map<std::string, Unattached> unattached;
    std::string closing_entity;
    std::string closing_date;
    std::string closing_reason;
};

struct InstrumentItem {
    std::string item;
    Decimal min;
    Decimal max;
};
struct Instrument {
    std::string id;
    std::vector<InstrumentItem> items;
    const InstrumentItem* item(std::string_view name) const;
};

struct Dataset {
    std::string name;
    std::string version;
    std::map<std::string, std::vector<Zone>> purposes;
    std::vector<std::string> entity_order;  // as people read them; the order of every list of entities
    std::string person;                     // the entity that everything hangs on
    EpisodeDefinition episode;
    std::vector<Entity> entities;
    std::vector<Instrument> instruments;

    const Entity* entity(std::string_view name) const;
    std::optional<EntityIndex> entity_index(std::string_view name) const;
    const Instrument* instrument(std::string_view id) const;
    bool allows(std::string_view purpose, Zone zone) const;
};

Entity read_entity(const Document& document, Faults& faults);
std::vector<Instrument> read_instruments(const Document& document, Faults& faults);
// Without entities and instruments: the caller adds them.
Dataset read_dataset(const Document& document, Faults& faults);

}  // namespace sluice::schema
