// A synthetic extract, and a data folder that has taken it in.
#pragma once

#include "tests/support/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

namespace sluice::e2e {

using tests::Command;
using tests::Counts;
using tests::Exports;
using tests::FileCounts;
using tests::Gateway;
using tests::integer_at;
using tests::kAsOf;
using tests::kEntities;
using tests::kSender;
using tests::names_in;
using tests::Outcome;
using tests::parse_json;
using tests::Ran;
using tests::read_outcome;
using tests::read_rows;
using tests::read_text;
using tests::Row;
using tests::Rows;
using tests::run_sluice;
using tests::submit;
using tests::TemporaryFolder;
using tests::text_at;
using tests::write_text;

using SourceRows = std::map<std::int64_t, Row>;  // by record number of the file, the header being 1

// What truth.json says of one stage.
struct Truth {
    Counts expected;
    Counts issues;
    std::map<std::string, FileCounts> files;
};

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
