#include "gateway/store/facts.hpp"

namespace sluice::store {

int compare(const FactOrder& a, const FactOrder& b) {
    if (!a.stamp.empty() && !b.stamp.empty() && a.stamp != b.stamp) {
        return a.stamp < b.stamp ? -1 : 1;
    }
    if (a.sequence == 0 || b.sequence == 0 || a.sequence == b.sequence) {
        return 0;
    }
    return a.sequence < b.sequence ? -1 : 1;
}

PutKind judge(const FactState& stored, const Fact& incoming) {
    const int order = compare(incoming.order, stored.order);
    if (stored.gone) {
        return order < 0 ? PutKind::stale : PutKind::inserted;
    }
    // The hash is of the whole row in the file: under another layout other columns of it are kept.
    const bool same = incoming.hash == stored.hash && incoming.layout == stored.layout &&
                      incoming.vacated == stored.vacated && incoming.removed == stored.removed;
    if (incoming.receipt != stored.receipt) {
        if (order < 0) {
            return PutKind::stale;
        }
        return same ? PutKind::unchanged : PutKind::changed;
    }
    if (incoming.file == stored.file && incoming.record == stored.record) {
        return same ? PutKind::unchanged : PutKind::changed;
    }
    if (same) {
        return PutKind::duplicate;
    }
    return order < 0 ? PutKind::superseded_incoming : PutKind::superseded_existing;
}

}  // namespace sluice::store
