// What has changed since the sender's submission before, and the course of those before it.
#pragma once

#include "gateway/outlet/report.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <optional>

namespace sluice::reporting {

// Nothing where either receipt has no snapshot: a submission that was held or refused, or a store of before.
Result<std::optional<outlet::Trend>> trend_of(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt
);

}  // namespace sluice::reporting
