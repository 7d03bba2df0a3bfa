// Dataset records written as JSON, and what checks found in records.
#pragma once

#include "gateway/format/json.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::tests {

// A record of the entity; its first field is its id. The words of a concept are `code_display`, after its
// code. Throws where the dataset has no such entity or field.
record::Record make_record(
    const schema::Dataset& dataset, std::string_view entity,
    const std::vector<std::pair<std::string, std::string>>& fields
);
// { "referral": { "referral_id": "R1", ... }, "need": [ { ... }, { ... } ] }, in the order of the
// text; "asOf" is no entity.
std::vector<record::Record> make_records(const schema::Dataset& dataset, const format::JsonValue& by_entity);

// The rule ids of the record's issues, in order.
std::vector<std::string> rules_of(const schema::RuleBook& rules, const record::Record& record);
// How often each rule was raised, over all records.
std::map<std::string, int> count_rules(
    const schema::RuleBook& rules, const std::vector<record::Record>& records
);
// The record of that id; throws where there is none.
const record::Record& record_of(const std::vector<record::Record>& records, std::string_view id);
record::Record& record_of(std::vector<record::Record>& records, std::string_view id);
std::vector<const record::Record*> records_of(
    const std::vector<record::Record>& records, std::string_view entity
);

}  // namespace sluice::tests
