// Extension packs as an operator uses them: the example of docs/packs.md, from the command line.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using Args = std::vector<std::string>;

const std::string kExample = SLUICE_SOURCE_DIR "/docs/examples/nel-sp";

// The small extract under the example, ingested once in a process.
struct Extended {
    TemporaryFolder folder;
    Gateway gateway{folder / "data"};
    Ran ran = gateway.ingest(small_extract().bulk(), {"--extension", kExample});
};
const Extended& extended() {
    static const Extended kExtended;
    return kExtended;
}

TEST(ExtensionPack, fills_its_field_and_changes_nothing_else) {
    ASSERT_EQ(extended().ran.code, ingested().bulk_outcome.issues.empty() ? 0 : 1) << extended().ran.err;
    const auto with = extended().gateway.rows("referral");
    const auto without = ingested().bulk.rows("referral");
    ASSERT_EQ(with.size(), without.size());
    std::size_t filled = 0;
    for (const auto& [id, row] : without) {
        auto other = with.at(id);
        filled += other.at("nel_route").empty() ? 0 : 1;
        EXPECT_EQ(other.at("nel_route").empty(), row.at("method").empty()) << id;
        for (const auto& [column, value] : row) {
            EXPECT_EQ(other.at(column), value) << id << " " << column;
        }
    }
    EXPECT_GT(filled, 0U);
}

TEST(ExtensionPack, is_named_by_the_report) {
    const auto receipt = read_outcome(extended().ran.out).receipt;
    const auto report = extended().gateway.run({"report", receipt, "--format", "text"});
    EXPECT_THAT(report.out, HasSubstr(" + nel-sp 1.0.0"));
}

TEST(ExtensionPack, is_named_by_every_record_that_met_it) {
    const auto without = ingested().bulk.rows("referral", {"--provenance"});
    for (const auto& [id, row] : extended().gateway.rows("referral", {"--provenance"})) {
        EXPECT_EQ(row.at("definition"), without.at(id).at("definition") + " + nel-sp 1.0.0");
    }
}

TEST(ExtensionPack, may_be_named_by_the_environment) {
    Command command;
    command.args = {"explain", "NEL-001"};
    command.variables = {"SLUICE_EXTENSIONS=" + kExample};
    const auto ran = run_sluice(command);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("Route of a referral not known"));
    EXPECT_EQ(run_sluice({"explain", "NEL-001"}).code, 64);
}

TEST(ExtensionPack, is_refused_with_file_line_and_pointer) {
    const TemporaryFolder folder;
    write_text(folder / "extension.json", "{\"extension\": \"x\",\n \"version\": 1}");
    const auto ran = run_sluice({"explain", "all", "--extension", folder.path()});
    EXPECT_EQ(ran.code, 70);
    EXPECT_THAT(ran.err, HasSubstr(folder / "extension.json" + ":2: /version: "));
    EXPECT_EQ(run_sluice({"explain", "all", "--extension", folder / "none"}).code, 64);
}

}  // namespace
}  // namespace sluice::e2e
