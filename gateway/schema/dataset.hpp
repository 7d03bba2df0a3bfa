// The minimum dataset: entities, fields, purposes and zones, the episode definition, instruments
// (schemas/README.md, "Entity" and "dataset.json"). Immutable after load, shared between threads.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"
#include "gateway/schema/instrument.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
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
    postcode,
    lsoa
};
enum class Conformance { mandatory, required, optional };
// From the most to the least protected (design: purpose and zone).
enum class Zone { identity, care, secondary, public_ };
std::string_view to_string(Zone zone);
std::string_view to_string(FieldType type);
std::string_view to_string(Conformance conformance);

// How a field stands in the exchange contract (gateway/schema/exchange.hpp).
struct FieldExchange {
    std::string column;  // empty: the contract does not have it
    std::string time;    // the field that holds the time of day of this date, which stands in the same cell
    std::string
        from;  // read through a link of the file, `assessment.instrument`; it has no column of its own
    // Where the column is blank: what the map makes of this concept of the same record, or what stands at the
    // end of a link of the file.
    Located map;
    std::string of;
    std::string else_from;
};

struct Field {
    std::string name;
    std::string title;
    FieldType type = FieldType::text;
    Conformance conformance = Conformance::optional;
    Zone zone = Zone::secondary;
    std::string codes;  // CodeSystem of a code
    // Other CodeSystems whose codes say the same, each with a ConceptMap of its id; the current one first.
    std::vector<std::string> also;
    std::string value_set;         // of a concept: the codes that are expected; others are taken, too
    std::string entity;            // target of a reference
    int weight = 0;                // in completeness; 0 = not counted
    std::optional<Decimal> bar;    // per cent answered that is expected of a sender
    int length_max = 0;            // characters that the standard allows a text; 0 = it says nothing
    std::optional<Date> earliest;  // an earlier date is hardly right
    // Of the same entity: where that field says it, this mandatory one may be missing.
    std::string instead;
    std::vector<std::string> standard;  // paths in the PRSB standard; none: a local extension
    std::string fhir;
    std::string since;      // version of the dataset that has it first; empty: always
    bool engine = false;    // worked out here, never sent
    std::string extension;  // the extension pack that adds it; empty: the dataset's own
    FieldExchange exchange;
    Located condition;  // FHIRPath: expected only where true
    std::string where;  // in the document
};

using EntityIndex = std::uint16_t;

// The file of the exchange contract that holds the entity.
struct EntityExchange {
    std::string file;                  // without .csv; empty: the contract does not have it
    std::string id;                    // column of the record's own id; empty: `key` names its records
    std::vector<std::string> key;      // columns; empty: the id
    std::vector<std::string> made_of;  // columns that the id is made of where none is sent; empty: it is sent
};

// Fields of the dataset, by the names of their entity and of themselves.
using FieldSet = std::set<std::pair<std::string, std::string>>;

struct Entity {
    std::string name;
    std::string title;
    bool stored = true;
    bool facts = false;  // kept only for a purpose that names it
    EntityExchange exchange;
    std::string date;           // the field that places a record in time; empty: none
    std::string practice;       // the field that names the person's GP practice; empty: none does
    std::vector<Field> fields;  // the first is the id

    std::optional<std::size_t> field(std::string_view name) const;
    // The concept whose words have this name: `reason` for "reason_display".
    std::optional<std::size_t> concept_of_words(std::string_view name) const;
    // The field that refers to a record of `entity`; nothing where no field does.
    const Field* reference_to(std::string_view entity) const;
};

// What may be kept of a submission for this purpose.
struct Purpose {
    std::vector<Zone> zones;
    std::vector<std::string> facts;  // entities that are kept only where they are named here
};

// A person who objects is kept out of submissions for these purposes: as the person's own row says, or an
// entry of the record.
struct Objection {
    std::string field;  // of the person, boolean; empty: nobody can object
    std::vector<std::string> bars;
    std::string entity;   // of the entries; empty: none are read
    std::string kind;     // its field whose code tells objections from withdrawals
    std::string dissent;  // the code of an objection

    bool bars_purpose(std::string_view purpose) const;
};

// Names that are compared with one another (gateway/check/names.hpp).
struct ComparedNames {
    std::vector<std::string> fields;  // entity.field
    std::string directory;            // entity.field of the whole names; may be empty
    std::string organisation;         // entity.field: who gives what is called so; may be empty
    int truncated_from = 20;          // characters that a name has at least before it is taken for a part
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
    std::vector<std::string> attaches;  // entities, in the order in which records of one day are taken
    std::map<std::string, Unattached> unattached;
    std::string closing_entity;
    std::string closing_date;
    std::string closing_reason;
};

// Which findings a report names first: rows x worth of the severity x weight of the field.
struct FirstFixes {
    std::size_t shown = 10;
    std::map<std::string, std::uint64_t> worth;  // by severity; one that is not named is worth nothing
};

// Files that people and programs leave in a folder: beginnings (`~$*`) or whole names, in lower case.
struct StrayFiles {
    std::vector<std::string> passed_over;  // never sent, and nothing is said of them
    std::vector<std::string> workbooks;    // endings; somebody forgot to save their sheets as CSV

    bool is_workbook(std::string_view name) const;
};

// When a code that an organisation records regularly has fallen silent.
struct SilentCodes {
    int records_min = 6;  // so many records of it
    int months_min = 3;   // in so many different months
    int days = 60;        // and none in so many days before the organisation's last submission,
    int times_gap = 2;    // nor in so many times the longest that it was not recorded before
    int submissions = 2;  // and so many submissions since then
};

struct Dataset {
    std::string name;
    std::string version;
    std::map<std::string, Purpose> purposes;
    std::vector<std::string> entity_order;  // as people read them; the order of every list of entities
    std::string person;                     // the entity that everything hangs on
    Objection objection;
    ComparedNames names;
    EpisodeDefinition episode;
    StrayFiles stray_files;
    int rare_below =
        1;  // words of a source that were seen fewer times are not shown: they may be a person's own
    FirstFixes first_fixes;
    SilentCodes silent_codes;
    std::vector<Entity> entities;
    std::vector<Instrument> instruments;

    const Entity* entity(std::string_view name) const;
    std::optional<EntityIndex> entity_index(std::string_view name) const;
    // Null where there is no such entity, or it has no such field.
    const Field* field(std::string_view entity, std::string_view name) const;
    const Instrument* instrument(std::string_view id) const;
    bool allows(std::string_view purpose, Zone zone) const;
    bool allows(std::string_view purpose, const Entity& entity) const;
    // Does a record of the entity belong to a person? One that does not stands for itself.
    bool is_on_person(const Entity& entity) const;
};

Entity read_entity(const Document& document, Faults& faults);
// A document of an extension: `extends` names an entity, `fields` are added to it. Faults: an entity that is
// not there, a field that is, and a mandatory one, which would make records of the base wrong.
void extend_entity(
    const Document& document, const std::string& extension, std::vector<Entity>& entities, Faults& faults
);
// Without entities and instruments: the caller adds them.
Dataset read_dataset(const Document& document, Faults& faults);

}  // namespace sluice::schema
