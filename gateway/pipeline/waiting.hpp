// Sets of earlier submissions that wait for one that is missing, until it has come.
#pragma once

#include "gateway/pipeline/backfill.hpp"
#include "gateway/pipeline/set_order.hpp"

#include <memory>
#include <vector>

namespace sluice::pipeline {

class WaitingSets {
  public:
    struct Waiting {
        const Earlier* submission = nullptr;
        FileSet set;
    };

    // Those of the purpose. REQUIRES: the submission in hand is `context.receipt`.
    static Result<WaitingSets> load(const SubmissionContext& context);

    // The first one of that agreement that lacks nothing any more; it waits no longer.
    Result<std::optional<Waiting>> next(const SubmissionContext& context, const FileSet& applied);

    // What waits still, for the next submission; `own`: of the one in hand.
    Result<void> remember(const SubmissionContext& context, const std::vector<const FileSet*>& own) const;

  private:
    std::vector<std::unique_ptr<Earlier>> submissions_;
    std::vector<Waiting> sets_;  // in the order in which they apply
};

}  // namespace sluice::pipeline
