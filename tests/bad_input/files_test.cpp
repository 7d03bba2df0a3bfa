// What is wrong with a file as a whole.
#include "tests/bad_input/scene.hpp"

#include <filesystem>

namespace sluice::tests {
namespace {
namespace fs = std::filesystem;

constexpr const char* kUnused = "Coding_DrugCode";

std::string utf16(const std::string& ascii, bool mark, bool big_endian) {
    std::string out = !mark ? "" : big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        out += big_endian ? '\0' : c;
        out += big_endian ? c : '\0';
    }
    return out;
}

Expect set_waits(std::map<std::string, std::int64_t> issues, int exit_code = 2) {
    issues["SET-001"] = 1;
    return {.exit_code = exit_code, .issues = std::move(issues), .nothing_stored = true};
}

// The victim's own row cannot be read: its other rows wait, and nothing of it is accepted.
Expect lose_person(const char* rule) {
    return {
        .exit_code = 1,
        .issues = {{rule, 1}},
        .some = {"LNK-001"},
        .fewer = {"REF-003", "REF-007", "EPI-002"},
        .lost = Clean::get().ids_with(Clean::get().person().id)};
}

// A column of every row taken out, moved or repeated.
void edit_columns(
    Scene& scene, const char* table, const std::function<void(std::vector<std::string>&, std::size_t)>& edit,
    const char* column
) {
    auto file = scene.file(table);
    const auto at = file.column(column);
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        auto cells = file.cells(i);
        edit(cells, at);
        file.set_cells(i, cells);
    }
    file.save();
}

TEST(File, that_nobody_knows_is_skipped_and_named) {
    run_cases({
        {"CSV of something else",
         [](Scene& scene) {
             write_text(scene.in() + "/minutes.csv", "Date,Decision\n2026-01-01,none\n");
             return Expect{.issues = {{"FIL-001", 1}}};
         }},
        {"CSV with the name of a table that the extract does not have",
         [](Scene& scene) {
             auto name = scene.path("Admin_Patient");
             name.replace(name.find("Admin_Patient"), 13, "Admin_Something");
             fs::copy_file(scene.path("Admin_Patient"), name);
             return Expect{.issues = {{"FIL-001", 1}}};
         }},
        {"binary",
         [](Scene& scene) {
             std::string bytes;
             for (int i = 0; i < 100'000; ++i) {
                 bytes += static_cast<char>(i * 7 % 256);
             }
             write_text(scene.in() + "/photo.jpg", bytes);
             return Expect{.issues = {{"FIL-001", 1}}};
         }},
        {"no extension, no name to speak of",
         [](Scene& scene) {
             write_text(scene.in() + "/ ", "a");
             write_text(scene.in() + "/.csv", "a");
             return Expect{.issues = {{"FIL-001", 2}}};
         }},
        {"spreadsheet",
         [](Scene& scene) {
             write_text(scene.in() + "/report.xlsx", zip_of_clean());
             return Expect{.exit_code = 2, .issues = {{"FIL-021", 1}}};
         }},
        {"text in UTF-16",
         [](Scene& scene) {
             write_text(scene.in() + "/notes.txt", utf16("Dear all,\r\nhere it is.\r\n", true, false));
             return Expect{.issues = {{"FIL-001", 1}}};
         }},
    });
}

TEST(File, that_is_binary_has_no_rows) {
    const Scene scene;
    write_text(scene.in() + "/photo.jpg", std::string("\x89PNG\0\n\n\n\n", 9) + std::string(5000, '\n'));

    const auto outcome = scene.ingest();

    EXPECT_EQ(outcome.files.at("photo.jpg").read, 0);
}

TEST(File, that_nobody_knows_has_rows_only_where_it_is_like_csv) {
    const Scene scene;
    write_text(scene.in() + "/data.json", "[\n  {\"a\": 1, \"b\": 2},\n  {\"a\": 3, \"b\": 4}\n]\n");
    write_text(scene.in() + "/line.json", "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n");
    write_text(scene.in() + "/page.html", "<html>\n<p>a, b</p>\n</html>\n");
    write_text(scene.in() + "/letter.txt", "Dear all\nhere it is\n");
    write_text(scene.in() + "/list.csv", "Name\nA\nB\n");
    write_text(scene.in() + "/table.txt", "Name,Number\nA,1\nB,2\n");

    const auto outcome = scene.ingest();

    EXPECT_EQ(outcome.issues.at("FIL-001"), 6);
    for (const std::string name : {"data.json", "line.json", "page.html", "letter.txt"}) {
        EXPECT_EQ(outcome.files.at(name).read, 0) << name;
    }
    EXPECT_EQ(outcome.files.at("list.csv").read, 2);
    EXPECT_EQ(outcome.files.at("table.txt").read, 2);
}

TEST(File, of_nought_bytes_is_rejected) {
    run_cases({
        {"that the dataset does not use",
         [](Scene& scene) {
             write_text(scene.path(kUnused), "");
             return Expect{.exit_code = 2, .issues = {{"FIL-002", 1}}};
         }},
        {"that nobody knows",
         [](Scene& scene) {
             write_text(scene.in() + "/empty.csv", "");
             return Expect{.exit_code = 2, .issues = {{"FIL-002", 1}}};
         }},
        {"patients",
         [](Scene& scene) {
             write_text(scene.path("Admin_Patient"), "");
             return set_waits({{"FIL-002", 1}});
         }},
        {"code dictionary",
         [](Scene& scene) {
             write_text(scene.path("Coding_ClinicalCode"), "");
             return set_waits({{"FIL-002", 1}});
         }},
    });
}

TEST(File, without_usable_headings_is_rejected) {
    run_cases({
        {"a quote never closed",
         [](Scene& scene) {
             auto file = scene.file("Admin_Patient");
             file.records.front() = "\"PatientGuid";
             file.records.resize(1);
             file.save();
             return set_waits({{"FIL-011", 1}});
         }},
        {"a hundred thousand columns",
         [](Scene& scene) {
             auto file = scene.file("Admin_Patient");
             for (int i = 0; i < 100'000; ++i) {
                 file.records.front() += ",x" + std::to_string(i);
             }
             file.save();
             return set_waits({{"FIL-011", 1}});
         }},
        {"blank lines only",
         [](Scene& scene) {
             write_text(scene.path("Admin_Patient"), "\r\n\r\n\r\n");
             return set_waits({{"FIL-011", 1}});
         }},
        {"byte-order mark only",
         [](Scene& scene) {
             write_text(scene.path("Admin_Patient"), "\xEF\xBB\xBF");
             return set_waits({{"FIL-011", 1}});
         }},
        {"values in place of headings",
         [](Scene& scene) {
             auto file = scene.file("Admin_Patient");
             file.records.erase(file.records.begin());
             file.save();
             return set_waits({{"FIL-011", 1}});
         }},
    });
}

TEST(File, in_utf16_is_rejected_by_its_encoding) {
    std::vector<Case> cases;
    for (const bool mark : {true, false}) {
        for (const bool big_endian : {true, false}) {
            cases.push_back({mark ? "with a mark" : "without a mark", [=](Scene& scene) {
                                 const auto path = scene.path("Admin_Patient");
                                 write_text(path, utf16(read_text(path), mark, big_endian));
                                 return set_waits({{"FIL-004", 1}});
                             }});
        }
    }
    cases.push_back({"and has lost its name", [](Scene& scene) {
                         const auto path = scene.path("Admin_Patient");
                         write_text(scene.in() + "/patients.txt", utf16(read_text(path), true, false));
                         fs::remove(path);
                         return set_waits({{"FIL-004", 1}});
                     }});
    run_cases(cases);
}

TEST(File, in_windows_1252_loses_the_rows_that_show_it) {
    run_cases({{"one name", [](Scene& scene) {
                    auto file = scene.file("Admin_Patient");
                    const auto& person = Clean::get().person();
                    file.set(person.record, "Surname", "Zo\xEB");
                    file.save();
                    return lose_person("CSV-005");
                }}});
}

TEST(Headings, that_differ_are_reported_and_cost_what_they_must) {
    run_cases({
        {"one unknown",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient", [](auto& cells, std::size_t) { cells.push_back("new"); }, "Sex"
             );
             return Expect{.issues = {{"FIL-005", 1}}};
         }},
        {"three unknown",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient",
                 [](auto& cells, std::size_t at) {
                     cells.insert(cells.begin() + static_cast<std::ptrdiff_t>(at), {"a", "", "<b>"});
                 },
                 "Sex"
             );
             return Expect{.issues = {{"FIL-005", 3}}};
         }},
        {"one missing",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient",
                 [](auto& cells, std::size_t at) {
                     cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(at));
                 },
                 "Postcode"
             );
             return Expect{.issues = {{"FIL-006", 1}}, .may_change = {"person"}};
         }},
        {"another order",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient",
                 [](auto& cells, std::size_t) { std::reverse(cells.begin(), cells.end()); }, "Sex"
             );
             return Expect{.issues = {{"FIL-008", 1}}};
         }},
        {"one twice",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient",
                 [](auto& cells, std::size_t at) {
                     cells.push_back(cells[at] == "Postcode" ? "Postcode" : "XX1 1XX");
                 },
                 "Postcode"
             );
             return Expect{.issues = {{"FIL-009", 1}}};
         }},
        {"another case",
         [](Scene& scene) {
             auto file = scene.file("Admin_Patient");
             std::transform(
                 file.records.front().begin(), file.records.front().end(), file.records.front().begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); }
             );
             file.save();
             return Expect{};
         }},
        {"a key missing",
         [](Scene& scene) {
             edit_columns(
                 scene, "CareRecord_Observation",
                 [](auto& cells, std::size_t at) {
                     cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(at));
                 },
                 "ObservationGuid"
             );
             return set_waits({{"FIL-007", 1}});
         }},
        {"the mark of confidential records missing",
         [](Scene& scene) {
             edit_columns(
                 scene, "Admin_Patient",
                 [](auto& cells, std::size_t at) {
                     cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(at));
                 },
                 "IsConfidential"
             );
             return set_waits({{"FIL-007", 1}});
         }},
    });
}

TEST(Headings, without_a_key_reject_every_row_of_the_file) {
    Scene scene;
    edit_columns(
        scene, "Admin_Patient",
        [](auto& cells, std::size_t at) { cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(at)); },
        "PatientGuid"
    );
    const auto name = fs::path(scene.path("Admin_Patient")).filename().string();

    const auto outcome = scene.ingest();

    EXPECT_EQ(outcome.files.at(name).rejected, 150);
    EXPECT_EQ(outcome.files.at(name).read, 150);
}

TEST(File, that_nobody_knows_makes_no_submission_alone) {
    const Scene scene;
    const auto folder = scene.other("unknown");
    fs::create_directories(folder);
    write_text(folder + "/rota.csv", "Day,Name\r\nMonday,Ann\r\n");
    write_text(folder + "/notes.txt", "See you on Monday.\n");

    const auto outcome = scene.ingest({}, {folder});
    const auto checked = run_sluice({"check", folder, "--json"});

    EXPECT_EQ(outcome.run.code, 2);
    EXPECT_EQ(outcome.status, "rejected");
    EXPECT_EQ(outcome.issues, (std::map<std::string, std::int64_t>{{"FIL-001", 2}}));
    EXPECT_EQ(checked.code, 2) << checked.err;
}

}  // namespace
}  // namespace sluice::tests
