// Groups a submission's files into sets that belong together, and tells what is wrong with a file or a set as
// a whole, before any row is read (gp-extracts R6).
#pragma once

#include "adapters/extract/outline.hpp"
#include "adapters/extract/read.hpp"
#include "adapters/extract/recognise.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/pipeline/tally.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pipeline {

// The rows below one line of headings. An ordinary file is one section.
struct Section {
    std::vector<std::string> header;
    std::uint64_t header_record = 1;  // its ordinal: other lines may stand above it
    std::uint64_t data_offset = 0;    // of the first data record
    std::uint64_t end_offset = extract::kEndOfFile;
    extract::Binding binding;
    extract::Says says;  // of a report: what the lines above the headings say
};

// A file of the submission as it lies on disk.
struct MemberFile {
    std::uint32_t index = 0;  // within the submission
    std::string name;
    std::string path;
    std::uint64_t bytes = 0;
    std::optional<extract::Recognised> recognised;
    format::Dialect dialect;
    schema::TextEncoding encoding = schema::TextEncoding::utf8;
    std::vector<Section> sections;  // of a file with a header
    bool has_cells = true;          // CSV, or like it, as far as its name and its start tell
    bool rejected = false;          // as a whole
    bool manifest = false;          // of a package: it has no rows
    bool workbook = false;          // its sheets are members; it has no rows itself
    bool sheet = false;             // of a workbook
    bool not_for_purpose = false;   // its rows are counted and not kept
    // Of the manifest of a set: tables that are read, whose files are not there.
    std::vector<std::size_t> lacking;
    // What its package, or the submission, says for every row, by what the column of the table asks for.
    std::map<std::string, std::string, std::less<>> package;
};

struct FileSet {
    const schema::SourceSystem* system = nullptr;
    std::string agreement;
    std::string supplier;  // the system of a package; empty where files have none
    std::string stamp;
    std::string
        from;  // stamp of the state that its differences start at; empty: not known, or a full extract
    bool is_bulk = false;
    bool is_delta = false;  // neither, where the names do not tell
    // Which of the sets of its agreement it is; several where runs were merged.
    std::optional<std::pair<std::uint64_t, std::uint64_t>> numbers = {};
    bool is_snapshot = false;          // what an earlier set had and this one has not, is gone
    std::uint64_t bytes = 0;           // of all its members
    std::vector<std::size_t> members;  // in the order in which their tables are read
    std::vector<std::size_t> missing;  // required tables without a file that can be used
};

// Looks at the start of the file: size, encoding, header; recognises it. Faults go to the tally.
Result<void> inspect(MemberFile& member, const Pack& pack, Tally& tally);

// Binds the columns of a recognised file and reports what differs between its header and its table. A file
// that lacks a mandatory column, or all, is rejected.
void bind_file(MemberFile& member, const map::Program& program, std::string_view purpose, Tally& tally);

// Sets in the order in which they apply (stamp, then agreement). Files of no system are in none; a file that
// only its header tells belongs to the one set of its system that the names of the others make.
std::vector<FileSet> group_sets(const std::vector<MemberFile>& members, Tally& tally);

// The mark under which the stamp of the last set of its kind is kept that was applied. The packages of two
// systems of one sender have nothing to do with each other.
std::string applied_mark(
    const std::string& purpose, std::string_view system, const std::string& agreement,
    const std::string& supplier
);

// Do both come one after the other?
bool is_of_one_agreement(const FileSet& a, const FileSet& b);

// Should all rows of its table be in the file? A manifest says so of each file.
bool is_full(const FileSet& set, const MemberFile& member);
// A person's table other than that of the persons themselves: read last in a set.
bool hangs_on_person(const schema::SourceSystem& system, const schema::SourceTable& table);

}  // namespace sluice::pipeline
