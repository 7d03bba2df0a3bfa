// A row that is sent again may be wanted no longer, or belong elsewhere: what its earlier version gave goes.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

namespace sluice::e2e {
namespace {

constexpr std::string_view kHeight = "50373000";  // a code that no mapping asks for

// The line of the file that holds the text for the first time.
std::string line_with(const std::string& text, std::string_view what) {
    const auto at = text.find(what);
    const auto begin = text.rfind('\n', at) + 1;
    return text.substr(begin, text.find('\n', at) + 1 - begin);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
    return text;
}

std::string code_id(const Extract& extract, std::string_view snomed) {
    for (const auto& [number, row] : read_source(Extract::file_of(extract.bulk(), "Coding_ClinicalCode"))) {
        if (row.contains("SnomedCTConceptId") && row.at("SnomedCTConceptId") == snomed) {
            return row.at("CodeId");
        }
    }
    return {};
}

class Correction : public testing::TestWithParam<std::string> {
  protected:
    // The observation that gave the record, as its line stands in the bulk.
    std::string line_of(const Gateway& gateway, std::string_view entity, const std::string& id) const {
        const auto file = Extract::file_of(extract_.bulk(), "CareRecord_Observation");
        const auto record = integer_at(gateway.lineage(entity, id, "code"), "record");
        return line_with(read_text(file), read_source(file).at(record).at("ObservationGuid"));
    }
    void send_in_delta(const std::string& line) const {
        const auto file = Extract::file_of(extract_.delta(), "CareRecord_Observation");
        write_text(file, read_text(file).append(line));
    }

    Extract extract_{{.practices = 1, .patients = 200, .seed = 5, .faults = "none"}};
    TemporaryFolder folder_;
};

TEST_P(Correction, of_the_code_takes_back_the_record_that_the_wrong_code_gave) {
    const Gateway gateway(folder_ / "data");
    gateway.ingest(extract_.bulk());
    const auto need = gateway.rows("need").begin()->first;
    const auto line = line_of(gateway, "need", need);
    const auto observation = read_source(Extract::file_of(extract_.bulk(), "CareRecord_Observation"))
                                 .at(integer_at(gateway.lineage("need", need, "code"), "record"));
    send_in_delta(
        replaced(line, "\"" + observation.at("CodeId") + "\"", "\"" + code_id(extract_, kHeight) + "\"")
    );

    const auto outcome = gateway.ingest(extract_.delta(), {"--key-filter-bytes", GetParam()});

    ASSERT_LE(outcome.code, 1);
    EXPECT_FALSE(gateway.rows("need").contains(need));
}

// By then the code is not wanted either: the reader must not pass over the row for that.
TEST_P(Correction, that_makes_an_entry_confidential_takes_back_its_record) {
    const Gateway gateway(folder_ / "data");
    gateway.ingest(extract_.bulk());
    const auto need = gateway.rows("need").begin()->first;
    const auto file = Extract::file_of(extract_.bulk(), "CareRecord_Observation");
    const auto row = read_source(file).at(integer_at(gateway.lineage("need", need, "code"), "record"));
    auto line = replaced(
        line_of(gateway, "need", need), "\"" + row.at("CodeId") + "\"",
        "\"" + code_id(extract_, kHeight) + "\""
    );
    ASSERT_EQ(row.at("IsConfidential"), "false");
    send_in_delta(line.replace(line.rfind("\"false\""), 7, "\"true\""));

    ASSERT_LE(gateway.ingest(extract_.delta(), {"--key-filter-bytes", GetParam()}).code, 1);

    EXPECT_FALSE(gateway.rows("need").contains(need));
}

INSTANTIATE_TEST_SUITE_P(RowByRow, Correction, testing::Values("1000000000"));
INSTANTIATE_TEST_SUITE_P(WithAFilterOfKeys, Correction, testing::Values("0"));

TEST(ScopeExit, is_dated_by_the_file_that_said_it_first) {
    const Extract extract({.practices = 2, .patients = 200, .seed = 5, .faults = "standard"});
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    gateway.ingest(extract.bulk());
    gateway.ingest(extract.delta());
    std::map<std::string, std::string> left;
    for (const auto& [id, person] : gateway.rows("person")) {
        if (!person.at("scope_end").empty()) {
            left[id] = person.at("scope_end");
        }
    }
    ASSERT_FALSE(left.empty());

    // The same rows once more, under names of a later day.
    const std::regex stamp("_[0-9]{14}_");
    std::filesystem::create_directory(folder / "again");
    for (const auto& name : names_in(extract.delta())) {
        write_text(
            folder / "again" + "/" + std::regex_replace(name, stamp, "_20261101235900_"),
            read_text(extract.delta() + "/" + name)
        );
    }
    ASSERT_LE(gateway.ingest(folder / "again").code, 1);

    const auto people = gateway.rows("person");
    for (const auto& [id, day] : left) {
        EXPECT_EQ(people.at(id).at("scope_end"), day);
    }
}

}  // namespace
}  // namespace sluice::e2e
