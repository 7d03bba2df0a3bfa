// Codes of SNOMED CT against the national reference set of their field, once it was loaded (rule V12). While
// a shipped list stands in for the set, nothing is judged: nobody's codes are wrong by it.
#pragma once

#include "gateway/base/text.hpp"
#include "gateway/check/answers.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <unordered_map>
#include <vector>

namespace sluice::check {

class ReferenceSets {
  public:
    static ReferenceSets compile(const schema::Documents& documents);

    // Of accepted records, those with a code that is no member of the set, or was one and is no longer.
    std::vector<Finding> judge(const std::vector<record::Record>& records) const;

  private:
    struct OfField {
        schema::EntityIndex entity = 0;
        FieldIndex field = kNoField;
        std::unordered_map<std::string, bool, TextHash, std::equal_to<>> withdrawn;  // by code of the set
    };
    std::vector<OfField> fields_;
};

}  // namespace sluice::check
