// The submissions that rows of the store came with, each read once.
#pragma once

#include "gateway/store/store.hpp"

#include <cstdint>
#include <map>

namespace sluice::pipeline {

// For as long as no receipt is accepted. Used by whoever may use the store.
class KnownSubmissions {
  public:
    explicit KnownSubmissions(store::Receipts& receipts) : receipts_(receipts) {}

    // An empty one where there is no such receipt. Valid as long as this.
    Result<const store::Submission*> of(std::int64_t receipt);

  private:
    store::Receipts& receipts_;
    std::map<std::int64_t, store::Submission> known_;
};

}  // namespace sluice::pipeline
