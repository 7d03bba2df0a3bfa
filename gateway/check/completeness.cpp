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

bool is_counted(const schema::Field& field) {
    return field.weight > 0 && field.zone != schema::Zone::identity;
}

}  // namespace

Completeness::Completeness(const schema::Documents& documents, const terminology::Terminology& terms)
    : terms_(terms) {
    for (const auto& entity : documents.dataset.entities) {
        for (const auto& field : entity.fields) {
            if (field.condition.empty() || !is_counted(field)) {
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
    const std::string_view list = field.type == schema::FieldType::code       ? std::string_view(field.codes)
                                  : field.type == schema::FieldType::ods_code ? "ods-default-codes"
                                                                              : std::string_view();
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
            [[fallthrough]];
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
    auto& [of, counts] =
        groups_[{entity.name, context.organisation, context.month, context.sender, context.supplier}];
    of = &entity;
    counts.resize(entity.fields.size());
    const Judged judged(entity, row);
    for (std::size_t i = 0; i < entity.fields.size(); ++i) {
        const auto& field = entity.fields[i];
        if (!is_counted(field) || !expected(field, judged.tree.nodes().front())) {
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

std::map<CompletenessKey, CompletenessCount> Completeness::counts() const {
    std::map<CompletenessKey, CompletenessCount> out;
    for (const auto& [group, counted] : groups_) {
        const auto& [entity, counts] = counted;
        const auto& [name, organisation, month, sender, supplier] = group;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i].expected + counts[i].not_collected > 0) {
                out[{name, entity->fields[i].name, organisation, month, sender, supplier}] = counts[i];
            }
        }
    }
    return out;
}

}  // namespace sluice::check
