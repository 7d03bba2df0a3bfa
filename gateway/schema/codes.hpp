// Code lists, value sets and maps as documents: FHIR R4 CodeSystem, ValueSet and ConceptMap, and the plain
// list that a user fills. Only what the pack uses of the three resources is read.
#pragma once

#include "gateway/schema/document.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

// What a code says about the knowledge of a value (schemas/README.md, "Code list").
enum class CodeMeaning { known, declined, unknown, default_ };

// Of the outcome of a contact: did it take place, was it missed, or does the code say neither?
enum class Attendance { neither, attended, missed };

struct Code {
    std::string code;
    std::string display;
    CodeMeaning meaning = CodeMeaning::known;
    // The days on which the owner of the list took it up and took it out of use: YYYY-MM-DD; empty: not known
    // to have been. The code is in use on `until`.
    std::string since = {};
    std::string until = {};
    std::vector<std::string> aliases = {};  // other spellings that senders use
    Attendance attendance = Attendance::neither;
};

// Where a list comes from, for people who must judge it.
struct Origin {
    std::string title;
    std::string version;
    std::string date;
    std::string source;                   // publisher or copyright of the document
    std::vector<std::string> extensions;  // that hold it or add to it, in their order
};

struct CodeSystem {
    std::string id;
    std::string url;
    std::string version;
    std::vector<Code> codes;  // none where the content is not-present: the loader makes them
    Origin origin = {};
    bool retired = false;      // superseded as a whole; kept so that older data can be read
    std::string element = {};  // of the NHS Data Dictionary whose codes these are; empty: a list of its own
};

// https://hl7.org/fhir/R4/extension-valueset-deprecated.html
inline constexpr std::string_view kDeprecatedExtension =
    "http://hl7.org/fhir/StructureDefinition/valueset-deprecated";

struct SystemCode {
    std::string system;
    std::string code;
    std::string display;
    bool deprecated = false;  // still taken, with a remark (FHIR extension valueset-deprecated)
    bool standin = false;     // of a list that stands in for a national reference set
};

struct ValueSet {
    std::string id;
    std::vector<SystemCode> members;
    Origin origin = {};
    std::string standin_for = {};  // the national reference set that this neutral list stands in for
    std::string counts = {};       // what reports count by it; empty: nothing that a report must explain
    std::vector<std::string> refsets = {};  // reference sets that were loaded into it

    // Is it still the shipped list that counts?
    bool is_standin() const;
    // Was the reference set that it stood in for loaded?
    bool is_loaded() const { return !standin_for.empty() && !is_standin(); }
    // Once the reference set is loaded, the list that stood in for it no longer says what is a member of it.
    bool speaks_for(const SystemCode& member) const { return !member.standin || is_standin(); }
};

struct ConceptMap {
    struct Entry {
        std::string system;
        std::string code;
        std::string target;
        std::string target_system = {};  // url of its CodeSystem; empty where the map does not say
        std::string where = {};          // file and place
    };
    std::string id;
    std::vector<Entry> entries;
    std::string target = {};  // url of the CodeSystem that the first group maps to; may be empty
    Origin origin = {};
};

// A line of local-codes.csv.
struct LocalCode {
    std::string list;
    SystemCode code;
    std::string maps_to;  // may be empty
    std::string where;    // file and record
};

CodeSystem read_code_system(const Document& document, Faults& faults);
ValueSet read_value_set(const Document& document, Faults& faults);
ConceptMap read_concept_map(const Document& document, Faults& faults);
// `path` is for the faults' positions; header list,system,code,display,maps_to.
std::vector<LocalCode> read_local_codes(const std::string& path, std::string_view csv, Faults& faults);

// The CodeSystem, ValueSet or ConceptMap of that id; null where there is none.
template <class T>
T* find_id(std::vector<T>& lists, std::string_view id) {
    const auto found = std::find_if(lists.begin(), lists.end(), [&](const T& list) { return list.id == id; });
    return found == lists.end() ? nullptr : &*found;
}

}  // namespace sluice::schema
