#include "tests/support/clinic.hpp"

namespace sluice::tests {
namespace {

constexpr const char* kPackage = R"({ "name": "clinic", "sluice": {
    "dialect": { "delimiter": ",", "quoteChar": "\"" },
    "names": [
      { "pattern": "^(bulk|delta)_([A-Za-z]+)_([A-Za-z]+)_(\\d{14})_([a-z]+)\\.csv$",
        "groups": ["mode", "schema", "table", "stamp", "agreement"], "version": "8" } ],
    "set": { "required": ["Person", "Code"], "same": ["agreement", "stamp"] },
    "oldest_version": "5.0",
    "precisions": { "U": "unknown", "Y": "year", "YM": "month", "YMD": "day", "YMDT": "time" },
    "person": "Person",
    "organisation": { "table": "Practice", "code": "Ods", "name": "Name" } },
  "resources": [] })";

constexpr const char* kPractice = R"({ "name": "Practice", "fields": [
    { "name": "Org", "type": "string" }, { "name": "Ods", "type": "string" },
    { "name": "Name", "type": "string" } ],
  "primaryKey": ["Org"], "sluice": { "scope": "shared", "mandatory": ["Org"] } })";

constexpr const char* kClerk = R"({ "name": "Clerk", "fields": [
    { "name": "Clerk", "type": "string" }, { "name": "Role", "type": "string" },
    { "name": "Org", "type": "string" } ],
  "primaryKey": ["Clerk"],
  "foreignKeys": [
    { "name": "practice", "fields": ["Org"], "reference": { "resource": "Practice", "fields": ["Org"] } } ],
  "sluice": { "scope": "shared", "mandatory": ["Clerk"] } })";

constexpr const char* kCode = R"({ "name": "Code", "fields": [
    { "name": "Code", "type": "string" }, { "name": "Parent", "type": "string" },
    { "name": "Term", "type": "string" },
    { "name": "National", "type": "string", "sluice": { "shape": "snomed-id" } },
    { "name": "Local", "type": "string" } ],
  "primaryKey": ["Code", "Parent"],
  "foreignKeys": [
    { "name": "parent", "fields": ["Parent"], "reference": { "resource": "Code", "fields": ["Code"] } } ],
  "sluice": { "scope": "shared", "mandatory": ["Code"],
    "concept": { "codes": [
        { "system": "http://snomed.info/sct", "column": "National", "local_namespaces": ["1000006"] },
        { "system": "urn:sluice:emis-local", "column": "Local", "strip": "^" } ],
      "parent": "Parent", "parent_hops_max": 12, "term": "Term" } } })";

constexpr const char* kPerson = R"({ "name": "Person", "fields": [
    { "name": "Org", "type": "string" }, { "name": "Person", "type": "string" },
    { "name": "Born", "type": "date", "sluice": { "sentinels": ["1899-12-31"] } },
    { "name": "Sex", "type": "string" }, { "name": "NhsNumber", "type": "string" },
    { "name": "Surname", "type": "string", "sluice": { "aliases": ["FamilyName"] } },
    { "name": "Postcode", "type": "string" }, { "name": "Dummy", "type": "boolean" },
    { "name": "Gone", "type": "boolean" }, { "name": "Seq", "type": "integer" } ],
  "primaryKey": ["Org", "Person"],
  "foreignKeys": [
    { "name": "practice", "fields": ["Org"], "reference": { "resource": "Practice", "fields": ["Org"] } } ],
  "sluice": { "scope": "person", "person": ["Org", "Person"], "organisation": "Org",
    "mandatory": ["Org", "Person"], "order": "Seq",
    "removed": { "column": "Gone", "values": ["true"], "means": "scope-exit" },
    "excluded": [ { "column": "Dummy", "values": ["true"], "fault": "privacy/dummy-person" } ] } })";

constexpr const char* kEntry = R"({ "name": "Entry", "fields": [
    { "name": "Org", "type": "string" }, { "name": "Person", "type": "string" },
    { "name": "Entry", "type": "string" },
    { "name": "Day", "type": "date",
      "sluice": { "precision": "Precision", "time": "Time", "sentinels": ["1899-12-31"] } },
    { "name": "Precision", "type": "string" }, { "name": "Time", "type": "time" },
    { "name": "Entered", "type": "date" }, { "name": "Code", "type": "string" },
    { "name": "Clerk", "type": "string" }, { "name": "Parent", "type": "string" },
    { "name": "Score", "type": "number" }, { "name": "Minutes", "type": "integer" },
    { "name": "Flag", "type": "boolean" }, { "name": "Text", "type": "string" },
    { "name": "Deleted", "type": "boolean" }, { "name": "Secret", "type": "boolean" },
    { "name": "Added", "type": "string", "sluice": { "since": "8.2" } },
    { "name": "Dropped", "type": "string", "sluice": { "until": "5.2" } },
    { "name": "Seq", "type": "integer" } ],
  "primaryKey": ["Org", "Person", "Entry"],
  "foreignKeys": [
    { "name": "patient", "fields": ["Org", "Person"],
      "reference": { "resource": "Person", "fields": ["Org", "Person"] }, "required": "link/unknown-person" },
    { "name": "code", "fields": ["Code"], "reference": { "resource": "Code", "fields": ["Code"] },
      "required": "link/unknown-code" },
    { "name": "clerk", "fields": ["Clerk"], "reference": { "resource": "Clerk", "fields": ["Clerk"] } },
    { "name": "parent", "fields": ["Parent"], "reference": { "resource": "Entry", "fields": ["Entry"] } },
    { "name": "details", "fields": ["Entry"], "reference": { "resource": "Detail", "fields": ["Entry"] } } ],
  "sluice": { "scope": "person", "person": ["Org", "Person"], "organisation": "Org",
    "mandatory": ["Org", "Person", "Entry", "Day"], "order": "Seq",
    "removed": { "column": "Deleted", "values": ["true"], "means": "tombstone" },
    "excluded": [ { "column": "Secret", "values": ["true"], "fault": "privacy/confidential-entry" } ] } })";

constexpr const char* kDetail = R"({ "name": "Detail", "fields": [
    { "name": "Org", "type": "string" }, { "name": "Person", "type": "string" },
    { "name": "Entry", "type": "string" }, { "name": "Urgency", "type": "string" } ],
  "primaryKey": ["Org", "Person", "Entry"],
  "sluice": { "scope": "person", "person": ["Org", "Person"], "organisation": "Org" } })";

constexpr const char* kNotes = R"({ "name": "Notes", "fields": [
    { "name": "Note", "type": "string" }, { "name": "Line", "type": "string" } ],
  "sluice": { "used": false } })";

Cells over(Cells cells, const Cells& more) {
    for (const auto& [column, text] : more) {
        cells[column] = text;
    }
    return cells;
}

}  // namespace

SmallWorldText clinic(std::vector<std::string> mappings) {
    return {kPackage, {kPractice, kClerk, kCode, kPerson, kEntry, kDetail, kNotes}, std::move(mappings)};
}

std::string mapping(
    std::string_view name, std::string_view entity, std::string_view fields, std::string_view more,
    std::string_view table
) {
    std::string out = R"({ "mapping": "clinic/)" + std::string(name) + R"(", "source": "clinic/)";
    out += std::string(table) + R"(", "entity": ")" + std::string(entity) + "\", ";
    out += std::string(more) + (more.empty() ? "" : ", ");
    return out + R"("fields": {)" + std::string(fields) + "} }";
}

std::string person_mapping(std::string_view more_fields) {
    return mapping("person", "person", more_fields, "", "Person");
}

Cells entry(const std::string& id, const Cells& more, const std::string& person) {
    return over(
        {{"Org", "O1"}, {"Person", person}, {"Entry", id}, {"Day", "2026-03-02"}, {"Code", "1"}}, more
    );
}

Cells person(const std::string& id, const Cells& more) {
    return over({{"Org", "O1"}, {"Person", id}, {"Born", "1950-01-29"}, {"NhsNumber", "9990000018"}}, more);
}

}  // namespace sluice::tests
