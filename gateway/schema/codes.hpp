// Code lists, value sets and maps as documents: FHIR R4 CodeSystem, ValueSet and ConceptMap, and the plain
// list that a user fills. Only what the pack uses of the three resources is read.
#pragma once

#include "gateway/schema/document.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

// What a code says about the knowledge of a value (schemas/README.md, "Code list").
enum class CodeMeaning { known, declined, unknown, default_ };

struct Code {
    std::string code;
    std::string display;
    CodeMeaning meaning = CodeMeaning::known;
    std::vector<std::string> aliases = {};  // other spellings that senders use
};

struct CodeSystem {
    std::string id;
    std::string url;
    std::string version;
    std::vector<Code> codes;  // none where the content is not-present: the loader makes them
};

struct SystemCode {
    std::string system;
    std::string code;
    std::string display;
    bool deprecated = false;  // still taken, with a remark (FHIR extension valueset-deprecated)
};

struct ValueSet {
    std::string id;
    std::vector<SystemCode> members;
};

struct ConceptMap {
    struct Entry {
        std::string system;
        std::string code;
        std::string target;
    };
    std::string id;
    std::vector<Entry> entries;
    std::string target = {};  // url of the CodeSystem that the first group maps to; may be empty
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

}  // namespace sluice::schema
