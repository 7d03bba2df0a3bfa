// What a report says beyond the submission itself: the repairs that are worth most, and what has changed
// since the sender's submission before.
#pragma once

#include "gateway/outlet/report.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sluice::app {

// Findings grouped by rule and field. What a repair is worth: the rows that have the finding, times how bad
// it is (first_fixes of the dataset), times how much the field counts in completeness.
class Fixes {
  public:
    // The pack must outlive it; `system` is the source's.
    Fixes(const pipeline::Pack& pack, std::string system) : pack_(pack), system_(std::move(system)) {}

    void add(const store::ReceiptIssue& issue);
    std::vector<outlet::Fix> take() const;

  private:
    outlet::Count worth_of(Severity severity) const;

    struct Group {
        outlet::Fix fix;
        int weight = 1;
        std::set<std::tuple<std::int64_t, std::uint32_t, std::uint64_t>> rows;  // origin, file, record
    };

    const pipeline::Pack& pack_;
    std::string system_;
    std::map<std::tuple<std::string, std::string, std::string>, Group> groups_;  // rule, entity, field
};

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

// Nothing where either receipt has no snapshot: a submission that was held or refused, or a store of before.
Result<std::optional<outlet::Trend>> trend_of(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt
);

}  // namespace sluice::app
