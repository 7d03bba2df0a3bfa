// The cases that stand beside the mappings (mappings/README.md), run through the code that a submission
// takes.
#include "gateway/pipeline/cases.hpp"

#include "tests/cases/registered.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace sluice::tests {
namespace {

constexpr std::string_view kSuffix = ".cases.json";

std::string text_at(const format::JsonValue& value, std::string_view key) {
    const auto* member = value.find(key);
    return member == nullptr ? std::string() : std::string(member->text().value());
}

void run_case(const std::string& mapping, const format::JsonValue& item) {
    const TemporaryFolder scratch;

    const auto result = pipeline::run_case(repository_pack(), mapping, item, scratch.path());

    EXPECT_THAT(result.failures, testing::IsEmpty());
}

std::vector<std::string> case_files() {
    std::vector<std::string> out;
    for (const auto& file : std::filesystem::recursive_directory_iterator(source_folder() + "/mappings")) {
        const std::string path = file.path().string();
        if (path.size() > kSuffix.size() && path.substr(path.size() - kSuffix.size()) == kSuffix) {
            out.push_back(path);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST(MappingCases, stand_beside_every_mapping) {
    std::vector<std::string> with_cases;
    for (const auto& path : case_files()) {
        with_cases.push_back(text_at(parse(read_text(path)), "mapping"));
    }

    for (const auto& mapping : repository_pack().documents->mappings) {
        // What is made of the entities has no document of its own.
        const bool written = mapping.where.starts_with("mappings/");
        const bool covered =
            std::find(with_cases.begin(), with_cases.end(), mapping.name) != with_cases.end();
        EXPECT_TRUE(covered || !written) << mapping.name;
    }
}

}  // namespace

void register_mapping_cases() {
    for (const auto& path : case_files()) {
        const auto document = parse(read_text(path));
        const auto mapping = text_at(document, "mapping");
        for (const auto& item : document.find("cases")->items()) {
            register_test(mapping, text_at(item, "name"), [mapping, item] { run_case(mapping, item); });
        }
    }
}

}  // namespace sluice::tests
