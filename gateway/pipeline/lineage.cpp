#include "gateway/pipeline/lineage.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/json.hpp"
#include "gateway/pipeline/shared_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace sluice::pipeline {
namespace {

using Entries = std::map<std::string, LineageEntry, std::less<>>;  // by field
using Values = std::map<std::string, store::Value, std::less<>>;   // by column

constexpr std::string_view kDerived = "derived";
constexpr std::string_view kEvents =
    "the person's referrals, contacts and closures in the order of their dates";
constexpr std::string_view kSame =
    "a record of the same person from another source, by the rules 'same' of dataset.json";

// What the engine works out (pipeline/derive, map/episodes, check/scoring), and from what. An empty entity:
// any.
struct Derivation {
    std::string_view entity;
    std::string_view field;
    std::string_view how;
};
constexpr Derivation kDerivations[] = {
    {"", "band", "the score, by the bands of the instrument"},
    {"", "counted", "the first referral of its episode that was not declined is counted"},
    {"", "episode_id", kEvents},
    {"", "linkage_level", "whether nhs_number has a value"},
    {"", "metric_score", "the score, by the metric scale of the instrument"},
    {"", "scope_end", "the time in the name of the file"},
    {"", "score", "the sum of the items; without all of them, the total as received"},
    {"", "stage", "the first of its instrument in the episode is the baseline"},
    {"episode", "", kEvents},
};

std::string_view derivation_of(std::string_view entity, std::string_view field) {
    const auto* found =
        std::find_if(std::begin(kDerivations), std::end(kDerivations), [&](const Derivation& rule) {
            return (rule.entity.empty() || rule.entity == entity) &&
                   (rule.field.empty() || rule.field == field);
        });
    return found == std::end(kDerivations) ? "other records of the person" : found->how;
}

std::string text_at(const format::JsonValue& value, std::string_view name) {
    const auto* found = value.find(name);
    return found == nullptr ? std::string() : std::string(found->text().value_or(""));
}

// As publish writes it. A field that was set twice has its last entry.
Result<Entries> read_entries(const std::string& json) {
    SLUICE_ASSIGN(const auto root, format::parse_json(json));
    Entries out;
    for (const auto& item : root.items()) {
        const auto* record = item.find("record");
        LineageEntry entry;
        entry.field = text_at(item, "field");
        entry.file = text_at(item, "file");
        entry.record =
            record == nullptr ? 0 : static_cast<std::uint64_t>(record->integer().value_or(std::int64_t{0}));
        entry.column = text_at(item, "column");
        entry.mapping = text_at(item, "mapping");
        out[entry.field] = std::move(entry);
    }
    return out;
}

// What a field's producer does beside copying a cell.
std::string how_of(const map::Producer& producer) {
    using Kind = schema::Producer::Kind;
    if (!producer.code_map.empty()) {
        return "translated by the code map " + producer.code_map;
    }
    switch (producer.kind) {
        case Kind::constant:
            return "a constant of the mapping";
        case Kind::ref:
            return "the key of the row";
        case Kind::value:
            return "worked out by the mapping";
        case Kind::first_of: {
            const bool maps = std::any_of(
                producer.options.begin(), producer.options.end(),
                [](const map::Producer& option) { return !how_of(option).empty(); }
            );
            return maps ? "the first of several that the mapping names" : "";
        }
        case Kind::coded:
            return "a code, its system and its words, in three columns";
        case Kind::from:
            return producer.path.is_concept ? "the code that the row links to" : "";
    }
    return {};
}

class Teller {
  public:
    Teller(const Pack& pack, store::Store& store, const store::RecordState& state)
        : pack_(pack), store_(store), state_(state) {}

    Result<std::vector<LineageEntry>> run();

  private:
    Result<void> read_record();
    void find_program();
    void find_own_row();
    Result<void> find_organisation();
    Result<std::optional<store::StoredFact>> organisation_fact();
    Result<std::string> file_name(std::int64_t receipt, std::uint32_t file);
    const map::MappingProgram* mapping(std::string_view name) const;

    Result<void> add_field(const schema::Field& field, bool is_id);
    void add(std::string_view column, LineageEntry entry);
    void add_own(std::string_view column, std::string mapping, std::string how);
    LineageEntry id_entry() const;
    Result<std::string> date_column(const LineageEntry& entry) const;
    void add_provenance();

    const Pack& pack_;
    store::Store& store_;
    const store::RecordState& state_;
    const map::Program* program_ = nullptr;  // of the record's source; null: today's pack does not know it
    Entries entries_;                        // as stored
    Values values_;                          // of an accepted record; empty otherwise
    LineageEntry own_;                       // the row that the record is made of
    LineageEntry organisation_;              // the row of the organisation, without column
    std::string source_;                     // the document that describes the source
    std::vector<LineageEntry> out_;
};

Result<void> Teller::read_record() {
    SLUICE_ASSIGN(entries_, read_entries(state_.lineage_json));
    store::ReadOptions options;
    options.purpose = state_.purpose;
    options.record_id = state_.record_id;
    options.identity = true;
    options.held_back = true;
    return store_.dataset().visit_rows(
        state_.entity, options,
        [&](const std::vector<std::string>& columns, const std::vector<store::Value>& row) -> Result<void> {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                values_[columns[i]] = row[i];
            }
            return {};
        }
    );
}

void Teller::find_program() {
    const auto name = state_.person.substr(0, state_.person.find('/'));
    source_ = "sources/" + name;
    for (const auto& program : pack_.mappings) {
        if (program->system().name == name) {
            program_ = program.get();
        }
    }
}

const map::MappingProgram* Teller::mapping(std::string_view name) const {
    if (program_ != nullptr) {
        for (const auto& candidate : program_->mappings()) {
            if (candidate.name == name) {
                return &candidate;
            }
        }
    }
    return nullptr;
}

// An accepted record names its row. Of another the entries do: those that the engine derived stand for the
// row as a whole, and so does a key.
void Teller::find_own_row() {
    const auto* entity = pack_.documents->dataset.entity(state_.entity);
    const LineageEntry* found = nullptr;
    own_.mapping = kDerived;
    for (const auto& [field, entry] : entries_) {
        const auto index = entity == nullptr ? std::nullopt : entity->field(field);
        const bool whole = entry.mapping == kDerived ||
                           (index && entity->fields[*index].type == schema::FieldType::reference);
        if (found == nullptr || whole) {
            found = &entry;
        }
        if (entry.mapping != kDerived && (own_.mapping == kDerived || field == "person_id")) {
            own_.mapping = entry.mapping;
        }
    }
    if (found != nullptr) {
        own_.file = found->file;
        own_.record = found->record;
    }
    if (!values_.empty()) {
        own_.file = values_["source_file"].value_or("");
        own_.record = std::stoull(values_["source_record"].value_or("0"));
        own_.mapping = values_["mapping"].value_or("");
    }
}

Result<std::string> Teller::file_name(std::int64_t receipt, std::uint32_t file) {
    SLUICE_ASSIGN(const auto found, store_.receipts().receipt(receipt));
    return found && file < found->submission.files.size() ? found->submission.files[file].name
                                                          : std::string();
}

// The organisation's row among the facts, by the key in the person's row.
Result<std::optional<store::StoredFact>> Teller::organisation_fact() {
    const auto& system = program_->system();
    if (system.organisation_table.empty()) {
        return std::optional<store::StoredFact>();
    }
    const auto person_table = *system.table_index(system.person_table);
    auto& facts = store_.facts(state_.purpose);
    SLUICE_ASSIGN(auto rows, facts.for_person(state_.person));
    for (auto& row : rows) {
        if (row.table != fact_table(system, person_table)) {
            continue;
        }
        SLUICE_ASSIGN(
            const auto loaded,
            load_row(std::move(row), *program_, person_table, state_.purpose, facts, nullptr)
        );
        const std::string key(loaded->row->cell(loaded->row->table().organisation));
        const auto table = fact_table(system, *system.table_index(system.organisation_table));
        SLUICE_ASSIGN(auto found, facts.for_prefix(table, key));
        if (!key.empty() && !found.empty()) {
            return std::optional(std::move(found.front()));
        }
        break;
    }
    return std::optional<store::StoredFact>();
}

Result<void> Teller::find_organisation() {
    if (program_ == nullptr) {
        return {};
    }
    SLUICE_ASSIGN(const auto fact, organisation_fact());
    if (fact) {
        SLUICE_ASSIGN(organisation_.file, file_name(fact->receipt, fact->file));
        organisation_.record = fact->record;
    }
    return {};
}

// An entry for the column, whatever the entry was for.
void Teller::add(std::string_view column, LineageEntry entry) {
    const auto value = values_.find(column);
    if (entry.blank || (value != values_.end() && value->second.value_or("").empty())) {
        entry = own_;
        entry.blank = true;
    }
    entry.field = column;
    out_.push_back(std::move(entry));
}

void Teller::add_own(std::string_view column, std::string mapping, std::string how) {
    add(column, {"", own_.file, own_.record, "", std::move(mapping), std::move(how), false});
}

LineageEntry Teller::id_entry() const {
    LineageEntry entry = own_;
    const auto* made = mapping(own_.mapping);
    if (made == nullptr) {
        entry.how = "the id of the record that opened it";
        return entry;
    }
    std::vector<std::string> columns;
    const auto& table = program_->system().tables[made->table];
    for (const auto& part : made->key) {
        for (const auto& path : expression::paths(part)) {
            const bool known = std::find(columns.begin(), columns.end(), path) != columns.end();
            if (table.column(path) && !known) {
                columns.push_back(path);
            }
        }
    }
    entry.column = columns.empty() ? "" : columns.back();
    entry.how = "the key of the row: " + join(columns, ", ");
    return entry;
}

// What the engine derives, it derives from dates: the column that gave the date of the record of this row.
Result<std::string> Teller::date_column(const LineageEntry& entry) const {
    SLUICE_ASSIGN(const auto states, store_.dataset().states_of(state_.purpose, state_.person));
    for (const auto& state : states) {
        const auto* entity = pack_.documents->dataset.entity(state.entity);
        if (entity == nullptr) {
            continue;
        }
        SLUICE_ASSIGN(const auto entries, read_entries(state.lineage_json));
        const auto date = entries.find(entity->date);
        if (date != entries.end() && date->second.file == entry.file && date->second.record == entry.record &&
            !date->second.column.empty()) {
            return date->second.column;
        }
    }
    return std::string();
}

Result<void> Teller::add_field(const schema::Field& field, bool is_id) {
    const auto stored = entries_.find(field.name);
    LineageEntry entry = own_;
    if (is_id) {
        entry = id_entry();
    } else if (field.name == schema::kSameAs) {
        // Worked out when all persons are published, so that no entry is stored with the record.
        entry.mapping = kDerived;
        entry.how = kSame;
    } else if (stored == entries_.end()) {
        entry.blank = true;
    } else {
        entry = stored->second;
        if (const auto* made = mapping(entry.mapping)) {
            for (const auto& program : made->fields) {
                const auto& name = pack_.documents->dataset.entities[made->entity].fields[program.field].name;
                entry.how = name == field.name ? how_of(program.producer) : entry.how;
            }
        }
    }
    if (entry.mapping == kDerived && !entry.blank) {
        const auto number = entries_.find("nhs_number");
        if (field.name == "linkage_level" && number != entries_.end()) {
            entry.column = number->second.column;
        } else if (field.name != "linkage_level" && field.name != "scope_end") {
            SLUICE_ASSIGN(entry.column, date_column(entry));
        }
        entry.how = entry.how.empty() ? derivation_of(state_.entity, field.name) : entry.how;
    }
    add(field.name, entry);
    if (field.type == schema::FieldType::concept_) {
        entry.how = "the code system of " + field.name;
        add(field.name + "_system", entry);
        entry.how = "the words that the source has for " + field.name;
        add(field.name + "_display", std::move(entry));
    } else if (field.type == schema::FieldType::code) {
        entry.how = "the words of the source that no code was found for";
        entry.blank = entry.blank || values_.empty();
        add(field.name + "_text", std::move(entry));
    }
    return {};
}

void Teller::add_provenance() {
    const auto organisation = [&](std::string_view column, const std::string& source_column) {
        if (organisation_.file.empty()) {
            add_own(column, source_, "the organisation of the person's row");
            return;
        }
        auto entry = organisation_;
        entry.column = source_column;
        entry.mapping = source_;
        entry.how = "the organisation of the person's row";
        add(column, std::move(entry));
    };
    const auto* system = program_ == nullptr ? nullptr : &program_->system();
    organisation("organisation", system == nullptr ? "" : system->organisation_code);
    organisation("organisation_name", system == nullptr ? "" : system->organisation_name);
    add_own(
        "supplier", source_,
        "the source that the file was recognised as, and of a package the system that sent it"
    );
    add_own("sender", "submission", "who sent the row that the record is made of");
    add_own("purpose", "submission", "the purpose of the submission");
    add_own("legal_basis", "submission", "the legal basis of the submission");
    add_own("zone", "sp-mds/entities/" + state_.entity, "the strictest zone of the entity's fields");
    add_own("receipt", "submission", "the receipt that added the record or changed it last");
    add_own("source_file", own_.mapping, "the file of the row that the record is made of");
    add_own("source_record", own_.mapping, "the row that the record is made of");
    add_own("mapping", own_.mapping, "the mapping that made the record");
    add_own("mapping_digest", own_.mapping, "the digest of the pack");
    add_own("definition", own_.mapping, "the definition of the dataset that the record met");
    add_own("held_back", source_, "the agreement of the organisation");
}

Result<std::vector<LineageEntry>> Teller::run() {
    SLUICE_TRY(read_record());
    find_program();
    find_own_row();
    SLUICE_TRY(find_organisation());
    const auto* entity = pack_.documents->dataset.entity(state_.entity);
    for (std::size_t i = 0; entity != nullptr && i < entity->fields.size(); ++i) {
        SLUICE_TRY(add_field(entity->fields[i], i == 0));
    }
    add_provenance();
    return std::move(out_);
}

}  // namespace

Result<std::vector<LineageEntry>> lineage_of(
    const Pack& pack, store::Store& store, const store::RecordState& state
) {
    return Teller(pack, store, state).run();
}

}  // namespace sluice::pipeline
