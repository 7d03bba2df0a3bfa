// Which fields the sources of the records collect: noted while files are taken in, asked by checks and by
// completeness.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/sets.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::pipeline {

// Notes what the files of a set that is applied can fill. Where a rule asks about a field that is new,
// everybody is derived again, because the rule may speak now.
Result<void> note_collected(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members
);

class CollectedFields {
  public:
    static Result<CollectedFields> load(store::Store& store, std::string_view purpose);

    // Null where nothing was ever noted of that source, as in a store of an earlier layout: then everything
    // is taken as collected.
    const schema::FieldSet* of(const std::string& supplier, const std::string& sender) const;

  private:
    std::map<std::pair<std::string, std::string>, schema::FieldSet> by_source_;
};

}  // namespace sluice::pipeline
