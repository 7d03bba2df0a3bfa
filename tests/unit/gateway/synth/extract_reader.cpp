#include "tests/unit/gateway/synth/extract_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::synth::test {
namespace {

std::vector<std::vector<std::string>> parse(const std::string& text) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::size_t i = 0;
    while (i < text.size()) {
        if (text[i] != '"') {
            throw std::runtime_error("a cell is not quoted");
        }
        std::string cell;
        for (++i; text[i] != '"' || text.compare(i, 2, "\"\"") == 0; ++i) {
            cell += text[i];
            i += text[i] == '"' ? 1 : 0;
        }
        record.push_back(std::move(cell));
        ++i;
        if (text[i] == ',') {
            ++i;
            continue;
        }
        if (text.compare(i, 2, "\r\n") != 0) {
            throw std::runtime_error("a record does not end with CRLF");
        }
        i += 2;
        records.push_back(std::move(record));
        record.clear();
    }
    return records;
}

// bulk_95047_Admin_Patient_… -> Admin_Patient
std::string table_of(const std::string& file) {
    std::stringstream parts(file);
    std::string mode;
    std::string batch;
    std::string schema;
    std::string table;
    std::getline(parts, mode, '_');
    std::getline(parts, batch, '_');
    std::getline(parts, schema, '_');
    std::getline(parts, table, '_');
    return schema + "_" + table;
}

}  // namespace

const std::string& TableText::at(const std::vector<std::string>& row, std::string_view column) const {
    const auto found = std::find(header.begin(), header.end(), column);
    return row.at(static_cast<std::size_t>(found - header.begin()));
}

std::map<std::string, std::string> read_bytes(const std::string& folder) {
    std::map<std::string, std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            std::ifstream in(entry.path(), std::ios::binary);
            std::stringstream bytes;
            bytes << in.rdbuf();
            out[std::filesystem::relative(entry.path(), folder).string()] = bytes.str();
        }
    }
    return out;
}

std::map<std::string, TableText> read_extract(const std::string& folder) {
    std::map<std::string, TableText> out;
    for (const auto& [name, bytes] : read_bytes(folder)) {
        auto records = parse(bytes);
        TableText table;
        table.header = std::move(records.front());
        records.erase(records.begin());
        table.rows = std::move(records);
        out[table_of(name)] = std::move(table);
    }
    return out;
}

std::string fresh_folder(const std::string& name) {
    const std::string path = testing::TempDir() + "sluice_synth_" + name;
    std::filesystem::remove_all(path);
    return path;
}

}  // namespace sluice::synth::test
