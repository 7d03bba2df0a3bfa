#include "tests/e2e/same_person.hpp"

#include "tests/support/delivery.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {

Outcome SeveralSources::send_extract(const std::string& base, const std::vector<std::string>& options) const {
    const TemporaryFolder folder;
    const auto path = tests::write_delivery(parse_json(R"({"of": ")" + base + R"("})"), folder.path());
    const auto ran = gateway_.ingest(path, options);
    EXPECT_LE(ran.code, 2) << ran.err;
    return read_outcome(ran.out);
}

Package SeveralSources::tool(const std::string& id, const std::string& person, const std::string& hour) {
    auto package = increment(id, hour);
    package.table("person", "person_local_id,nhs_number,date_of_birth\n" + person + "\n");
    return package;
}

Row SeveralSources::of(std::string_view entity, const std::string& supplier) const {
    Row found;
    for (const auto& [id, row] : gateway_.rows(entity, {"--provenance"})) {
        if (row.at("supplier") == supplier) {
            EXPECT_TRUE(found.empty()) << "two of " << supplier;
            found = row;
        }
    }
    return found;
}

}  // namespace sluice::e2e
