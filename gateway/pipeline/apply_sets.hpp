// Applies the sets of a submission in the order in which they were made: each is refused, waits for one that
// is missing, or its rows become facts; then those follow that waited for it. What follows from the facts is
// derived once, after the last set.
#pragma once

#include "gateway/pipeline/conclude.hpp"
#include "gateway/pipeline/load.hpp"
#include "gateway/pipeline/run.hpp"
#include "gateway/pipeline/set_order.hpp"
#include "gateway/pipeline/waiting.hpp"

namespace sluice::pipeline {

class SetApplier {
  public:
    // REQUIRES: an open transaction, and members that were inspected.
    explicit SetApplier(IngestRun& run) : run_(run) {}

    Result<void> apply(const std::vector<FileSet>& sets);

    // Everything that was applied, now and before, once more, for people who are let in.
    Result<void> read_again(const schema::SourceSystem& system, const std::set<std::string>& let_in);

    // Keeps with the store what was not applied, and what waits. REQUIRES: sets that live.
    Result<void> remember();

    SetCounts counts() const { return counts_; }
    const std::vector<const FileSet*>& applied() const { return applied_; }
    bool people_lacked() const { return people_lacked_; }

  private:
    Result<void> apply(const FileSet& set);
    Result<void> count_rejected(Loader& loader, const FileSet& set);
    Result<bool> refuse(const FileSet& set, Loader& loader);
    Result<void> count_refused(const FileSet& set, Loader& loader);
    bool is_ahead(const FileSet& set) const;
    bool waits(const FileSet& set, const SetOrder& order);
    Result<bool> lacks_people(const FileSet& set);
    Result<void> read_earlier(const schema::SourceSystem& system, SharedRows& shared);
    Result<void> load(
        const SubmissionContext& context, const std::vector<MemberFile>& members, const FileSet& set,
        SharedRows& shared, Loader& loader
    );
    // A set of an earlier submission; what its rows give is counted in `tally`.
    Result<void> load_earlier(const Earlier& submission, const FileSet& set, Tally& tally);
    Result<void> read_later_again(const FileSet& late);
    Result<void> take_up(const FileSet& applied);
    Result<void> take_up(const WaitingSets::Waiting& waiting);
    void compare_rows(const MemberFile& member);

    IngestRun& run_;
    SetCounts counts_;
    std::vector<const FileSet*> applied_;
    std::set<std::uint32_t> refused_;          // files of sets that were not applied
    std::vector<const FileSet*> own_waiting_;  // sets of them, each for one that is missing
    bool people_lacked_ = false;               // by a set of practices with many more
    WaitingSets waiting_;
    const std::set<std::string>* let_in_ = nullptr;  // while sets are read again for them
};

}  // namespace sluice::pipeline
