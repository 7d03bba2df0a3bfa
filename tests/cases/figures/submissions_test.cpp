// AT-36: 23 schemes were asked for one month's data: 18 sent it, one had no clients, two sent what could not
// be put together, two had nothing to send. The month lies far ahead, so that what is sent today is in time.
#include "tests/support/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::tests {
namespace {

using testing::HasSubstr;

constexpr std::string_view kToday = "2099-11-05";
constexpr int kSchemes = 23;

std::string code_of(int scheme) {
    return "A81" + std::to_string(100 + scheme);
}

Package october(int scheme) {
    Package package;
    package.set("sender_ods", code_of(scheme));
    package.set("period_start", "2099-10-01");
    package.set("period_end", "2099-10-31");
    package.set("generated_at", "2099-11-01T02:00:00+00:00");
    return package;
}

Package with_rows(int scheme) {
    auto package = october(scheme);
    package.table("person", "person_local_id,date_of_birth\nP1,2050-05-01\n");
    package.table(
        "referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2099-10-02,accepted\n"
    );
    return package;
}

Package nil_return(int scheme) {
    auto package = october(scheme);
    package.manifest["nil_return"] = "true";
    return package;
}

// What a scheme keeps for itself, which no system writes.
void send_own_columns(const Gateway& gateway, const TemporaryFolder& folder, int scheme) {
    const auto path = folder / (code_of(scheme) + "-ours.csv");
    write_text(path, "Client,Seen on\n" + code_of(scheme) + ",Monday\n");
    const auto outcome = submit(
        gateway, path,
        {"--sender", code_of(scheme), "--period", "2099-10-01/2099-10-31", "--as-of", std::string(kToday)}
    );
    EXPECT_EQ(outcome.status, "rejected");
}

std::string board(const Gateway& gateway, const TemporaryFolder& folder, const std::string& month) {
    std::string lines = "organisation,name,what,purpose,period,due_days,from,until,exempt_reason\n";
    for (int scheme = 1; scheme <= kSchemes; ++scheme) {
        lines += code_of(scheme) + ",Scheme,exchange,secondary-use,monthly,10,,," +
                 (scheme == 19 ? "Not client-facing" : "") + "\n";
    }
    write_text(folder / "register.csv", lines);
    const auto ran = gateway.run(
        {"submissions", "--register", folder / "register.csv", "--as-of", std::string(kToday), "--period",
         month}
    );
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
}

TEST(SubmissionFigures, of_23_schemes_are_18_received_1_exempt_2_in_no_known_format_and_2_nil) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    for (int scheme = 1; scheme <= 18; ++scheme) {
        submit(gateway, with_rows(scheme), {"--as-of", std::string(kToday)});
    }
    send_own_columns(gateway, folder, 20);
    send_own_columns(gateway, folder, 21);
    submit(gateway, nil_return(22), {"--as-of", std::string(kToday)});
    submit(gateway, nil_return(23), {"--as-of", std::string(kToday)});

    EXPECT_THAT(
        board(gateway, folder, "2099-10"), HasSubstr("received 18, exempt 1, format_rejected 2, nil 2\n")
    );
    EXPECT_THAT(board(gateway, folder, "2099-11"), HasSubstr("exempt 1, not_due 22\n"))
        << "of another month nothing counts";
}

}  // namespace
}  // namespace sluice::tests
