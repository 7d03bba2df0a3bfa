// A service sends people of several practices: each practice's own counts, in every form.
#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;

// The sums of a field by practice.
struct Sums {
    std::int64_t expected = 0;
    std::int64_t known = 0;
    std::int64_t declined = 0;
    bool operator==(const Sums&) const = default;
};
using ByPractice = std::map<std::string, Sums>;

ByPractice sums_of(const Gateway& gateway, const std::string& entity, const std::string& field) {
    const auto cells = gateway.json({"completeness"});
    ByPractice sums;
    for (const auto& cell : cells.items()) {
        if (text_at(cell, "entity") == entity && text_at(cell, "field") == field) {
            auto& sum = sums[text_at(cell, "practice")];
            sum.expected += integer_at(cell, "expected");
            sum.known += integer_at(cell, "known");
            sum.declined += integer_at(cell, "declined");
        }
    }
    return sums;
}

// P1 and P2 are registered in one town, P3 in another; of P4 nobody knows, and P5 is registered nowhere.
Package people_of_two_practices() {
    Package package;
    package.table(
        "person",
        "person_local_id,nhs_number,practice_ods,ethnic_category\n"
        "P1,,B81001,A\nP2,,B81001,Z\nP3,,B82002,\nP4,,,99\nP5,,V81997,B\n"
    );
    package.table(
        "contact",
        "contact_id,person_local_id,start,outcome,mode\n"
        "C1,P1,2026-10-06,attended,telephone\nC3,P3,2026-10-06,attended,\n"
    );
    return package;
}

class Practices : public testing::Test {
  protected:
    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};

TEST_F(Practices, of_one_service_have_their_own_counts) {
    submit(gateway_, people_of_two_practices());

    EXPECT_EQ(
        sums_of(gateway_, "person", "ethnic_category"),
        (ByPractice{{"", {2, 1, 0}}, {"B81001", {2, 1, 1}}, {"B82002", {1, 0, 0}}})
    );
    EXPECT_EQ(
        sums_of(gateway_, "contact", "mode"), (ByPractice{{"B81001", {1, 1, 0}}, {"B82002", {1, 0, 0}}})
    ) << "a contact is of its person's practice, and not of the service that holds it";
}

TEST_F(Practices, stand_beside_the_service_in_the_table) {
    submit(gateway_, people_of_two_practices());

    const auto csv = gateway_.run({"completeness", "--format", "csv"}).out;

    EXPECT_THAT(csv, HasSubstr("\nperson,ethnic_category,A81001,B81001,,2,2,1,1,100.0,"));
    EXPECT_THAT(csv, HasSubstr("\nperson,ethnic_category,A81001,B82002,,1,0,0,0,0.0,"));
}

TEST_F(Practices, are_compared_in_the_report) {
    const auto receipt = submit(gateway_, people_of_two_practices()).receipt;

    const auto html = gateway_.run({"report", receipt, "--format", "html"}).out;

    EXPECT_THAT(html, HasSubstr("id=\"practices\""));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">B81001</th>"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Practice not known</th>"));
    EXPECT_LT(html.find("<th scope=\"row\">B82002</th>"), html.find("<th scope=\"row\">B81001</th>"))
        << "who lacks more comes first";
}

TEST_F(Practices, of_a_gp_extract_are_the_practices_whose_extract_it_is) {
    const auto cells = ingested().bulk.json({"completeness"});

    EXPECT_FALSE(cells.items().empty());
    for (const auto& cell : cells.items()) {
        EXPECT_EQ(text_at(cell, "practice"), text_at(cell, "organisation"));
    }
}

}  // namespace
}  // namespace sluice::e2e
