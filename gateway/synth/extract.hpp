// The files of one extract on disk: 21 tables, every cell quoted, CRLF, header first; names in the grammar of
// version 8, `<mode>_<batch>_<Schema>_<Table>_<stamp>_<agreement>.csv`. Rows stream through small buffers.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/synth/rows.hpp"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

namespace sluice::synth {

struct ExtractName {
    std::string folder;     // made where it is missing
    std::string mode;       // bulk or delta
    std::string batch;      // digits; also every row's ProcessingId
    std::string stamp;      // yyyyMMddHHmmss
    std::string agreement;  // GUID without braces
};

// One thread. Nothing is complete before finish() has succeeded.
class Extract {
  public:
    // `drifted`: a table whose file gets two columns swapped and one that nobody knows (rules FIL-005,
    // FIL-008).
    static Result<Extract> create(const ExtractName& name, const Table* drifted = nullptr);

    void write(const Row& row);
    // Last record of a table: its last cell is never closed (rule CSV-002).
    void write_unterminated(const Row& row);
    Result<void> finish();

  private:
    struct File {
        std::ofstream out;
        std::string buffer;
        std::string path;
        bool drifted = false;
    };
    explicit Extract(std::string batch) : batch_(std::move(batch)) {}
    void put(File& file, const std::vector<std::string_view>& cells);
    void flush(File& file);
    void header(Table table);

    std::string batch_;
    std::array<File, kTableCount> files_;
    std::vector<std::string_view> line_;
};

}  // namespace sluice::synth
