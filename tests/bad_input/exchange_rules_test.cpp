// What a package says that no spreadsheet damaged, and that contradicts itself or falls short.
#include "tests/bad_input/exchange_scene.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

Damage patched(const char* name, const char* file, const char* from, const char* to, Findings issues) {
    return {name, [=](Package& package) { package.patch(file, from, to); }, 0, std::move(issues), {}};
}

// The decline opens no episode, so the offer is judged by the referral that it names.
TEST(ExchangeSupport, of_a_declined_referral_is_noted) {
    run_damages({
        {"signpost",
         [](Package& package) {
             package.patch("referral", "2026-10-02,accepted", "2026-10-02,declined_by_person");
         },
         0,
         {{"SUP-005", 1}},
         {{"support_offered.csv", "read 1, 1 accepted"}}},
    });
}

// The second character of an ethnic category is free for local use; two letters are a word cut short.
TEST(ExchangeEthnicity, counts_by_its_national_letter) {
    run_damages({
        patched("with a local digit", "person", ",2,A,", ",2,A1,", {}),
        patched("not applicable", "person", ",2,A,", ",2,NA,", {{"VAL-020", 1}}),
        patched("Chinese cut short", "person", ",2,A,", ",2,CH,", {{"VAL-020", 1}}),
        patched("of no national letter", "person", ",2,A,", ",2,T1,", {{"VAL-020", 1}}),
    });
}

// What stands there is shown to whoever reads a report, so it has to be a code.
TEST(ExchangeOrganisation, that_is_no_code_is_refused_and_one_in_small_letters_is_the_same) {
    const auto organisation = [](const char* text) {
        return [text](Package& package) {
            package.patch("person", "postcode\n", "postcode,organisation_ods\n");
            package.patch("person", "SW19 1AA\n", "SW19 1AA,A81001\n");
            package.patch("person", "SW19 1AB\n", std::string("SW19 1AB,") + text + "\n");
        };
    };
    run_damages({
        {"small letters", organisation("a81001"), 0, {}, {}},
        {"a name", organisation("Mr Zqsmith"), 1, {{"ROW-008", 1}, {"LNK-001", 2}}, {}},
        {"a number", organisation("9990000018"), 1, {{"ROW-008", 1}, {"LNK-001", 2}}, {}},
    });
}

TEST(ExchangePerson, of_an_unlikely_practice_or_number_is_noted) {
    const auto practice = [](const char* code) {
        return [code](Package& package) {
            package.patch("person", "postcode\n", "postcode,practice_ods\n");
            package.patch("person", "SW19 1AA\n", std::string("SW19 1AA,") + code + "\n");
            package.patch("person", "SW19 1AB\n", "SW19 1AB,A81001\n");
        };
    };
    run_damages({
        {"practice", practice("A81001"), 0, {}, {}},
        {"trust", practice("RX1"), 0, {{"ODS-003", 1}}, {}},
        patched("palindrome", "person", "9990000018", "9990000999", {{"NHS-008", 1}}),
    });
}

// The value is refused, not the referral; at any other place it is less than an error.
TEST(ExchangeReferral, without_a_usable_code_of_an_organisation_is_kept) {
    // A column more, with a value at the end of the first row.
    const auto organisation = [](const char* file, const char* column, const char* row, const char* heading) {
        return [=](Package& package) {
            package.patch(file, std::string(row) + "\n", std::string(row) + ",A1234567890\n");
            package.patch(file, std::string(heading) + "\n", std::string(heading) + "," + column + "\n");
        };
    };
    const auto of_referral = [&](const char* column) {
        return [=](Package& package) {
            organisation("referral", column, "accepted,01", "referral_source")(package);
            package.patch("referral", "accepted,02\n", "accepted,02,\n");
        };
    };
    const std::map<std::string, std::string> all = {{"referral.csv", "read 2, 2 accepted"}};
    run_damages({
        {"referrer", of_referral("referrer_org_ods"), 0, {{"ODS-004", 1}}, all},
        {"destination", of_referral("service_org_ods"), 0, {{"ODS-004", 1}}, all},
        {"provider",
         organisation("support_offered", "provider_org_ods", "Wimbledon Food Bank", "service_name"),
         0,
         {{"ODS-001", 1}},
         all},
    });
}

// What is missing is said once, by the rule that says most of it.
TEST(ExchangeNumber, that_is_verified_and_missing_is_one_finding) {
    const auto verified = [](const char* number) {
        return [number](Package& package) {
            package.patch("person", "postcode\n", "postcode,nhs_number_status,withheld_identity_reason\n");
            package.patch("person", "SW19 1AA\n", "SW19 1AA,01,\n");
            package.patch("person", "SW19 1AB\n", "SW19 1AB,01,\n");
            package.patch("person", "9990000018", number);
        };
    };
    run_damages({
        {"there", verified("9990000018"), 0, {}, {}},
        {"missing", verified(""), 0, {{"NHS-007", 1}}, {}},
        {"wrong", verified("9990000019"), 0, {{"NHS-003", 1}}, {}},
    });
}

// With the role of a link worker, or under a referral of the service; what others ask on that day is no
// matter.
TEST(ExchangeAssessment, on_a_day_of_missed_contacts_is_noted) {
    const auto missed = [](const char* referral, const char* role) {
        return [=](Package& package) {
            package.patch("contact", "30,attended", "30,dna");
            package.patch("assessment", "stage\n", "stage,worker_role\n");
            package.patch(
                "assessment", "P1,R1,2026-10-06,ONS4,baseline",
                std::string("P1,") + referral + ",2026-10-06,ONS4,baseline," + role
            );
        };
    };
    run_damages({
        {"under a referral", missed("R1", ""), 0, {{"CON-002", 1}}, {}},
        {"by a link worker", missed("", "R9815"), 0, {{"CON-002", 1}}, {}},
        {"by a GP", missed("R1", "R0260"), 0, {}, {}},
        {"by nobody knows whom", missed("", ""), 0, {}, {}},
    });
}

// A category can be counted, words cannot.
TEST(ExchangeNeed, in_words_only_is_told) {
    const auto words = [](const char* category) {
        return [category](Package& package) {
            package.patch("need", "code_display\n", "code_display,category\n");
            package.patch(
                "need", "105529008,http://snomed.info/sct,Lives alone",
                std::string(",,Lives alone,") + category
            );
        };
    };
    run_damages({
        {"without a category", words(""), 0, {{"REF-010", 1}}, {}},
        {"with one", words("housing"), 0, {}, {}},
    });
}

// The reason of a referral in words, and no need beside it.
TEST(ExchangeReferral, with_a_reason_in_words_only_is_told) {
    const auto reason = [](const char* cells) {
        return [cells](Package& package) {
            package.patch(
                "referral", "referral_source\n",
                "referral_source,referral_reason_code,referral_reason_code_system,referral_reason_code_"
                "display\n"
            );
            package.patch("referral", "accepted,01\n", std::string("accepted,01,") + cells + "\n");
            package.patch("referral", "accepted,02\n", "accepted,02,,,\n");
            package.table("need", "need_id,person_local_id,identified_date,code\n");
        };
    };
    run_damages({
        {"in words", reason(",,Feels alone"), 0, {{"REF-007", 1}, {"REF-010", 1}}, {}},
        {"with its code", reason("267076002,snomed,Feeling lonely"), 0, {{"REF-007", 1}}, {}},
    });
}

// The code of a social prescribing referral is not for the other roles; a referral of theirs may have
// another.
TEST(ExchangeReferral, of_another_role_is_noted_with_the_referral_code_only) {
    const auto by_coordinator = [](const char* code) {
        return [code](Package& package) {
            package.patch(
                "referral", "referral_source\n", "referral_source,referrer_role,code,code_system\n"
            );
            package.patch(
                "referral", "accepted,01\n", std::string("accepted,01,R9801,") + code + ",snomed\n"
            );
            package.patch("referral", "accepted,02\n", "accepted,02,,,\n");
        };
    };
    run_damages({
        {"with the code", by_coordinator("871731000000106"), 0, {{"REF-006", 1}}, {}},
        {"with another", by_coordinator("306206005"), 0, {}, {}},
    });
}

}  // namespace
}  // namespace sluice::tests
