// What every stage of one submission's work needs, said once. It holds no state of a stage: what a stage
// learns stays in the stage, or goes to the store and the tally.
#pragma once

#include "gateway/base/limits.hpp"
#include "gateway/pipeline/known_submissions.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/pipeline/progress.hpp"
#include "gateway/pipeline/tally.hpp"
#include "gateway/pipeline/workers.hpp"
#include "gateway/store/store.hpp"

#include <mutex>
#include <set>
#include <utility>

namespace sluice::pipeline {

// Made by the owner of all that it refers to, which must outlive it and every stage. `pack`, `limits` and
// `receipt` may be read by any thread; `tally`, `watch` and `progress` belong to the thread of ingest(); the
// store belongs to who holds `store_mutex`.
struct SubmissionContext {
    const Pack& pack;
    store::Store& store;
    std::mutex& store_mutex;
    KnownSubmissions& submissions;  // of the store
    Workers& workers;
    const Limits& limits;
    const Watch& watch;             // may be empty
    std::string_view profile = {};  // what the next hop asks, of a trial run; empty: nothing
    bool production = false;        // real people are expected
    bool first = false;             // nothing was published before: nobody depends on anything yet
    bool again = false;             // an earlier submission is read again: its counts stand
    // Replaced where an earlier submission is read again.
    const store::Receipt* receipt = nullptr;
    Tally* tally = nullptr;
    Progress* progress = nullptr;  // null: nobody is told
    // Files of earlier submissions whose set waited and is read with this one: receipt, file. Null: none.
    const std::set<std::pair<std::int64_t, std::uint32_t>>* taken_up = nullptr;
    // Persons who objected and do so no longer: whatever was read before is read again for them. Null: none.
    const std::set<std::string>* let_in = nullptr;
    // Where a set of the submission in hand is read again: the tally that has its rows. Else null.
    Tally* recount = nullptr;

    bool is_taken_up(std::int64_t seq, std::uint32_t file) const {
        return taken_up != nullptr && taken_up->contains({seq, file});
    }
    const std::string& purpose() const { return receipt->submission.purpose; }
    store::Facts& facts() const { return store.facts(purpose()); }
    store::Links& links() const { return store.links(purpose()); }
};

}  // namespace sluice::pipeline
