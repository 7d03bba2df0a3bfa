// An extract as each version of EMIS's specification writes it: its columns, where they stand, how they are
// spelt, and the names of its files. The columns are those of the public specification, looked for in
// SLUICE_DATA_DIR.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

std::string columns_file() {
    const char* variable = std::getenv("SLUICE_DATA_DIR");  // NOLINT(concurrency-mt-unsafe)
    const std::string data = variable == nullptr ? SLUICE_DATA_DIR_DEFAULT : variable;
    return data + "/gp-extracts/derived/emis_columns.csv";
}

using Versions = std::map<std::string, std::map<std::string, std::string>>;  // table, column, "present in"

const Versions& columns() {
    static const Versions all = [] {
        Versions out;
        for (const auto& [number, row] : read_source(columns_file())) {
            out[row.at("table")][row.at("column")] = row.at("present_in");
        }
        return out;
    }();
    return all;
}

// "8.2→", "5.0–7.0; absent 7.1; back 8.0", "seen in v8 test pack".
bool has(const std::string& version, const std::string& table, const std::string& column) {
    const auto known = columns().find(table);
    if (known == columns().end() || !known->second.contains(column)) {
        return true;
    }
    const auto& present = known->second.at(column);
    const bool numbered = present.size() >= 3 && present[1] == '.';
    return version >= (numbered ? present.substr(0, 3) : "8.0") &&
           present.find("absent " + version) == std::string::npos;
}

std::string spelling(const std::string& version, const std::string& column) {
    static const std::map<std::string, std::string> kBefore52 = {
        {"PersonGuid", "PersonGUID"},
        {"ClinicianUserInRoleGuid", "ClinicanUserInRoleGuid"},
        {"ExternalUsualGPGuid", "ExternalUsusalGPGuid"},
        {"ExternalUsualGP", "ExternalUsusalGP"},
        {"ExternalUsualGPOrganisation", "ExternalUsusalGPOrganisation"}};
    const auto found = kBefore52.find(column);
    return version >= "5.2" || found == kBefore52.end() ? column : found->second;
}

// In the order of the version; from that of 8.2.
std::vector<std::string> headings(
    const std::string& version, const std::string& table, const std::string& file
) {
    std::vector<std::string> out;
    const auto text = read_text(file);
    for (std::size_t at = 1; at < text.find("\r\n");) {
        const auto end = text.find('"', at);
        const auto column = text.substr(at, end - at);
        if (has(version, table, column)) {
            out.push_back(column);
        }
        at = end + 3;
    }
    const auto move = [&](const std::string& column, const std::string& before) {
        const auto from = std::find(out.begin(), out.end(), column);
        if (from != out.end() && version < "8.0") {
            out.erase(from);
            out.insert(std::find(out.begin(), out.end(), before), column);
        }
    };
    move("AssociatedText", "ConsultationGuid");
    move("ParentCodeId", "");
    return out;
}

const Extract& plain_extract() {
    static const Extract extract({.practices = 2, .patients = 120, .seed = 8, .faults = "none"});
    return extract;
}

void write_version(const std::string& version, const std::string& folder) {
    fs::create_directories(folder);
    for (const auto& entry : fs::directory_iterator(plain_extract().bulk())) {
        auto name = entry.path().filename().string();
        const auto table = tests::table_of(name);
        if (table == "Admin_PatientHistory" && version < "8.0") {
            continue;
        }
        const auto names = headings(version, table, entry.path().string());
        const bool old = version < "5.3";
        std::string text;
        for (const auto& column : names) {
            const bool clinician = column == "ClinicianUserInRoleGuid" && table.find("Prescribing") != 0 &&
                                   table != "CareRecord_Diary";
            text += (text.empty() ? "\"" : ",\"") + (clinician ? column : spelling(version, column)) + '"';
        }
        text += old ? ",\"AgreementGuid\"\r\n" : "\r\n";
        for (const auto& [number, row] : read_source(entry.path().string())) {
            std::string line;
            for (const auto& column : names) {
                const auto found = row.find(column);
                auto cell = found == row.end() ? std::string() : found->second;
                if (old && column == "Deleted" && table != "Agreements_SharingOrganisation") {
                    cell = cell == "true" ? "1" : "0";
                }
                for (auto at = cell.find('"'); at != std::string::npos; at = cell.find('"', at + 2)) {
                    cell.insert(at, "\"");
                }
                line += (line.empty() ? "\"" : ",\"") + cell + '"';
            }
            text += line + (old ? ",\"{A}\"\r\n" : "\r\n");
        }
        write_text(folder + "/" + (version < "8.0" ? name.substr(name.find('_') + 1) : name), text);
    }
}

std::set<std::string> ids_of(const Gateway& gateway, const std::string& entity) {
    std::set<std::string> ids;
    for (const auto& [id, row] : gateway.rows(entity)) {
        ids.insert(id);
    }
    return ids;
}

class EmisVersion : public testing::TestWithParam<const char*> {};

TEST_P(EmisVersion, is_read_by_its_own_headings) {
    if (!fs::exists(columns_file())) {
        GTEST_SKIP() << "there is no " << columns_file() << "; name the data folder in SLUICE_DATA_DIR";
    }
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const Gateway latest(folder / "latest");
    latest.ingest(plain_extract().bulk());
    write_version(GetParam(), folder / "extract");

    const auto outcome = read_outcome(gateway.ingest(folder / "extract").out);

    for (const auto* rule : {"FIL-004", "FIL-005", "FIL-006", "FIL-007", "SET-001", "VAL-003"}) {
        EXPECT_EQ(outcome.issues.count(rule), 0U) << rule;
    }
    for (const auto& [name, counts] : outcome.files) {
        EXPECT_EQ(counts.held + counts.rejected, 0) << name;
    }
    for (const auto* entity : {"referral", "need", "assessment", "assessment_item"}) {
        const auto found = ids_of(gateway, entity);
        const auto expected = ids_of(latest, entity);
        // Codes have parents since 5.4: what only a parent explains has no meaning before.
        const bool all = std::string_view(GetParam()) >= "5.4" || entity != std::string_view("need");
        EXPECT_EQ(all ? found.size() : expected.size(), expected.size()) << entity;
        EXPECT_FALSE(found.empty()) << entity;
        EXPECT_TRUE(std::includes(expected.begin(), expected.end(), found.begin(), found.end())) << entity;
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, EmisVersion, testing::Values("5.0", "5.1", "5.2", "5.3", "5.4", "7.0", "7.1", "8.0", "8.1", "8.2"),
    [](const auto& version) {
        std::string name = version.param;
        std::replace(name.begin(), name.end(), '.', '_');
        return "version_" + name;
    }
);

}  // namespace
}  // namespace sluice::e2e
