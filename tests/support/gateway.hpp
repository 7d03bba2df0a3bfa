// A data folder as the tests see it: through what the program prints and nothing else.
#pragma once

#include "gateway/format/json.hpp"

#include "tests/support/package.hpp"
#include "tests/support/program.hpp"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

inline constexpr std::array<std::string_view, 8> kEntities = {
    "person", "episode", "referral", "need", "contact", "support_offered", "assessment", "assessment_item"};
inline constexpr std::string_view kAsOf = "2026-11-01";
inline constexpr std::string_view kSender = "A81001";

using Counts = std::map<std::string, std::int64_t>;  // by entity or by rule
using Row = std::map<std::string, std::string>;      // by column
using Rows = std::map<std::string, Row>;             // by record id, which is the first column
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
FileCounts read_counts(const format::JsonValue& file);
Counts read_members(const format::JsonValue& object);
// bulk_95047_Admin_Patient_20261024043213_6D24….csv is of Admin_Patient; other names are their own.
std::string table_of(const std::string& file);

// Each throws std::runtime_error where the text is not what it should be.
format::JsonValue parse_json(std::string_view text);
const format::JsonValue& member_at(const format::JsonValue& object, std::string_view key);
std::string text_at(const format::JsonValue& object, std::string_view key);  // of a string or a number
std::int64_t integer_at(const format::JsonValue& object, std::string_view key);
Rows read_rows(std::string_view csv);

// One data folder, and the program that works on it.
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

// What `ingest --json` prints for a package in a folder or a zip. As of kAsOf, where the options do not say
// otherwise; the manifest says who sends it.
Outcome submit(const Gateway& gateway, const std::string& path, const std::vector<std::string>& options = {});
// The same, written to a folder of its own first.
Outcome submit(const Gateway& gateway, const Package& package, const std::vector<std::string>& options = {});

}  // namespace sluice::tests
