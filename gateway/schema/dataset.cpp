#include "gateway/schema/dataset.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

const std::initializer_list<std::pair<std::string_view, FieldType>> kFieldTypes = {
    {"id", FieldType::id},
    {"reference", FieldType::reference},
    {"code", FieldType::code},
    {"concept", FieldType::concept_},
    {"text", FieldType::text},
    {"date", FieldType::date},
    {"datetime", FieldType::datetime},
    {"decimal", FieldType::decimal},
    {"integer", FieldType::integer},
    {"boolean", FieldType::boolean},
    {"nhs-number", FieldType::nhs_number},
    {"ods-code", FieldType::ods_code},
    {"postcode", FieldType::postcode},
    {"lsoa", FieldType::lsoa}};
const std::initializer_list<std::pair<std::string_view, Conformance>> kConformances = {
    {"mandatory", Conformance::mandatory},
    {"required", Conformance::required},
    {"optional", Conformance::optional}};
const std::initializer_list<std::pair<std::string_view, Zone>> kZones = {
    {"identity", Zone::identity},
    {"care", Zone::care},
    {"secondary", Zone::secondary},
    {"public", Zone::public_}};

template <class T>
std::string_view name_of(const std::initializer_list<std::pair<std::string_view, T>>& names, T value) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == value; });
    return found->first;
}

constexpr std::string_view kExtension = "local extension";
constexpr int kWeightMax = 1000;

// A name becomes a table or column of the store, a heading of the contract and a word of expressions.
std::string read_name(const Reader& reader) {
    auto name = reader.text();
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
    });
    if (reader.is_text() && (!letters || name.empty() || name[0] < 'a')) {
        reader.fault("a name is small letters, digits and underscores, and begins with a letter");
    }
    return name;
}

// A path, or a list of them, or the words that it has none.
std::vector<std::string> read_standard(const Reader& reader) {
    if (!reader.is_text()) {
        return reader.texts();
    }
    const auto path = reader.text();
    return path == kExtension ? std::vector<std::string>() : std::vector<std::string>{path};
}

// What is taken where the column is blank. What could never be taken is a slip.
void read_otherwise(const Reader& reader, const Field& field, FieldExchange& exchange) {
    reader.only({"map", "of", "from"});
    exchange.else_from = reader.find("from").text();
    if (exchange.else_from.empty()) {
        exchange.map = reader.at("map").located();
        exchange.of = reader.at("of").text();
    } else if (reader.find("map").present() || reader.find("of").present()) {
        reader.fault("'map' and 'of' beside 'from' are never reached: keep one of both ways");
    }
    const auto& own = exchange.from.empty() ? exchange.column : exchange.from;
    if (own.empty()) {
        reader.fault("'else' is never reached: the field has neither 'column' nor 'from'");
    } else if (exchange.else_from == own) {
        reader.find("from").fault("'" + own + "' is the column that was blank; name another");
    }
    if (field.type == FieldType::concept_ || field.type == FieldType::reference) {
        reader.fault(
            "'else' is never reached: a concept is taken from its own columns, and a reference is none but "
            "what was sent"
        );
    }
}

// Of a field that is sent, by default the field's own name; `false` for none.
FieldExchange read_field_exchange(const Reader& reader, const Field& field) {
    FieldExchange exchange;
    if (!reader.present()) {
        exchange.column = field.engine ? std::string() : field.name;
    } else if (reader.is_object()) {
        reader.only({"column", "time", "from", "else"});
        exchange.column = read_name(reader.find("column"));
        exchange.time = reader.find("time").text();
        exchange.from = reader.find("from").text();
        if (!exchange.column.empty() && !exchange.from.empty()) {
            reader.fault("'column' beside 'from' is never read: keep one of both");
        }
        if (const Reader otherwise = reader.find("else"); otherwise.present()) {
            read_otherwise(otherwise, field, exchange);
        }
    } else if (reader.is_text()) {
        exchange.column = read_name(reader);
    } else if (reader.boolean_or(false)) {
        reader.fault("a column, an object or false is expected here");
    }
    return exchange;
}

void read_bar(const Reader& reader, Field& field) {
    if (!reader.present()) {
        return;
    }
    field.bar = reader.decimal();
    field.bar = field.bar->normalised();
    if (*field.bar < Decimal(0) || *field.bar > Decimal(100) || field.bar->scale() > 2) {
        reader.fault("a bar is a percentage, from 0 to 100, with two decimals at most");
    }
    if (field.weight <= 0) {
        reader.fault("a bar is set for a field that completeness does not count: it needs 'weight'");
    }
}

void read_earliest(const Reader& reader, Field& field) {
    if (!reader.present()) {
        return;
    }
    field.earliest = Date::parse(reader.text());
    if (!field.earliest || field.type != FieldType::date) {
        reader.fault("the earliest date of a field of type date is YYYY-MM-DD");
    }
}

void read_also(const Reader& reader, Field& field) {
    field.also = reader.texts();
    if (!field.also.empty() && field.type != FieldType::code) {
        reader.fault("only a code has other lists");
    }
    for (std::size_t i = 0; i < field.also.size(); ++i) {
        const auto before = field.also.begin() + static_cast<std::ptrdiff_t>(i);
        if (field.also[i] == field.codes || std::find(field.also.begin(), before, field.also[i]) != before) {
            reader.fault("'" + field.also[i] + "' is the list of the field itself, or named twice");
        }
    }
}

Field read_field(const Reader& reader) {
    reader.only({"name",    "title",       "description", "type",      "codes",  "also",       "value_set",
                 "entity",  "conformance", "zone",        "weight",    "bar",    "length_max", "earliest",
                 "instead", "standard",    "fhir",        "condition", "engine", "exchange",   "since"});
    Field field;
    field.where = reader.where();
    field.name = read_name(reader.at("name"));
    field.title = reader.at("title").text();
    field.type = one_of<FieldType>(reader.at("type"), kFieldTypes, FieldType::text);
    field.conformance = one_of<Conformance>(reader.at("conformance"), kConformances, Conformance::optional);
    field.zone = one_of<Zone>(reader.at("zone"), kZones, Zone::identity);
    field.codes = reader.find("codes").text();
    read_also(reader.find("also"), field);
    field.value_set = reader.find("value_set").text();
    field.entity = reader.find("entity").text();
    field.weight = static_cast<int>(reader.find("weight").integer_in(0, kWeightMax, 0));
    read_bar(reader.find("bar"), field);
    field.instead = reader.find("instead").text();
    field.length_max = static_cast<int>(reader.find("length_max").integer_or(0));
    read_earliest(reader.find("earliest"), field);
    field.standard = read_standard(reader.find("standard"));
    field.fhir = reader.find("fhir").text();
    field.since = reader.find("since").text();
    field.engine = reader.find("engine").boolean_or(false);
    field.exchange = read_field_exchange(reader.find("exchange"), field);
    field.condition = reader.find("condition").located();
    if (field.type == FieldType::code && field.codes.empty()) {
        reader.fault("a code needs 'codes', the id of its CodeSystem");
    }
    if (!field.value_set.empty() && field.type != FieldType::concept_) {
        reader.find("value_set").fault("only a concept has a value set");
    }
    if (field.type == FieldType::reference && field.entity.empty()) {
        reader.fault("a reference needs 'entity'");
    }
    return field;
}

// `false`, or absent: the contract does not have it.
EntityExchange read_entity_exchange(const Reader& reader) {
    EntityExchange exchange;
    if (!reader.is_object()) {
        return exchange;
    }
    reader.only({"file", "id", "key", "made_of"});
    exchange.file = reader.at("file").text();
    if (const Reader id = reader.find("id"); id.is_text()) {
        exchange.id = id.text();
    }
    exchange.key = reader.find("key").texts();
    exchange.made_of = reader.find("made_of").texts();
    if (exchange.id.empty() == exchange.key.empty()) {
        reader.fault("either 'id' or 'key' is expected");
    }
    return exchange;
}

Purpose read_purpose(const Reader& reader) {
    reader.only({"zones", "facts"});
    Purpose purpose;
    for (const Reader& zone : reader.at("zones").items()) {
        purpose.zones.push_back(one_of<Zone>(zone, kZones, Zone::public_));
    }
    purpose.facts = reader.find("facts").texts();
    return purpose;
}

EpisodeDefinition read_episode(const Reader& reader) {
    reader.only({"entity", "months_without_activity", "opens", "attaches", "unattached", "closes"});
    EpisodeDefinition episode;
    episode.entity = reader.at("entity").text();
    episode.months_without_activity = static_cast<int>(reader.at("months_without_activity").integer_or(12));
    for (const Reader& item : reader.at("opens").items()) {
        item.only({"entity", "when"});
        episode.opens.push_back({item.at("entity").text(), item.find("when").located()});
    }
    episode.attaches = reader.at("attaches").texts();
    for (const auto& [entity, item] : reader.find("unattached").members()) {
        item.only({"fault", "when"});
        const Reader fault = item.at("fault");
        const auto parsed = parse_fault(fault.text());
        if (!parsed) {
            fault.fault("not the name of a fault");
        } else {
            episode.unattached[entity] = {*parsed, item.find("when").located()};
        }
    }
    const Reader closes = reader.at("closes");
    closes.only({"entity", "date", "reason"});
    episode.closing_entity = closes.at("entity").text();
    episode.closing_date = closes.at("date").text();
    episode.closing_reason = closes.at("reason").text();
    return episode;
}

}  // namespace

std::string_view to_string(Zone zone) {
    return name_of(kZones, zone);
}
std::string_view to_string(FieldType type) {
    return name_of(kFieldTypes, type);
}
std::string_view to_string(Conformance conformance) {
    return name_of(kConformances, conformance);
}

std::optional<std::size_t> Entity::field(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> Entity::concept_of_words(std::string_view name) const {
    constexpr std::string_view kWords = "_display";
    if (!name.ends_with(kWords)) {
        return std::nullopt;
    }
    const auto index = field(name.substr(0, name.size() - kWords.size()));
    return index && fields[*index].type == FieldType::concept_ ? index : std::nullopt;
}

const Field* Entity::reference_to(std::string_view entity) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
        return field.type == FieldType::reference && field.entity == entity;
    });
    return found == fields.end() ? nullptr : &*found;
}

bool StrayFiles::is_workbook(std::string_view name) const {
    const auto lower = to_lower(name);
    return std::any_of(workbooks.begin(), workbooks.end(), [&](const auto& ending) {
        return lower.ends_with(ending);
    });
}

const Entity* Dataset::entity(std::string_view name) const {
    const auto index = entity_index(name);
    return index ? &entities[*index] : nullptr;
}

const Field* Dataset::field(std::string_view of, std::string_view name) const {
    const auto* owner = entity(of);
    const auto index = owner == nullptr ? std::nullopt : owner->field(name);
    return index ? &owner->fields[*index] : nullptr;
}

std::optional<EntityIndex> Dataset::entity_index(std::string_view name) const {
    for (std::size_t i = 0; i < entities.size(); ++i) {
        if (entities[i].name == name) {
            return static_cast<EntityIndex>(i);
        }
    }
    return std::nullopt;
}

const Instrument* Dataset::instrument(std::string_view id) const {
    const auto found = std::find_if(instruments.begin(), instruments.end(), [&](const auto& entry) {
        return entry.id == id;
    });
    return found == instruments.end() ? nullptr : &*found;
}

bool Objection::bars_purpose(std::string_view purpose) const {
    return std::find(bars.begin(), bars.end(), purpose) != bars.end();
}

bool Dataset::allows(std::string_view purpose, Zone zone) const {
    const auto found = purposes.find(std::string(purpose));
    return found != purposes.end() &&
           std::find(found->second.zones.begin(), found->second.zones.end(), zone) !=
               found->second.zones.end();
}

bool Dataset::allows(std::string_view purpose, const Entity& entity) const {
    const auto found = purposes.find(std::string(purpose));
    if (!entity.facts || found == purposes.end()) {
        return !entity.facts;
    }
    const auto& named = found->second.facts;
    return std::find(named.begin(), named.end(), entity.name) != named.end();
}

bool Dataset::is_on_person(const Entity& entity) const {
    return entity.name == person || entity.reference_to(person) != nullptr;
}

Entity read_entity(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"entity", "title", "description", "stored", "facts", "date", "practice", "exchange", "fields"}
    );
    Entity entity;
    entity.name = read_name(reader.at("entity"));
    entity.title = reader.at("title").text();
    entity.stored = reader.find("stored").boolean_or(true);
    entity.facts = reader.find("facts").boolean_or(false);
    entity.exchange = read_entity_exchange(reader.find("exchange"));
    entity.date = reader.find("date").text();
    entity.practice = reader.find("practice").text();
    for (const Reader& item : reader.at("fields").items()) {
        entity.fields.push_back(read_field(item));
    }
    if (entity.fields.empty() || entity.fields.front().type != FieldType::id) {
        reader.fault("the first field must be the id");
    }
    if (!entity.date.empty() && !entity.field(entity.date)) {
        reader.find("date").fault("'" + entity.date + "' is not a field of this entity");
    }
    const auto practice = entity.field(entity.practice);
    if (!entity.practice.empty() && (!practice || entity.fields[*practice].type != FieldType::ods_code)) {
        reader.find("practice").fault("'" + entity.practice + "' is not an ods-code of this entity");
    }
    return entity;
}

void extend_entity(
    const Document& document, const std::string& extension, std::vector<Entity>& entities, Faults& faults
) {
    const Reader reader(document, faults);
    reader.only({"extends", "title", "description", "fields"});
    const Reader extends = reader.at("extends");
    const auto entity = std::find_if(entities.begin(), entities.end(), [&](const auto& entry) {
        return entry.name == extends.text();
    });
    if (entity == entities.end()) {
        extends.fault("there is no entity '" + extends.text() + "' to extend");
        return;
    }
    for (const Reader& item : reader.at("fields").items()) {
        Field field = read_field(item);
        field.extension = extension;
        if (entity->field(field.name)) {
            item.find("name").fault("'" + field.name + "' is a field of " + entity->name + " already");
        } else if (field.conformance == Conformance::mandatory || field.type == FieldType::id) {
            item.fault(
                "a field of an extension is neither mandatory nor an id: records of the base stay valid"
            );
        } else {
            entity->fields.push_back(std::move(field));
        }
    }
}

SilentCodes read_silent_codes(const Reader& reader) {
    reader.only({"records_min", "months_min", "days", "times_gap", "submissions"});
    SilentCodes out;
    for (const auto& [key, number] :
         {std::pair("records_min", &out.records_min),
          {"months_min", &out.months_min},
          {"days", &out.days},
          {"times_gap", &out.times_gap},
          {"submissions", &out.submissions}}) {
        if (const Reader given = reader.find(key); given.present()) {
            *number = static_cast<int>(given.integer_in(0, 10000, *number));
        }
    }
    return out;
}

Dataset read_dataset(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"dataset", "title", "description", "version", "purposes", "entities", "person", "objection", "names",
         "episode", "rare_below", "first_fixes", "silent_codes", "stray_files"}
    );
    Dataset dataset;
    dataset.name = reader.at("dataset").text();
    dataset.version = reader.at("version").text();
    dataset.entity_order = reader.at("entities").texts();
    dataset.person = reader.at("person").text();
    for (const auto& [purpose, definition] : reader.at("purposes").members()) {
        dataset.purposes[purpose] = read_purpose(definition);
    }
    if (const Reader objection = reader.find("objection"); objection.present()) {
        objection.only({"field", "bars", "entries"});
        dataset.objection.field = objection.at("field").text();
        dataset.objection.bars = objection.at("bars").texts();
        if (const Reader entries = objection.find("entries"); entries.present()) {
            entries.only({"entity", "kind", "dissent"});
            dataset.objection.entity = entries.at("entity").text();
            dataset.objection.kind = entries.at("kind").text();
            dataset.objection.dissent = entries.at("dissent").text();
        }
    }
    if (const Reader names = reader.find("names"); names.present()) {
        names.only({"fields", "directory", "organisation", "truncated_from"});
        dataset.names.fields = names.at("fields").texts();
        dataset.names.directory = names.find("directory").text();
        dataset.names.organisation = names.find("organisation").text();
        dataset.names.truncated_from = static_cast<int>(names.at("truncated_from").integer_or(20));
    }
    if (const Reader fixes = reader.find("first_fixes"); fixes.present()) {
        fixes.only({"shown", "worth"});
        dataset.first_fixes.shown = static_cast<std::size_t>(fixes.at("shown").integer_or(10));
        for (const auto& [severity, worth] : fixes.at("worth").members()) {
            if (severity != "fatal" && severity != "error" && severity != "warning" &&
                severity != "information") {
                worth.fault("'" + severity + "' is no severity: fatal, error, warning, information");
            }
            dataset.first_fixes.worth[severity] = static_cast<std::uint64_t>(worth.integer_or(0));
        }
    }
    if (const Reader stray = reader.find("stray_files"); stray.present()) {
        stray.only({"passed_over", "workbooks"});
        dataset.stray_files = {stray.at("passed_over").texts(), stray.at("workbooks").texts()};
    }
    dataset.silent_codes = read_silent_codes(reader.find("silent_codes"));
    dataset.rare_below = static_cast<int>(reader.find("rare_below").integer_or(1));
    dataset.episode = read_episode(reader.at("episode"));
    return dataset;
}

}  // namespace sluice::schema
