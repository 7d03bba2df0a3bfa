#include "gateway/record/record.hpp"

#include "gateway/base/assert.hpp"

namespace sluice::record {

const Cell& Record::cell(std::string_view field) const {
    static const Cell kAbsent;
    const auto index = entity->field(field);
    return index && *index < cells.size() ? cells[*index] : kAbsent;
}

std::optional<Date> Record::date(std::string_view field) const {
    return Date::parse(text(field));
}

void Record::set(std::string_view field, std::string text) {
    const auto index = entity->field(field);
    SLUICE_ASSERT(index.has_value());
    cells[*index] = Cell{!text.empty(), std::move(text), {}, {}};
    lineage.push_back({static_cast<FieldIndex>(*index), rows.empty() ? Origin{} : rows.front(), 0, kEngine});
}

Record* PersonRecords::find(std::string_view entity) {
    for (auto& record : records) {
        if (record.entity->name == entity) {
            return &record;
        }
    }
    return nullptr;
}

}  // namespace sluice::record
