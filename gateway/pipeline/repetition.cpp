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

// The receipts of the same submission under its later times (below) after `first`, by seq.
Result<std::vector<store::Receipt>> repetitions_of(store::Store& store, const store::Receipt& first) {
    SLUICE_ASSIGN(auto receipts, store.receipts().receipts());
    std::erase_if(receipts, [&](const auto& other) {
        return other.digest != first.digest || other.submission.sender != first.submission.sender ||
               !other.submission.id.starts_with(first.submission.id + "/");
    });
    return receipts;
}

}  // namespace

Result<store::Receipt> accept_once(
    const Pack& pack, store::Store& store, store::Submission submission, const std::vector<Package>& packages
) {
    SLUICE_ASSIGN(auto receipt, store.receipts().accept(submission));
    if (!receipt.repeated || packages.empty()) {
        return receipt;
    }
    SLUICE_ASSIGN(auto before, packages_of(pack, store, receipt));
    if (times_of(before) == times_of(packages)) {
        return receipt;
    }
    submission.id = receipt.submission.id + "/" + times_of(packages);
    SLUICE_ASSIGN(const auto repetitions, repetitions_of(store, receipt));
    const bool known = std::any_of(repetitions.begin(), repetitions.end(), [&](const auto& repetition) {
        return repetition.submission.id == submission.id;
    });
    if (!known && !repetitions.empty()) {
        receipt = repetitions.back();
        receipt.repeated = true;
        SLUICE_ASSIGN(before, packages_of(pack, store, receipt));
    }
    SLUICE_ASSIGN(const auto refused, refused_files(store, receipt));
    SLUICE_ASSIGN(const bool later, applied_later(store, submission.purpose, before));
    return known || !refused.empty() || later ? store.receipts().accept(submission) : receipt;
}

}  // namespace sluice::pipeline
