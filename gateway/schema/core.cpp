#include "gateway/schema/core.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/csv_reader.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

const std::vector<std::string> kHeader = {"number", "group", "name", "need", "fields", "otherwise"};
enum Cell { number, group, name, need, fields, otherwise };

CoreField read_line(
    const std::vector<std::string>& row, const std::string& line, const Dataset& dataset, Faults& faults
) {
    CoreField core{row[number], row[group], row[name], row[need], {}, row[otherwise]};
    for (const auto path : split(row[fields], ' ')) {
        if (path.empty()) {
            continue;
        }
        const auto dot = std::min(path.find('.'), path.size() - 1);
        if (dataset.field(path.substr(0, dot), path.substr(dot + 1)) == nullptr) {
            faults.add(line, "'" + std::string(path) + "' is no field of the dataset");
        }
        if (std::find(core.fields.begin(), core.fields.end(), path) != core.fields.end()) {
            faults.add(line, "'" + std::string(path) + "' stands twice");
        }
        core.fields.emplace_back(path);
    }
    if (core.fields.empty() == core.otherwise.empty()) {
        faults.add(line, "either fields hold it, or `otherwise` says what does");
    }
    return core;
}

}  // namespace

std::vector<CoreField> read_core(
    const std::string& where, std::string_view csv, const Dataset& dataset, Faults& faults
) {
    std::vector<CoreField> core;
    const auto rows = format::parse_all(csv);
    if (!rows) {
        faults.add(where, rows.error().text());
        return core;
    }
    if (rows->empty() || rows->front() != kHeader) {
        faults.add(where + ":1", "the header is not that of the table of core fields");
        return core;
    }
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        const std::string line = where + ":" + std::to_string(i + 1);
        if (row.size() != kHeader.size() || row[name].empty()) {
            faults.add(line, "six cells are expected, with a name");
        } else if (row[number] != std::to_string(i)) {
            faults.add(line, "the numbers count from 1 without a gap");
        } else {
            core.push_back(read_line(row, line, dataset, faults));
        }
    }
    return core;
}

}  // namespace sluice::schema
