// A clean extract with one thing damaged, and what came of it compared with what comes of the clean one.
#pragma once

#include "tests/support/files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::tests {

// A CSV file as its records, byte for byte without line ends; record i has the ordinal i + 1, as in receipts.
class CsvFile {
  public:
    explicit CsvFile(std::string path);

    std::vector<std::string> records;
    std::string line_end = "\r\n";
    bool ends_with_line_end = true;

    std::vector<std::string> cells(std::size_t record) const;
    std::size_t column(const std::string& name) const;
    std::string cell(std::size_t record, const std::string& column_name) const;
    void set(std::size_t record, const std::string& column_name, const std::string& value);
    void set_cells(std::size_t record, const std::vector<std::string>& values);
    // The first record with that value; 0 (the header) where there is none.
    std::size_t find(const std::string& column_name, const std::string& value) const;
    std::size_t count(const std::string& column_name, const std::string& value) const;
    std::string text() const;
    void save() const;

  private:
    std::string path_;
};

using Exports = std::map<std::string, std::map<std::string, std::string>>;  // entity -> id -> line

struct FileCounts {
    std::int64_t read = 0;
    std::int64_t accepted = 0;
    std::int64_t held = 0;
    std::int64_t rejected = 0;
    std::int64_t skipped = 0;
};

struct Outcome {
    Ran run;
    std::string receipt;
    std::string status;
    std::map<std::string, std::int64_t> issues;  // by rule
    std::map<std::string, FileCounts> files;     // by name as sent
    Exports exports;
};

// One record of the clean store and the source row that it came from.
struct Victim {
    std::string id;
    std::string person_id;
    std::size_t record = 0;  // index into CsvFile::records
};

// What the damage is expected to change; nothing else may differ from the clean extract.
struct Expect {
    int exit_code = 0;
    std::map<std::string, std::int64_t> issues = {};  // more than the clean extract has, by rule
    std::set<std::string> some = {};                  // rules that must be reported, however often
    std::set<std::string> fewer = {};       // rules that may be reported less often than for the clean one
    std::set<std::string> lost = {};        // ids of records that must be missing
    std::set<std::string> changed = {};     // ids of records that must differ
    std::set<std::string> may_change = {};  // entities whose records may differ, none be lost
    bool nothing_stored = false;            // every record is missing
};

// Made once a process.
class Clean {
  public:
    static const Clean& get();

    std::string folder() const { return folder_ / "extract/bulk"; }
    std::string extract(const std::string& stage) const { return folder_ / ("extract/" + stage); }
    const Outcome& outcome() const { return outcome_; }
    // One of several needs of its episode: no rule notices that it is missing.
    const Victim& need() const { return need_; }
    const Victim& person() const { return person_; }
    // Ids of the records of all entities whose line holds the text.
    std::set<std::string> ids_with(const std::string& text) const;

  private:
    Clean();
    std::string provenance(const std::string& entity) const;
    void choose_victims();

    TemporaryFolder folder_;
    Outcome outcome_;
    Victim need_;
    Victim person_;
};

// A copy of the clean extract and a store of its own.
class Scene {
  public:
    Scene();

    std::string in() const { return folder_ / "in"; }
    std::string data() const { return folder_ / "data"; }
    std::string other(const std::string& name) const { return folder_ / name; }
    std::string path(const std::string& table) const;  // of the table's file
    CsvFile file(const std::string& table) const { return CsvFile(path(table)); }

    // Ingests `paths` (default: the copy) and exports everything.
    Outcome ingest(const std::vector<std::string>& extra = {}, const std::vector<std::string>& paths = {})
        const;
    std::vector<std::string> arguments(
        const std::vector<std::string>& extra = {}, const std::vector<std::string>& paths = {}
    ) const;
    Exports exports() const;

  private:
    TemporaryFolder folder_;
};

// A finished run's receipt and the store after it; of a run that failed only the run.
Outcome read_outcome(const Scene& scene, Ran run);

// The clean extract as members of a zip.
std::string zip_of_clean();

// Asserts all that Expect says, and that every file's rows add up.
void expect_outcome(const Outcome& outcome, const Expect& expected);
void expect_same_exports(const Exports& actual, const Exports& expected);

struct Case {
    const char* name;
    std::function<Expect(Scene&)> damage;
};
// Each case in a scene of its own.
void run_cases(const std::vector<Case>& cases, const std::vector<std::string>& extra = {});

}  // namespace sluice::tests
