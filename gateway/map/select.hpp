// Which rows of a bulk file are worth keeping: those that a mapping selects. Everything else costs a scan and
// nothing more.
#pragma once

#include "gateway/base/text.hpp"
#include "gateway/map/program.hpp"
#include "gateway/record/row.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::map {

enum class Choice : std::uint8_t {
    drop,
    keep,
    wait,       // it depends on a linked row that has not arrived: kept, so that it can be decided later
    hold,       // the same, where the schema requires the link: the sender is told
    objection,  // kept, also of a person of whom nothing else is
};

// Remembers its answers by the cells that they depend on (a code id, a user), so that a file of twenty
// million rows costs as many evaluations as it has different codes. One thread; valid while the shared rows
// stay as they are, so make a new one for each file.
class Selector {
  public:
    Selector(const Program& program, std::size_t table);

    struct Answer {
        Choice choice = Choice::drop;
        const schema::ForeignKey* missing = nullptr;  // the link behind `hold`
    };

    // Shared tables, and tables without a mapping of their own, keep every row.
    bool keeps_all() const { return keeps_all_ && objections_.empty(); }
    // The schema columns that the answer depends on: join their cells, each followed by kKeySeparator.
    const std::vector<std::size_t>& depends() const { return depends_; }
    // The answer given before for these cells; null: ask choose().
    const Answer* remembered(std::string_view cells) const;
    Result<Answer> choose(const record::SourceRow& row);
    // The required link behind `hold`, which is all that is asked of a row once it is kept; null: it need not
    // wait. From any thread.
    const schema::ForeignKey* missing_link(const record::SourceRow& row) const;
    // Without the memory: every linked row is looked up.
    Result<Answer> judge(const record::SourceRow& row) const;

  private:
    void add_select(const expression::Expression& select);
    void combine_lists();

    const Program& program_;
    std::map<std::string, std::vector<std::string>> lists_;  // path -> value sets; while it is made
    std::vector<expression::Expression> selects_;            // of the mappings; a row is kept where one holds
    std::vector<std::string_view> paths_;                    // of the mappings, each once
    std::vector<const MappingProgram*> objections_;          // those of entries of objections, which are not
                                                             // among the others
    std::vector<std::size_t> depends_;                       // schema columns
    std::vector<const schema::ForeignKey*> required_;        // none where all rows are kept
    bool keeps_all_ = false;
    std::unordered_map<std::string, Answer, TextHash, std::equal_to<>> answers_;
};

// The shared tables, by index, whose rows decide what is selected: where one of them changes, rows that were
// not worth keeping may be so now.
std::vector<bool> deciding_tables(const Program& program);

}  // namespace sluice::map
