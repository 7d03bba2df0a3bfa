// The order in which the sets of one agreement apply. A set says when it was made (its stamp) and, where its
// system numbers sets (`sequence` of the data package), which of them it is. What is known of earlier ones is
// kept in the store, so that a set that comes before its time can wait for the one that is missing.
#pragma once

#include "gateway/pipeline/sets.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::pipeline {

class SetOrder {
  public:
    // Of the agreement that the set is of.
    static Result<SetOrder> load(store::Store& store, const std::string& purpose, const FileSet& set);

    // Made before one that was applied.
    bool is_late(const FileSet& set) const;

    struct Missing {
        std::string sets;    // numbers that are not there, "95049" or "95049-95051"; or "bulk"
        bool known = false;  // else the numbers of this agreement may have gaps
    };
    // A full extract needs nothing before it, and a difference something that it differs from. A number
    // between is known to be missing where the numbers since the last full extract have run one by one.
    std::optional<Missing> missing_before(const FileSet& set) const;

    // The set is applied.
    Result<void> note(store::Store& store, const FileSet& set);

    const std::string& mark() const { return mark_; }
    // The stamp of the latest that was applied.
    std::optional<std::string> applied() const {
        return stamp_.empty() ? std::nullopt : std::optional(stamp_);
    }

  private:
    using Run = std::pair<std::uint64_t, std::uint64_t>;

    bool has(std::uint64_t number) const;
    bool run_one_by_one() const;
    void read(std::string_view text);
    std::string written() const;

    std::string mark_;
    std::string stamp_;        // of the latest that was applied; empty: none was
    std::uint64_t from_ = 0;   // number of the last full extract
    std::uint64_t steps_ = 0;  // sets since then whose number followed on another
    std::vector<Run> runs_;    // numbers that were applied, in order, apart from each other
};

}  // namespace sluice::pipeline
