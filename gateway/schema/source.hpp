// What the files of a source system look like (schemas/README.md, "Source system", "Source table"). Parsed,
// not judged; immutable after load, shared between threads.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/text.hpp"
#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::schema {

enum class ColumnType { string, integer, number, boolean, date, time, datetime };

// An ODS code, in capitals however it was written: whose records are whose is told by it.
inline constexpr std::string_view kOrganisationShape = "organisation";
inline constexpr std::string_view kNhsNumberShape = "nhs-number";

// What a cell is made of where the file has none, or a blank one.
struct Made {
    // Columns; the first group is taken of which no cell is blank. Empty: nothing is made.
    // An NHS number that cannot be one is as good as blank.
    std::vector<std::vector<std::string>> of;
    enum class As {
        id,    // in which none of the cells can be read
        text,  // of the cells, as it is
        time,  // of day, HH:mm, where the cells say one (base/date.hpp)
    };
    As as = As::id;
    bool blanks = false;       // of an id: blank cells count as what they are
    bool system_wide = false;  // of an id: the same cells give the same one in every table of the system

    bool empty() const { return of.empty(); }
};

struct Column {
    std::string name;
    std::string title;  // as people know it; empty: the name
    ColumnType type = ColumnType::string;
    std::vector<std::string> aliases;
    std::string since;             // extract version, as text: "5.0"; empty: always
    std::string until;             // last version that has it; empty: still there
    std::string precision_column;  // for dates
    std::string time_column;       // for dates
    std::string shape;             // named check of the raw text: "snomed-id", kOrganisationShape
    std::vector<std::string> sentinels;
    std::vector<std::string> missing;  // texts that are read as a blank cell
    bool optional = false;  // a file without it says: not collected here; its absence is no finding
    // What the package, or the file as a whole, says for every row whose cell is blank or that has no such
    // column; empty: nothing.
    std::string package;
    Made made;
    std::vector<std::string> formats;  // of a date: how it may be written, beside ISO 8601
    bool fill_down = false;            // a blank cell repeats the one above it

    const std::string& label() const { return title.empty() ? name : title; }
};

struct ForeignKey {
    std::string name;
    std::vector<std::string> columns;
    std::string table;
    std::vector<std::string> target_columns;
    std::optional<Fault> required;  // raised where the link is set and nothing is found
    std::string where;
};

struct Removal {
    enum class Means { tombstone, scope_exit };
    std::string column;
    std::vector<std::string> values;
    Means means = Means::tombstone;
    bool with_all = false;        // of a person's own row: whatever hangs on the person goes, too
    std::optional<Fault> absent;  // raised where there was nothing to remove
};

struct Exclusion {
    std::string column;
    std::vector<std::string> values;
    std::string differs_from;  // a column; in place of `values`: both are filled, and they differ
    Fault fault = Fault::privacy_dummy_person;
    std::vector<std::string> purposes;  // of a submission for which it holds; empty: all
};

// Columns that stand several times in a row, each time for another entry of the same person: the second
// "Date" belongs to the second "Code Term".
struct Repeats {
    std::vector<std::string> columns;
    std::string number;  // the column that says which of the entries a row holds: 1, 2, …
    std::string group;   // the column that says before which name its headings stand; empty: none does
};

// How a row of a code dictionary, or one that holds a code itself, gives concepts.
struct ConceptSource {
    struct Code {
        std::string system;
        std::string column;
        std::string strip;  // leading characters taken off
        std::vector<std::string>
            local_namespaces;      // SNOMED namespaces whose ids are not of the national edition
        std::string term_column;   // its own words; empty: those of the row
        std::string local_start;   // what begins so is a local code, whatever column it stands in
        std::string local_system;  // the system of those
    };
    std::vector<Code> codes;
    std::string parent_column;
    std::string term_column;
    int parent_hops_max = 0;
    bool by_term = false;  // without a code, the words mean what the pack's lists call so
};

enum class Scope { person, shared };

struct SourceTable {
    std::string name;
    std::string path;
    std::vector<Column> columns;
    std::vector<std::string> primary_key;
    std::vector<ForeignKey> foreign_keys;
    bool used = true;
    Scope scope = Scope::shared;
    std::vector<std::string> person;
    bool alone = false;  // scope person: a row is about nobody, and is derived on its own
    std::string organisation;
    std::vector<std::string> mandatory;
    std::vector<std::string> mandatory_any;  // one of them must be there
    std::string order;
    std::optional<Removal> removed;
    std::vector<Exclusion> excluded;
    bool moves = false;
    // With moves: every row is of a person. One that names nobody is refused, and one that comes with another
    // person leaves nothing with the earlier one.
    bool owned = false;
    std::optional<ConceptSource> concepts;
    bool loose_headings = false;  // blanks, hyphens and underscores of a heading do not count
    std::string own_column;       // headings that begin so are the sender's own; empty: there are none
    std::vector<std::string> prefix_ends;  // of its system's reports (ReportForm)
    std::optional<Repeats> repeats;
    std::string oldest_version;  // of its system: what a file has at least that does not tell its version

    std::optional<std::size_t> column(std::string_view name) const;  // exact name
    // Makes `column` fast, for as long as no column is added.
    void index_columns();
    const ForeignKey* link(std::string_view name) const;
    // The key of a row does not say whose it is: with another person it is the same row all the same, and a
    // deletion may name the key alone.
    bool key_is_of_all() const;

    // Where a finding or a value stands: 1-based column, with as many columns more for each entry before this
    // one in the same row. 0: the whole row.
    std::uint32_t place(std::size_t column, std::size_t entry = 0) const {
        return static_cast<std::uint32_t>(entry * columns.size() + column + 1);
    }
    std::size_t column_at(std::uint32_t place) const { return (place - 1) % columns.size(); }
    // "Code Term (3)": as people find the cell. Empty for 0.
    std::string label_at(std::uint32_t place) const;
    bool repeats_column(std::string_view name) const;

  private:
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> index_;  // by name
};

// The file in which a set says what belongs to it, and of which time it is.
struct SetManifest {
    std::string table;  // of the manifest itself
    std::string file_column;
    std::string delta_column;
    std::string delta_value;
    std::string full_value;
    std::string from_column;
    std::string to_column;
    std::vector<std::string> unlisted;  // tables that come with it, though it does not name them
};

// either: a cell is in UTF-8 where it can be, else in Windows-1252, as where people save files with a
// spreadsheet.
enum class TextEncoding { utf8, windows_1252, either };

struct NamePattern {
    std::string pattern;  // ECMAScript regular expression over the base name
    std::vector<std::string> groups;
    std::string version;
    std::regex compiled;  // ignores case
};

// How the registered patients of a full extract are counted, and how far the count may be from list sizes.
struct Population {
    // Column of the persons' table, values: a row counts where every column has one of its values.
    std::vector<std::pair<std::string, std::vector<std::string>>> counts;  // empty: nothing is compared
    std::uint64_t alarm_percent = 0;  // of all practices together, up or down
    std::uint64_t stop_percent = 0;   // below it for one practice, the set waits
};

// When a full extract has far fewer rows of a table than the last one.
struct FewerRows {
    std::uint64_t percent = 0;   // below it, of the rows of the last one; 0: nothing is compared
    std::uint64_t rows_min = 0;  // that the last one had at least
};

// Files made for people to read: lines above the headings, blank lines, headings once more further down.
struct ReportForm {
    std::size_t heading_lines_max = 0;  // the headings stand within so many lines
    // What the lines above the headings say, by the words before the value: "Last run" -> run.
    std::map<std::string, std::string, std::less<>> preamble;
    // The same, of words that count where no others say it: "Relative date" -> run.
    std::map<std::string, std::string, std::less<>> otherwise;
    std::vector<std::string> cut_short;  // words by which a file says that it does not hold everything
    std::vector<NamePattern> names;      // what a file's name says; found anywhere in it
    std::vector<std::string> dates;      // how dates above the headings may be written, beside ISO 8601
    std::string delimiters;              // that a file may have
    // Where headings may begin with the name of what they belong to, a joined report or a stage: what ends
    // it.
    std::vector<std::string> prefix_ends;
    // Words, in lower case, that stand in a line of their own over the headings of what they name.
    std::vector<std::string> upper_words;
};

// Lists of objects in JSON that are rows of a table.
struct JsonForm {
    std::string table;
    std::vector<std::string> rows;  // members of a page that may hold the list
};

struct SourceSystem {
    std::string name;
    std::string title;
    char delimiter = ',';
    char quote = '"';
    TextEncoding encoding = TextEncoding::utf8;  // of a file without a byte-order mark
    std::vector<std::string>
        dates;  // patterns that dates follow besides ISO 8601; midnight is no time of day
    std::optional<ReportForm> report;
    FewerRows fewer_rows;
    std::optional<JsonForm> json;
    std::vector<NamePattern> names;
    std::vector<std::string> required;  // tables that a set must have
    std::vector<std::string> same;      // groups of the file name that the files of one set share
    std::string sequence;  // the group that numbers the sets of one agreement; empty: nothing does
    // Where two rows of one set have one key, their order says which is the later one. False: nothing does,
    // and rows that differ contradict each other.
    bool versioned = true;
    std::string manifest;  // name of the file that describes a package; empty: there is none
    std::optional<SetManifest> set_manifest;
    // What a precision column may say; nothing where the date is not known. Another text cuts nothing off.
    std::map<std::string, std::optional<DatePrecision>, std::less<>> precisions;
    std::string person_table;
    std::string organisation_table;
    std::string organisation_code;
    std::string organisation_name;
    bool of_practices = false;  // the organisations whose records it holds are GP practices
    std::string agreement_table;
    std::string agreement_organisation;
    Located agreement_disabled;  // FHIRPath over a row of agreement_table
    Population population;
    std::vector<SourceTable> tables;

    const SourceTable* table(std::string_view name) const;
    std::optional<std::size_t> table_index(std::string_view name) const;
    // Its rows are the persons themselves, or bring whom they are about.
    bool brings_person(const SourceTable& table) const {
        return person_table.empty() ? table.scope == Scope::person && !table.alone
                                    : table.name == person_table;
    }
};

// Part by part, as numbers: 5.9 is before 5.10, and 5 is 5.0.
std::strong_ordering compare_versions(std::string_view a, std::string_view b);

SourceTable read_source_table(const Document& document, Faults& faults);
// `tables` in the order of the package's resources.
SourceSystem read_source_system(const Document& package, std::vector<SourceTable> tables, Faults& faults);
// The schema files that the package names, relative to it, in order.
std::vector<std::string> resource_paths(const Document& package, Faults& faults);

}  // namespace sluice::schema
