#include "gateway/pipeline/repetition.hpp"

#include "gateway/pipeline/backfill.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

// When the packages were made, in an order of their own.
std::string times_of(const std::vector<Package>& packages) {
    std::vector<std::string> stamps;
    for (const auto& package : packages) {
        if (package.manifest) {
            stamps.push_back(package.manifest->stamp());
        }
    }
    std::sort(stamps.begin(), stamps.end());
    std::string out;
    for (const auto& stamp : stamps) {
        out += (out.empty() ? "" : "+") + stamp;
    }
    return out;
}

Result<bool> applied_later(
    store::Store& store, const std::string& purpose, const std::vector<Package>& packages
) {
    for (const auto& package : packages) {
        if (!package.manifest) {
            continue;
        }
        const auto& manifest = *package.manifest;
        const auto mark =
            applied_mark(purpose, schema::kExchangeSystem, manifest.sender_ods, manifest.sender_system);
        SLUICE_ASSIGN(const auto applied, store.mark(mark));
        if (applied && *applied > manifest.stamp()) {
            return true;
        }
    }
    return false;
}

}  // namespace

Result<store::Receipt> accept_once(
    const Pack& pack, store::Store& store, store::Submission submission, const std::vector<Package>& packages
) {
    SLUICE_ASSIGN(auto receipt, store.receipts().accept(submission));
    if (!receipt.repeated || packages.empty()) {
        return receipt;
    }
    SLUICE_ASSIGN(const auto before, packages_of(pack, store, receipt));
    if (times_of(before) == times_of(packages)) {
        return receipt;
    }
    SLUICE_ASSIGN(const bool refused, was_refused(store, receipt));
    SLUICE_ASSIGN(const bool later, applied_later(store, submission.purpose, before));
    if (!refused && !later) {
        return receipt;
    }
    submission.id = receipt.submission.id + "/" + times_of(packages);
    return store.receipts().accept(submission);
}

}  // namespace sluice::pipeline
