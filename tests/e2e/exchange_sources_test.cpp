// Two tools of one service: what one of them has no place for is not missing in the records of the other.
#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

Package from(const std::string& system, const std::string& contacts) {
    Package package;
    package.set("sender_system", system);
    package.set("submission_id", system);
    package.table("person", "person_local_id,nhs_number\nP1,9990000018\n");
    package.table("contact", contacts);
    return package;
}

TEST(ExchangeSources, are_told_apart_by_the_system_that_sent_them) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(
        gateway,
        from("Link Desk", "contact_id,person_local_id,start,outcome,mode\nC1,P1,2026-10-06,attended,\n")
    );
    submit(
        gateway, from("OtherDesk", "contact_id,person_local_id,start,outcome\nC1,P1,2026-10-07,attended\n")
    );

    const auto lines = gateway.run({"completeness", "--format", "csv"}).out;
    const auto line_of = [&](const std::string& source) {
        std::istringstream text(lines);
        for (std::string line; std::getline(text, line);) {
            if (line.starts_with("contact,mode,") && line.find("," + source + ",") != std::string::npos) {
                return line;
            }
        }
        return std::string();
    };
    // expected, present, known, declined, per cent, sender, source, not collected
    EXPECT_THAT(line_of("exchange:link desk"), HasSubstr(",1,0,0,0,0.0,A81001,exchange:link desk,0,"));
    EXPECT_THAT(line_of("exchange:otherdesk"), HasSubstr(",0,0,0,0,,A81001,exchange:otherdesk,1,"));
}

TEST(ExchangeSources, have_words_of_their_own_in_the_list_of_what_has_no_place) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const std::string header = "contact_id,person_local_id,start,outcome,mode\n";
    submit(gateway, from("LinkDesk", header + "C1,P1,2026-10-06,attended,by pigeon\n"));

    const auto unmapped = gateway.run({"codes", "unmapped", "--all"});

    EXPECT_THAT(unmapped.out, HasSubstr("exchange:linkdesk"));
    EXPECT_THAT(unmapped.out, HasSubstr("by pigeon"));
}

}  // namespace
}  // namespace sluice::e2e
