// The repairs that are worth most.
#pragma once

#include "gateway/outlet/report.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/receipt.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace sluice::reporting {

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

}  // namespace sluice::reporting
