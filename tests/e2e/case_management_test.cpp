// Exports of case-management tools: the samples with their truths, a second time, and after a deletion.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kEvery[] = {"person",  "episode",    "referral",        "need",
                                  "contact", "assessment", "assessment_item", "support_offered",
                                  "gap_tag", "goal",       "expenditure"};

std::string sample_of(const std::string& system) {
    return std::string(SLUICE_SOURCE_DIR) + "/deploy/sample/" + system;
}

std::string files_of(const std::string& system) {
    return sample_of(system) + (system == "open-referral" ? "/directory" : "/export");
}

// The sample's files in a folder of their own, which may be changed.
std::string copy_of(const std::string& system, const TemporaryFolder& folder) {
    fs::copy(files_of(system), folder / "export");
    return folder / "export";
}

void replace(const std::string& path, const std::string& from, const std::string& to) {
    auto text = read_text(path);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    write_text(path, text);
}

Ran ingest(const Gateway& gateway, const std::string& path, const std::string& purpose = "secondary-use") {
    return gateway.run(
        {"ingest", path, "--sender", "7QX", "--as-of", "2026-11-01", "--purpose", purpose, "--json"}
    );
}

std::map<std::string, Rows> dataset(const Gateway& gateway) {
    std::map<std::string, Rows> out;
    for (const auto* entity : kEvery) {
        for (auto& [id, row] : gateway.rows(entity)) {
            row.erase("receipt");
            out[entity][id] = row;
        }
    }
    return out;
}

class CaseManagement : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(
    Samples, CaseManagement, testing::Values("joy", "theseus", "elemental", "open-referral"),
    [](const auto& info) {
        auto name = info.param;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    }
);

TEST_P(CaseManagement, gives_what_the_truth_of_the_sample_says) {
    const auto truth = parse_json(read_text(sample_of(GetParam()) + "/truth.json"));
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");

    const auto outcome = read_outcome(ingest(gateway, files_of(GetParam())).out);

    Counts accepted;
    for (const auto& [entity, counts] : outcome.entities) {
        if (counts.at("accepted") > 0) {
            accepted[entity] = counts.at("accepted");
        }
        EXPECT_EQ(counts.at("held") + counts.at("rejected"), 0) << entity;
    }
    Counts expected;
    for (const auto& entity : truth.find("expected")->members()) {
        expected[entity.key] = *entity.value.integer();
    }
    EXPECT_EQ(accepted, expected);
    Counts issues;
    for (const auto& rule : truth.find("issues")->members()) {
        issues[rule.key] = *rule.value.integer();
    }
    EXPECT_EQ(outcome.issues, issues);
}

TEST_P(CaseManagement, changes_nothing_when_the_same_rows_come_in_other_files) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto path = copy_of(GetParam(), folder);
    ingest(gateway, path);
    const auto before = dataset(gateway);
    for (const auto& name : names_in(path)) {
        fs::rename(path + "/" + name, path + "/2026-11 " + name);
        write_text(path + "/2026-11 " + name, read_text(path + "/2026-11 " + name) + "\n");
    }

    const auto outcome = read_outcome(ingest(gateway, path).out);

    EXPECT_EQ(dataset(gateway), before);
    for (const auto& [entity, counts] : outcome.entities) {
        EXPECT_EQ(counts.at("accepted"), 0) << entity;
    }
}

TEST(CaseExports, of_a_client_that_was_deleted_take_away_what_hung_on_it) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto path = copy_of("joy", folder);
    ingest(gateway, path);
    write_text(
        folder / "clients.csv",
        "Client ID,NHS Number,Date of Birth,Last Updated,Deleted\nC1,999 000 0018,01/05/1950,30/10/2026,Yes\n"
    );

    ingest(gateway, folder / "clients.csv");

    EXPECT_EQ(gateway.rows("person").size(), 3U);
    EXPECT_EQ(gateway.rows("referral").size(), 4U);
    EXPECT_EQ(gateway.rows("contact").size(), 1U);
    EXPECT_EQ(gateway.rows("support_offered").size(), 1U);
    for (const auto* entity : kEvery) {
        for (const auto& [id, row] : gateway.rows(entity)) {
            EXPECT_NE(row.contains("local_id") ? row.at("local_id") : "", "C1") << entity;
        }
    }
}

TEST(CaseExports, of_a_case_that_was_deleted_leave_the_client) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto path = copy_of("joy", folder);
    ingest(gateway, path);
    replace(path + "/cases.csv", "Link workers,20/10/2026,\nK4", "Link workers,30/10/2026,Yes\nK4");

    ingest(gateway, path);

    EXPECT_EQ(gateway.rows("person").size(), 4U);
    EXPECT_EQ(gateway.rows("referral").size(), 4U);
}

TEST(CaseExports, keep_no_text_of_a_note_and_no_user_of_a_gateway_computer) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");

    ingest(gateway, sample_of("joy") + "/export", "direct-care");

    for (const auto& file : fs::recursive_directory_iterator(folder / "data")) {
        const auto name = file.path().string();
        if (file.is_regular_file() && name.find("/landing/") == std::string::npos) {
            EXPECT_THAT(read_text(name), Not(HasSubstr("GATEWAY-PC"))) << name;
            EXPECT_THAT(read_text(name), Not(HasSubstr("Came with a friend"))) << name;
        }
    }
    EXPECT_EQ(gateway.rows("contact", {"--purpose", "direct-care"}).size(), 3U);
}

TEST(CaseExports, called_like_a_file_of_the_contract_are_known_by_their_headings) {
    const TemporaryFolder folder;
    fs::copy(sample_of("theseus") + "/export/expenditure.csv", folder / "expenditure.csv");
    const Gateway gateway(folder / "data");

    const auto ran = gateway.run({"fingerprint", folder / "expenditure.csv"});

    EXPECT_EQ(ran.code, 0);
    EXPECT_THAT(ran.out, HasSubstr("Theseus export"));
}

TEST(ServiceDirectory, suggests_names_that_may_be_one_and_joins_none) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    ingest(gateway, files_of("open-referral"));

    const auto ran = gateway.run({"names"});

    EXPECT_EQ(gateway.rows("service").size(), 4U);
    EXPECT_THAT(ran.out, HasSubstr("Carers Support Newtown"));
    EXPECT_THAT(ran.out, HasSubstr("may be Newtown Carers Support: not joined (both of one organisation)"));
    EXPECT_THAT(ran.out, HasSubstr("also written Newtown Food Bank"));
}

TEST(ServiceDirectory, of_an_earlier_version_is_read) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "services.json",
        R"({"totalElements": 1, "content": [{"id": "s1", "name": "Choir", "status": "active", "organization_id": "o1",
            "eligibilitys": [{"id": "e1", "minimum_age": 18.0}, {"minimum_age": 3}], "regular_schedules": []}]})"
    );

    ingest(gateway, folder / "services.json");

    const auto services = gateway.rows("service");
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services.begin()->second.at("organization_id"), "o1");
}

TEST(ServiceDirectory, that_is_no_json_is_told_as_a_file_of_nobody) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(folder / "services.json", R"({"contents": [{"id": "s1", "name": )");

    const auto outcome = read_outcome(ingest(gateway, folder / "services.json").out);

    EXPECT_FALSE(outcome.issues.empty());
}

}  // namespace
}  // namespace sluice::e2e
