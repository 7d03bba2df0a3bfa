#include "gateway/pipeline/unmapped.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/pipeline/source_name.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::FieldType;

// How a source fills a coded field: words through which map, and a concept of the same record through which.
struct Filled {
    std::string map;
    bool lower_case = false;  // how that map compares words
    std::string concept_map;
    std::string concept_field;
};
using Place = std::pair<std::string, std::string>;  // source system, field

// Of a mapping: the concept field that is made of the same value as this producer's.
std::string concept_beside(
    const schema::Mapping& mapping, const schema::Producer& producer, const schema::Entity& entity
) {
    for (const auto& other : mapping.fields) {
        const auto index = entity.field(other.field);
        if (index && entity.fields[*index].type == FieldType::concept_ &&
            producer.kind == other.producer.kind && producer.source.text == other.producer.source.text) {
            return other.field;
        }
    }
    return {};
}

void add_producer(
    const schema::Producer& producer, const schema::Mapping& mapping, const schema::Entity& entity,
    const std::string& list, Filled& out
) {
    for (const auto& option : producer.options) {
        add_producer(option, mapping, entity, list, out);
    }
    const auto beside = producer.code.empty() ? std::string() : concept_beside(mapping, producer, entity);
    if (!beside.empty()) {
        out.concept_field = beside;
        out.concept_map = producer.code.text;
    } else if (!producer.code.empty() || producer.own_codes) {
        out.map = producer.code.empty() ? list : producer.code.text;
        out.lower_case = producer.own_codes;
    }
}

std::map<Place, Filled> filled_fields(const schema::Documents& documents, const schema::Entity& entity) {
    std::map<Place, Filled> out;
    for (const auto& mapping : documents.mappings) {
        if (mapping.entity.text != entity.name) {
            continue;
        }
        const auto supplier = mapping.source.text.substr(0, mapping.source.text.find('/'));
        for (const auto& field : mapping.fields) {
            Filled filled;
            const auto index = entity.field(field.field);
            add_producer(
                field.producer, mapping, entity, index ? entity.fields[*index].codes : std::string(), filled
            );
            if (!filled.map.empty() || !filled.concept_map.empty()) {
                out[{supplier, field.field}] = filled;
            }
        }
    }
    return out;
}

// One row of an entity's table, by the names of its columns.
class Row {
  public:
    Row(const std::vector<std::string>& columns, const std::vector<store::Value>& values)
        : columns_(columns), values_(values) {}

    std::string text(std::string_view column) const {
        const auto found = std::find(columns_.begin(), columns_.end(), column);
        return found == columns_.end()
                   ? std::string()
                   : values_[static_cast<std::size_t>(found - columns_.begin())].value_or("");
    }

  private:
    const std::vector<std::string>& columns_;
    const std::vector<store::Value>& values_;
};

class Finder {
  public:
    Finder(const Pack& pack, store::Store& store, const UnmappedOptions& options)
        : pack_(pack), store_(store), options_(options) {}

    Result<std::vector<Unmapped>> run() {
        for (const auto& table : store_.dataset().tables()) {
            const auto* entity = pack_.documents->dataset.entity(table.name);
            if (entity != nullptr) {
                SLUICE_TRY(look_at(*entity));
            }
        }
        return lines();
    }

  private:
    struct Seen {
        std::uint64_t count = 0;
        std::set<std::string> organisations;
    };

    Result<void> look_at(const schema::Entity& entity) {
        const auto filled = filled_fields(*pack_.documents, entity);
        store::ReadOptions options;
        options.purpose = options_.purpose;
        return store_.dataset().visit_rows(
            entity.name, options,
            [&](const auto& columns, const auto& values) -> Result<void> {
                const Row row(columns, values);
                for (const auto& field : entity.fields) {
                    if (field.zone != schema::Zone::identity) {
                        look_at(entity, field, filled, row);
                    }
                }
                return {};
            }
        );
    }

    void look_at(
        const schema::Entity& entity, const schema::Field& field, const std::map<Place, Filled>& filled,
        const Row& row
    ) {
        Unmapped line;
        line.supplier = row.text("supplier");
        line.entity = entity.name;
        line.field = field.name;
        if (field.type == FieldType::concept_) {
            read_concept(field, row, line);
        } else if (field.type == FieldType::code) {
            const auto how = filled.find({std::string(system_of_source(line.supplier)), field.name});
            read_code(field, how == filled.end() ? Filled() : how->second, row, line);
        }
        if (!line.code.empty()) {
            auto& seen = seen_[line];
            ++seen.count;
            seen.organisations.insert(row.text("organisation"));
        }
    }

    // Words without a code, or a code of a system that the pack does not know.
    void read_concept(const schema::Field& field, const Row& row, Unmapped& line) const {
        const auto code = row.text(field.name);
        const auto system = row.text(field.name + "_system");
        if (code.empty()) {
            line.text = line.code = row.text(field.name + "_display");
        } else if (!system.empty() && !pack_.terms->system_url(system)) {
            line.system = system;
            line.code = code;
            line.text = row.text(field.name + "_display");
        }
    }

    // A map of concepts is about codes, not about their terms: where the words are those of the concept, or
    // there are none, it is the code that has no place.
    static void read_code(const schema::Field& field, const Filled& how, const Row& row, Unmapped& line) {
        const auto words = row.text(field.name + "_text");
        if (!row.text(field.name).empty() && words.empty()) {
            return;
        }
        const auto code = how.concept_field.empty() ? std::string() : row.text(how.concept_field);
        const auto display = code.empty() ? std::string() : row.text(how.concept_field + "_display");
        if (!code.empty() && (words.empty() || words == display || how.map.empty())) {
            line.map = how.concept_map;
            line.system = row.text(how.concept_field + "_system");
            line.code = code;
            line.text = display;
        } else {
            line.map = how.map.empty() ? how.concept_map : how.map;
            line.text = words;
            line.code = how.lower_case ? to_lower(words) : words;
        }
    }

    // A system and a code that a sender typed can be anything, as words can.
    static bool is_typed(const Unmapped& line) { return line.supplier.starts_with(schema::kExchangeSystem); }
    static bool may_be_of_a_person(const Unmapped& line) {
        const bool sound = line.system == kSnomedSystem && judge_snomed_id(line.code) == SnomedFault::none;
        return line.system.empty() || (is_typed(line) && !sound);
    }

    std::vector<Unmapped> lines() const {
        std::vector<Unmapped> out;
        std::map<
            std::tuple<std::string, std::string, std::string>, std::pair<Unmapped, std::set<std::string>>>
            rare;
        for (const auto& [line, seen] : seen_) {
            const auto least = static_cast<std::uint64_t>(pack_.documents->dataset.rare_below);
            if (!options_.all && may_be_of_a_person(line) && seen.count < least) {
                auto& [sum, organisations] = rare[{line.supplier, line.entity, line.field}];
                const auto texts = sum.count == 0 ? 1 : sum.texts + 1;
                const auto count = sum.count + seen.count;
                sum = line;
                sum.code.clear();
                sum.text.clear();
                sum.system = is_typed(line) ? std::string() : sum.system;
                sum.texts = texts;
                sum.count = count;
                organisations.insert(seen.organisations.begin(), seen.organisations.end());
                continue;
            }
            out.push_back(line);
            if (!options_.all && is_typed(line) && seen.count < least) {
                out.back().text.clear();
            }
            out.back().count = seen.count;
            out.back().organisations = seen.organisations.size();
        }
        for (auto& [place, entry] : rare) {
            entry.first.organisations = entry.second.size();
            out.push_back(std::move(entry.first));
        }
        std::stable_sort(out.begin(), out.end(), [](const Unmapped& a, const Unmapped& b) {
            const auto place = [](const Unmapped& line) {
                return std::tie(line.supplier, line.entity, line.field);
            };
            return place(a) != place(b) ? place(a) < place(b)
                                        : std::pair(a.is_rare(), b.count) < std::pair(b.is_rare(), a.count);
        });
        return out;
    }

    const Pack& pack_;
    store::Store& store_;
    const UnmappedOptions& options_;
    std::map<Unmapped, Seen> seen_;
};

}  // namespace

Result<std::vector<Unmapped>> find_unmapped(
    const Pack& pack, store::Store& store, const UnmappedOptions& options
) {
    return Finder(pack, store, options).run();
}

}  // namespace sluice::pipeline
