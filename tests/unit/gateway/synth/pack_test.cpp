// The generator keeps its own list of columns; here it is held against the pack's, so that neither drifts
// alone.
#include "gateway/env/files.hpp"
#include "gateway/format/json.hpp"
#include "gateway/synth/tables.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::synth {
namespace {

const std::string kSources = std::string(SLUICE_SOURCE_DIR) + "/schemas/sources/emis";
constexpr std::size_t kBytesMax = std::size_t{1} << 20;

// Columns of version 8: those that no later version dropped.
std::vector<std::string> columns_in_pack(Table table) {
    const auto text = env::read_file(kSources + "/" + std::string(name_of(table)) + ".json", kBytesMax);
    const auto schema = format::parse_json(text.value());
    std::vector<std::string> out;
    for (const format::JsonValue& field : schema.value().find("fields")->items()) {
        const format::JsonValue* ours = field.find("sluice");
        if (ours == nullptr || ours->find("until") == nullptr) {
            out.emplace_back(*field.find("name")->text());
        }
    }
    return out;
}

TEST(SyntheticTables, have_the_columns_that_the_pack_expects_in_the_same_order) {
    if (!env::exists(kSources)) {
        GTEST_SKIP() << "this tree has no pack: " << kSources << " is absent";
    }

    for (const Table table : all_tables()) {
        const auto columns = columns_of(table);
        EXPECT_EQ(columns_in_pack(table), std::vector<std::string>(columns.begin(), columns.end()))
            << name_of(table);
    }
}

}  // namespace
}  // namespace sluice::synth
