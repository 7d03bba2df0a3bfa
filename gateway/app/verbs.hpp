// What each verb does, apart from how its options are spelt (command_line.cpp). Each answers an exit code.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/pipeline/ingest.hpp"

#include <string>
#include <vector>

namespace sluice::app {

// Options that every verb has.
struct Common {
    std::string program = "sluice";  // as it was called, for commands that are shown
    std::string data = "./sluice-data";
    std::string pack;                     // folder with schemas/ and mappings/; empty: find_pack()
    std::vector<std::string> extensions;  // folders of extension packs; none: $SLUICE_EXTENSIONS
    bool json = false;
};

struct IngestVerb {
    Common common;
    pipeline::IngestOptions options;
    std::string period;           // FROM/TO
    std::string as_of;            // date or instant
    std::string format = "text";  // of check
};
Result<int> ingest(IngestVerb verb);
Result<int> check(IngestVerb verb);

Result<int> receipts(const Common& common);
Result<int> status(const Common& common, const std::string& receipt);
struct ReportVerb {
    Common common;
    std::string receipt;
    std::string format = "html";
    std::string output;  // empty: stdout
};
Result<int> report(const ReportVerb& verb);

struct FixListVerb {
    Common common;
    std::string receipt;
    std::string format = "xlsx";
    std::string organisation;  // ODS code; empty: all
    std::string output;
};
Result<int> fix_list(const FixListVerb& verb);

struct ExportVerb {
    Common common;
    std::string entity;
    // csv, ndjson; exchange: a package with every entity; exchange-ndjson: its rows, one a line
    std::string format = "csv";
    std::string sender;  // of a package
    std::string purpose;
    std::string output;
    bool identity = false;
    bool provenance = false;
};
Result<int> export_entity(const ExportVerb& verb);
Result<int> export_exchange(const ExportVerb& verb);
Result<int> export_exchange_lines(const ExportVerb& verb);
struct ManifestVerb {
    Common common;
    std::string folder;
    std::string sender;
    std::string system;
    std::string system_version;
    std::string period;  // FROM/TO
    std::string purpose;
    std::string semantics = "increment";  // the one that takes nothing away
    std::string identifier_mode;          // empty: as the files say
    std::string pseudonym_scheme;
    std::string key_id;
    std::string submission_id;  // empty: made from the files
    std::string ndop = "no";
    std::string ndop_date;
    std::string made;  // instant with offset; empty: now
    bool nil = false;
    bool force = false;
};
Result<int> exchange_manifest(const ManifestVerb& verb);
struct TemplateVerb {
    Common common;
    std::string output;              // folder of CSV files, or a workbook
    std::vector<std::string> files;  // of the contract; none: all
    std::string format;              // csv, xlsx; empty: as the output is called
    bool identity = false;
};
Result<int> exchange_template(const TemplateVerb& verb);
// The JSON Schema of a row; an empty output is stdout.
Result<int> exchange_schema(const Common& common, const std::string& output);
struct UnpackVerb {
    Common common;
    std::string file;    // NDJSON
    std::string output;  // new folder
};
Result<int> exchange_unpack(const UnpackVerb& verb);
struct SubmissionsVerb {
    Common common;
    std::string register_file;
    std::string period;  // a month; empty: the last that was over on as_of
    std::string as_of;   // day; empty: today
    std::string format = "text";
};
Result<int> submissions(const SubmissionsVerb& verb);
struct OutcomesVerb {
    Common common;
    std::string format = "text";
    std::string purpose;
};
Result<int> outcomes(const OutcomesVerb& verb);
struct NamesVerb {
    Common common;
    std::string format = "text";
    std::string purpose;
};
Result<int> names(const NamesVerb& verb);
struct CompletenessVerb {
    Common common;
    std::string format = "csv";
    std::string purpose;
};
Result<int> completeness(const CompletenessVerb& verb);

Result<int> lineage(
    const Common& common, const std::string& entity, const std::string& id, const std::string& purpose
);
Result<int> explain(const Common& common, const std::string& rule);
// The page `rules`, `dataset`, `exchange` or `standard` of docs/, from the pack.
Result<int> docs(const Common& common, const std::string& page, const std::string& output);
struct CodesImportVerb {
    Common common;
    std::string value_set;
    std::string rf2;     // file or folder
    std::string refset;  // SNOMED CT id of the reference set
    std::string list;    // file; in place of rf2
    std::string into;    // folder of the extension pack
    std::string name;    // of a new extension; empty: the folder's
};
Result<int> codes_import(const CodesImportVerb& verb);
Result<int> codes_list(const Common& common);
struct UnmappedVerb {
    Common common;
    std::string format = "text";
    std::string purpose;
    std::string write;  // file of a ConceptMap to fill in; empty: none
    std::string map;    // which one, where several are short of something
    bool all = false;
};
Result<int> codes_unmapped(const UnmappedVerb& verb);

struct SilentVerb {
    Common common;
    std::string format = "text";
    std::string purpose;
};
Result<int> codes_silent(const SilentVerb& verb);
struct VersionsVerb {
    Common common;
    std::string format = "text";
    bool current = false;
};
Result<int> versions(const VersionsVerb& verb);

struct PackDiffVerb {
    std::string before;  // folder of a pack
    std::string after;
    std::vector<std::string> before_extensions;
    std::vector<std::string> after_extensions;
    std::string receipt;  // of a submission to derive under both; empty: none
    std::string data = "./sluice-data";
    std::size_t examples_max = 10;
    unsigned workers = 1;
    bool json = false;
};
Result<int> pack_diff(const PackDiffVerb& verb);

struct MapNewVerb {
    Common common;
    std::vector<std::string> files;
    std::string name;  // of the source
    std::string into;  // new folder
};
Result<int> map_new(const MapNewVerb& verb);
struct MapTestVerb {
    Common common;
    std::string folder;
};
Result<int> map_test(const MapTestVerb& verb);
struct MapExplainVerb {
    Common common;
    std::string file;
    std::uint64_t row = 0;
    std::vector<std::string> with;
    std::string sender;
    std::string purpose;
    bool show_values = false;
};
Result<int> map_explain(const MapExplainVerb& verb);

Result<int> fingerprint(const Common& common, const std::vector<std::string>& paths);

struct SynthVerb {
    std::string out;
    std::size_t practices = 5;
    std::size_t patients = 3000;
    std::uint64_t seed = 7;
    std::string faults = "standard";
    std::string reference;
    bool json = false;
};
Result<int> synth_emis(const SynthVerb& verb);

}  // namespace sluice::app
