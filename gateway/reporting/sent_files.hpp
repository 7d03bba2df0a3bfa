// Where findings lie.
#pragma once

#include "gateway/store/store.hpp"

#include <map>
#include <vector>

namespace sluice::reporting {

// The files in which a receipt's findings lie: its own, and those of earlier submissions. Both must outlive
// it.
class SentFiles {
  public:
    SentFiles(store::Store& store, const store::Receipt& receipt) : store_(store), receipt_(receipt) {}
    // Without a name where it is not there any more.
    Result<store::FileTally> file_of(const store::ReceiptIssue& issue);

  private:
    store::Store& store_;
    const store::Receipt& receipt_;
    std::map<std::int64_t, std::vector<store::FileTally>> files_;  // by receipt
};

}  // namespace sluice::reporting
