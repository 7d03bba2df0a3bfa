// AT-10 to AT-14: appointments of one borough's programme and of three groups of its patients, April 2018 to
// September 2021. The published shares missed are no complement of the shares attended, so an outcome is one
// of six values, and each is counted for itself.
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace sluice::tests {
namespace {

using testing::HasSubstr;

// By outcome. How those not attended divide is made up within what the published share allows.
using Sent = std::map<std::string, int>;

struct Programme {
    const char* name;
    int referred;
    int people;  // who attended at all
    int made;
    const char* each;    // contacts of those who attended, as displayed
    const char* missed;  // per cent, as displayed
    const char* rest;    // per cent that are not attended, which is another number
    Sent sent;
};
const Programme kProgrammes[] = {
    {"AT-10",
     2364,
     2184,
     8513,
     "3.2",
     "17",
     "17",
     {{"attended", 7051},
      {"dna", 900},
      {"cancelled_patient", 400},
      {"cancelled_service", 140},
      {"other", 12},
      {"unknown", 10}}},
    {"AT-11",
     549,
     517,
     1944,
     "3.2",
     "14",
     "15",
     {{"attended", 1660},
      {"dna", 160},
      {"cancelled_patient", 80},
      {"cancelled_service", 33},
      {"other", 6},
      {"unknown", 5}}},
    {"AT-12",
     252,
     226,
     814,
     "3.0",
     "17",
     "18",
     {{"attended", 670},
      {"dna", 90},
      {"cancelled_patient", 30},
      {"cancelled_service", 19},
      {"other", 3},
      {"unknown", 2}}},
    {"AT-13",
     676,
     628,
     2580,
     "3.4",
     "17",
     "17",
     {{"attended", 2152},
      {"dna", 300},
      {"cancelled_patient", 100},
      {"cancelled_service", 26},
      {"other", 1},
      {"unknown", 1}}},
};

// Who attended are the first `people`; anybody may have missed something.
Package package_of(int referred, int people, const Sent& sent) {
    std::string persons = "person_local_id\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status\n";
    for (int i = 0; i < referred; ++i) {
        const auto id = std::to_string(i);
        persons += "P" + id + "\n";
        referrals += "R" + id + ",P" + id + ",2026-10-01,accepted\n";
    }
    std::string contacts = "contact_id,person_local_id,start,outcome\n";
    int made = 0;
    for (const auto& [outcome, count] : sent) {
        const int among = outcome == "attended" ? people : referred;
        for (int i = 0; i < count; ++i) {
            contacts += "C" + std::to_string(made++) + ",P" + std::to_string(i % among) + ",2026-10-0" +
                        std::to_string(2 + i % 7) + "," + outcome + "\n";
        }
    }
    Package out;
    out.table("person", persons);
    out.table("referral", referrals);
    out.table("contact", contacts);
    return out;
}

// What the report of the package says, as data and as a page.
struct Reported {
    format::JsonValue json;
    std::string html;

    std::string attendance(std::string_view key) const { return text_at(member_at(json, "attendance"), key); }
    Sent by_outcome() const {
        Sent out;
        for (const auto& line : member_at(json, "contacts").items()) {
            out[text_at(line, "outcome")] += static_cast<int>(integer_at(line, "count"));
        }
        return out;
    }
    std::int64_t referrals_made() const {
        std::int64_t out = 0;
        for (const auto& line : member_at(json, "referrals").items()) {
            out += integer_at(line, "made");
        }
        return out;
    }
};

Reported report_of(const Package& package) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto receipt = submit(gateway, package).receipt;
    return {
        parse_json(gateway.run({"report", receipt, "--format", "json"}).out),
        gateway.run({"report", receipt, "--format", "html"}).out};
}

class AppointmentFigures : public testing::TestWithParam<Programme> {};

TEST_P(AppointmentFigures, are_given_back_as_they_were_published) {
    const auto& programme = GetParam();

    const auto report = report_of(package_of(programme.referred, programme.people, programme.sent));

    EXPECT_EQ(report.by_outcome(), programme.sent);
    EXPECT_EQ(report.referrals_made(), programme.referred);
    EXPECT_EQ(report.attendance("contacts"), std::to_string(programme.made));
    EXPECT_EQ(report.attendance("people"), std::to_string(programme.people));
    EXPECT_EQ(report.attendance("attended_each"), programme.each);
    EXPECT_THAT(report.html, HasSubstr(": " + std::string(programme.each) + " each."));
    EXPECT_THAT(report.html, HasSubstr("(" + std::string(programme.missed) + "%) were missed"));
    if (std::string_view(programme.missed) != programme.rest) {
        EXPECT_THAT(
            report.html, testing::Not(HasSubstr("(" + std::string(programme.rest) + "%) were missed"))
        );
    }
}

INSTANTIATE_TEST_SUITE_P(Published, AppointmentFigures, testing::ValuesIn(kProgrammes), [](const auto& info) {
    return "AT_" + std::string(info.param.name).substr(3);
});

// AT-14: as many attended of as many, and it makes a difference what became of the others.
TEST(AppointmentShares, come_from_what_was_missed_and_not_from_what_is_left_over) {
    const auto missed = report_of(package_of(10, 8, {{"attended", 16}, {"dna", 4}}));
    const auto unknown = report_of(package_of(10, 8, {{"attended", 16}, {"other", 1}, {"unknown", 3}}));

    EXPECT_EQ(missed.attendance("missed_percent"), "20.0");
    EXPECT_EQ(unknown.attendance("missed_percent"), "0.0");
    EXPECT_EQ(unknown.attendance("attended_each"), "2.0");
}

}  // namespace
}  // namespace sluice::tests
