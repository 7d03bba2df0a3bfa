// The files of one extract on disk: 21 tables, every cell quoted, CRLF, header first; names in the grammar of
// version 8, `<mode>_<batch>_<Schema>_<Table>_<stamp>_<agreement>.csv`. Rows stream through small buffers.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/synth/rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::synth {

struct ExtractName {
    std::string folder;     // made where it is missing; must be empty
    std::string mode;       // bulk or delta
    std::string batch;      // digits; also every row's ProcessingId
    std::string stamp;      // yyyyMMddHHmmss
    std::string agreement;  // GUID without braces
};

// One thread. No file has its name before finish() has succeeded.
class Extract {
  public:
    // `drifted`: a table whose file gets two columns swapped and one that nobody knows (FIL-005, FIL-008).
    static Result<Extract> create(const ExtractName& name, std::optional<Table> drifted);

    Result<void> write(const Row& row);
    // Last record of a table: its last cell is never closed (rule CSV-002).
    Result<void> write_unterminated(const Row& row);
    Result<void> finish();

  private:
    struct File {
        env::DurableFile out;
        std::string name;
        bool drifted = false;
        format::CsvWriter csv{{.dialect = {}, .quoting = format::CsvQuoting::always}};
    };
    explicit Extract(std::string batch) : batch_(std::move(batch)) {}
    static void put_header(File& file, Table table);

    std::string batch_;
    std::vector<File> files_;  // by Table
};

}  // namespace sluice::synth
