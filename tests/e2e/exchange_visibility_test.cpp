// What the report of one sender shows of what another one sent: nothing, whomever its rows name.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

// A81001 has sent its records; B82002 sends rows that name A81001.
class ExchangeVisibility : public testing::Test {
  protected:
    ExchangeVisibility() { own_ = submit(gateway_, tests::sound_package()); }

    static Package of_the_other(const std::string& table, const std::string& csv) {
        Package package;
        package.set("sender_ods", "B82002");
        package.set("submission_id", "stray");
        package.set("period_semantics", "increment");
        package.set("generated_at", "2026-11-01T03:00:00+00:00");
        package.table(table, csv);
        return package;
    }
    std::int64_t in_store(const Outcome& outcome, std::string_view entity) const {
        const auto report = gateway_.json({"report", outcome.receipt});
        return integer_at(*report.find("entities")->find(entity), "in_store");
    }
    std::vector<std::string> organisations(const Outcome& outcome) const {
        std::vector<std::string> out;
        const auto report = gateway_.json({"report", outcome.receipt});
        for (const auto& organisation : report.find("organisations")->items()) {
            out.push_back(text_at(organisation, "code"));
        }
        return out;
    }
    // Long after it was sent.
    std::string board() const {
        write_text(
            folder_ / "register.csv",
            "organisation,name,what,purpose,period,due_days,from,until,exempt_reason\n"
            "C83003,Third,exchange,,monthly,5,,,\n"
        );
        return gateway_
            .run(
                {"submissions", "--register", folder_ / "register.csv", "--as-of", "2099-11-05", "--period",
                 "2026-10"}
            )
            .out;
    }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
    Outcome own_;
};

TEST_F(ExchangeVisibility, of_a_row_that_was_held_is_nothing) {
    const auto stray = submit(
        gateway_, of_the_other(
                      "contact",
                      "contact_id,person_local_id,start,outcome,organisation_ods\n"
                      "C9,P9,2026-10-06T10:00:00+01:00,attended,A81001\n"
                  )
    );

    EXPECT_EQ(stray.files.at("contact.csv"), (FileCounts{1, 0, 1, 0, 0}));
    EXPECT_EQ(in_store(stray, "person"), 0);
    EXPECT_TRUE(organisations(stray).empty());
    EXPECT_EQ(in_store(own_, "person"), 2);
}

TEST_F(ExchangeVisibility, of_a_row_that_was_accepted_is_what_it_gave_and_no_more) {
    const auto stray = submit(
        gateway_, of_the_other(
                      "person",
                      "person_local_id,nhs_number,date_of_birth,organisation_ods\n"
                      "P9,9990000034,1950-01-29,A81001\n"
                  )
    );

    EXPECT_EQ(in_store(stray, "person"), 1);
    EXPECT_EQ(in_store(stray, "contact"), 0);
    EXPECT_EQ(organisations(stray), std::vector<std::string>{"A81001"});
    EXPECT_EQ(in_store(own_, "person"), 2);
}

// The person is A81001's and stays so, although the other's row made them be derived again.
TEST_F(ExchangeVisibility, of_a_contact_with_the_person_of_another_sender_is_the_contact) {
    const auto stray = submit(
        gateway_, of_the_other(
                      "contact",
                      "contact_id,person_local_id,start,outcome,organisation_ods\n"
                      "C9,P1,2026-10-08T10:00:00+01:00,attended,A81001\n"
                  )
    );

    EXPECT_EQ(stray.files.at("contact.csv"), (FileCounts{1, 1, 0, 0, 0}));
    EXPECT_EQ(in_store(stray, "contact"), 1);
    EXPECT_EQ(in_store(stray, "person"), 0);
    EXPECT_EQ(in_store(own_, "contact"), 2);
}

// Of one sender the two ways of writing would be one finding (NAM-001).
TEST_F(ExchangeVisibility, of_a_name_is_not_how_another_sender_writes_it) {
    const auto stray = submit(
        gateway_, of_the_other(
                      "support_offered",
                      "offer_id,person_local_id,offer_date,kind,code,code_system,service_name,"
                      "organisation_ods\n"
                      "O9,P1,2026-10-08,signpost,871711000000103,snomed,wimbledon food bank,A81001\n"
                  )
    );

    EXPECT_EQ(in_store(stray, "support_offered"), 1);
    EXPECT_FALSE(stray.issues.contains("NAM-001"));
}

TEST_F(ExchangeVisibility, a_row_that_was_not_used_answers_for_nobody) {
    submit(
        gateway_, of_the_other(
                      "contact",
                      "contact_id,person_local_id,start,outcome,organisation_ods\n"
                      "C9,P9,2026-10-06T10:00:00+01:00,attended,C83003\n"
                  )
    );

    EXPECT_NE(board().find("overdue 1"), std::string::npos) << board();
}

}  // namespace
}  // namespace sluice::e2e
