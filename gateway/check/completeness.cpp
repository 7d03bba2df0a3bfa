#include "gateway/check/completeness.hpp"

#include "gateway/record/tree.hpp"

namespace sluice::check {
namespace {

const std::string* text_at(const StoredRow& row, std::string_view column) {
    const auto found = row.find(column);
    const bool there = found != row.end() && found->second && !found->second->empty();
    return there ? &*found->second : nullptr;
}

record::Record record_of(const schema::Entity& entity, const StoredRow& row) {
    record::Record record;
    record.entity = &entity;
    record.cells.resize(entity.fields.size());
    for (std::size_t i = 0; i < entity.fields.size(); ++i) {
        const auto found = row.find(entity.fields[i].name);
        if (found != row.end() && found->second) {
            record.cells[i] = {true, *found->second, {}, {}};
        }
    }
    return record;
}

// A row as conditions see it.
struct Judged {
    record::Record record;
    record::RecordTree tree;
    Judged(const schema::Entity& entity, const StoredRow& row)
        : record(record_of(entity, row)), tree({&record, 1}) {}
};

// The list that says what a value of the field means; empty: there is none.
std::string_view meanings_of(const schema::Field& field) {
    switch (field.type) {
        case schema::FieldType::code:
            return field.codes;
        case schema::FieldType::ods_code:
            return "ods-default-codes";
        case schema::FieldType::lsoa:
            return "lsoa-default-codes";
        case schema::FieldType::postcode:
            return "pseudo-postcodes";
        default:
            return {};
    }
}

bool is_counted(const schema::Field& field) {
    return field.weight > 0 && field.zone != schema::Zone::identity;
}

}  // namespace

Completeness::Completeness(const schema::Documents& documents, const terminology::Terminology& terms)
    : dataset_(documents.dataset), terms_(terms) {
    for (const auto& entity : dataset_.entities) {
        auto& counted = counted_.emplace_back();
        for (const auto& field : entity.fields) {
            if (!is_counted(field)) {
                continue;
            }
            counted.fields.push_back(&field);
            if (field.condition.empty()) {
                continue;
            }
            // A pack whose conditions do not compile is refused (Program::compile).
            if (auto condition = expression::compile(field.condition.text)) {
                conditions_.emplace(&field, std::move(*condition));
            }
        }
    }
}

// Is the field expected of this record at all? A condition that does not apply means: yes.
bool Completeness::expected(const schema::Field& field, const expression::Node& record) const {
    const auto condition = conditions_.find(&field);
    if (condition == conditions_.end()) {
        return true;
    }
    const auto holds = expression::holds(condition->second, &record, {});
    return !holds || holds->value_or(true);
}

schema::CodeMeaning Completeness::meaning(const schema::Field& field, const std::string& code) const {
    const auto list = meanings_of(field);
    return list.empty() ? schema::CodeMeaning::known
                        : terms_.meaning(list, code).value_or(schema::CodeMeaning::known);
}

// The source's words where no code was found are an answer too (PRSB: coded value, or free text).
void Completeness::count_value(
    const schema::Field& field, const StoredRow& row, bool dropped, CompletenessCount& count
) const {
    const bool is_code = field.type == schema::FieldType::code;
    const bool may_be_words = is_code || field.type == schema::FieldType::concept_;
    const auto* value = text_at(row, field.name);
    const auto* words = may_be_words ? text_at(row, field.name + (is_code ? "_text" : "_display")) : nullptr;
    const bool valid = value != nullptr || words != nullptr;
    count.present += valid || dropped ? 1 : 0;
    if (!valid) {
        return;
    }
    ++count.valid;
    count.coded += may_be_words && value != nullptr ? 1 : 0;
    count.text_only += value == nullptr ? 1 : 0;
    switch (value == nullptr ? schema::CodeMeaning::known : meaning(field, *value)) {
        case schema::CodeMeaning::declined:
            ++count.declined;
            break;
        case schema::CodeMeaning::known:
            ++count.known;
            break;
        case schema::CodeMeaning::unknown:
            ++count.unknown;
            break;
        case schema::CodeMeaning::default_:
            ++count.fillers;
            break;
    }
}

void Completeness::add(const schema::Entity& entity, const StoredRow& row, const RowContext& context) {
    auto& [fields, groups] = counted_[*dataset_.entity_index(entity.name)];
    auto& counts =
        groups[{context.organisation, context.practice, context.month, context.sender, context.supplier}];
    counts.resize(fields.size());
    const Judged judged(entity, row);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& field = *fields[i];
        if (!expected(field, judged.tree.nodes().front())) {
            continue;
        }
        CompletenessCount value;
        const bool dropped = context.dropped != nullptr && context.dropped->contains(field.name);
        count_value(field, row, dropped, value);
        // A value proves that the field is collected, whatever was noted.
        const bool collected = value.present > 0 || context.collected == nullptr ||
                               context.collected->contains({entity.name, field.name});
        (collected ? value.expected : value.not_collected) = 1;
        counts[i] += value;
    }
}

CompletenessCount& CompletenessCount::operator+=(const CompletenessCount& other) {
    expected += other.expected;
    not_collected += other.not_collected;
    present += other.present;
    valid += other.valid;
    known += other.known;
    coded += other.coded;
    text_only += other.text_only;
    declined += other.declined;
    unknown += other.unknown;
    fillers += other.fillers;
    return *this;
}

void Completeness::visit(const Visit& visit) const {
    for (std::size_t entity = 0; entity < counted_.size(); ++entity) {
        const auto& [fields, groups] = counted_[entity];
        for (std::size_t i = 0; i < fields.size(); ++i) {
            for (const auto& [group, counts] : groups) {
                if (counts[i].expected + counts[i].not_collected > 0) {
                    const auto& [organisation, practice, month, sender, supplier] = group;
                    visit(
                        {dataset_.entities[entity].name, fields[i]->name, organisation, month, sender,
                         supplier, practice},
                        counts[i]
                    );
                }
            }
        }
    }
}

}  // namespace sluice::check
