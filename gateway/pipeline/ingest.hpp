// The main job: land, then derive. Bytes are made durable and a receipt is issued first; everything after is
// a pure function of facts, pack and as_of, published in one transaction. Interrupted at any moment it can be
// run again: nothing is lost and nothing has a second effect.
#pragma once

#include "gateway/base/limits.hpp"
#include "gateway/format/pgp.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/pipeline/progress.hpp"
#include "gateway/store/store.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

inline constexpr std::string_view kDefaultPurpose = "secondary-use";

struct IngestOptions {
    std::vector<std::string> paths;
    std::string sender;            // empty: as the manifest says
    std::string sender_otherwise;  // where neither says; empty: that is an error
    std::string purpose;           // empty: as the manifest says, else kDefaultPurpose
    std::string legal_basis;
    std::string period_from;  // empty, and the next two: as the manifest says
    std::string period_to;
    std::string semantics;    // empty: as the files' names say
    std::string as_of;        // YYYY-MM-DD; empty: the day of receipt
    std::string received_at;  // YYYY-MM-DDThh:mm:ssZ
    unsigned workers = 1;
    std::string profile;  // of a trial run: what the next hop asks besides; empty: nothing
    bool production = false;
    bool process_incomplete = false;  // a dry run reports what it can
    bool without_missing = false;     // sets that wait for one that is missing go on without it
    std::string list_sizes;           // file of the practices' list sizes; empty: nothing is compared
    format::PgpKeys pgp;              // for files that were sent encrypted
    Limits limits;
    Watch watch;
};

// The receipt after processing; of a submission that was processed before, unchanged.
Result<store::Receipt> ingest(const Pack& pack, store::Store& store, const IngestOptions& options);

}  // namespace sluice::pipeline
