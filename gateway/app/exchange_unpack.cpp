// `sluice exchange unpack`: rows with one JSON object a line to the CSV files of a package.
#include "adapters/exchange/lines.hpp"
#include "adapters/extract/header.hpp"
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/exchange_columns.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/env/lines.hpp"
#include "gateway/format/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace sluice::app {
namespace {

using TakeRow = std::function<Result<void>(const exchange::LineRow& row, std::uint64_t line)>;

Result<void> each_row(const std::string& path, const TakeRow& take) {
    return env::each_line(path, [&](std::string_view line, std::uint64_t number) -> Result<bool> {
        if (trim(line).empty()) {
            return true;
        }
        const auto row = exchange::read_line(line);
        if (!row) {
            return Error(ErrorCode::usage, fmt::format("line {}, {}", number, row.error().text()));
        }
        SLUICE_TRY(take(*row, number));
        return true;
    });
}

// One CSV file of the package: its columns, those of the contract in its order, then the sender's own. Names
// are compared as headings are when the package is read.
struct Table {
    std::vector<std::string> contract;          // in the order of a package that is exported
    std::vector<std::string> always;            // mandatory: there even without a value
    std::vector<std::string> columns;           // as met; in their order once arrange() was called
    std::map<std::string, std::size_t> places;  // heading -> column
    std::uint64_t rows = 0;
    std::optional<env::DurableFile> file;

    Result<void> meet(const exchange::LineRow& row, std::uint64_t line) {
        ++rows;
        for (const auto& [column, value] : row.cells) {
            if (places.try_emplace(heading(column), columns.size()).second) {
                columns.push_back(column);
            }
        }
        return columns.size() <= Limits{}.columns_max
                   ? Result<void>()
                   : Error(
                         ErrorCode::usage, fmt::format(
                                               "line {}: the rows of {} have more than {} columns together",
                                               line, row.file, Limits{}.columns_max
                                           )
                     );
    }
    void arrange() {
        std::map<std::string, std::size_t> arranged;
        std::vector<std::string> out;
        const auto take = [&](const std::string& column) {
            if (arranged.try_emplace(heading(column), out.size()).second) {
                out.push_back(column);
            }
        };
        for (const auto& column : contract) {
            const bool must = std::find(always.begin(), always.end(), column) != always.end();
            if (must || places.contains(heading(column))) {
                take(column);
            }
        }
        std::for_each(columns.begin(), columns.end(), take);
        columns = std::move(out);
        places = std::move(arranged);
    }
    // Nothing where one row fills a column twice.
    std::optional<std::vector<std::string>> cells_of(const exchange::LineRow& row) const {
        std::vector<std::string> cells(columns.size());
        std::set<std::size_t> filled;
        for (const auto& [column, value] : row.cells) {
            const auto place = places.at(heading(column));
            if (!filled.insert(place).second) {
                return std::nullopt;
            }
            cells[place] = value;
        }
        return cells;
    }

    static std::string heading(const std::string& column) { return extract::heading(column, true); }
};

using Tables = std::map<std::string, Table, std::less<>>;

Tables tables_of(const schema::Documents& documents) {
    Tables out;
    for (const auto& entity : documents.dataset.entities) {
        if (entity.exchange.file.empty()) {
            continue;
        }
        auto& table = out[entity.exchange.file];
        table.contract = {
            std::string(schema::kOrganisationColumn), std::string(schema::kOrganisationNameColumn)};
        for (const auto& column : contract_columns(documents, entity)) {
            table.contract.push_back(column.name);
            if (column.must == ContractColumn::Must::yes) {
                table.always.push_back(column.name);
            }
        }
    }
    return out;
}

// Nothing is written before every line was understood.
Result<void> meet_rows(const std::string& path, Tables& tables) {
    SLUICE_TRY(each_row(path, [&](const auto& row, std::uint64_t line) -> Result<void> {
        const auto table = tables.find(row.file);
        if (table == tables.end()) {
            return Error(
                ErrorCode::usage,
                fmt::format("line {}: \"file\" names a file that the contract does not have", line)
            );
        }
        SLUICE_TRY(table->second.meet(row, line));
        return table->second.cells_of(row)
                   ? Result<void>()
                   : Error(ErrorCode::usage, fmt::format("line {}: a column is there twice", line));
    }));
    std::erase_if(tables, [](const auto& table) { return table.second.rows == 0; });
    for (auto& [name, table] : tables) {
        table.arrange();
    }
    return tables.empty() ? Result<void>(Error(ErrorCode::usage, "there is no row in " + printable(path)))
                          : Result<void>();
}

Result<void> write_row(Table& table, const std::vector<std::string>& cells) {
    format::CsvWriter csv({{}, format::CsvQuoting::when_needed, format::CsvLineEnd::lf});
    for (const auto& cell : cells) {
        csv.cell(cell);
    }
    csv.end_record();
    return table.file->write(csv.text());
}

Result<void> write_files(const std::string& path, const std::string& folder, Tables& tables) {
    for (auto& [name, table] : tables) {
        SLUICE_ASSIGN(auto file, env::DurableFile::create(folder));
        table.file.emplace(std::move(file));
        SLUICE_TRY(write_row(table, table.columns));
    }
    SLUICE_TRY(each_row(path, [&](const auto& row, std::uint64_t) -> Result<void> {
        auto& table = tables.at(row.file);
        return write_row(table, *table.cells_of(row));
    }));
    for (auto& [name, table] : tables) {
        SLUICE_TRY(table.file->commit(name + ".csv"));
    }
    return {};
}

}  // namespace

Result<int> exchange_unpack(const UnpackVerb& verb) {
    SLUICE_ASSIGN(const auto pack, find_pack(verb.common.pack));
    SLUICE_ASSIGN(
        const auto documents, schema::load_documents(pack, find_extensions(verb.common.extensions))
    );
    std::error_code code;
    if (std::filesystem::exists(verb.output, code) && !std::filesystem::is_empty(verb.output, code)) {
        return Error(
            ErrorCode::usage, printable(verb.output) + " is there already and not empty; name a new folder"
        );
    }
    auto tables = tables_of(documents);
    SLUICE_TRY(meet_rows(verb.file, tables));
    SLUICE_TRY(env::create_directories_synced(verb.output));
    SLUICE_TRY(write_files(verb.file, verb.output, tables));
    std::string text;
    for (const auto& [name, table] : tables) {
        text += fmt::format("{:>10}  {}.csv\n", table.rows, name);
    }
    SLUICE_TRY(write_output("", text));
    return kExitAccepted;
}

}  // namespace sluice::app
