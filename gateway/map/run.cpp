#include "gateway/map/run.hpp"

#include "gateway/base/text.hpp"
#include "gateway/map/convert.hpp"
#include "gateway/map/produce.hpp"
#include "gateway/map/read_date.hpp"

#include <algorithm>
#include <map>

namespace sluice::map {
namespace {

using schema::Effect;
using schema::Fault;
using schema::FieldType;

// The source schema may have a cell checked when its row is read, whether or not it gives a record; what was
// said then is not said again.
bool reported_by_row(Fault fault, const Produced& produced) {
    if (produced.row == nullptr || produced.column == 0) {
        return false;
    }
    const auto& shape = produced.row->table().columns[produced.column - 1].shape;
    const auto name = schema::to_string(fault);
    return !shape.empty() && name.substr(0, name.find('/')) == shape &&
           fault != Fault::nhs_number_test_range && fault != Fault::nhs_number_absent;
}

// One row's share in a record.
struct Contribution {
    std::size_t mapping = 0;
    const record::SourceRow* row = nullptr;
    std::string part = {};                    // of `each`
    std::string order = {};                   // the cells of `merge by`
    std::vector<std::size_t> bad_dates = {};  // schema columns of `merge by` that hold no date
};

using RecordKey = std::pair<schema::EntityIndex, std::string>;

// Of which the row gives a record each; of a mapping without `each`, one of the whole row.
std::vector<std::string> parts_of(const schema::Each& each, const record::SourceRow& row) {
    if (each.column.empty()) {
        return {std::string()};
    }
    const auto text = row.cell(each.column);
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find_first_of(each.by, begin), text.size());
        const auto part = trim(text.substr(begin, end - begin));
        if (!part.empty()) {
            out.emplace_back(part);
        }
        begin = end + 1;
    }
    return out;
}

// Dates sort as dates: one that cannot be read sorts first, as if it were blank, and is reported.
Contribution contribution_of(std::size_t index, const schema::Merge& merge, const record::SourceRow& row) {
    Contribution out{index, &row};
    for (const auto& name : merge.by) {
        const auto column = *row.table().column(name);
        const auto type = row.table().columns[column].type;
        const auto text = row.cell(column);
        if (type != schema::ColumnType::date && type != schema::ColumnType::datetime) {
            out.order += text;
        } else if (const auto date = row.date(column)) {
            out.order += date->to_string();
        } else if (!text.empty() && !Date::parse(text)) {
            out.bad_dates.push_back(column);
        }
        out.order += '\x01';  // below every character of a cell, so that a blank sorts first
    }
    return out;
}

class Runner {
  public:
    Runner(const Program& program, const RunContext& context) : program_(program), context_(context) {
        expression_.host = &program.host();
        expression_.today = context.as_of;
        expression_.variables["asOf"] = {expression::Item(expression::Value(context.as_of))};
    }

    Result<Mapped> run(std::span<const record::SourceRow* const> rows);
    Result<std::vector<record::Record>> run_entity(
        std::span<const record::SourceRow* const> rows, schema::EntityIndex entity
    );

  private:
    void choose_part(const MappingProgram& mapping, const std::string& part);
    Result<bool> applies(const MappingProgram& mapping, const record::SourceRow& row, std::string& id);
    Result<bool> any_anchor(std::span<const record::SourceRow* const> rows);
    Result<void> collect(const record::SourceRow& row, std::optional<schema::EntityIndex> only);
    Result<std::vector<record::Record>> build_all();
    std::vector<Contribution> merged(std::vector<Contribution> all) const;
    Result<record::Record> build(const RecordKey& key, const std::vector<Contribution>& all);
    Result<void> fill(record::Record& record, const Contribution& from);
    void place(
        record::Record& record, const FieldProgram& field, std::size_t mapping, const Produced& produced
    );
    void place_text(
        record::Record& record, FieldIndex field, const Produced& produced, std::string_view text
    );
    std::optional<std::string_view> own_code(
        const schema::Field& field, const Producer& producer, std::string_view text
    ) const;
    static std::string_view beginning_of(std::string_view text);
    Converted completed_code(const schema::Field& field, const Producer& producer, std::string_view text)
        const;
    Converted other_code(const schema::Field& field, std::string_view text) const;
    void place_own_code(record::Record& record, FieldIndex field, const Produced& produced);
    void place_time(record::Record& record, FieldIndex field, const Produced& produced) const;
    void place_damaged_concept(record::Record& record, FieldIndex field, const Produced& produced);
    void place_concept(record::Record& record, FieldIndex field, const Produced& produced);
    void raise(record::Record& record, Fault fault, FieldIndex field, const Produced& produced);
    RuleIndex rule_of(const record::Record& record, Fault fault, FieldIndex field) const;
    void report(std::vector<Issue>& issues, RuleIndex rule, FieldIndex field, const Produced& produced) const;

    const Program& program_;
    const RunContext& context_;
    expression::Context expression_;
    std::map<RecordKey, std::vector<Contribution>> contributions_;
};

void Runner::choose_part(const MappingProgram& mapping, const std::string& part) {
    if (!mapping.each.column.empty()) {
        expression_.variables["part"] = {expression::Item::text(part)};
    }
}

// True where the row gives, or adds to, the record `id` by this mapping.
Result<bool> Runner::applies(const MappingProgram& mapping, const record::SourceRow& row, std::string& id) {
    const auto& dataset = program_.documents().dataset;
    if (!dataset.allows(context_.purpose, dataset.entities[mapping.entity])) {
        return false;
    }
    if (mapping.when) {
        SLUICE_ASSIGN(const auto holds, expression::holds(*mapping.when, &row, expression_));
        if (!holds.value_or(false)) {
            return false;
        }
    }
    SLUICE_ASSIGN(id, id_for(program_, mapping, row, expression_));
    return !id.empty();
}

// Most people of an extract have none, so this is asked before anything else.
Result<bool> Runner::any_anchor(std::span<const record::SourceRow* const> rows) {
    std::string id;
    for (const auto& mapping : program_.mappings()) {
        for (std::size_t i = 0; mapping.anchor && i < rows.size(); ++i) {
            if (mapping.table != rows[i]->layout().table) {
                continue;
            }
            for (const auto& part : parts_of(mapping.each, *rows[i])) {
                choose_part(mapping, part);
                SLUICE_ASSIGN(const bool anchor, applies(mapping, *rows[i], id));
                if (anchor) {
                    return true;
                }
            }
        }
    }
    return false;
}

Result<void> Runner::collect(const record::SourceRow& row, std::optional<schema::EntityIndex> only) {
    for (std::size_t i = 0; i < program_.mappings().size(); ++i) {
        const auto& mapping = program_.mappings()[i];
        if (mapping.table != row.layout().table || (only && mapping.entity != *only)) {
            continue;
        }
        for (auto& part : parts_of(mapping.each, row)) {
            choose_part(mapping, part);
            std::string id;
            SLUICE_ASSIGN(const bool contributes, applies(mapping, row, id));
            if (contributes) {
                auto& all = contributions_[{mapping.entity, std::move(id)}];
                all.push_back(contribution_of(i, mapping.merge, row));
                all.back().part = std::move(part);
            }
        }
    }
    return {};
}

// Lower ranks first; within one mapping the row that its merge takes, or all in key order.
std::vector<Contribution> Runner::merged(std::vector<Contribution> all) const {
    std::sort(all.begin(), all.end(), [&](const Contribution& a, const Contribution& b) {
        const auto& left = program_.mappings()[a.mapping];
        const auto& right = program_.mappings()[b.mapping];
        const auto place = std::tie(left.rank, left.name, a.order);
        const auto other = std::tie(right.rank, right.name, b.order);
        // Of rows that are equally late, the one that was sent last.
        const bool latest = left.merge.take == schema::Merge::Take::latest ||
                            left.merge.take == schema::Merge::Take::latest_of_each_field;
        if (place == other && latest) {
            const auto& mine = a.row->origin;
            const auto& theirs = b.row->origin;
            return std::tie(mine.receipt, mine.at.file, mine.at.record, a.row->key) <
                   std::tie(theirs.receipt, theirs.at.file, theirs.at.record, b.row->key);
        }
        return place != other ? place < other : a.row->key < b.row->key;
    });
    std::vector<Contribution> out;
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin;
        while (end < all.size() && all[end].mapping == all[begin].mapping) {
            ++end;
        }
        switch (program_.mappings()[all[begin].mapping].merge.take) {
            case schema::Merge::Take::first:
                out.push_back(all[begin]);
                break;
            case schema::Merge::Take::latest:
                out.push_back(all[end - 1]);
                break;
            case schema::Merge::Take::latest_of_each_field:
                // Whatever the latest leaves blank, an earlier one fills.
                for (auto i = end; i > begin; --i) {
                    out.push_back(all[i - 1]);
                }
                break;
            case schema::Merge::Take::all:
                out.insert(
                    out.end(), all.begin() + static_cast<std::ptrdiff_t>(begin),
                    all.begin() + static_cast<std::ptrdiff_t>(end)
                );
                break;
        }
        begin = end;
    }
    return out;
}

void Runner::raise(record::Record& record, Fault fault, FieldIndex field, const Produced& produced) {
    const auto rule = rule_of(record, fault, field);
    const auto effect = program_.documents().rules[rule].effect;
    report(reported_by_row(fault, produced) ? record.said_by_row : record.issues, rule, field, produced);
    if (effect == Effect::reject) {
        record.verdict = Verdict::rejected;
    } else if (effect == Effect::hold) {
        record.verdict = std::max(record.verdict, Verdict::held);
    }
    if (effect != Effect::note) {
        record.cells[field] = {};
    }
}

RuleIndex Runner::rule_of(const record::Record& record, Fault fault, FieldIndex field) const {
    return program_.documents().rules.of(fault, record.entity->name, record.entity->fields[field].name);
}

void Runner::report(std::vector<Issue>& issues, RuleIndex rule, FieldIndex field, const Produced& produced)
    const {
    const auto origin = produced.row == nullptr ? record::Origin{} : produced.row->origin;
    issues.push_back({rule, program_.documents().rules[rule].severity, field, origin.at});
    issues.back().at.column = produced.place();
    issues.back().receipt = origin.receipt;
}

void Runner::place_text(
    record::Record& record, FieldIndex field, const Produced& produced, std::string_view text
) {
    const auto& definition = record.entity->fields[field];
    const ConvertContext convert_context{
        &program_.terms(), context_.production, produced.producer->remark_formats};
    auto converted = convert(definition, text, produced.producer->formats, convert_context);
    record.cells[field] = std::move(converted.cell);
    // How the date of another row is written is told of the record that it was sent with.
    const bool told_there =
        converted.fault == Fault::value_date_local && !produced.producer->path.links.empty();
    if (converted.fault && !told_there) {
        raise(record, *converted.fault, field, produced);
    }
}

// As the field's own list writes it, in any case or by an alias, or by its words; else by the map of the
// pack.
std::optional<std::string_view> Runner::own_code(
    const schema::Field& field, const Producer& producer, std::string_view text
) const {
    const auto& terms = program_.terms();
    auto known = terms.spelt(field.codes, text);
    if (!known) {
        known = terms.said(field.codes, text);
    }
    // A map that is called as the list is for what senders write in its place.
    return known ? known
                 : terms.translate(
                       "", to_lower(text), producer.code_map.empty() ? field.codes : producer.code_map
                   );
}

// What a source shows of words that are too long for it: "Young Adults (18- 3…". Empty where they are whole.
std::string_view Runner::beginning_of(std::string_view text) {
    constexpr std::size_t kCharactersMin = 8;  // what is shorter may begin anything
    for (const std::string_view dots : {"...", "\xE2\x80\xA6"}) {
        if (text.ends_with(dots) && text.size() >= kCharactersMin + dots.size()) {
            return trim(text.substr(0, text.size() - dots.size()));
        }
    }
    return {};
}

// A code of another list that says the same, also where a spreadsheet took its zero. No two of these lists
// mean different things by one code (schema::check_other_lists), so the first that has it is right.
Converted Runner::other_code(const schema::Field& field, std::string_view text) const {
    const std::string sent(trim(text));
    for (const auto& code : {sent, "0" + sent}) {
        for (const auto& id : field.also) {
            const auto& url = program_.documents().code_system(id)->url;
            if (const auto target = program_.terms().translate(url, code, id)) {
                const auto fault = code != sent ? std::optional(Fault::value_leading_zero)
                                   : program_.terms().is_deprecated(url, code)
                                       ? std::optional(Fault::value_code_legacy)
                                       : std::nullopt;
                return {{true, std::string(*target), {}, {}}, fault};
            }
        }
    }
    return {{true, {}, {}, std::string(text)}, Fault::value_code_not_listed};
}

// Words that a source has cut off mean what the map has that begins so.
Converted Runner::completed_code(const schema::Field& field, const Producer& producer, std::string_view text)
    const {
    const auto map = producer.code_map.empty() ? field.codes : producer.code_map;
    const auto code = program_.terms().translate_cut(to_lower(beginning_of(text)), map);
    return code ? Converted{{true, std::string(*code), {}, {}}, Fault::value_cut_short}
                : other_code(field, text);
}

// What no list knows is kept as words.
void Runner::place_own_code(record::Record& record, FieldIndex field, const Produced& produced) {
    const auto& definition = record.entity->fields[field];
    const ConvertContext convert_context{&program_.terms(), context_.production, false};
    auto converted = convert(definition, produced.text, {}, convert_context);
    if (converted.fault == Fault::value_not_in_list) {
        const auto own = own_code(definition, *produced.producer, produced.text);
        converted = own ? Converted{{true, std::string(*own), {}, {}}, std::nullopt}
                        : completed_code(definition, *produced.producer, produced.text);
    }
    record.cells[field] = std::move(converted.cell);
    if (converted.fault) {
        raise(record, *converted.fault, field, produced);
    }
}

// What is wrong with the code of a concept. An identifier that is no identifier is taken off; the record goes
// with it only where it is nothing without the code.
void Runner::place_damaged_concept(record::Record& record, FieldIndex field, const Produced& produced) {
    const auto& definition = record.entity->fields[field];
    const auto rule = rule_of(record, *produced.fault, field);
    const auto effect = program_.documents().rules[rule].effect;
    const auto words = produced.concepts.front().display;
    const bool mandatory = definition.conformance == schema::Conformance::mandatory;
    if (effect == Effect::note || (effect == Effect::reject && mandatory)) {
        raise(record, *produced.fault, field, produced);
        return;
    }
    report(record.issues, rule, field, produced);
    record.cells[field] = words.empty() ? record::Cell{} : record::Cell{true, {}, {}, words};
}

// A coded value: translated where the mapping names a map, else taken as it is. What cannot be translated is
// never dropped silently: it is kept as text and counted.
void Runner::place_concept(record::Record& record, FieldIndex field, const Produced& produced) {
    const auto& producer = *produced.producer;
    const auto& definition = record.entity->fields[field];
    if (producer.code_map.empty()) {
        if (!produced.concepts.empty()) {
            const auto& nearest = produced.concepts.front();
            if (definition.type == FieldType::concept_) {
                record.cells[field] = {true, nearest.code, nearest.system, nearest.display};
                if (produced.fault) {
                    place_damaged_concept(record, field, produced);
                } else if (program_.terms().is_deprecated(nearest.system, nearest.code)) {
                    raise(record, Fault::value_code_legacy, field, produced);
                }
            } else {
                place_text(record, field, produced, nearest.code);
            }
        }
        return;
    }
    std::optional<std::string_view> target;
    if (produced.concepts.empty()) {
        target = program_.terms().translate("", produced.text, producer.code_map);
    }
    for (std::size_t i = 0; !target && i < produced.concepts.size(); ++i) {
        target = program_.terms().translate(
            produced.concepts[i].system, produced.concepts[i].code, producer.code_map
        );
    }
    if (target) {
        place_text(record, field, produced, *target);
        return;
    }
    const std::string words = produced.concepts.empty() ? produced.text : produced.concepts.front().display;
    if (producer.otherwise == "drop") {
        record.cells[field] = {};
    } else if (producer.otherwise.empty() || producer.otherwise == "keep-as-text") {
        record.cells[field] = {true, "", "", words};
    } else {
        record.cells[field] = {true, producer.otherwise, "", words};
    }
    raise(record, Fault::value_code_unmapped, field, produced);
}

// What is wrong with the date is said of the field that takes the date.
void Runner::place_time(record::Record& record, FieldIndex field, const Produced& produced) const {
    auto date = produced.date;
    if (const auto read = date ? std::nullopt : read_date(produced.text, produced.producer->formats)) {
        date = read->date;
    }
    if (date && date->precision() >= DatePrecision::minute) {
        constexpr std::size_t kTimeAt = std::string_view("2026-01-01T").size();
        constexpr std::size_t kTimeLength = std::string_view("09:30").size();
        record.cells[field] = {true, date->to_string().substr(kTimeAt, kTimeLength), {}, {}};
    }
}

void Runner::place(
    record::Record& record, const FieldProgram& field, std::size_t mapping, const Produced& produced
) {
    const auto& definition = record.entity->fields[field.field];
    if (produced.is_id) {
        record.cells[field.field] = {true, produced.text, {}, {}};
    } else if (produced.producer->time_of_day) {
        place_time(record, field.field, produced);
    } else if (produced.producer->own_codes) {
        place_own_code(record, field.field, produced);
    } else if (produced.producer->words_only && definition.type == FieldType::concept_) {
        record.cells[field.field] = {true, {}, {}, produced.text};
    } else if (produced.sentinel) {
        raise(record, Fault::value_sentinel_date, field.field, produced);
    } else if (produced.date && (definition.type == FieldType::date || definition.type == FieldType::datetime)) {
        const bool time = definition.type == FieldType::datetime;
        record.cells[field.field] = {
            true, (time ? *produced.date : produced.date->truncated(DatePrecision::day)).to_string(), {}, {}};
    } else if (!produced.concepts.empty() || !produced.producer->code_map.empty()) {
        place_concept(record, field.field, produced);
    } else {
        place_text(record, field.field, produced, produced.date ? produced.date->to_string() : produced.text);
    }
    if (record.cells[field.field].present) {
        auto& words = record.cells[field.field].display;
        words = with_line_feeds(words);
        if (is_too_early(definition, record.cells[field.field].text)) {
            raise(record, Fault::value_date_too_early, field.field, produced);
        }
        record::Lineage lineage{
            field.field, produced.row->origin, static_cast<std::uint16_t>(produced.row->layout().table),
            static_cast<std::uint16_t>(mapping)};
        lineage.origin.at.column = produced.place();
        record.lineage.push_back(lineage);
    }
}

Result<void> Runner::fill(record::Record& record, const Contribution& from) {
    const auto& mapping = program_.mappings()[from.mapping];
    choose_part(mapping, from.part);
    for (const auto& field : mapping.fields) {
        const auto& definition = record.entity->fields[field.field];
        if (record.cells[field.field].present ||
            !program_.documents().dataset.allows(context_.purpose, definition.zone)) {
            continue;
        }
        SLUICE_ASSIGN(const auto produced, produce(program_, field.producer, *from.row, expression_));
        if (produced.fault && produced.is_id) {
            raise(record, *produced.fault, field.field, produced);
        } else if (!produced.empty()) {
            place(record, field, from.mapping, produced);
        } else if (definition.type == FieldType::nhs_number) {
            Produced blank;
            blank.row = from.row;
            raise(record, Fault::nhs_number_absent, field.field, blank);
        }
    }
    if (std::find(record.rows.begin(), record.rows.end(), from.row->origin) == record.rows.end()) {
        record.rows.push_back(from.row->origin);
    }
    record.source_was_held = record.source_was_held || from.row->held;
    return {};
}

Result<record::Record> Runner::build(const RecordKey& key, const std::vector<Contribution>& all) {
    record::Record record;
    record.entity_index = key.first;
    record.entity = &program_.documents().dataset.entities[key.first];
    record.id = key.second;
    record.cells.resize(record.entity->fields.size());
    record.cells.front() = {true, key.second, {}, {}};
    for (const auto& from : all) {
        for (const auto column : from.bad_dates) {
            SourceRef at = from.row->origin.at;
            at.column = static_cast<std::uint32_t>(column + 1);
            record.issues.push_back(program_.documents().rules.issue(Fault::value_date_invalid, at));
            record.issues.back().receipt = from.row->origin.receipt;
        }
    }
    for (const auto& from : merged(all)) {
        SLUICE_TRY(fill(record, from));
    }
    return record;
}

Result<Mapped> Runner::run(std::span<const record::SourceRow* const> rows) {
    Mapped out;
    SLUICE_ASSIGN(out.anchored, any_anchor(rows));
    if (!out.anchored) {
        return out;
    }
    for (const auto* row : rows) {
        SLUICE_TRY(collect(*row, std::nullopt));
    }
    SLUICE_ASSIGN(out.records, build_all());
    return out;
}

Result<std::vector<record::Record>> Runner::run_entity(
    std::span<const record::SourceRow* const> rows, schema::EntityIndex entity
) {
    for (const auto* row : rows) {
        SLUICE_TRY(collect(*row, entity));
    }
    return build_all();
}

Result<std::vector<record::Record>> Runner::build_all() {
    std::vector<record::Record> records;
    for (const auto& [key, all] : contributions_) {
        SLUICE_ASSIGN(auto record, build(key, all));
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace

Result<Mapped> run(
    const Program& program, std::span<const record::SourceRow* const> rows, const RunContext& context
) {
    return Runner(program, context).run(rows);
}

Result<std::vector<record::Record>> run_entity(
    const Program& program, std::span<const record::SourceRow* const> rows, const RunContext& context,
    schema::EntityIndex entity
) {
    return Runner(program, context).run_entity(rows, entity);
}

}  // namespace sluice::map
