#include "gateway/map/collected.hpp"

#include <algorithm>

namespace sluice::map {
namespace {

class Collector {
  public:
    Collector(const Program& program, std::size_t table, const std::vector<bool>& there)
        : terms_(program.terms()),
          table_(program.system().tables[table]),
          there_(there),
          is_empty_([this](std::string_view id) { return terms_.is_empty_set(id); }) {}

    bool may_apply(const std::optional<expression::Expression>& when) const {
        return !when || expression::may_hold(*when, is_empty_);
    }

    bool may_fill(const Producer& producer) const {
        using Kind = schema::Producer::Kind;
        if (!may_apply(producer.when) || !has_codes(producer)) {
            return false;
        }
        switch (producer.kind) {
            case Kind::from:
            case Kind::coded:
                return has(producer.path.links.empty() ? producer.path.column : producer.path.links.front());
            case Kind::value:
                return expression::may_yield(*producer.value, is_empty_) && has_a_path(*producer.value);
            case Kind::first_of:
                return std::any_of(
                    producer.options.begin(), producer.options.end(),
                    [this](const auto& option) { return may_fill(option); }
                );
            case Kind::constant:
                break;
            case Kind::ref:
                return producer.link == nullptr || has(producer.link->columns.back());
        }
        return true;
    }

  private:
    // A map without entries translates nothing.
    bool has_codes(const Producer& producer) const {
        return producer.code_map.empty() || producer.own_codes || !terms_.is_empty_map(producer.code_map);
    }

    // A column of the table, or the column that a link of it goes by. What is neither (`concept`, a row's
    // flag) is always there.
    bool has(std::string_view name) const {
        const auto* link = table_.link(name);
        const auto column = table_.column(link == nullptr ? name : std::string_view(link->columns.back()));
        return !column || there_[*column];
    }

    // An expression may choose among several columns: one is enough.
    bool has_a_path(const expression::Expression& expression) const {
        const auto paths = expression::paths(expression);
        return paths.empty() || std::any_of(paths.begin(), paths.end(), [this](const std::string& path) {
                   return has(std::string_view(path).substr(0, path.find('.')));
               });
    }

    const terminology::Terminology& terms_;
    const schema::SourceTable& table_;
    const std::vector<bool>& there_;
    expression::IsEmptySet is_empty_;
};

}  // namespace

void add_collected(
    const Program& program, std::size_t table, const std::vector<bool>& there, schema::FieldSet& fields
) {
    const Collector collector(program, table, there);
    for (const auto& mapping : program.mappings()) {
        if (mapping.table != table || !collector.may_apply(mapping.when)) {
            continue;
        }
        const auto& entity = program.documents().dataset.entities[mapping.entity];
        for (const auto& field : mapping.fields) {
            if (collector.may_fill(field.producer)) {
                fields.emplace(entity.name, entity.fields[field.field].name);
            }
        }
    }
}

void add_derived(const schema::Dataset& dataset, schema::FieldSet& fields) {
    const auto& episode = dataset.episode;
    if (fields.contains({episode.closing_entity, episode.closing_reason})) {
        fields.emplace(episode.entity, episode.closing_reason);
    }
    for (const auto& entity : dataset.entities) {
        const bool any = entity.name == episode.entity ||
                         std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
                             return field.first == entity.name;
                         });
        for (const auto& field : entity.fields) {
            // An episode is formed here where none is sent, so what it has to have is always worked out.
            const bool formed = entity.name == episode.entity && field.name != episode.closing_reason &&
                                field.conformance != schema::Conformance::optional;
            if (any && (field.engine || formed)) {
                fields.emplace(entity.name, field.name);
            }
        }
    }
}

}  // namespace sluice::map
