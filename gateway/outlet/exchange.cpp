#include "gateway/outlet/exchange.hpp"

#include "gateway/base/date.hpp"
#include "gateway/format/csv_writer.hpp"

#include <algorithm>

namespace sluice::outlet {
namespace {

using Row = ExchangeExport::Row;
using Part = schema::ExchangeColumn::Part;
using schema::FieldType;

// Of every row, before the columns of the contract.
constexpr std::size_t kOrganisation = 0;
constexpr std::size_t kOrganisationName = 1;
constexpr std::size_t kFirstColumn = 2;

std::string text_of(const Row& row, std::string_view column) {
    const auto found = row.find(column);
    return found == row.end() || !found->second ? std::string() : *found->second;
}

// A local time with its offset; without a time of day the date alone.
std::string timestamp(const std::string& date, const std::string& time) {
    const auto local = time.empty() ? std::nullopt : Date::parse(date + "T" + time);
    if (!local) {
        return date;
    }
    const auto exact = local->with_time(local->hour(), local->minute(), local->second());
    return exact.to_string() + std::string(uk_offset(exact));
}

std::string claim(const std::string& organisation, const std::string& id) {
    return organisation + '\x1f' + id;
}

}  // namespace

ExchangeExport::ExchangeExport(const schema::Dataset& dataset, std::string_view purpose, bool identity)
    : dataset_(dataset), purpose_(purpose) {
    for (const auto& entity : dataset.entities) {
        if (!entity.exchange.file.empty() && dataset.allows(purpose, entity)) {
            auto& table = tables_[entity.name];
            table.columns = schema::exchange_columns(dataset, entity);
            std::erase_if(table.columns, [&](const auto& column) {
                const auto zone = entity.fields[column.field].zone;
                return !dataset.allows(purpose, zone) || (zone == schema::Zone::identity && !identity);
            });
            table.used.resize(table.columns.size());
        }
    }
}

// The store's own ids are claimed, too: an id that was sent may be one of them, of a package that was written
// here before.
void ExchangeExport::note_id(const schema::Entity& entity, const Row& row) {
    auto& ids = ids_[entity.name];
    const auto own = text_of(row, entity.fields.front().name);
    Named named{text_of(row, "organisation"), text_of(row, schema::kLocalId)};
    ++ids.claims[claim(named.organisation, own)];
    if (!named.sent.empty() && named.sent != own) {
        ++ids.claims[claim(named.organisation, named.sent)];
    }
    ids.named.emplace(own, std::move(named));
}

std::string ExchangeExport::written_id(const std::string& entity, const std::string& own) const {
    const auto ids = ids_.find(entity);
    if (ids == ids_.end()) {
        return {};
    }
    const auto found = ids->second.named.find(own);
    if (found == ids->second.named.end()) {
        return {};
    }
    const auto& [organisation, sent] = found->second;
    return sent.empty() || ids->second.claims.at(claim(organisation, sent)) > 1 ? own : sent;
}

std::string ExchangeExport::value_of(
    const schema::Entity& entity, const schema::ExchangeColumn& column, const Row& row
) const {
    if (column.field == 0) {
        return written_id(entity.name, text_of(row, entity.fields.front().name));
    }
    const auto& field = entity.fields[column.field];
    if (column.part != Part::value) {
        return text_of(row, field.name + (column.part == Part::system ? "_system" : "_display"));
    }
    auto value = text_of(row, field.name);
    switch (field.type) {
        case FieldType::reference:
            // What it refers to may be held back, or not be of the contract: then there is nothing to name.
            return written_id(field.entity, value);
        case FieldType::code:
            return value.empty() ? text_of(row, field.name + "_text") : value;
        case FieldType::boolean:
            return value == "1" ? "true" : (value == "0" ? "false" : value);
        case FieldType::date:
            return field.exchange.time.empty() ? value : timestamp(value, text_of(row, field.exchange.time));
        default:
            return value;
    }
}

void ExchangeExport::add(const schema::Entity& entity, const Row& row) {
    const auto found = tables_.find(entity.name);
    if (found == tables_.end()) {
        return;
    }
    auto& table = found->second;
    std::vector<std::string> out = {text_of(row, "organisation"), text_of(row, "organisation_name")};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out.push_back(value_of(entity, table.columns[i], row));
        table.used[i] = table.used[i] || !out.back().empty();
        has_nhs_numbers_ =
            has_nhs_numbers_ ||
            (!out.back().empty() && entity.fields[table.columns[i].field].type == FieldType::nhs_number);
    }
    table.names_used = table.names_used || !out[kOrganisationName].empty();
    table.rows.push_back(std::move(out));
}

ExchangeFile ExchangeExport::write(const schema::Entity& entity, Table& table) const {
    // Ids come first among the columns, so this is by organisation and id.
    std::sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::tie(a[kOrganisation]) < std::tie(b[kOrganisation]) ||
               (a[kOrganisation] == b[kOrganisation] &&
                std::lexicographical_compare(
                    a.begin() + kFirstColumn, a.end(), b.begin() + kFirstColumn, b.end()
                ));
    });
    std::vector<std::pair<std::size_t, std::string>> columns = {
        {kOrganisation, std::string(schema::kOrganisationColumn)}};
    if (entity.name == dataset_.person && table.names_used) {
        columns.emplace_back(kOrganisationName, std::string(schema::kOrganisationNameColumn));
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.used[i] || table.columns[i].mandatory) {
            columns.emplace_back(kFirstColumn + i, table.columns[i].name);
        }
    }
    format::CsvWriter csv({{}, format::CsvQuoting::when_needed, format::CsvLineEnd::lf});
    for (const auto& [at, name] : columns) {
        csv.cell(name);
    }
    csv.end_record();
    for (const auto& row : table.rows) {
        for (const auto& [at, name] : columns) {
            csv.cell(row[at]);
        }
        csv.end_record();
    }
    return {entity.exchange.file + ".csv", csv.take(), table.rows.size()};
}

std::vector<ExchangeFile> ExchangeExport::finish() {
    std::vector<ExchangeFile> files;
    for (const auto& entity : dataset_.entities) {
        const auto found = tables_.find(entity.name);
        if (found != tables_.end() && (!found->second.rows.empty() || collected_.contains(entity.name))) {
            files.push_back(write(entity, found->second));
        }
    }
    return files;
}

}  // namespace sluice::outlet
