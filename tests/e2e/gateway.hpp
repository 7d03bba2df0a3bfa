// An extract and a data folder as the tests see them: through what the binary prints and nothing else.
#pragma once

#include "gateway/format/json.hpp"

#include "tests/support/files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::e2e {

using tests::Command;
using tests::names_in;
using tests::Ran;
using tests::read_text;
using tests::run_sluice;
using tests::TemporaryFolder;
using tests::write_text;

inline constexpr std::array<std::string_view, 8> kEntities = {
    "person", "episode", "referral", "need", "contact", "support_offered", "assessment", "assessment_item"};
inline constexpr std::string_view kAsOf = "2026-11-01";
inline constexpr std::string_view kSender = "A81001";

using Counts = std::map<std::string, std::int64_t>;  // by entity or by rule
using Row = std::map<std::string, std::string>;      // by column
using Rows = std::map<std::string, Row>;             // by record id, which is the first column
using SourceRows = std::map<std::int64_t, Row>;      // by record number of the file, the header being 1
using Exports = std::map<std::string, std::string>;  // by entity, the CSV

// Rows of one file by verdict.
struct FileCounts {
    std::int64_t read = 0, accepted = 0, held = 0, rejected = 0, skipped = 0;
    bool operator==(const FileCounts&) const = default;
};
std::ostream& operator<<(std::ostream& out, const FileCounts& counts);

// What `ingest --json` prints.
struct Outcome {
    std::string receipt;
    std::string status;
    std::map<std::string, FileCounts> files;  // by table
    std::map<std::string, Counts> entities;   // by entity: accepted, held, rejected, released
    Counts issues;
};
Outcome read_outcome(std::string_view json);

// What truth.json says of one stage.
struct Truth {
    Counts expected;
    Counts issues;
    std::map<std::string, FileCounts> files;
};

// Each throws std::runtime_error where the text is not what it should be.
format::JsonValue parse_json(std::string_view text);
std::string text_at(const format::JsonValue& object, std::string_view key);  // of a string or a number
std::int64_t integer_at(const format::JsonValue& object, std::string_view key);
Rows read_rows(std::string_view csv);
SourceRows read_source(const std::string& path);

// A synthetic extract in a folder of its own.
class Extract {
  public:
    struct Size {
        int practices = 2;
        int patients = 200;
        int seed = 11;
        std::string faults = "standard";
    };
    explicit Extract(const Size& size);

    std::string path() const { return folder_.path(); }
    std::string bulk() const { return folder_ / "x/bulk"; }
    std::string delta() const { return folder_ / "x/delta"; }
    std::string final_state() const { return folder_ / "x/final"; }
    Truth truth_of(std::string_view stage) const;  // bulk, delta or final (which has `expected` alone)
    // The only file of that table in the folder.
    static std::string file_of(const std::string& folder, std::string_view table);

  private:
    TemporaryFolder folder_;
};

// With every planted story, and as small as these allow. Made once in a process.
const Extract& small_extract();

// One data folder.
class Gateway {
  public:
    explicit Gateway(std::string data) : data_(std::move(data)) {}

    const std::string& data() const { return data_; }
    // --data is added.
    Ran run(std::vector<std::string> args) const;
    std::vector<std::string> ingest_args(
        const std::string& path, const std::vector<std::string>& options = {}
    ) const;
    // With --json, as of kAsOf, from kSender.
    Ran ingest(const std::string& path, const std::vector<std::string>& options = {}) const;
    std::string export_csv(std::string_view entity, const std::vector<std::string>& options = {}) const;
    Exports exports() const;
    Rows rows(std::string_view entity, const std::vector<std::string>& options = {}) const;
    format::JsonValue json(std::vector<std::string> args) const;  // --json is added
    // The entry of one field, or null.
    format::JsonValue lineage(std::string_view entity, const std::string& id, std::string_view field) const;

  private:
    std::string data_;
};

// The small extract, ingested: after the bulk, and after bulk and delta. Made once in a process; not to be
// changed.
struct Ingested {
    TemporaryFolder folder;
    Gateway bulk{folder / "bulk"};
    Gateway delta{folder / "delta"};
    Outcome bulk_outcome;
    Outcome delta_outcome;
    Ingested();
};
const Ingested& ingested();

}  // namespace sluice::e2e
