#include "gateway/pipeline/known_submissions.hpp"

namespace sluice::pipeline {

Result<const store::Submission*> KnownSubmissions::of(std::int64_t receipt) {
    if (const auto known = known_.find(receipt); known != known_.end()) {
        return &known->second;
    }
    SLUICE_ASSIGN(auto found, receipts_.receipt(receipt));
    return &known_.emplace(receipt, found ? std::move(found->submission) : store::Submission()).first->second;
}

}  // namespace sluice::pipeline
