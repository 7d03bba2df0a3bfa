// What the files of a source system look like (schemas/README.md, "Source system", "Source table"). Parsed,
// not judged; immutable after load, shared between threads.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"

#include <compare>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

enum class ColumnType { string, integer, number, boolean, date, time, datetime };

// An ODS code, in capitals however it was written: whose records are whose is told by it.
inline constexpr std::string_view kOrganisationShape = "organisation";

struct Column {
    std::string name;
    ColumnType type = ColumnType::string;
    std::vector<std::string> aliases;
    std::string since;             // extract version, as text: "5.0"; empty: always
    std::string until;             // last version that has it; empty: still there
    std::string precision_column;  // for dates
    std::string time_column;       // for dates
    std::string shape;             // named check of the raw text: "snomed-id", kOrganisationShape
    std::vector<std::string> sentinels;
    bool optional = false;  // a file without it says: not collected here; its absence is no finding
    // What the package says for every row whose cell is blank or that has no such column; empty: nothing.
    std::string package;
    std::vector<std::string> made_of;  // of an id: the columns that it is made of where the cell is blank
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
    Fault fault = Fault::privacy_dummy_person;
    std::vector<std::string> purposes;  // of a submission for which it holds; empty: all
};

// How a row of a code dictionary gives concepts.
struct ConceptSource {
    struct Code {
        std::string system;
        std::string column;
        std::string strip;  // leading characters taken off
        std::vector<std::string>
            local_namespaces;  // SNOMED namespaces whose ids are not of the national edition
    };
    std::vector<Code> codes;
    std::string parent_column;
    std::string term_column;
    int parent_hops_max = 0;
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
    std::string oldest_version;   // of its system: what a file has at least that does not tell its version

    std::optional<std::size_t> column(std::string_view name) const;  // exact name
    const ForeignKey* link(std::string_view name) const;
};

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

struct SourceSystem {
    std::string name;
    std::string title;
    char delimiter = ',';
    char quote = '"';
    std::vector<NamePattern> names;
    std::vector<std::string> required;  // tables that a set must have
    std::vector<std::string> same;      // groups of the file name that the files of one set share
    std::string sequence;  // the group that numbers the sets of one agreement; empty: nothing does
    // Where two rows of one set have one key, their order says which is the later one. False: nothing does,
    // and rows that differ contradict each other.
    bool versioned = true;
    std::string manifest;  // name of the file that describes a package; empty: there is none
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
};

// Part by part, as numbers: 5.9 is before 5.10, and 5 is 5.0.
std::strong_ordering compare_versions(std::string_view a, std::string_view b);

SourceTable read_source_table(const Document& document, Faults& faults);
// `tables` in the order of the package's resources.
SourceSystem read_source_system(const Document& package, std::vector<SourceTable> tables, Faults& faults);
// The schema files that the package names, relative to it, in order.
std::vector<std::string> resource_paths(const Document& package, Faults& faults);

}  // namespace sluice::schema
