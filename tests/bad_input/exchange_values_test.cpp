// What a spreadsheet, a form or a hand does to the values of an exchange package.
#include "tests/bad_input/exchange_scene.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

// Replaces a text in one file.
Damage patched(
    const char* name, const char* file, const char* from, const char* to, Findings issues, int exit_code = 0,
    std::map<std::string, std::string> files = {}
) {
    return {
        name, [=](Package& package) { package.patch(file, from, to); }, exit_code, std::move(issues),
        std::move(files)};
}

TEST(ExchangePackage, that_is_sound_gives_no_finding) {
    run_damages({{"nothing", [](Package&) {}, 0, {}, {{"person.csv", "read 2, 2 accepted"}}}});
    run_damages({{"nothing", [](Package&) {}, 0, {}, {{"goal.csv", "read 1, 1 accepted"}}}}, full_package);
    run_damages(
        {{"nothing", [](Package&) {}, 0, {}, {{"claim.csv", "read 1, 1 accepted"}}}}, evaluation_package
    );
}

TEST(ExchangeValue, damaged_by_a_spreadsheet_is_told_apart) {
    run_damages({
        patched(
            "exponent id", "person", "P2,", "1.23457E+12,", {{"LNK-001", 2}, {"ROW-005", 1}}, 1,
            {{"person.csv", "read 2, 1 accepted, 1 rejected"}, {"referral.csv", "read 2, 1 accepted, 1 held"}}
        ),
        patched("exponent number", "person", "9990000018", "9.99E+09", {{"NHS-001", 1}}),
        patched("exponent code", "need", "105529008", "1.05529E+08", {{"REF-007", 1}, {"SCT-002", 1}}, 1),
        patched("rounded code", "support_offered", "871711000000103", "871711000000100", {{"SCT-003", 1}}, 1),
        // The words of the need are still there.
        patched("error for a code", "need", "105529008", "#N/A", {{"REF-010", 1}, {"VAL-012", 1}}),
        patched(
            "error for a code without words", "need", "105529008,http://snomed.info/sct,Lives alone",
            "#N/A,http://snomed.info/sct,", {{"REF-007", 1}, {"VAL-012", 1}}, 1,
            {{"need.csv", "read 1, 1 rejected"}}
        ),
        patched("lost zero", "referral", "accepted,01", "accepted,1", {{"VAL-014", 1}}),
        patched("serial date", "person", "1961-05-04", "22405", {{"VAL-011", 1}}),
        patched(
            "serial of a mandatory date", "referral", "2026-10-02", "46297", {{"LNK-004", 5}, {"VAL-011", 1}},
            1, {{"referral.csv", "read 2, 1 accepted, 1 rejected"}}
        ),
        patched("formula", "person", "SW19 1AA", "=CONCAT(A1;B1)", {{"VAL-013", 1}}),
        patched("error", "person", "SW19 1AA", "#N/A", {{"VAL-012", 1}}),
        patched("error in a code", "person", ",2,A,", ",#REF!,A,", {{"VAL-012", 1}}),
        patched("NULL", "person", ",2,A,", ",NULL,A,", {{"VAL-012", 1}}),
        patched("error in a time", "contact", "2026-10-06T10:00:00+01:00", "#VALUE!", {{"VAL-012", 1}}, 1),
        patched("formula in a count", "contact", ",30,", ",=A1+30,", {{"VAL-013", 1}}),
    });
}

// Two rows with #N/A for an id would be one record, and two persons called NULL one person.
TEST(ExchangeId, that_a_spreadsheet_damaged_rejects_its_row) {
    run_damages({
        patched(
            "error", "need", "N1,P1", "#N/A,P1", {{"REF-007", 1}, {"ROW-005", 1}}, 1,
            {{"need.csv", "read 1, 1 rejected"}}
        ),
        patched(
            "person called NULL", "person", "P2,", "NULL,", {{"LNK-001", 2}, {"ROW-005", 1}}, 1,
            {{"person.csv", "read 2, 1 accepted, 1 rejected"}}
        ),
        patched(
            "error in a reference", "need", "P1,R1", "P1,#REF!", {{"REF-007", 1}, {"ROW-005", 1}}, 1,
            {{"need.csv", "read 1, 1 rejected"}}
        ),
        patched(
            "formula", "need", "N1,P1", "=A2&B2,P1", {{"REF-007", 1}, {"ROW-005", 1}}, 1,
            {{"need.csv", "read 1, 1 rejected"}}
        ),
    });
}

TEST(ExchangeDate, that_is_not_written_as_agreed_is_told_apart) {
    run_damages({
        patched("day first", "referral", "2026-10-02", "02/10/2026", {{"FIL-013", 1}, {"VAL-010", 1}}),
        patched(
            "year of two digits", "referral", "2026-10-02", "02/10/26", {{"LNK-004", 5}, {"VAL-018", 1}}, 1
        ),
        patched(
            "month in words, two digits", "referral", "2026-10-02", "02-Oct-26",
            {{"LNK-004", 5}, {"VAL-018", 1}}, 1
        ),
        patched(
            "month first", "referral", "2026-10-02", "10/22/2026",
            {{"FIL-013", 1}, {"LNK-004", 5}, {"VAL-018", 1}}, 1,
            {{"referral.csv", "read 2, 1 accepted, 1 rejected"}}
        ),
        patched("no date", "referral", "2026-10-02", "next week", {{"LNK-004", 5}, {"VAL-018", 1}}, 1),
        patched("time without offset", "contact", "2026-10-06T10:00:00+01:00", "2026-10-06T10:00:00", {}),
        patched("time in a date", "referral", "2026-10-02", "2026-10-02T00:00:00Z", {}),
        patched("day that is none", "person", "1961-05-04", "1961-02-29", {{"VAL-001", 1}}),
        patched(
            "day of long ago", "referral", "2026-10-05", "0001-01-01",
            {{"EPI-002", 1}, {"REF-007", 1}, {"VAL-019", 1}}
        ),
    });
}

// Of two cells that make one date only the one that was written is at fault, and it is told once. What else
// hangs on the referral waits for it.
TEST(ExchangeDate, that_a_need_takes_from_its_referral_is_told_of_the_referral_alone) {
    const auto undated = [](const char* name, const char* date, const Findings& issues, int refused) {
        Damage damage = patched(name, "referral", "2026-10-02", date, issues, refused);
        damage.change = [change = damage.change](Package& package) {
            change(package);
            package.patch("need", "R1,2026-10-06", "R1,");
        };
        const bool gone = refused == 1;
        damage.files["referral.csv"] = gone ? "read 2, 1 accepted, 1 rejected" : "read 2, 2 accepted";
        damage.files["need.csv"] = gone ? "read 1, 1 rejected" : "read 1, 1 accepted";
        return damage;
    };
    run_damages({
        undated("in two digits", "02/10/26", {{"LNK-004", 4}, {"VAL-018", 1}}, 1),
        undated("no such day", "2026-02-30", {{"LNK-004", 4}, {"VAL-001", 1}}, 1),
        undated("a number of a spreadsheet", "46297", {{"LNK-004", 4}, {"VAL-011", 1}}, 1),
        undated("day first", "02/10/2026", {{"FIL-013", 1}, {"VAL-010", 1}}, 0),
        undated("left out", "", {{"LNK-004", 4}, {"REC-001", 2}}, 1),
    });
}

TEST(ExchangeCode, may_be_written_as_the_words_of_its_list) {
    run_damages({
        patched("an outcome", "contact", ",dna,", ",Did not attend,", {}),
        patched("in capitals", "contact", ",dna,", ",CANCELLED BY THE SERVICE,", {}),
        patched("between blanks", "contact", ",dna,face_to_face", ",dna, Face to face ", {}),
        patched("of a person", "person", ",2,A,", ",Female,A,", {}),
    });
}

// National codes in place of the contract's own words. What only the superseded list has is taken and told.
TEST(ExchangeCode, of_a_national_list_is_read) {
    run_damages({
        patched("a mode", "contact", "attended,telephone", "attended,11", {}),
        patched("a mode of both lists", "contact", "attended,telephone", "attended,01", {}),
        patched(
            "a mode of the superseded list", "contact", "attended,telephone", "attended,06", {{"VAL-008", 1}}
        ),
        patched("a mode without its zero", "contact", "attended,telephone", "attended,2", {{"VAL-014", 1}}),
        patched("a mode of no list", "contact", "attended,telephone", "attended,14", {{"VAL-020", 1}}),
        patched("an outcome", "contact", ",attended,", ",5,", {}),
        patched(
            "an outcome that is none yet", "contact", ",attended,", ",0,", {{"VAL-017", 1}}, 1,
            {{"contact.csv", "read 2, 1 accepted, 1 rejected"}}
        ),
    });
}

// What spreadsheets write in this country, with all digits of the year.
TEST(ExchangeDate, in_another_form_is_read_and_reported) {
    const Findings told = {{"FIL-013", 1}, {"VAL-010", 1}};
    run_damages({
        patched("one digit", "referral", "2026-10-05", "5/10/2026", told),
        patched("hyphens", "referral", "2026-10-05", "05-10-2026", told),
        patched("year first with strokes", "referral", "2026-10-05", "2026/10/05", told),
        patched("month as a word", "referral", "2026-10-05", "05-Oct-2026", told),
        patched("month as a word, blanks", "referral", "2026-10-05", "5 October 2026", told),
        patched("time that nobody asked for", "referral", "2026-10-05", "05/10/2026 10:00", told),
        patched("time", "contact", "2026-10-06T10:00:00+01:00", "06/10/2026 10:00", told),
    });
}

TEST(ExchangeDate, of_one_form_throughout_is_not_called_mixed) {
    run_damages(
        {{"all day first",
          [](Package& package) {
              package.patch("referral", "2026-10-02", "2/10/2026");
              package.patch("referral", "2026-10-05", "05/10/2026");
          },
          0,
          {{"VAL-010", 2}},
          {}}}
    );
}

TEST(ExchangeNeed, may_be_known_by_its_category_alone) {
    run_damages(
        {{"category",
          [](Package& package) {
              package.table(
                  "need",
                  "need_id,person_local_id,referral_id,identified_date,code,category\n"
                  "N1,P1,R1,2026-10-06,,social_connection\n"
              );
          },
          0,
          {},
          {{"need.csv", "read 1, 1 accepted"}}}}
    );
}

TEST(ExchangeCode, that_nobody_knows_is_told_apart) {
    run_damages({
        patched("code of no list", "person", ",2,A,", ",lady,A,", {{"VAL-020", 1}}),
        patched(
            "mandatory code of no list", "contact", ",attended,", ",came,", {{"VAL-017", 1}}, 1,
            {{"contact.csv", "read 2, 1 accepted, 1 rejected"}}
        ),
        patched("code of another list", "referral", "accepted,01", "accepted,dna", {{"VAL-020", 1}}),
        patched("unknown system", "need", "http://snomed.info/sct", "urn:our-own-list", {{"VAL-016", 1}}),
        patched("no system, and SNOMED CT", "need", "http://snomed.info/sct", "", {}),
        patched(
            "no system, and another one", "need", "105529008,http://snomed.info/sct", "N17,", {{"VAL-015", 1}}
        ),
        patched("system in capitals", "need", "http://snomed.info/sct", "SNOMED", {}),
        patched("words alone", "need", "105529008,http://snomed.info/sct", ",", {{"REF-010", 1}}),
        patched(
            "system alone", "need", "105529008,http://snomed.info/sct,Lives alone",
            ",http://snomed.info/sct,", {{"REC-001", 1}, {"REF-007", 1}}, 1
        ),
        patched("wrong check digit", "need", "105529008", "105529009", {{"REF-007", 1}, {"SCT-003", 1}}, 1),
        {"the same digits in two systems",
         [](Package& package) {
             package.add_row("need", "N2,P1,R1,2026-10-06,105529008,urn:our-own-list,Needs a lift");
         },
         0,
         {{"VAL-016", 1}},
         {{"need.csv", "read 2, 2 accepted"}}},
    });
}

}  // namespace
}  // namespace sluice::tests
