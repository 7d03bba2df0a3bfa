// One person, whom an EMIS extract, a SystmOne extract and a case-management tool know: 9990000018 of A81001.
#pragma once

#include "tests/e2e/exchange.hpp"

namespace sluice::e2e {

inline constexpr std::string_view kNumber = "9990000018";

class SeveralSources {
  protected:
    // `base`: emis, systmone or report, with the rows of tests/support; of A81001.
    Outcome send_extract(const std::string& base, const std::vector<std::string>& options = {}) const;
    Outcome send(const Package& package) const { return submit(gateway_, package); }
    // An increment of the tool casebook with one person: local id, number, birth date.
    static Package tool(const std::string& id, const std::string& person, const std::string& hour = "01");
    // The one record of the entity from that source; none: an empty row.
    Row of(std::string_view entity, const std::string& supplier) const;

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};

}  // namespace sluice::e2e
