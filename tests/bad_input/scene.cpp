#include "tests/bad_input/scene.hpp"

#include "gateway/format/csv_reader.hpp"
#include "gateway/format/json.hpp"

#include "tests/support/zip.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sluice::tests {
namespace fs = std::filesystem;

namespace {

constexpr const char* kEntities[] = {"person",  "episode",         "referral",   "need",
                                     "contact", "support_offered", "assessment", "assessment_item"};

std::vector<std::string> cells_of(const std::string& record) {
    auto parsed = format::parse_all(record);
    return parsed && !parsed->empty() ? parsed->front() : std::vector<std::string>();
}

std::string quoted(const std::string& value) {
    std::string out = "\"";
    for (const char c : value) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

std::vector<std::string> records_of(const std::string& text) {
    std::vector<std::string> out;
    format::RecordReader reader{std::string_view(text)};
    for (auto more = reader.next(); more && *more; more = reader.next()) {
        out.emplace_back(reader.raw());
    }
    return out;
}

std::int64_t integer_at(const format::JsonValue& object, const char* key) {
    const auto* value = object.find(key);
    return value == nullptr ? -1 : value->integer().value_or(-1);
}

std::string text_at(const format::JsonValue& object, const char* key) {
    const auto* value = object.find(key);
    return value == nullptr ? std::string() : std::string(value->text().value_or(""));
}

void read_receipt(const format::JsonValue& json, Outcome& out) {
    out.receipt = text_at(json, "receipt");
    out.status = text_at(json, "status");
    for (const auto& issue : json.find("issues")->items()) {
        out.issues[text_at(issue, "rule")] = integer_at(issue, "count");
    }
    for (const auto& file : json.find("files")->items()) {
        out.files[text_at(file, "name")] = {
            integer_at(file, "read"), integer_at(file, "accepted"), integer_at(file, "held"),
            integer_at(file, "rejected"), integer_at(file, "skipped")};
    }
}

}  // namespace

CsvFile::CsvFile(std::string path) : records(records_of(read_text(path))), path_(std::move(path)) {}

std::vector<std::string> CsvFile::cells(std::size_t record) const {
    return cells_of(records.at(record));
}

std::size_t CsvFile::column(const std::string& name) const {
    const auto header = cells(0);
    const auto found = std::find(header.begin(), header.end(), name);
    EXPECT_NE(found, header.end()) << "no column " << name;
    return static_cast<std::size_t>(found - header.begin());
}

std::string CsvFile::cell(std::size_t record, const std::string& column_name) const {
    return cells(record).at(column(column_name));
}

void CsvFile::set_cells(std::size_t record, const std::vector<std::string>& values) {
    std::string line;
    for (const auto& value : values) {
        line += (line.empty() ? "" : ",") + quoted(value);
    }
    records.at(record) = line;
}

void CsvFile::set(std::size_t record, const std::string& column_name, const std::string& value) {
    auto values = cells(record);
    values.at(column(column_name)) = value;
    set_cells(record, values);
}

std::size_t CsvFile::find(const std::string& column_name, const std::string& value) const {
    const auto at = column(column_name);
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (records[i].find(value) != std::string::npos && cells(i).at(at) == value) {
            return i;
        }
    }
    return 0;
}

std::size_t CsvFile::count(const std::string& column_name, const std::string& value) const {
    const auto at = column(column_name);
    return static_cast<std::size_t>(std::count_if(
        records.begin() + 1, records.end(),
        [&](const auto& record) {
            return record.find(value) != std::string::npos && cells_of(record).at(at) == value;
        }
    ));
}

std::string CsvFile::text() const {
    std::string out;
    for (std::size_t i = 0; i < records.size(); ++i) {
        out += records[i] + (i + 1 < records.size() || ends_with_line_end ? line_end : "");
    }
    return out;
}

void CsvFile::save() const {
    write_text(path_, text());
}

Clean::Clean() {
    const auto synth = run_sluice(
        {"synth", "emis", "--out", folder_ / "extract", "--practices", "2", "--patients", "150", "--faults",
         "none"}
    );
    EXPECT_EQ(synth.code, 0) << synth.err;
    const auto run = run_sluice(
        {"ingest", folder(), "--data", folder_ / "data", "--sender", "Z90001", "--as-of", "2026-10-31",
         "--json"}
    );
    EXPECT_EQ(run.code, 0) << run.err;
    const auto json = format::parse_json(run.out);
    read_receipt(*json, outcome_);
    for (const auto* entity : kEntities) {
        const auto exported = run_sluice({"export", "--entity", entity, "--data", folder_ / "data"});
        for (const auto& line : records_of(exported.out)) {
            outcome_.exports[entity][line.substr(0, line.find(','))] = line;
        }
    }
    choose_victims();
}

const Clean& Clean::get() {
    static const Clean clean;
    return clean;
}

std::string Clean::provenance(const std::string& entity) const {
    return run_sluice({"export", "--entity", entity, "--provenance", "--data", folder_ / "data"}).out;
}

void Clean::choose_victims() {
    const std::string needs_path = folder_ / "needs.csv";
    write_text(needs_path, provenance("need"));
    const CsvFile needs(needs_path);
    for (std::size_t i = 1; i < needs.records.size() && need_.id.empty(); ++i) {
        if (needs.count("episode_id", needs.cell(i, "episode_id")) > 1) {
            need_ = {
                needs.cell(i, "need_id"), needs.cell(i, "person_id"),
                std::stoul(needs.cell(i, "source_record")) - 1};
        }
    }
    const std::string persons_path = folder_ / "persons.csv";
    write_text(persons_path, provenance("person"));
    const CsvFile persons(persons_path);
    const auto row = persons.find("linkage_level", "nhs-number");
    person_ = {
        persons.cell(row, "person_id"), persons.cell(row, "person_id"),
        std::stoul(persons.cell(row, "source_record")) - 1};
    EXPECT_FALSE(need_.id.empty());
    EXPECT_FALSE(person_.id.empty());
}

std::set<std::string> Clean::ids_with(const std::string& text) const {
    std::set<std::string> out;
    for (const auto& [entity, lines] : outcome_.exports) {
        for (const auto& [id, line] : lines) {
            if (line.find(text) != std::string::npos) {
                out.insert(id);
            }
        }
    }
    for (const auto* entity : kEntities) {
        out.erase(std::string(entity) + "_id");  // the header lines
    }
    return out;
}

Scene::Scene() {
    fs::copy(Clean::get().folder(), in(), fs::copy_options::recursive);
}

std::string Scene::path(const std::string& table) const {
    for (const auto& entry : fs::directory_iterator(in())) {
        if (entry.path().filename().string().find("_" + table + "_2") != std::string::npos) {
            return entry.path().string();
        }
    }
    ADD_FAILURE() << "no file of " << table;
    return {};
}

std::vector<std::string> Scene::arguments(
    const std::vector<std::string>& extra, const std::vector<std::string>& paths
) const {
    std::vector<std::string> out = {"ingest"};
    out.insert(out.end(), paths.begin(), paths.end());
    if (paths.empty()) {
        out.push_back(in());
    }
    for (const auto& word :
         {std::string("--data"), data(), std::string("--sender"), std::string("Z90001"),
          std::string("--as-of"), std::string("2026-10-31"), std::string("--json")}) {
        out.push_back(word);
    }
    out.insert(out.end(), extra.begin(), extra.end());
    return out;
}

Exports Scene::exports() const {
    Exports out;
    for (const auto* entity : kEntities) {
        const auto run = run_sluice({"export", "--entity", entity, "--data", data()});
        EXPECT_EQ(run.code, 0) << run.err;
        for (const auto& line : records_of(run.out)) {
            out[entity][line.substr(0, line.find(','))] = line;
        }
    }
    return out;
}

Outcome read_outcome(const Scene& scene, Ran run) {
    Outcome out;
    out.run = std::move(run);
    const auto json = format::parse_json(out.run.out);
    if (json && json->is_object()) {
        read_receipt(*json, out);
        out.exports = scene.exports();
    }
    return out;
}

Outcome Scene::ingest(const std::vector<std::string>& extra, const std::vector<std::string>& paths) const {
    return read_outcome(*this, run_sluice(arguments(extra, paths)));
}

std::string zip_of_clean() {
    std::vector<ZipMember> members;
    for (const auto& entry : fs::directory_iterator(Clean::get().folder())) {
        members.push_back({entry.path().filename().string(), read_text(entry.path().string())});
    }
    return make_zip(members);
}

void expect_same_exports(const Exports& actual, const Exports& expected) {
    for (const auto& [entity, lines] : expected) {
        EXPECT_TRUE(actual.contains(entity) && actual.at(entity) == lines)
            << "the export of " << entity << " differs";
    }
}

namespace {

// -1: must be missing; 1: must differ; 2: may differ; 0: must be the same.
int fate_of(const std::string& entity, const std::string& id, const Expect& expected) {
    if (id == entity + "_id") {
        return 0;
    }
    if (expected.nothing_stored || expected.lost.contains(id)) {
        return -1;
    }
    return expected.changed.contains(id) ? 1 : expected.may_change.contains(entity) ? 2 : 0;
}

std::string differences(const Outcome& outcome, const Expect& expected) {
    std::vector<std::string> found;
    for (const auto& [entity, lines] : Clean::get().outcome().exports) {
        const auto& now = outcome.exports.at(entity);
        for (const auto& [id, line] : lines) {
            const auto after = now.find(id);
            const bool missing = after == now.end();
            const int fate = fate_of(entity, id, expected);
            if (missing != (fate == -1)) {
                found.push_back((missing ? "lost " : "not lost ") + entity + ": " + line);
            } else if (!missing && fate < 2 && (after->second != line) != (fate == 1)) {
                found.push_back(entity + "\n    was " + line + "\n    is  " + after->second);
            }
        }
        for (const auto& [id, line] : now) {
            if (!lines.contains(id)) {
                found.push_back("new " + entity + ": " + line);
            }
        }
    }
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 3); ++i) {
        text += "  " + found[i] + "\n";
    }
    return found.empty() ? text : text + "  " + std::to_string(found.size()) + " differences";
}

}  // namespace

void expect_outcome(const Outcome& outcome, const Expect& expected) {
    EXPECT_EQ(outcome.run.code, expected.exit_code) << outcome.run.err;
    ASSERT_FALSE(outcome.receipt.empty()) << outcome.run.err;
    auto issues = expected.issues;
    if (!expected.nothing_stored) {
        for (const auto& [rule, count] : Clean::get().outcome().issues) {
            issues[rule] += count;
        }
    }
    for (const auto& rule : expected.some) {
        EXPECT_TRUE(outcome.issues.contains(rule)) << rule;
        issues[rule] = outcome.issues.contains(rule) ? outcome.issues.at(rule) : 0;
    }
    for (const auto& rule : expected.fewer) {
        const auto found = outcome.issues.find(rule);
        const auto count = found == outcome.issues.end() ? 0 : found->second;
        issues[rule] = std::min(issues[rule], count);
    }
    std::erase_if(issues, [](const auto& entry) { return entry.second == 0; });
    EXPECT_EQ(outcome.issues, issues);
    for (const auto& [name, file] : outcome.files) {
        EXPECT_EQ(file.read, file.accepted + file.held + file.rejected + file.skipped) << name;
    }
    EXPECT_EQ(differences(outcome, expected), "");
}

void run_cases(const std::vector<Case>& cases, const std::vector<std::string>& extra) {
    for (const auto& test : cases) {
        SCOPED_TRACE(test.name);
        Scene scene;
        const auto expected = test.damage(scene);
        expect_outcome(scene.ingest(extra), expected);
    }
}

}  // namespace sluice::tests
