// What can be wrong with the files of a package, and with what their rows refer to.
#include "tests/bad_input/exchange_scene.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

// The manifest of the package before the damage would only say that a file differs.
Damage file(
    const char* name, std::function<void(Package&)> change, int exit_code = 0, Findings issues = {},
    std::map<std::string, std::string> files = {}
) {
    return {name, std::move(change), exit_code, std::move(issues), std::move(files)};
}

void replace_text(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

TEST(ExchangeFile, in_other_ways_of_writing_is_the_same) {
    const auto all_files = [](std::function<void(std::string&)> change) {
        return [=](Package& package) {
            for (auto& [name, text] : package.files) {
                change(text);
            }
        };
    };
    run_damages({
        file("byte order mark", all_files([](auto& text) { text.insert(0, "\xEF\xBB\xBF"); })),
        file("CRLF", all_files([](auto& text) { replace_text(text, "\n", "\r\n"); })),
        file("no line end at the end", all_files([](auto& text) { text.pop_back(); })),
        file("blank lines between", all_files([](auto& text) { replace_text(text, "\n", "\n\n"); })),
        file(
            "headings in capitals",
            [](Package& package) { package.patch("person", "person_local_id", "PERSON LOCAL-ID"); }
        ),
        file(
            "headings run together",
            [](Package& package) { package.patch("person", "date_of_birth", "DateOfBirth"); }
        ),
        file(
            "blanks about the headings",
            [](Package& package) { package.patch("person", "gender", "  gender "); }
        ),
        file(
            "columns in another order",
            [](Package& package) {
                package.table(
                    "need",
                    "code_display,need_id,person_local_id,referral_id,identified_date,code,code_system\n"
                    "Lives alone,N1,P1,R1,2026-10-06,105529008,http://snomed.info/sct\n"
                );
            }
        ),
        file(
            "a column that nobody asked for",
            [](Package& package) {
                package.table(
                    "gap_tag",
                    "gap_tag_id,person_local_id,tag,start_date,x_colour\nT1,P1,life_admin,2026-10-08,red\n"
                );
            },
            0, {}, {{"gap_tag.csv", "read 1, 1 accepted"}}
        ),
        file(
            "a column that nobody knows",
            [](Package& package) {
                package.table(
                    "gap_tag",
                    "gap_tag_id,person_local_id,tag,start_date,colour\nT1,P1,life_admin,2026-10-08,red\n"
                );
            },
            0, {{"FIL-005", 1}}, {{"gap_tag.csv", "read 1, 1 accepted"}}
        ),
        file(
            "what programs leave in a folder",
            [](Package& package) {
                for (const char* name :
                     {"README.md", "README.txt", "~$template.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini",
                      "._person.csv", ".~lock.person.csv#"}) {
                    package.files[name] = "x";
                }
                package.files["~$person.xlsx"] = "";
                package.manifest_text = sound_package().manifest_json();
            }
        ),
        file(
            "a workbook that was cut short",
            [](Package& package) {
                package.files["template.xlsx"] = "PK\3\4";
                package.manifest_text = sound_package().manifest_json();
            },
            2, {{"FIL-021", 1}}
        ),
        file(
            "capitals in the name",
            [](Package& package) {
                package.files["PERSON.CSV"] = package.files.extract("person.csv").mapped();
            }
        ),
        file(
            "commas at the end of a spreadsheet",
            [](Package& package) { package.add_row("person", ",,,,,,,,,,"); }, 0, {}
        ),
    });
}

TEST(ExchangeFile, that_is_damaged_costs_what_is_damaged) {
    std::string wide = "gap_tag_id,person_local_id,tag,start_date";
    std::string wide_row = "T1,P1,life_admin,2026-10-08";
    for (int i = 0; i < 4093; ++i) {
        wide += ",x" + std::to_string(i);
        wide_row += ",";
    }
    run_damages({
        file(
            "ragged row", [](Package& package) { package.add_row("referral", "R3,P1"); }, 1, {{"CSV-001", 1}},
            {{"referral.csv", "read 3, 2 accepted, 1 rejected"}}
        ),
        file(
            "NUL in a cell",
            [](Package& package) {
                package.files["need.csv"].insert(package.files["need.csv"].size() - 4, 1, '\0');
            },
            1, {{"CSV-004", 1}, {"REF-007", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "no UTF-8", [](Package& package) { package.patch("need", "Lives alone", "Lives \xFF"); }, 1,
            {{"CSV-005", 1}, {"REF-007", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "quote that never ends",
            [](Package& package) { package.patch("need", "Lives alone", "\"Lives alone"); }, 1,
            {{"CSV-002", 1}, {"PKG-008", 1}, {"REF-007", 1}}
        ),
        file(
            "unit separator in an id",
            [](Package& package) {
                package.patch(
                    "need", "N1,P1",
                    "N\x1F"
                    ",P1"
                );
            },
            1, {{"REF-007", 1}, {"ROW-004", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "unit separator in the organisation",
            [](Package& package) {
                package.table(
                    "gap_tag",
                    "gap_tag_id,person_local_id,organisation_ods,tag,start_date\nT1,P1,A81001\x1F"
                    "P1,life_admin,2026-10-08\n"
                );
            },
            1, {{"ROW-008", 1}}, {{"gap_tag.csv", "read 1, 1 rejected"}}
        ),
        file(
            "no id", [](Package& package) { package.patch("need", "N1,P1", ",P1"); }, 1,
            {{"REF-007", 1}, {"ROW-001", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "nobody's", [](Package& package) { package.patch("need", "N1,P1", "N1,"); }, 1,
            {{"REF-007", 1}, {"ROW-001", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "no mandatory column", [](Package& package) { package.patch("need", "need_id", "number"); }, 2,
            {{"FIL-005", 1}, {"FIL-007", 1}, {"REF-007", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "a column twice", [](Package& package) { package.patch("need", "code_display", "need_id"); }, 0,
            {{"FIL-009", 1}}, {{"need.csv", "read 1, 1 accepted"}}
        ),
        file(
            "4,097 columns",
            [=](Package& package) { package.table("gap_tag", wide + "\n" + wide_row + "\n"); }, 2,
            {{"FIL-011", 1}}
        ),
        file(
            "heading alone",
            [](Package& package) { package.table("gap_tag", "gap_tag_id,person_local_id,tag,start_date\n"); }
        ),
        file(
            "semicolons", [](Package& package) { replace_text(package.files["need.csv"], ",", ";"); }, 2,
            {{"FIL-014", 1}, {"REF-007", 1}}, {{"need.csv", "read 1, 1 rejected"}}
        ),
        file(
            "tabs", [](Package& package) { replace_text(package.files["need.csv"], ",", "\t"); }, 2,
            {{"FIL-014", 1}, {"REF-007", 1}}
        ),
        file("empty", [](Package& package) { package.table("gap_tag", ""); }, 2, {{"FIL-002", 1}}),
        file(
            "UTF-16",
            [](Package& package) {
                std::string wide_text = "\xFF\xFE";
                for (const char c : package.files["need.csv"]) {
                    wide_text += {c, '\0'};
                }
                package.table("need", wide_text);
            },
            2, {{"FIL-004", 1}, {"REF-007", 1}}
        ),
        file(
            "a file that nobody knows", [](Package& package) { package.table("notes", "a,b\n1,2\n"); }, 0,
            {{"FIL-001", 1}}, {{"notes.csv", "read 1, 1 skipped"}}
        ),
        file(
            "facts for a purpose that has none",
            [](Package& package) {
                package.table(
                    "register_entry",
                    "register_entry_id,person_local_id,register,entry_date\nE1,P1,diabetes,2020-01-01\n"
                );
            },
            0, {{"FIL-012", 1}}, {{"register_entry.csv", "read 1, 1 skipped"}}
        ),
    });
}

TEST(ExchangeId, of_any_text_is_one_id) {
    run_damages({
        file("quotes", [](Package& package) { package.patch("need", "N1,P1", "\"N\"\"1\"\"\",P1"); }),
        file("line feed", [](Package& package) { package.patch("need", "N1,P1", "\"N\n1\",P1"); }),
        file("comma", [](Package& package) { package.patch("need", "N1,P1", "\"N,1\",P1"); }),
        file("blanks about it", [](Package& package) { package.patch("person", "P2,", "  P2 ,"); }),
        file(
            "no ASCII", [](Package& package) { package.patch("need", "N1,P1", "N\xC3\xA9\xE2\x80\xAE,P1"); }
        ),
        file("SQL", [](Package& package) { package.patch("need", "N1,P1", "'; DROP TABLE need; --,P1"); }),
        file(
            "10,000 characters",
            [](Package& package) { package.patch("need", "N1,P1", std::string(10'000, 'N') + ",P1"); }
        ),
        file(
            "other capitals",
            [](Package& package) {
                package.add_row("need", "n1,P1,R1,2026-10-06,105529008,http://snomed.info/sct,Lives alone");
            },
            0, {}, {{"need.csv", "read 2, 2 accepted"}}
        ),
    });
}

TEST(ExchangeId, that_comes_twice_is_one_record_or_none) {
    run_damages({
        file(
            "the same row",
            [](Package& package) { package.add_row("person", "P2,9990000026,1961-05-04,1,B,SW19 1AB"); }, 0,
            {{"ROW-002", 1}}, {{"person.csv", "read 3, 2 accepted, 1 skipped"}}
        ),
        file(
            "other content",
            [](Package& package) { package.add_row("person", "P2,9990000026,1961-05-04,2,C,SW19 1AB"); }, 1,
            {{"LNK-001", 2}, {"ROW-006", 2}}, {{"person.csv", "read 3, 1 accepted, 2 rejected"}}
        ),
        file(
            "another person's",
            [](Package& package) { package.add_row("referral", "R1,P2,2026-10-05,accepted,02"); }, 1,
            {{"LNK-004", 5}, {"ROW-006", 2}}, {{"referral.csv", "read 3, 1 accepted, 2 rejected"}}
        ),
    });
}

TEST(ExchangeLink, that_leads_nowhere_holds_its_row) {
    run_damages({
        file(
            "no such person", [](Package& package) { package.patch("need", "N1,P1,R1", "N1,P9,R1"); }, 1,
            {{"LNK-001", 1}, {"REF-007", 1}}, {{"need.csv", "read 1, 1 held"}}
        ),
        file(
            "no such referral", [](Package& package) { package.patch("need", "N1,P1,R1", "N1,P1,R9"); }, 1,
            {{"LNK-004", 1}}
        ),
        file(
            "another person's referral",
            [](Package& package) { package.patch("need", "N1,P1,R1", "N1,P1,R2"); }, 1, {{"LNK-004", 1}}
        ),
        file(
            "item without its assessment",
            [](Package& package) { package.patch("assessment_item", "A1,", "A9,"); }, 1,
            {{"ASM-010", 1}, {"LNK-004", 1}}
        ),
        file(
            "person of another organisation",
            [](Package& package) {
                package.table(
                    "gap_tag",
                    "gap_tag_id,person_local_id,organisation_ods,tag,start_date\nT1,P1,B81001,life_admin,"
                    "2026-10-08\n"
                );
            },
            1, {{"LNK-001", 1}}, {{"gap_tag.csv", "read 1, 1 held"}}
        ),
        file(
            "referral of another organisation",
            [](Package& package) {
                package.table(
                    "referral",
                    "referral_id,person_local_id,organisation_ods,referral_date,status\nR1,P1,B81001,2026-10-"
                    "02,accepted\n"
                );
            },
            1, {{"LNK-001", 1}, {"LNK-004", 6}}
        ),
        file(
            "its own parent",
            [](Package& package) {
                package.table(
                    "referral",
                    "referral_id,person_local_id,referral_date,status,parent_referral_id\nR1,P1,2026-10-02,"
                    "accepted,R1\nR2,P2,2026-10-05,accepted,\n"
                );
            }
        ),
        file(
            "parents in a ring",
            [](Package& package) {
                package.table(
                    "referral",
                    "referral_id,person_local_id,referral_date,status,parent_referral_id\nR1,P1,2026-10-02,"
                    "accepted,R3\nR3,P1,2026-10-03,accepted,R1\nR2,P2,2026-10-05,accepted,\n"
                );
            }
        ),
    });
}

TEST(ExchangeEpisode, that_contradicts_itself_is_told) {
    const auto episodes = [](const char* rows) {
        return [=](Package& package) {
            package.table(
                "episode", std::string("episode_id,person_local_id,start_date,end_date,status\n") + rows
            );
        };
    };
    run_damages({
        file("ends before it starts", episodes("E1,P1,2026-10-02,2026-09-01,closed\n"), 1, {{"EPI-006", 1}}),
        file(
            "overlaps another", episodes("E1,P1,2026-10-01,,open\nE2,P1,2026-10-03,,open\n"), 0,
            {{"EPI-010", 1}}
        ),
        file("starts tomorrow", episodes("E1,P1,2026-12-01,,open\n"), 1, {{"EPI-009", 1}}),
        file(
            "closed without an end", episodes("E1,P1,2026-10-02,,closed\n"), 0,
            {{"EPI-001", 1}, {"EPI-007", 1}}
        ),
        file("lost its person", episodes("E1,P9,2026-10-02,,open\n"), 1, {{"LNK-001", 1}}),
    });
}

TEST(ExchangeObjection, keeps_the_person_out) {
    const auto objects = [](const char* flag) {
        return [=](Package& package) {
            package.table(
                "person", std::string("person_local_id,nhs_number,secondary_use_objection\nP1,9990000018,") +
                              flag + "\nP2,9990000026,\n"
            );
        };
    };
    run_damages({
        file(
            "true", objects("true"), 0, {{"PRV-005", 1}},
            {{"person.csv", "read 2, 1 accepted, 1 skipped"}, {"need.csv", "read 1, 1 skipped"}}
        ),
        file("yes", objects("YES"), 0, {{"PRV-005", 1}}),
        file("false", objects("false"), 0),
        file(
            "not readable", objects("perhaps"), 0, {{"PRV-005", 1}, {"VAL-003", 1}},
            {{"person.csv", "read 2, 1 accepted, 1 skipped"}}
        ),
        file("spreadsheet error", objects("#N/A"), 0, {{"PRV-005", 1}, {"VAL-003", 1}}),
    });
}

TEST(ExchangeFolders, hold_a_package_each) {
    run_damages({
        file(
            "a copy below, without its manifest",
            [](Package& package) { package.files["copy/person.csv"] = package.files["person.csv"]; }, 0,
            {{"PKG-001", 1}}
        ),
        file(
            "person and referral in folders without a manifest",
            [](Package& package) {
                package.manifest_text = "-";
                package.files["x/person.csv"] = package.files.extract("person.csv").mapped();
            },
            0, {{"PKG-001", 2}}
        ),
        file(
            "two packages of the same",
            [](Package& package) {
                auto other = sound_package();
                other.set("submission_id", "another");
                const auto json = other.manifest_json();
                package.manifest_text = package.manifest_json();
                for (const auto& [name, bytes] : other.files) {
                    package.files["other/" + name] = bytes;
                }
                package.files["other/manifest.json"] = json;
            },
            0, {{"FIL-010", 7}, {"ROW-002", 10}}
        ),
    });
}

}  // namespace
}  // namespace sluice::tests
