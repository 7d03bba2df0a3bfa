#include "gateway/schema/documents.hpp"

#include "gateway/schema/code_merge.hpp"
#include "gateway/schema/cross_check.hpp"
#include "gateway/schema/layers.hpp"
#include "gateway/schema/local_codes.hpp"

#include <algorithm>
#include <set>

namespace sluice::schema {
namespace {

constexpr std::string_view kSources = "schemas/sources/";
constexpr std::string_view kCodeLists = "schemas/sp-mds/codes/";
constexpr std::string_view kRules = "schemas/sp-mds/rules/";
constexpr std::string_view kExchange = "schemas/sp-mds/exchange.json";
constexpr std::string_view kProfiles = "schemas/sp-mds/profiles.json";
constexpr std::string_view kCore = "schemas/sp-mds/core.csv";
constexpr std::string_view kStandard = "schemas/sp-mds/standard.csv";
constexpr std::string_view kInstruments = "schemas/sp-mds/instruments/";
constexpr std::string_view kStages = "assessment-stage";
constexpr std::string_view kCodeMaps = "mappings/codes/";
constexpr std::string_view kMappings = "mappings/";
constexpr std::string_view kPackage = "/datapackage.json";
constexpr std::string_view kLocalCodes = "/local-codes.csv";
constexpr std::string_view kCases = ".cases.json";

// A document, the path by which its kind is known, and the extension that it is from.
struct Parsed {
    std::string path;
    std::string extension;
    Document document;
};

class Loader {
  public:
    Loader(const std::vector<Layer>& layers, const RuleBook* newer) : layers_(layers), newer_(newer) {}

    Result<Documents> load();

  private:
    void parse();
    void parse_layer(const Layer& layer);
    void read_one(const Parsed& parsed);
    void read_base(const Parsed& parsed);
    void read_entities(const Parsed& parsed);
    void read_instrument_file(const Parsed& parsed);
    void read_systems();
    void add_instrument_codes();
    void add_local_codes();
    const std::string* base_file(std::string_view path);
    void add_standard();
    void add_core();
    void add_exchange();
    void refuse_retired_rules();
    void borrow_rules();

    const std::vector<Layer>& layers_;
    const RuleBook* newer_;       // may be null
    std::vector<Parsed> parsed_;  // by layer, then path
    Faults faults_;
    Documents out_;
    std::vector<Rule> rules_;
    std::set<std::string> retired_rules_;  // ids that were given once, in any layer
};

void Loader::parse() {
    for (const auto& layer : layers_) {
        parse_layer(layer);
    }
}

// Which extension a layer is stands in a document of its own, so that is read first.
void Loader::parse_layer(const Layer& layer) {
    std::string extension;
    std::vector<Parsed> parsed;
    for (const auto& [path, text] : layer.files) {
        if (layer.is_extension() && (path == kCore || path == kStandard)) {
            faults_.add(layer.shown(path), "no document of a pack is expected here");
        }
        if (!ends_with(path, ".json") || ends_with(path, kCases)) {
            continue;
        }
        auto root = format::parse_json(text);
        if (!root) {
            faults_.add(layer.shown(path), root.error().text());
            continue;
        }
        Document document{layer.shown(path), std::move(*root)};
        if (layer.is_extension() && path == kExtensionFile) {
            auto read = read_extension(document, faults_);
            read.folder = layer.folder;
            extension = read.name;
            for (const auto& other : out_.extensions) {
                if (other.name == read.name) {
                    faults_.add(
                        document.path, "the extension '" + read.name + "' is there already: " + other.folder
                    );
                }
            }
            out_.extensions.push_back(std::move(read));
        } else {
            parsed.push_back({path, "", std::move(document)});
        }
    }
    for (auto& one : parsed) {
        one.extension = extension;
        parsed_.push_back(std::move(one));
    }
}

void Loader::read_one(const Parsed& parsed) {
    const auto& [path, extension, document] = parsed;
    if (starts_with(path, kSources)) {
        return;  // read_systems
    }
    if (starts_with(path, kEntities)) {
        read_entities(parsed);
    } else if (starts_with(path, kInstruments)) {
        read_instrument_file(parsed);
    } else if (starts_with(path, kCodeLists)) {
        add_code_system(document, extension, out_.code_systems, faults_);
    } else if (starts_with(path, kRules)) {
        auto rules = read_rules(document, faults_);
        const auto retired = Reader(document, faults_).find("retired").texts();
        retired_rules_.insert(retired.begin(), retired.end());
        std::move(rules.begin(), rules.end(), std::back_inserter(rules_));
    } else if (starts_with(path, kCodeMaps)) {
        const bool map = Reader(document, faults_).find("resourceType").text() == "ConceptMap";
        if (map) {
            add_concept_map(document, extension, out_.concept_maps, faults_);
        } else {
            add_value_set(document, extension, out_.value_sets, faults_);
        }
    } else if (starts_with(path, kMappings)) {
        out_.mappings.push_back(read_mapping(document, faults_));
    } else {
        read_base(parsed);
    }
}

// What there is once. An extension may add profiles, and nothing else of these.
void Loader::read_base(const Parsed& parsed) {
    const auto& [path, extension, document] = parsed;
    if (path == kProfiles) {
        auto profiles = read_profiles(document, faults_);
        std::move(profiles.begin(), profiles.end(), std::back_inserter(out_.profiles));
    } else if (!extension.empty() || (path != kDatasetFile && path != kExchange)) {
        faults_.add(document.path, "no document of a pack is expected here");
    } else if (path == kExchange) {
        out_.exchange = read_exchange_contract(document, faults_);
    } else {
        auto entities = std::move(out_.dataset.entities);
        auto instruments = std::move(out_.dataset.instruments);
        out_.dataset = read_dataset(document, faults_);
        out_.dataset.entities = std::move(entities);
        out_.dataset.instruments = std::move(instruments);
    }
}

void Loader::read_entities(const Parsed& parsed) {
    if (parsed.extension.empty()) {
        out_.dataset.entities.push_back(read_entity(parsed.document, faults_));
    } else {
        extend_entity(parsed.document, parsed.extension, out_.dataset.entities, faults_);
    }
}

void Loader::read_instrument_file(const Parsed& parsed) {
    auto instrument = read_instrument(parsed.document, faults_);
    if (out_.dataset.instrument(instrument.id) != nullptr) {
        faults_.add(parsed.document.path, "there is another instrument '" + instrument.id + "'");
    } else {
        out_.dataset.instruments.push_back(std::move(instrument));
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

void Loader::read_systems() {
    for (const auto& [path, extension, document] : parsed_) {
        if (!starts_with(path, kSources) || !ends_with(path, kPackage)) {
            continue;
        }
        const std::string folder = path.substr(0, path.rfind('/') + 1);
        std::vector<SourceTable> tables;
        for (const auto& name : resource_paths(document, faults_)) {
            const auto found =
                std::find_if(parsed_.begin(), parsed_.end(), [&, from = extension](const auto& one) {
                    return one.path == folder + name && one.extension == from;
                });
            if (found == parsed_.end()) {
                faults_.add(document.path, "the resource '" + name + "' is not there or is not JSON");
                continue;
            }
            tables.push_back(read_source_table(found->document, faults_));
        }
        auto system = read_source_system(document, std::move(tables), faults_);
        const bool known = std::any_of(out_.systems.begin(), out_.systems.end(), [&](const auto& other) {
            return other.name == system.name;
        });
        if (known) {
            faults_.add(document.path, "there is another source system '" + system.name + "'");
        }
        out_.systems.push_back(std::move(system));
    }
    std::stable_sort(out_.systems.begin(), out_.systems.end(), [](const auto& a, const auto& b) {
        return a.name < b.name;
    });
}

void Loader::add_local_codes() {
    LocalCodes local(out_, faults_);
    for (const auto& layer : layers_) {
        for (const auto& [path, text] : layer.files) {
            if (ends_with(path, kLocalCodes)) {
                local.add(layer.shown(path), text);
            }
        }
    }
}

// Null where the dataset lacks it, which is a fault.
const std::string* Loader::base_file(std::string_view path) {
    const auto& files = layers_.front().files;
    const auto found = files.find(std::string(path));
    if (found == files.end()) {
        if (newer_ == nullptr) {
            faults_.add(std::string(path), "is missing");
        }
        return nullptr;
    }
    return &found->second;
}

void Loader::add_standard() {
    if (const auto* text = base_file(kStandard)) {
        out_.standard = read_standard(std::string(kStandard), *text, faults_);
        cover(out_.standard, out_.dataset, faults_);
    }
}

void Loader::add_core() {
    if (const auto* text = base_file(kCore)) {
        out_.core = read_core(std::string(kCore), *text, out_.dataset, faults_);
    }
}

// The contract is made from the entities, so it comes when these are known to be sound.
void Loader::add_exchange() {
    out_.systems.push_back(exchange_system(out_.dataset, out_.exchange));
    for (auto& system : out_.systems) {
        for (auto& table : system.tables) {
            table.index_columns();
        }
    }
    auto mappings = exchange_mappings(out_.dataset, out_.exchange);
    // What follows from several columns reads dates as the files themselves.
    for (auto& mapping : out_.mappings) {
        for (auto& field : mapping.fields) {
            const bool of_contract = mapping.source.text.starts_with(std::string(kExchangeSystem) + "/");
            if (of_contract && field.producer.as == "date" && field.producer.formats.empty()) {
                field.producer.formats = out_.exchange.date_formats;
            }
        }
    }
    std::move(mappings.begin(), mappings.end(), std::back_inserter(out_.mappings));
}

// Receipts and reports of earlier days name a rule by its id, so it never comes to mean another.
void Loader::refuse_retired_rules() {
    for (const auto& rule : rules_) {
        if (retired_rules_.contains(rule.id)) {
            faults_.add(rule.where, "the id " + rule.id + " is retired; ids are never reused");
        }
    }
}

// A pack of before has no rule for what is only looked for since: a newer one says it.
void Loader::borrow_rules() {
    std::set<Fault> reported;
    for (const auto& rule : rules_) {
        if (rule.shape && rule.fields.empty()) {
            reported.insert(*rule.shape);
        }
    }
    for (const auto& rule : newer_->rules()) {
        if (rule.shape && rule.fields.empty() && !reported.contains(*rule.shape)) {
            rules_.push_back(rule);
        }
    }
}

Result<Documents> Loader::load() {
    parse();
    for (const auto& parsed : parsed_) {
        read_one(parsed);
    }
    add_instrument_codes();
    read_systems();
    add_local_codes();
    refuse_retired_rules();
    if (newer_ != nullptr) {
        borrow_rules();
    }
    out_.rules = RuleBook::build(std::move(rules_), faults_);
    if (out_.dataset.name.empty()) {
        faults_.add(std::string(kDatasetFile), "is missing");
    } else {
        order_entities(out_.dataset, faults_);
        check_names(out_, faults_);
        check_exchange_columns(out_.dataset, out_.exchange, faults_);
        add_standard();
        add_core();
        check_missing(out_, faults_);
        check_profiles(out_.profiles, out_.standard, out_.dataset, faults_);
    }
    base_file(kProfiles);
    for (const auto& extension : out_.extensions) {
        check_requirement(extension, out_.dataset.name, out_.dataset.version, faults_);
    }
    if (!faults_.any() && !out_.exchange.name.empty()) {
        add_exchange();
    }
    if (faults_.any()) {
        return faults_.error();
    }
    out_.digest = digest_of(layers_);
    return std::move(out_);
}

}  // namespace

const Profile* Documents::profile(std::string_view name) const {
    const auto found = std::find_if(profiles.begin(), profiles.end(), [&](const auto& profile) {
        return profile.name == name;
    });
    return found == profiles.end() ? nullptr : &*found;
}

const CodeSystem* Documents::code_system(std::string_view id) const {
    const auto found = std::find_if(code_systems.begin(), code_systems.end(), [&](const auto& system) {
        return system.id == id;
    });
    return found == code_systems.end() ? nullptr : &*found;
}

const ValueSet* Documents::value_set(std::string_view id) const {
    const auto found =
        std::find_if(value_sets.begin(), value_sets.end(), [&](const auto& set) { return set.id == id; });
    return found == value_sets.end() ? nullptr : &*found;
}

const SourceSystem* Documents::system(std::string_view name) const {
    const auto found =
        std::find_if(systems.begin(), systems.end(), [&](const auto& system) { return system.name == name; });
    return found == systems.end() ? nullptr : &*found;
}

std::string Documents::definition() const {
    std::string text = dataset.name + " " + dataset.version;
    for (const auto& extension : extensions) {
        text += " + " + extension.name + " " + extension.version;
    }
    return text;
}

Result<Documents> load_documents(
    const std::string& folder, const std::vector<std::string>& extensions, const RuleBook* newer
) {
    SLUICE_ASSIGN(const auto layers, read_layers(folder, extensions));
    return Loader(layers, newer).load();
}

}  // namespace sluice::schema
