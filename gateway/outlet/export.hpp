// The dataset's tables as files: CSV (RFC 4180) for people, NDJSON (one JSON object a line) for programs.
// Values come out exactly as they are stored. Both writers are fed row by row and emptied with take() as
// often as the caller likes, so that an export never has to fit in memory. One thread each.
#pragma once

#include "gateway/format/csv_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::outlet {

enum class ColumnType : std::uint8_t { text, number, boolean };

struct ExportColumn {
    std::string name;
    ColumnType type = ColumnType::text;
};

using ExportRow = std::vector<std::optional<std::string>>;

class CsvExport {
  public:
    explicit CsvExport(std::vector<ExportColumn> columns);  // writes the header
    // REQUIRES: as many values as columns. No value gives an empty cell.
    void row(const ExportRow& values);
    std::string take() { return csv_.take(); }

  private:
    std::vector<ExportColumn> columns_;
    format::CsvWriter csv_;
};

class NdjsonExport {
  public:
    explicit NdjsonExport(std::vector<ExportColumn> columns) : columns_(std::move(columns)) {}
    // REQUIRES: as many values as columns. No value gives null, so that every line has the same keys. Numbers
    // keep the digits of the source; one that JSON cannot write (RFC 8259, 6) is given as text, never
    // altered.
    void row(const ExportRow& values);
    std::string take() { return std::exchange(out_, {}); }

  private:
    std::vector<ExportColumn> columns_;
    std::string out_;
};

}  // namespace sluice::outlet
