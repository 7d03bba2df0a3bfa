#include "gateway/schema/documents.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/files.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::schema {
namespace {

constexpr std::string_view kSources = "schemas/sources/";
constexpr std::string_view kEntities = "schemas/sp-mds/entities/";
constexpr std::string_view kCodeLists = "schemas/sp-mds/codes/";
constexpr std::string_view kRules = "schemas/sp-mds/rules/";
constexpr std::string_view kDataset = "schemas/sp-mds/dataset.json";
constexpr std::string_view kExchange = "schemas/sp-mds/exchange.json";
constexpr std::string_view kInstruments = "schemas/sp-mds/instruments/";
constexpr std::string_view kStages = "assessment-stage";
constexpr std::string_view kCodeMaps = "mappings/codes/";
constexpr std::string_view kMappings = "mappings/";
constexpr std::string_view kPackage = "/datapackage.json";
constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kLocalCodes = "/local-codes.csv";
constexpr std::string_view kCases = ".cases.json";

bool starts(std::string_view text, std::string_view with) {
    return text.substr(0, with.size()) == with;
}
bool ends(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

// The texts of the pack's files by path, in the order of their paths.
Result<std::map<std::string, std::string>> read_files(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const std::string_view part : {"schemas", "mappings"}) {
        SLUICE_ASSIGN(const auto listed, env::list_files(folder + "/" + std::string(part)));
        for (const auto& file : listed) {
            const std::string path = std::string(part) + "/" + file.name;
            if (ends(path, ".json") || ends(path, ".csv")) {
                SLUICE_ASSIGN(files[path], env::read_file(folder + "/" + path, Limits{}.json_bytes_max));
            }
        }
    }
    return files;
}

class Loader {
  public:
    explicit Loader(const std::map<std::string, std::string>& files) : files_(files) {}

    Result<Documents> load();

  private:
    void parse();
    void read_one(const std::string& path, const Document& document);
    void read_systems();
    void add_instrument_codes();
    void add_local_codes();
    void check_local_code(const LocalCode& local, const std::set<std::string>& in_use);
    std::set<std::string> code_systems_in_use() const;
    void add_exchange();
    void order_entities();
    void check_names();

    const std::map<std::string, std::string>& files_;
    std::map<std::string, Document> documents_;
    Faults faults_;
    Documents out_;
    std::vector<Rule> rules_;
    std::set<std::string> local_codes_;  // list|system|code
};

void Loader::parse() {
    for (const auto& [path, text] : files_) {
        if (!ends(path, ".json") || ends(path, kCases)) {
            continue;
        }
        auto parsed = format::parse_json(text);
        if (!parsed) {
            faults_.add(path, parsed.error().text());
            continue;
        }
        documents_.emplace(path, Document{path, std::move(*parsed)});
    }
}

void Loader::read_one(const std::string& path, const Document& document) {
    if (starts(path, kSources)) {
        return;  // read_systems
    }
    if (path == kDataset) {
        auto entities = std::move(out_.dataset.entities);
        auto instruments = std::move(out_.dataset.instruments);
        out_.dataset = read_dataset(document, faults_);
        out_.dataset.entities = std::move(entities);
        out_.dataset.instruments = std::move(instruments);
    } else if (path == kExchange) {
        out_.exchange = read_exchange_contract(document, faults_);
    } else if (starts(path, kInstruments)) {
        out_.dataset.instruments.push_back(read_instrument(document, faults_));
    } else if (starts(path, kEntities)) {
        out_.dataset.entities.push_back(read_entity(document, faults_));
    } else if (starts(path, kCodeLists)) {
        out_.code_systems.push_back(read_code_system(document, faults_));
    } else if (starts(path, kRules)) {
        auto rules = read_rules(document, faults_);
        std::move(rules.begin(), rules.end(), std::back_inserter(rules_));
    } else if (starts(path, kCodeMaps)) {
        const bool map = Reader(document, faults_).find("resourceType").text() == "ConceptMap";
        if (map) {
            out_.concept_maps.push_back(read_concept_map(document, faults_));
        } else {
            out_.value_sets.push_back(read_value_set(document, faults_));
        }
    } else if (starts(path, kMappings)) {
        out_.mappings.push_back(read_mapping(document, faults_));
    } else {
        faults_.add(path, "no document of a pack is expected here");
    }
}

void Loader::read_systems() {
    for (const auto& [path, document] : documents_) {
        if (!starts(path, kSources) || !ends(path, kPackage)) {
            continue;
        }
        const std::string folder = path.substr(0, path.rfind('/') + 1);
        std::vector<SourceTable> tables;
        for (const auto& name : resource_paths(document, faults_)) {
            const auto found = documents_.find(folder + name);
            if (found == documents_.end()) {
                faults_.add(path, "the resource '" + name + "' is not there or is not JSON");
                continue;
            }
            tables.push_back(read_source_table(found->second, faults_));
        }
        out_.systems.push_back(read_source_system(document, std::move(tables), faults_));
    }
}

// An instrument is one file: no list has to be edited for it.
void Loader::add_instrument_codes() {
    for (auto& system : out_.code_systems) {
        if (system.id == kInstrumentList || system.id == kInstrumentItemList) {
            system.codes = codes_of(out_.dataset.instruments, system.id);
        }
        if (system.id == kStages) {
            check_instruments(out_.dataset.instruments, system, faults_);
        }
    }
}

// The file is filled by hand: a slip in it would make entries vanish without a finding.
void Loader::check_local_code(const LocalCode& local, const std::set<std::string>& in_use) {
    const auto& code = local.code;
    if (!local_codes_.insert(local.list + '|' + code.system + '|' + code.code).second) {
        faults_.add(local.where, "the code '" + code.code + "' is in this list already");
    }
    if (!in_use.contains(code.system)) {
        faults_.add(local.where, "no source or list of this pack uses the system '" + code.system + "'");
    }
    if (code.system == kSnomed && judge_snomed_id(code.code) != SnomedFault::none) {
        faults_.add(local.where, "'" + code.code + "' is not a SNOMED CT identifier");
    }
    const auto map = std::find_if(out_.concept_maps.begin(), out_.concept_maps.end(), [&](const auto& entry) {
        return entry.id == local.list;
    });
    const auto target =
        std::find_if(out_.code_systems.begin(), out_.code_systems.end(), [&](const auto& entry) {
            return map != out_.concept_maps.end() && !map->target.empty() && entry.url == map->target;
        });
    if (target == out_.code_systems.end() || local.maps_to.empty()) {
        return;
    }
    const bool there = std::any_of(target->codes.begin(), target->codes.end(), [&](const auto& entry) {
        return entry.code == local.maps_to;
    });
    if (!there) {
        faults_.add(local.where, "'" + local.maps_to + "' is not a code of the list '" + target->id + "'");
    }
}

// What the dictionaries of the sources give, and what the value sets and maps of the pack are about.
std::set<std::string> Loader::code_systems_in_use() const {
    std::set<std::string> systems;
    for (const auto& system : out_.systems) {
        for (const auto& table : system.tables) {
            for (const auto& code :
                 table.concepts ? table.concepts->codes : std::vector<ConceptSource::Code>()) {
                systems.insert(code.system);
            }
        }
    }
    for (const auto& set : out_.value_sets) {
        for (const auto& member : set.members) {
            systems.insert(member.system);
        }
    }
    for (const auto& map : out_.concept_maps) {
        for (const auto& entry : map.entries) {
            systems.insert(entry.system);
        }
    }
    return systems;
}

void Loader::add_local_codes() {
    const auto list = [](auto& lists, const std::string& id) {
        return std::find_if(lists.begin(), lists.end(), [&](const auto& entry) { return entry.id == id; });
    };
    const auto in_use = code_systems_in_use();
    for (const auto& [path, text] : files_) {
        if (!ends(path, kLocalCodes)) {
            continue;
        }
        for (auto& local : read_local_codes(path, text, faults_)) {
            check_local_code(local, in_use);
            const auto set = list(out_.value_sets, local.list);
            const auto map = list(out_.concept_maps, local.list);
            if (set == out_.value_sets.end() && map == out_.concept_maps.end()) {
                faults_.add(
                    local.where,
                    "the list '" + local.list + "' is neither a ValueSet nor a ConceptMap of this pack"
                );
            }
            if (map != out_.concept_maps.end() && !local.maps_to.empty()) {
                map->entries.push_back({local.code.system, local.code.code, local.maps_to});
            }
            if (set != out_.value_sets.end()) {
                set->members.push_back(std::move(local.code));
            }
        }
    }
}

// The contract is made from the entities, so it comes when these are known to be sound.
void Loader::add_exchange() {
    out_.systems.push_back(exchange_system(out_.dataset, out_.exchange));
    auto mappings = exchange_mappings(out_.dataset);
    std::move(mappings.begin(), mappings.end(), std::back_inserter(out_.mappings));
}

// Every entity has its place in the dataset's own order, and every place its entity.
void Loader::order_entities() {
    const auto& order = out_.dataset.entity_order;
    const auto place = [&](const Entity& entity) {
        return std::find(order.begin(), order.end(), entity.name) - order.begin();
    };
    auto& entities = out_.dataset.entities;
    std::sort(entities.begin(), entities.end(), [&](const auto& a, const auto& b) {
        return place(a) < place(b);
    });
    for (const auto& name : order) {
        if (out_.dataset.entity(name) == nullptr) {
            faults_.add(std::string(kDataset), "there is no entity '" + name + "'");
        }
    }
    for (const auto& entity : entities) {
        if (std::find(order.begin(), order.end(), entity.name) == order.end()) {
            faults_.add(
                std::string(kEntities) + entity.name + ".json",
                "'" + entity.name + "' is not among the entities of " + std::string(kDataset)
            );
        }
    }
}

void Loader::check_names() {
    for (const auto& entity : out_.dataset.entities) {
        for (const auto& field : entity.fields) {
            if (!field.codes.empty() && out_.code_system(field.codes) == nullptr) {
                faults_.add(field.where, "there is no CodeSystem '" + field.codes + "'");
            }
            if (!field.exchange.time.empty() && !entity.field(field.exchange.time)) {
                faults_.add(field.where, "'" + field.exchange.time + "' is not a field of " + entity.name);
            }
            if (!field.entity.empty() && out_.dataset.entity(field.entity) == nullptr) {
                faults_.add(field.where, "there is no entity '" + field.entity + "'");
            }
        }
    }
    for (const auto* name :
         {&out_.dataset.person, &out_.dataset.episode.entity, &out_.dataset.episode.closing_entity}) {
        if (out_.dataset.entity(*name) == nullptr) {
            faults_.add(std::string(kDataset), "there is no entity '" + *name + "'");
        }
    }
    const auto* person = out_.dataset.entity(out_.dataset.person);
    const auto& objection = out_.dataset.objection.field;
    if (person != nullptr && !objection.empty() && !person->field(objection)) {
        faults_.add(std::string(kDataset), "'" + objection + "' is not a field of " + person->name);
    }
    for (const auto& rule : out_.rules.rules()) {
        const Entity* entity = rule.on.empty() ? nullptr : out_.dataset.entity(rule.on);
        if (!rule.on.empty() && entity == nullptr) {
            faults_.add(rule.where, "there is no entity '" + rule.on + "'");
        } else if (entity != nullptr && !rule.field.empty() && !entity->field(rule.field)) {
            faults_.add(rule.where, "'" + rule.field + "' is not a field of " + rule.on);
        }
        for (const auto& values : rule.each) {
            const Entity* each = out_.dataset.entity(values.at("entity"));
            if (each == nullptr || !each->field(values.at("field"))) {
                faults_.add(rule.where, "'" + values.at("entity") + "." + values.at("field") + "' is no field");
            }
        }
    }
    for (const auto& name : out_.dataset.names.fields) {
        const auto dot = name.find('.');
        const Entity* entity = out_.dataset.entity(name.substr(0, dot));
        if (dot == std::string::npos || entity == nullptr || !entity->field(name.substr(dot + 1))) {
            faults_.add(std::string(kDataset), "'" + name + "' is no field");
        }
    }
}

Result<Documents> Loader::load() {
    parse();
    for (const auto& [path, document] : documents_) {
        read_one(path, document);
    }
    add_instrument_codes();
    read_systems();
    add_local_codes();
    out_.rules = RuleBook::build(std::move(rules_), faults_);
    if (documents_.find(std::string(kDataset)) == documents_.end()) {
        faults_.add(std::string(kDataset), "is missing");
    } else {
        order_entities();
        check_names();
    }
    if (!faults_.any() && !out_.exchange.name.empty()) {
        add_exchange();
    }
    if (faults_.any()) {
        return faults_.error();
    }
    env::Sha256 digest;
    for (const auto& [path, text] : files_) {
        digest.update(path + "\n" + env::sha256_hex(text) + "\n");
    }
    out_.digest = digest.finish_hex();
    return std::move(out_);
}

}  // namespace

const CodeSystem* Documents::code_system(std::string_view id) const {
    const auto found = std::find_if(code_systems.begin(), code_systems.end(), [&](const auto& system) {
        return system.id == id;
    });
    return found == code_systems.end() ? nullptr : &*found;
}

Result<Documents> load_documents(const std::string& folder) {
    SLUICE_ASSIGN(const auto files, read_files(folder));
    return Loader(files).load();
}

}  // namespace sluice::schema
