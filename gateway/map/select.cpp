#include "gateway/map/select.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/limits.hpp"

#include <algorithm>
#include <cctype>

namespace sluice::map {
namespace {

void add(std::vector<std::size_t>& columns, std::size_t column) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        columns.push_back(column);
    }
}

// The columns that the concepts of a row come from.
void add_concept_columns(const schema::SourceTable& table, std::vector<std::size_t>& columns) {
    const auto& source = *table.concepts;
    for (const auto& code : source.codes) {
        add(columns, *table.column(code.column));
    }
    for (const auto& name : {source.parent_column, source.by_term ? source.term_column : std::string()}) {
        if (!name.empty()) {
            add(columns, *table.column(name));
        }
    }
}

// True where a link along the path is set and leads nowhere yet.
bool leads_nowhere(const record::SourceRow& row, std::string_view path) {
    const auto dot = path.find('.');
    const auto first = path.substr(0, dot);
    const auto* link = row.table().link(first);
    if (link == nullptr || !row.any_set(link->columns)) {
        return false;
    }
    std::vector<const record::SourceRow*> rows;
    row.linked(first, rows);
    if (rows.empty()) {
        return true;
    }
    return dot != std::string_view::npos && std::any_of(rows.begin(), rows.end(), [&](const auto* next) {
               return leads_nowhere(*next, path.substr(dot + 1));
           });
}

}  // namespace

Selector::Selector(const Program& program, std::size_t table) : program_(program) {
    const auto& schema = program.system().tables[table];
    bool any_mapping = false;
    const auto objection =
        program.documents().dataset.entity_index(program.documents().dataset.objection.entity);
    for (const auto& mapping : program.mappings()) {
        if (mapping.table != table) {
            continue;
        }
        any_mapping = true;
        const bool is_objection = mapping.select && mapping.entity == objection;
        if (is_objection) {
            objections_.push_back(&mapping);
        }
        keeps_all_ = keeps_all_ || !mapping.select;
        if (mapping.select && !is_objection) {
            add_select(*mapping.select);
        }
        for (const std::string_view path : mapping.select_paths) {
            const auto first = path.substr(0, path.find('.'));
            if (!is_objection && std::find(paths_.begin(), paths_.end(), path) == paths_.end()) {
                paths_.push_back(path);
            }
            if (const auto column = schema.column(first)) {
                add(depends_, *column);
            }
            if (first == "concept" && schema.concepts) {
                add_concept_columns(schema, depends_);
            }
            if (const auto* link = schema.link(first)) {
                for (const auto& column : link->columns) {
                    add(depends_, *schema.column(column));
                }
                if (link->required &&
                    std::find(required_.begin(), required_.end(), link) == required_.end()) {
                    required_.push_back(link);
                }
            }
        }
    }
    // A person's table without a mapping (ObservationReferral) is a companion: its rows are small and kept.
    keeps_all_ = keeps_all_ || !any_mapping;
    if (keeps_all_) {
        required_.clear();
    }
    combine_lists();
}

// "code.concept.memberOf('sp-needs')": of these there are dozens that differ in the list alone.
void Selector::add_select(const expression::Expression& select) {
    constexpr std::string_view kCall = ".memberOf('";
    constexpr std::string_view kEnd = "')";
    const std::string& text = select.text();
    const auto call = text.find(kCall);
    const auto path = std::string_view(text).substr(0, call);
    const bool simple = call != std::string::npos &&
                        text.find('\'', call + kCall.size()) + 2 == text.size() && text.ends_with(kEnd) &&
                        std::all_of(path.begin(), path.end(), [](char c) {
                            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_';
                        });
    if (!simple) {
        selects_.push_back(select);
        return;
    }
    const auto begin = call + kCall.size();
    auto& lists = lists_[std::string(path)];
    auto list = text.substr(begin, text.size() - kEnd.size() - begin);
    if (std::find(lists.begin(), lists.end(), list) == lists.end()) {
        lists.push_back(std::move(list));
    }
}

// The path of many lists is followed once a row.
void Selector::combine_lists() {
    for (const auto& [path, lists] : lists_) {
        std::string text;
        for (const auto& list : lists) {
            text += (text.empty() ? path + ".where($this.memberOf('" : " or $this.memberOf('") + list + "')";
        }
        auto combined = expression::compile(text + ").exists()", expression_options(program_.terms()));
        SLUICE_ASSERT(combined.has_value());  // its parts were compiled with the pack
        selects_.push_back(std::move(*combined));
    }
    lists_.clear();
}

const schema::ForeignKey* Selector::missing_link(const record::SourceRow& row) const {
    std::vector<const record::SourceRow*> rows;
    for (const auto* link : required_) {
        rows.clear();
        if (row.any_set(link->columns) && row.linked(link->name, rows) && rows.empty()) {
            return link;
        }
    }
    return nullptr;
}

Result<Selector::Answer> Selector::judge(const record::SourceRow& row) const {
    Answer answer;
    expression::Context context;
    context.host = &program_.host();
    for (const auto* mapping : objections_) {
        SLUICE_ASSIGN(const auto selected, expression::holds(*mapping->select, &row, context));
        if (selected.value_or(false)) {
            return Answer{Choice::objection, nullptr};
        }
    }
    if (keeps_all_) {
        answer.choice = Choice::keep;
        return answer;
    }
    if (const auto* link = missing_link(row)) {
        return Answer{Choice::hold, link};
    }
    for (const auto& select : selects_) {
        SLUICE_ASSIGN(const auto selected, expression::holds(select, &row, context));
        if (selected.value_or(false)) {
            return Answer{Choice::keep, nullptr};
        }
    }
    const bool waits =
        std::any_of(paths_.begin(), paths_.end(), [&](const auto path) { return leads_nowhere(row, path); });
    answer.choice = waits ? Choice::wait : answer.choice;
    return answer;
}

const Selector::Answer* Selector::remembered(std::string_view cells) const {
    const auto found = answers_.find(cells);
    return found == answers_.end() ? nullptr : &found->second;
}

Result<Selector::Answer> Selector::choose(const record::SourceRow& row) {
    SLUICE_ASSIGN(const auto answer, judge(row));
    if (answers_.size() >= Limits{}.selections_kept_max) {
        answers_.clear();  // starts afresh: more work, no other answer
    }
    std::string cells;
    for (const auto column : depends_) {
        cells += row.cell(column);
        cells += record::kKeySeparator;
    }
    answers_.emplace(std::move(cells), answer);
    return answer;
}

std::vector<bool> deciding_tables(const Program& program) {
    const auto& system = program.system();
    std::vector<bool> deciding(system.tables.size(), false);
    for (const auto& mapping : program.mappings()) {
        for (const auto& path : mapping.select_paths) {
            const auto* table = &system.tables[mapping.table];
            for (const auto part : split(path, '.')) {
                const auto* link = table->link(part == "concept" && table->concepts ? "parent" : part);
                const auto target = link == nullptr ? std::nullopt : system.table_index(link->table);
                if (!target) {
                    break;
                }
                table = &system.tables[*target];
                deciding[*target] = deciding[*target] || table->scope == schema::Scope::shared;
            }
        }
    }
    return deciding;
}

}  // namespace sluice::map
