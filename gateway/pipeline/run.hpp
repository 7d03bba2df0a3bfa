// What the parts of one ingest share: the submission in hand, what it holds and what is counted of it. Made
// once a submission; used on one thread, except where a member says otherwise.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/ingest.hpp"
#include "gateway/pipeline/packages.hpp"
#include "gateway/pipeline/population.hpp"
#include "gateway/pipeline/sets.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace sluice::pipeline {

struct IngestRun {
    IngestRun(const Pack& pack_to_use, store::Store& store_to_fill, const IngestOptions& how)
        : pack(pack_to_use),
          store(store_to_fill),
          options(how),
          submissions(store.receipts()),
          workers(std::max(how.workers, 1U)),
          tally(pack.rules()) {}

    // Points into this object.
    SubmissionContext context();

    const Pack& pack;
    store::Store& store;
    const IngestOptions& options;
    KnownSubmissions submissions;
    Workers workers;
    std::mutex store_mutex;  // held by whoever uses the store while workers run
    store::Receipt receipt;
    std::vector<MemberFile> members;
    std::vector<Package> packages;
    ListSizes list_sizes;
    Tally tally;
    Progress progress;
    bool first = false;                                         // nothing was published before
    std::set<std::pair<std::int64_t, std::uint32_t>> taken_up;  // receipt, file: sets that waited
};

}  // namespace sluice::pipeline
