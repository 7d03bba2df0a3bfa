#include "gateway/map/produce.hpp"

#include "gateway/base/date_pattern.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/convert.hpp"
#include "gateway/map/ids.hpp"
#include "gateway/schema/shapes.hpp"

#include <algorithm>

namespace sluice::map {
namespace {

using Kind = schema::Producer::Kind;

// The rows at the end of the links, in key order.
std::vector<const record::SourceRow*> follow(
    const record::SourceRow& row, const std::vector<std::string>& links
) {
    std::vector<const record::SourceRow*> rows = {&row};
    for (const auto& link : links) {
        std::vector<const record::SourceRow*> next;
        for (const auto* at : rows) {
            at->linked(link, next);
        }
        rows = std::move(next);
    }
    return rows;
}

void read_date(Produced& out, const record::SourceRow& row, std::size_t column) {
    const auto& schema = row.table().columns[column];
    const auto text = row.cell(column);
    out.sentinel =
        std::find(schema.sentinels.begin(), schema.sentinels.end(), text) != schema.sentinels.end();
    out.date = row.date(column);
    if (out.date && !schema.time_column.empty() && out.date->precision() >= DatePrecision::day) {
        const auto time = Date::parse("2000-01-01T" + std::string(row.cell(schema.time_column)));
        if (time) {
            out.date = out.date->with_time(time->hour(), time->minute(), time->second());
        }
    }
    // A precision of "unknown" is no value and no fault; any other text that is not a date is one.
    if (out.date || Date::parse(text) || parse_date_as(text, schema.formats)) {
        out.text.clear();
    }
}

Produced from_column(const Producer& producer, const record::SourceRow& row) {
    Produced out;
    for (const auto* at : follow(row, producer.path.links)) {
        if (producer.path.is_concept) {
            auto concepts = record::concepts_of(*at);
            std::move(concepts.begin(), concepts.end(), std::back_inserter(out.concepts));
            out.row = out.row == nullptr ? at : out.row;
            continue;
        }
        const auto column = *at->table().column(producer.path.column);
        const auto text = at->cell(column);
        if (text.empty()) {
            continue;
        }
        out.text = std::string(text);
        out.row = at;
        out.column = column + 1;
        if (producer.by_term) {
            at->said(text, false, out.concepts);
        }
        const auto type = at->table().columns[column].type;
        if (type == schema::ColumnType::date || type == schema::ColumnType::datetime) {
            read_date(out, *at, column);
        }
        break;
    }
    return out;
}

Result<Produced> from_expression(
    const Producer& producer, const record::SourceRow& row, const expression::Context& context
) {
    SLUICE_ASSIGN(const auto items, expression::evaluate(*producer.value, &row, context));
    Produced out;
    out.row = &row;
    for (const auto& item : items) {
        if (const auto* found = record::concept_of(item)) {
            out.concepts.push_back(*found);
        } else if (out.text.empty()) {
            out.text = text_of(item);
        }
    }
    return out;
}

// A code with its system and its words, in three columns. Without a code the words are all that is known.
Produced from_coded(const Program& program, const Producer& producer, const record::SourceRow& row) {
    const auto code = row.cell(producer.path.column);
    const auto system = row.cell(producer.system_column);
    const auto display = row.cell(producer.display_column);
    Produced out;
    if (code.empty() && (display.empty() || !producer.code_map.empty())) {
        return out;
    }
    out.row = &row;
    out.column = *row.table().column(code.empty() ? producer.display_column : producer.path.column) + 1;
    if (code.empty()) {
        out.concepts.push_back({"", "", std::string(display)});
        return out;
    }
    // A SNOMED CT identifier checks itself: of other numbers of its length one in five hundred passes.
    const bool is_snomed = system.empty() && judge_snomed_id(code) == SnomedFault::none;
    const auto url = program.terms().system_url(is_snomed ? kSnomedSystem : system);
    out.concepts.push_back({url.value_or(std::string(system)), std::string(code), std::string(display)});
    if (const auto damage = spreadsheet_fault(code, program.terms())) {
        out.fault = damage;
    } else if (system.empty() && !is_snomed) {
        out.fault = schema::Fault::value_system_missing;
    } else if (!url) {
        out.fault = schema::Fault::value_system_unknown;
    } else if (*url == kSnomedSystem) {
        out.fault = schema::snomed_id_fault(code);
    }
    // A code that does not say what it is has no place on a map; it is told of the field that takes it.
    return producer.code_map.empty() || !out.fault ? out : Produced{};
}

Result<Produced> from_ref(
    const Program& program, const Producer& producer, const record::SourceRow& row,
    const expression::Context& context
) {
    Produced out;
    out.row = &row;
    out.is_id = true;
    const auto& target = program.mappings()[producer.ref];
    SLUICE_ASSIGN(out.text, id_for(program, target, row, context, producer.key));
    std::vector<const record::SourceRow*> rows;
    if (producer.link != nullptr && row.any_set(producer.link->columns) &&
        row.linked(producer.link->name, rows) && rows.empty()) {
        out.fault = producer.link->required;
    }
    return out;
}

void take_part(const Producer& producer, Produced& out) {
    if (producer.split_by.empty() || out.text.empty()) {
        return;
    }
    const auto parts = split(out.text, producer.split_by.front());
    const auto wanted = static_cast<std::size_t>(std::max(producer.split_take, 1)) - 1;
    out.text = wanted < parts.size() ? std::string(trim(parts[wanted])) : std::string();
}

}  // namespace

std::string text_of(const expression::Item& item) {
    const auto* value = item.value();
    return value == nullptr ? std::string() : expression::to_string(*value);
}

Result<std::string> id_for(
    const Program& program, const MappingProgram& mapping, const record::SourceRow& row,
    const expression::Context& context, std::span<const expression::Expression> instead
) {
    // A key is written over the row of its own table; columns of the same name may stand in this row too.
    const auto parts = instead.empty() ? std::span(mapping.key) : instead;
    std::string key;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        SLUICE_ASSIGN(const auto items, expression::evaluate(parts[i], &row, context));
        const auto part = items.empty() ? std::string() : text_of(items.front());
        if (part.empty()) {
            return part;
        }
        key += (i == 0 ? "" : std::string(1, record::kKeySeparator)) + part;
    }
    const auto& space = program.mappings()[mapping.id_space];
    return record_id(
        program.system().name, program.system().tables[space.table].name, key,
        program.documents().dataset.entities[mapping.entity].name
    );
}

Result<Produced> produce(
    const Program& program, const Producer& producer, const record::SourceRow& row,
    const expression::Context& context
) {
    if (producer.when) {
        SLUICE_ASSIGN(const auto applies, expression::holds(*producer.when, &row, context));
        if (!applies.value_or(false)) {
            return Produced{};
        }
    }
    if (producer.kind == Kind::first_of) {
        // A date that stands for no date is taken only where no later column has a real one.
        Produced sentinel;
        for (const auto& option : producer.options) {
            SLUICE_ASSIGN(auto found, produce(program, option, row, context));
            if (!found.empty() && !found.sentinel) {
                return found;
            }
            if (found.sentinel && !sentinel.sentinel) {
                sentinel = std::move(found);
            }
        }
        return sentinel;
    }
    Produced out;
    switch (producer.kind) {
        case Kind::from:
            out = from_column(producer, row);
            break;
        case Kind::value: {
            SLUICE_ASSIGN(out, from_expression(producer, row, context));
            break;
        }
        case Kind::constant:
            out.text = producer.literal;
            out.row = &row;
            break;
        case Kind::ref: {
            SLUICE_ASSIGN(out, from_ref(program, producer, row, context));
            break;
        }
        case Kind::coded:
            out = from_coded(program, producer, row);
            break;
        case Kind::first_of:
            break;
    }
    take_part(producer, out);
    if (out.column == 0 && (out.row == &row || !out.concepts.empty())) {
        out.row = &row;
        out.column = producer.lineage_column;
    }
    out.producer = &producer;
    return out;
}

}  // namespace sluice::map
