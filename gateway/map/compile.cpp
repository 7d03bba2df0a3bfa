#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/needs.hpp"
#include "gateway/map/program.hpp"
#include "gateway/record/concepts.hpp"

#include <algorithm>

namespace sluice::map {
namespace {

// memberOf over source rows: a concept is judged with its system, a plain cell by its text alone.
class TerminologyHost final : public expression::Host {
  public:
    explicit TerminologyHost(std::shared_ptr<const terminology::Terminology> terms)
        : terms_(std::move(terms)) {}

    Result<bool> member_of(const expression::Item& code, std::string_view value_set) const override {
        if (const auto* found = record::concept_of(code)) {
            return terms_->member_of(found->system, found->code, value_set);
        }
        const auto* text = code.get<std::string>();
        return text != nullptr && terms_->member_of("", *text, value_set);
    }

  private:
    std::shared_ptr<const terminology::Terminology> terms_;
};

}  // namespace

expression::CompileOptions expression_options(const terminology::Terminology& terms) {
    expression::CompileOptions options;
    options.variables = {"asOf"};
    options.is_value_set = [&terms](std::string_view id) { return terms.has_value_set(id); };
    return options;
}

class Compiler {
  public:
    Compiler(Program& out, schema::Faults& faults)
        : out_(out), faults_(faults), options_(expression_options(*out.terms_)) {}

    void run() {
        for (const auto& mapping : out_.documents_->mappings) {
            if (mapping.source.text.substr(0, mapping.source.text.find('/')) == out_.system_->name) {
                sources_.push_back(&mapping);
            }
        }
        std::stable_sort(sources_.begin(), sources_.end(), [](const auto* a, const auto* b) {
            return a->name < b->name;
        });
        for (std::size_t i = 1; i < sources_.size(); ++i) {
            if (sources_[i]->name == sources_[i - 1]->name) {
                faults_.add(sources_[i]->where, "there is another mapping '" + sources_[i]->name + "'");
            }
        }
        for (const auto* mapping : sources_) {
            out_.mappings_.push_back(compile_mapping(*mapping));
        }
        out_.agreement_disabled_ = compile_expression(out_.system_->agreement_disabled);
        for (const auto& [purpose, may] : out_.documents_->dataset.purposes) {
            auto& layouts = out_.layouts_[purpose];
            for (std::size_t table = 0; table < out_.system_->tables.size(); ++table) {
                layouts.push_back(record::RowLayout::make(
                    *out_.system_, table, needed_columns(*out_.documents_, *out_.system_, purpose, table)
                ));
            }
        }
    }

  private:
    MappingProgram compile_mapping(const schema::Mapping& source);
    Producer compile_producer(const schema::Producer& source, const MappingProgram& mapping);
    std::size_t lineage_column(const Producer& producer, const MappingProgram& mapping) const;
    ColumnPath compile_path(const schema::Located& path, const schema::SourceTable& table);
    std::optional<expression::Expression> compile_expression(const schema::Located& text);
    std::size_t mapping_index(const schema::Located& name);
    void compile_ref_key(const schema::Producer& source, const schema::SourceTable& table, Producer& out);
    void compile_each(const schema::Mapping& source, const schema::SourceTable& table, MappingProgram& out);
    void read_select(
        MappingProgram& mapping, const schema::Mapping& source, const schema::SourceTable& table
    );

    Program& out_;
    schema::Faults& faults_;
    expression::CompileOptions options_;
    std::vector<const schema::Mapping*> sources_;
};

std::optional<expression::Expression> Compiler::compile_expression(const schema::Located& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto compiled = expression::compile(text.text, options_);
    if (!compiled) {
        faults_.add(text.where, compiled.error().text());
        return std::nullopt;
    }
    return std::move(*compiled);
}

std::size_t Compiler::mapping_index(const schema::Located& name) {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        if (sources_[i]->name == name.text) {
            return i;
        }
    }
    faults_.add(name.where, "there is no mapping '" + name.text + "'");
    return 0;
}

ColumnPath Compiler::compile_path(const schema::Located& path, const schema::SourceTable& table) {
    ColumnPath out;
    const schema::SourceTable* at = &table;
    const auto parts = split(path.text, '.');
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const auto* link = at->link(parts[i]);
        const auto* target = link == nullptr ? nullptr : out_.system_->table(link->table);
        if (target == nullptr) {
            faults_.add(path.where, "'" + std::string(parts[i]) + "' is not a link of " + at->name);
            return out;
        }
        out.links.emplace_back(parts[i]);
        at = target;
    }
    out.column = std::string(parts.back());
    out.is_concept = out.column == "concept" && at->concepts.has_value();
    if (!out.is_concept && !at->column(out.column)) {
        faults_.add(path.where, "'" + out.column + "' is not a column of " + at->name);
    }
    return out;
}

// The column behind the first path of an expression: itself, or the one that its link goes by. 0 = none.
std::size_t column_of(
    const std::optional<expression::Expression>& expression, const schema::SourceTable& table
) {
    if (!expression) {
        return 0;
    }
    for (const auto& path : expression::paths(*expression)) {
        auto first = std::string_view(path).substr(0, path.find('.'));
        if (first == "concept" && table.concepts) {
            first = table.concepts->codes.front().column;
        }
        const auto* link = table.link(first);
        if (const auto column =
                table.column(link == nullptr ? first : std::string_view(link->columns.back()))) {
            return *column + 1;
        }
    }
    return 0;
}

// A value that stands in no column of its own has the column that decides it: a constant that of the
// condition, a concept that of the code, an id the last one of the key.
std::size_t Compiler::lineage_column(const Producer& producer, const MappingProgram& mapping) const {
    using Kind = schema::Producer::Kind;
    const auto& table = out_.system_->tables[mapping.table];
    switch (producer.kind) {
        case Kind::from: {
            const auto* link =
                producer.path.links.empty() ? nullptr : table.link(producer.path.links.front());
            return link == nullptr ? 0 : *table.column(link->columns.back()) + 1;
        }
        case Kind::value: {
            const auto own = column_of(producer.value, table);
            return own != 0 || mapping.each.column.empty() ? own : *table.column(mapping.each.column) + 1;
        }
        case Kind::constant: {
            const auto own = column_of(producer.when, table);
            return own != 0 ? own : column_of(mapping.when, table);
        }
        case Kind::coded:
            return *table.column(producer.path.column) + 1;
        case Kind::ref:
            if (producer.link != nullptr) {
                return *table.column(producer.link->columns.back()) + 1;
            }
            if (const auto own = producer.key.empty() ? 0 : column_of(producer.key.back(), table); own != 0) {
                return own;
            }
            return table.person.empty() ? 0 : *table.column(table.person.back()) + 1;
        case Kind::first_of:
            break;
    }
    return 0;
}

// A reference that goes by the columns of a link of the schema needs the row behind the link.
void Compiler::compile_ref_key(
    const schema::Producer& source, const schema::SourceTable& table, Producer& out
) {
    std::vector<std::string> columns;
    for (const auto& part : source.key) {
        columns.push_back(part.text);
        if (auto compiled = compile_expression(part)) {
            out.key.push_back(std::move(*compiled));
        }
    }
    for (const auto& link : table.foreign_keys) {
        if (link.required && link.columns == columns) {
            out.link = &link;
        }
    }
}

Producer Compiler::compile_producer(const schema::Producer& source, const MappingProgram& mapping) {
    using Kind = schema::Producer::Kind;
    const auto& table = out_.system_->tables[mapping.table];
    Producer out;
    out.kind = source.kind;
    switch (source.kind) {
        case Kind::from:
            out.path = compile_path(source.source, table);
            break;
        case Kind::value:
            out.value = compile_expression(source.source);
            break;
        case Kind::constant:
            out.literal = source.source.text;
            break;
        case Kind::ref:
            out.ref = mapping_index(source.source);
            compile_ref_key(source, table, out);
            break;
        case Kind::coded:
            out.path = compile_path(source.source, table);
            out.system_column = source.system_column;
            out.display_column = source.display_column;
            break;
        case Kind::first_of:
            for (const auto& option : source.options) {
                out.options.push_back(compile_producer(option, mapping));
            }
            break;
    }
    out.when = compile_expression(source.when);
    out.formats = source.formats;
    out.remark_formats = source.remark_formats;
    out.own_codes = source.own_codes;
    out.words_only = source.as == "text";
    out.by_term = source.as == "term";
    out.time_of_day = source.as == "time";
    out.code_map = source.code.text;
    if (!source.code.empty() && !out_.terms_->has_map(source.code.text)) {
        faults_.add(source.code.where, "there is no ConceptMap '" + source.code.text + "'");
    }
    out.otherwise = source.otherwise;
    out.split_by = source.split_by;
    out.split_take = source.split_take;
    out.lineage_column = lineage_column(out, mapping);
    return out;
}

// `%part` is known to the expressions of a mapping with `each`, and to no other.
void Compiler::compile_each(
    const schema::Mapping& source, const schema::SourceTable& table, MappingProgram& out
) {
    out.each = source.each;
    options_ = expression_options(*out_.terms_);
    if (out.each.column.empty()) {
        return;
    }
    options_.variables.push_back("part");
    if (!table.column(out.each.column)) {
        faults_.add(source.where, "each '" + out.each.column + "': not a column of " + table.name);
        out.each = {};
    }
}

MappingProgram Compiler::compile_mapping(const schema::Mapping& source) {
    MappingProgram out;
    out.name = source.name;
    const auto slash = source.source.text.find('/');
    const auto table = out_.system_->table_index(std::string_view(source.source.text).substr(slash + 1));
    const auto entity = out_.documents_->dataset.entity_index(source.entity.text);
    if (!table || !entity) {
        faults_.add(
            !table ? source.source.where : source.entity.where,
            !table ? "no such source table" : "no such entity"
        );
        return out;
    }
    out.table = *table;
    out.entity = *entity;
    const auto& schema = out_.system_->tables[*table];
    compile_each(source, schema, out);
    out.when = compile_expression(source.when);
    out.select = compile_expression(source.select);
    out.id_space =
        source.into.empty() ? mapping_index({source.name, source.where}) : mapping_index(source.into);
    auto key = source.key;
    if (key.empty()) {
        for (const auto& column : schema.primary_key) {
            key.push_back({column, source.where});
        }
    }
    if (!out.each.column.empty()) {
        key.push_back({"%part.lower()", source.where});
    }
    for (const auto& part : key) {
        if (auto compiled = compile_expression(part)) {
            out.key.push_back(std::move(*compiled));
        }
    }
    out.merge = source.merge;
    for (const auto& column : out.merge.by) {
        if (!schema.column(column)) {
            faults_.add(source.where, "merge by '" + column + "': not a column of " + schema.name);
        }
    }
    out.rank = source.rank;
    out.anchor = source.anchor;
    const auto& fields = out_.documents_->dataset.entities[*entity];
    for (const auto& field : source.fields) {
        const auto index = fields.field(field.field);
        if (!index) {
            faults_.add(field.where, "'" + field.field + "' is not a field of " + fields.name);
            continue;
        }
        out.fields.push_back({static_cast<FieldIndex>(*index), compile_producer(field.producer, out)});
    }
    read_select(out, source, schema);
    return out;
}

void Compiler::read_select(
    MappingProgram& mapping, const schema::Mapping& source, const schema::SourceTable& table
) {
    if (!mapping.select) {
        return;
    }
    mapping.select_paths = expression::paths(*mapping.select);
    for (const auto& path : mapping.select_paths) {
        const std::string first(path.substr(0, path.find('.')));
        const bool pseudo = !first.empty() && first.front() == '_';
        const bool own_concept = first == "concept" && table.concepts;
        if (pseudo || (!table.column(first) && table.link(first) == nullptr && !own_concept)) {
            faults_.add(
                source.select.where, "'" + first + "' is neither a column nor a link of " + table.name +
                                         "; `select` may use only these"
            );
        }
    }
}

Result<std::shared_ptr<const Program>> Program::compile(
    std::shared_ptr<const schema::Documents> documents, const schema::SourceSystem& system,
    std::shared_ptr<const terminology::Terminology> terms
) {
    auto program = std::make_shared<Program>();
    program->documents_ = std::move(documents);
    program->system_ = &system;
    program->terms_ = std::move(terms);
    program->host_ = std::make_unique<TerminologyHost>(program->terms_);
    schema::Faults faults;
    Compiler(*program, faults).run();
    if (faults.any()) {
        return faults.error();
    }
    return std::shared_ptr<const Program>(std::move(program));
}

void Program::said(std::string_view words, bool alone, std::vector<record::Concept>& out) const {
    const auto& meant = terms_->meant_by(words);
    if (alone && meant.ambiguous) {
        return;
    }
    for (const auto& code : meant.codes) {
        out.push_back({code.system, code.code, code.display});
    }
}

const record::RowLayout& Program::layout(std::string_view purpose, std::size_t table) const {
    const auto found = layouts_.find(purpose);
    SLUICE_ASSERT(found != layouts_.end());
    return found->second[table];
}

}  // namespace sluice::map
