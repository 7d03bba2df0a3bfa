// The manifest of a package that was received.
#pragma once

#include "adapters/exchange/manifest.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <optional>

namespace sluice::app {

// From the landed bytes; nothing where the submission had none that can be read, or several.
Result<std::optional<exchange::Manifest>> manifest_of(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt
);

}  // namespace sluice::app
