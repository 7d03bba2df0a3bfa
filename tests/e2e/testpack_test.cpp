// The public EMIS test pack: eleven files of a real extract's shape, with synthetic patients whose NHS
// numbers are not valid. Looked for in SLUICE_DATA_DIR, by default shared/data beside the project.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace sluice::e2e {
namespace {

std::string pack_folder() {
    const char* variable = std::getenv("SLUICE_DATA_DIR");  // NOLINT(concurrency-mt-unsafe)
    const std::string data = variable == nullptr ? SLUICE_DATA_DIR_DEFAULT : variable;
    return data + "/gp-extracts/emis-v8-testpack";
}

// Modulus 11 as the NHS Data Dictionary has it.
bool fits_check_digit(const std::string& number) {
    int sum = 0;
    for (int i = 0; i < 9; ++i) {
        sum += (number.at(static_cast<std::size_t>(i)) - '0') * (10 - i);
    }
    return (11 - sum % 11) % 11 == number.at(9) - '0';
}

class TestPack : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(pack_folder())) {
            GTEST_SKIP() << "there is no " << pack_folder() << "; name the data folder in SLUICE_DATA_DIR";
        }
    }
    // File and record of every line of the fix list about that rule.
    static std::set<std::pair<std::string, std::string>> places_of(const std::string& rule) {
        std::set<std::pair<std::string, std::string>> out;
        const TemporaryFolder folder;
        write_text(folder / "fix.csv", check("csv").out);
        for (const auto& [number, line] : read_source(folder / "fix.csv")) {
            if (line.at("rule") == rule) {
                out.emplace(line.at("file"), line.at("record"));
            }
        }
        return out;
    }
    static Ran check(const std::string& format) {
        return run_sluice({"check", pack_folder(), "--as-of", std::string(kAsOf), "--format", format});
    }
};

TEST_F(TestPack, has_every_row_accounted_for) {
    const auto ran = check("json");

    EXPECT_EQ(ran.code, 1) << ran.err;
    const auto result = parse_json(ran.out);
    std::set<std::string> files;
    for (const auto& file : result.find("files")->items()) {
        files.insert(text_at(file, "name"));
        EXPECT_EQ(
            integer_at(file, "read"), integer_at(file, "accepted") + integer_at(file, "held") +
                                          integer_at(file, "rejected") + integer_at(file, "skipped")
        ) << text_at(file, "name");
    }
    for (const auto& name : names_in(pack_folder())) {
        EXPECT_TRUE(files.contains(name)) << name;
        if (name.ends_with(".csv")) {
            const auto rows = read_source(pack_folder() + "/" + name).size();
            for (const auto& file : result.find("files")->items()) {
                EXPECT_TRUE(
                    text_at(file, "name") != name ||
                    integer_at(file, "read") == static_cast<std::int64_t>(rows)
                ) << name;
            }
        }
    }
}

TEST_F(TestPack, is_known_file_by_file_from_its_headers) {
    const auto files = parse_json(run_sluice({"fingerprint", pack_folder(), "--json"}).out);

    for (const auto& file : files.items()) {
        const auto name = text_at(file, "file");
        if (name.ends_with(".csv")) {
            EXPECT_EQ("emis_v8_testpack_" + text_at(file, "table") + ".csv", name);
            EXPECT_EQ(text_at(file, "recognised"), "by header");
        }
    }
}

TEST_F(TestPack, is_reported_as_an_incomplete_set) {
    const auto outcome = read_outcome(check("json").out);

    // Coding_ClinicalCode, the sharing agreement and the three tables of appointments are not in the pack.
    EXPECT_EQ(outcome.issues.at("SET-001"), 5);
}

TEST_F(TestPack, has_its_rows_with_invalid_nhs_numbers_named_by_file_and_row) {
    const auto places = places_of("NHS-003");
    const auto file = pack_folder() + "/emis_v8_testpack_Admin_Patient.csv";

    std::size_t invalid = 0;
    for (const auto& [number, row] : read_source(file)) {
        if (!fits_check_digit(row.at("NhsNumber"))) {
            ++invalid;
            EXPECT_TRUE(places.contains({"emis_v8_testpack_Admin_Patient.csv", std::to_string(number)}))
                << number;
        }
    }
    EXPECT_GE(invalid, 2U);
    EXPECT_EQ(places.size(), invalid);
}

}  // namespace
}  // namespace sluice::e2e
