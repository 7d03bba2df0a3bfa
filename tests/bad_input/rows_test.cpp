// A row that is damaged in its form costs that row, and nothing else.
#include "tests/bad_input/scene.hpp"

namespace sluice::tests {
namespace {

constexpr const char* kObservations = "CareRecord_Observation";

// The row of a need that its episode can spare, changed by `change`; the need is lost for `rule`.
Expect lose_need(Scene& scene, const char* rule, const std::function<void(std::string&)>& change) {
    auto file = scene.file(kObservations);
    const auto& need = Clean::get().need();
    change(file.records.at(need.record));
    file.save();
    return {.exit_code = 1, .issues = {{rule, 1}}, .lost = {need.id}};
}

Expect keep_all(Scene& scene, const std::function<void(CsvFile&)>& change) {
    auto file = scene.file(kObservations);
    change(file);
    file.save();
    return {};
}

void replace_first(std::string& text, const std::string& what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
}

TEST(DamagedRow, costs_that_row_alone) {
    run_cases({
        {"too few cells",
         [](Scene& scene) {
             return lose_need(scene, "CSV-001", [](auto& row) { row.resize(row.rfind(',')); });
         }},
        {"too many cells",
         [](Scene& scene) { return lose_need(scene, "CSV-001", [](auto& row) { row += ",\"one more\""; }); }},
        {"one cell", [](Scene& scene) { return lose_need(scene, "CSV-001", [](auto& row) { row = "x"; }); }},
        {"quote not closed before the next cell",
         [](Scene& scene) {
             return lose_need(scene, "CSV-003", [](auto& row) { replace_first(row, "\",\"", ",\""); });
         }},
        {"quote not closed at the end of the row",
         [](Scene& scene) { return lose_need(scene, "CSV-003", [](auto& row) { row.pop_back(); }); }},
        {"text after the closing quote",
         [](Scene& scene) {
             return lose_need(scene, "CSV-003", [](auto& row) { replace_first(row, "\",\"", "\" oops,\""); });
         }},
        {"NUL byte",
         [](Scene& scene) {
             return lose_need(scene, "CSV-004", [](auto& row) { row.insert(row.size() - 2, 1, '\0'); });
         }},
        {"a run of NUL bytes",
         [](Scene& scene) { return lose_need(scene, "CSV-004", [](auto& row) { row.assign(4096, '\0'); }); }},
        {"Windows-1252",
         [](Scene& scene) {
             return lose_need(scene, "CSV-005", [](auto& row) { row.insert(row.size() - 1, "Zo\xEB"); });
         }},
        {"surrogate in UTF-8",
         [](Scene& scene) {
             return lose_need(scene, "CSV-005", [](auto& row) {
                 row.insert(row.size() - 1, "\xED\xA0\x80");
             });
         }},
        {"cell of ten million bytes",
         [](Scene& scene) {
             return lose_need(scene, "CSV-006", [](auto& row) {
                 row.insert(row.size() - 1, std::string(10'000'000, 'x'));
             });
         }},
        {"row of twenty million bytes",
         [](Scene& scene) {
             return lose_need(scene, "CSV-007", [](auto& row) { row.assign(20'000'000, 'x'); });
         }},
        {"no key",
         [](Scene& scene) {
             return lose_need(scene, "ROW-001", [](auto& row) { row.replace(0, row.find(','), "\"\""); });
         }},
    });
}

TEST(DamagedRow, costs_that_row_alone_whatever_the_block_size) {
    run_cases(
        {
            {"quote not closed",
             [](Scene& scene) { return lose_need(scene, "CSV-003", [](auto& row) { row.pop_back(); }); }},
            {"cell of ten million bytes",
             [](Scene& scene) {
                 return lose_need(scene, "CSV-006", [](auto& row) {
                     row.insert(row.size() - 1, std::string(10'000'000, 'x'));
                 });
             }},
            {"row of twenty million bytes",
             [](Scene& scene) {
                 return lose_need(scene, "CSV-007", [](auto& row) { row.assign(20'000'000, 'x'); });
             }},
        },
        {"--block-bytes", "4096", "--workers", "4"}
    );
}

TEST(DamagedRow, at_the_end_of_the_file_costs_that_row_alone) {
    run_cases({
        {"quote opened and the file ends",
         [](Scene& scene) {
             auto file = scene.file(kObservations);
             const auto& need = Clean::get().need();
             std::swap(file.records.at(need.record), file.records.back());
             file.records.back().pop_back();
             file.ends_with_line_end = false;
             file.save();
             return Expect{.exit_code = 1, .issues = {{"CSV-002", 1}}, .lost = {need.id}};
         }},
        {"file cut in the middle of its last row",
         [](Scene& scene) {
             auto file = scene.file(kObservations);
             const auto& need = Clean::get().need();
             std::swap(file.records.at(need.record), file.records.back());
             file.records.back().resize(file.records.back().find(','));
             file.ends_with_line_end = false;
             file.save();
             return Expect{.exit_code = 1, .issues = {{"CSV-001", 1}}, .lost = {need.id}};
         }},
    });
}

// Nothing after it holds a quote, so the quote is open to the end of the file.
TEST(DamagedRow, with_a_quote_that_nothing_closes_costs_that_row_alone) {
    run_cases({{"in the middle", [](Scene& scene) {
                    auto file = scene.file("Admin_Patient");
                    const auto& person = Clean::get().person();
                    for (auto& record : file.records) {
                        std::erase(record, '"');
                    }
                    file.records.at(person.record).insert(0, 1, '"');
                    file.save();
                    return Expect{
                        .exit_code = 1,
                        .issues = {{"CSV-002", 1}},
                        .some = {"LNK-001"},
                        .fewer = {"REF-003", "REF-007", "EPI-002"},
                        .lost = Clean::get().ids_with(person.id)};
                }}});
}

TEST(HarmlessRow, costs_nothing) {
    run_cases({
        {"line feeds for some rows",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) {
                 file.line_end = "\n";
                 for (std::size_t i = 0; i < file.records.size(); i += 3) {
                     file.records[i] += '\r';
                 }
             });
         }},
        {"byte-order mark",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) { file.records.front().insert(0, "\xEF\xBB\xBF"); });
         }},
        {"blank lines everywhere",
         [](Scene& scene) { return keep_all(scene, [](CsvFile& file) { file.line_end = "\r\n\r\n"; }); }},
        {"blank lines above the header",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) { file.records.front().insert(0, "\r\n\r\n"); });
         }},
        {"lines of commas at the end",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) {
                 file.records.insert(file.records.end(), 5, std::string(file.cells(0).size() - 1, ','));
                 file.records.insert(file.records.end(), 5, ",,,");
             });
         }},
        {"no line end at the end",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) { file.ends_with_line_end = false; });
         }},
        {"blanks around the headings",
         [](Scene& scene) {
             return keep_all(scene, [](CsvFile& file) {
                 auto header = file.cells(0);
                 for (auto& heading : header) {
                     heading = " " + heading + " ";
                 }
                 file.set_cells(0, header);
             });
         }},
        {"a row twice",
         [](Scene& scene) {
             auto expected = keep_all(scene, [](CsvFile& file) {
                 file.records.push_back(file.records.at(Clean::get().need().record));
             });
             expected.issues = {{"ROW-002", 1}};
             return expected;
         }},
        {"a hundred rows twice",
         [](Scene& scene) {
             auto expected = keep_all(scene, [](CsvFile& file) {
                 file.records.insert(file.records.end(), 100, file.records.at(Clean::get().need().record));
             });
             expected.issues = {{"ROW-002", 100}};
             return expected;
         }},
        {"the same key with another content",
         [](Scene& scene) {
             auto expected = keep_all(scene, [](CsvFile& file) {
                 file.records.push_back(file.records.at(Clean::get().need().record));
                 file.set(file.records.size() - 1, "AssociatedText", "said again");
             });
             expected.issues = {{"ROW-003", 1}};
             return expected;
         }},
    });
}

TEST(EmptyLines, are_skipped_rows) {
    const Scene scene;
    auto file = scene.file("Admin_Patient");
    const auto rows = static_cast<std::int64_t>(file.records.size() - 1);
    file.records.insert(file.records.end(), 3, ",,,");
    file.save();

    const auto outcome = scene.ingest();

    const auto name = scene.path("Admin_Patient");
    const auto& counts = outcome.files.at(name.substr(name.rfind('/') + 1));
    EXPECT_EQ(counts.read, rows + 3);
    EXPECT_EQ(counts.accepted, rows);
    EXPECT_EQ(counts.skipped, 3);
}

}  // namespace
}  // namespace sluice::tests
