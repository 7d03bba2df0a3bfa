// Any bytes as the manifest of a package: faults, or a manifest that is the same after it is written and
// read.
#include "adapters/exchange/manifest.hpp"
#include "gateway/base/assert.hpp"

#include <cstdint>

namespace {

using namespace sluice;

schema::ExchangeContract contract() {
    schema::ExchangeContract contract;
    contract.name = "sp-mds-exchange/1.0";
    return contract;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto agreed = contract();
    const auto read = exchange::read_manifest({reinterpret_cast<const char*>(data), size}, agreed);
    SLUICE_ASSERT(read.manifest.has_value() || !read.faults.empty());
    if (!read.manifest) {
        return 0;
    }
    const std::string written = exchange::write_manifest(*read.manifest);
    const auto again = exchange::read_manifest(written, agreed);
    SLUICE_ASSERT(again.manifest.has_value());
    SLUICE_ASSERT(exchange::write_manifest(*again.manifest) == written);
    SLUICE_ASSERT(exchange::content_of(*again.manifest) == exchange::content_of(*read.manifest));
    return 0;
}
