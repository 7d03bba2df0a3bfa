#include "gateway/map/needs.hpp"

#include <cctype>
#include <set>
#include <string>

namespace sluice::map {
namespace {

using Words = std::set<std::string, std::less<>>;

// Every identifier of a text: a column that an expression can reach is named in it.
void add_words(std::string_view text, Words& out) {
    std::string word;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += c;
        } else if (!word.empty()) {
            out.insert(std::exchange(word, {}));
        }
    }
    if (!word.empty()) {
        out.insert(word);
    }
}

// Only a path with a link reaches the columns of another table.
void add_words_of_path(std::string_view text, bool own, Words& out) {
    if (own || text.find('.') != std::string_view::npos) {
        add_words(text, out);
    }
}

void add_words(const schema::Producer& producer, bool own, Words& out) {
    if (producer.kind != schema::Producer::Kind::constant && producer.kind != schema::Producer::Kind::ref) {
        add_words_of_path(producer.source.text, own, out);
    }
    if (own) {
        out.insert({producer.system_column, producer.display_column});
    }
    for (const auto& part : producer.key) {
        add_words_of_path(part.text, own, out);
    }
    add_words_of_path(producer.when.text, own, out);
    for (const auto& option : producer.options) {
        add_words(option, own, out);
    }
}

Words words_of(
    const schema::Documents& documents, const schema::SourceSystem& system, std::string_view purpose,
    const schema::SourceTable& table, std::string_view only
) {
    Words words;
    for (const auto& mapping : documents.mappings) {
        const auto* entity = documents.dataset.entity(mapping.entity.text);
        const std::string_view source = mapping.source.text;
        const auto slash = source.find('/');
        if (entity == nullptr || source.substr(0, slash) != system.name ||
            (!only.empty() && entity->name != only) || !documents.dataset.allows(purpose, *entity)) {
            continue;
        }
        const bool own = source.substr(slash + 1) == table.name;
        add_words_of_path(mapping.when.text, own, words);
        add_words_of_path(mapping.select.text, own, words);
        for (const auto& part : mapping.key) {
            add_words_of_path(part.text, own, words);
        }
        if (own) {
            words.insert(mapping.merge.by.begin(), mapping.merge.by.end());
        }
        for (const auto& field : mapping.fields) {
            const auto index = entity->field(field.field);
            if (index && documents.dataset.allows(purpose, entity->fields[*index].zone)) {
                add_words(field.producer, own, words);
            }
        }
    }
    add_words(system.agreement_disabled.text, words);
    words.insert(system.organisation_code);
    words.insert(system.organisation_name);
    words.insert(system.agreement_organisation);
    return words;
}

// Columns that the table's own schema needs: keys, links, flags, concepts. Not the sequence in which rows
// apply: it changes with every batch and says nothing about the row.
void add_structure(const schema::SourceTable& table, const Words& words, Words& out) {
    out.insert(table.primary_key.begin(), table.primary_key.end());
    out.insert(table.person.begin(), table.person.end());
    out.insert(table.organisation);
    for (const auto& key : table.foreign_keys) {
        const bool climbs = table.concepts && key.name == "parent";
        if (key.required || climbs || words.contains(key.name)) {
            out.insert(key.columns.begin(), key.columns.end());
        }
    }
    if (table.removed) {
        out.insert(table.removed->column);
    }
    for (const auto& exclusion : table.excluded) {
        out.insert({exclusion.column, exclusion.differs_from});
    }
    if (table.concepts) {
        for (const auto& code : table.concepts->codes) {
            out.insert({code.column, code.term_column});
        }
        out.insert({table.concepts->parent_column, table.concepts->term_column});
    }
    if (table.repeats) {
        out.insert(table.repeats->number);
    }
}

}  // namespace

std::vector<std::uint16_t> needed_columns(
    const schema::Documents& documents, const schema::SourceSystem& system, std::string_view purpose,
    std::size_t table, std::string_view only
) {
    const auto& schema = system.tables[table];
    const Words words = words_of(documents, system, purpose, schema, only);
    Words needed = words;
    add_structure(schema, words, needed);
    // The columns that links point at belong to the target table.
    for (const auto& other : system.tables) {
        for (const auto& key : other.foreign_keys) {
            if (key.table == schema.name && (key.required || words.contains(key.name))) {
                needed.insert(key.target_columns.begin(), key.target_columns.end());
            }
        }
    }
    for (const auto& column : schema.columns) {
        if (needed.contains(column.name)) {
            needed.insert({column.precision_column, column.time_column});
        }
    }
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < schema.columns.size(); ++i) {
        if (needed.contains(schema.columns[i].name)) {
            out.push_back(static_cast<std::uint16_t>(i));
        }
    }
    return out;
}

}  // namespace sluice::map
