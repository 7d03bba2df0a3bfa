#include "adapters/exchange/manifest.hpp"

#include <gmock/gmock.h>

namespace sluice::exchange {
namespace {

using schema::Fault;
using testing::ElementsAre;

const schema::ExchangeContract kContract = [] {
    schema::ExchangeContract contract;
    contract.name = "sp-mds-exchange/1.0";
    contract.manifest = "manifest.json";
    return contract;
}();

Manifest sound() {
    Manifest out;
    out.contract = kContract.name;
    out.submission_id = "october-2026";
    out.sender_ods = "A81001";
    out.sender_system = "casebook";
    out.period_start = "2026-10-01";
    out.period_end = "2026-10-31";
    out.period_semantics = "snapshot";
    out.purpose = "secondary-use";
    out.identifier_mode = "nhs_number";
    out.ndop_applied = "no";
    out.files = {{"person.csv", std::string(64, 'a'), 120, 2}, {"need.csv", std::string(64, '0'), 0, 0}};
    out.generated_at = "2026-11-01T02:00:00+00:00";
    return out;
}

std::vector<std::string> faulty_keys(std::string_view json) {
    std::vector<std::string> out;
    const auto read = read_manifest(json, kContract);
    EXPECT_EQ(read.manifest.has_value(), read.faults.empty());
    for (const auto& fault : read.faults) {
        out.push_back(fault.key);
    }
    return out;
}

std::vector<std::string> faulty_keys(void (*change)(Manifest&)) {
    auto manifest = sound();
    change(manifest);
    return faulty_keys(write_manifest(manifest));
}

TEST(Manifest, is_read_as_it_was_written) {
    auto manifest = sound();
    manifest.sender_system_version = "4.2";
    manifest.identifier_mode = "pseudonym";
    manifest.pseudonym_scheme = "sha256";
    manifest.key_id = "k1";
    manifest.ndop_applied = "yes";
    manifest.ndop_date = "2026-10-30";
    const auto text = write_manifest(manifest);

    const auto read = read_manifest(text, kContract);

    ASSERT_TRUE(read.manifest);
    EXPECT_EQ(write_manifest(*read.manifest), text);
    EXPECT_EQ(read.manifest->files, manifest.files);
    EXPECT_EQ(read.manifest->file("need.csv")->rows, 0U);
    EXPECT_EQ(read.manifest->file("Need.csv"), nullptr);
}

TEST(Manifest, of_nothing_lists_no_file) {
    auto nil = sound();
    nil.files.clear();
    nil.nil_return = true;

    EXPECT_TRUE(read_manifest(write_manifest(nil), kContract).manifest);
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.nil_return = true; }), ElementsAre("nil_return"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.files.clear(); }), ElementsAre("nil_return"));
}

TEST(Manifest, tells_one_bad_key_once) {
    const auto with = [](const std::string& key, const std::string& json) {
        auto text = write_manifest(sound());
        const auto at = text.find("\"" + key + "\": ") + key.size() + 4;
        return faulty_keys(text.replace(at, text.find_first_of(",\n", at) - at, json));
    };
    const auto endless = "\"" + std::string(201, 'x') + "\"";

    EXPECT_THAT(with("contract", endless), ElementsAre("contract"));
    EXPECT_THAT(with("sender_ods", endless), ElementsAre("sender_ods"));
    EXPECT_THAT(with("period_start", endless), ElementsAre("period_start"));
    EXPECT_THAT(with("generated_at", endless), ElementsAre("generated_at"));
    EXPECT_THAT(with("identifier_mode", endless), ElementsAre("identifier_mode"));
    EXPECT_THAT(with("sha256", endless), ElementsAre("files[0].sha256"));
    EXPECT_THAT(with("sha256", "\"\""), ElementsAre("files[0].sha256"));
    EXPECT_THAT(with("name", "7"), ElementsAre("files[0].name"));
}

TEST(Manifest, names_each_key_that_is_missing) {
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.contract.clear(); }), ElementsAre("contract"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.submission_id.clear(); }), ElementsAre("submission_id"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.sender_ods.clear(); }), ElementsAre("sender_ods"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.sender_system.clear(); }), ElementsAre("sender_system"));
    EXPECT_THAT(
        faulty_keys([](Manifest& m) { m.period_semantics.clear(); }), ElementsAre("period_semantics")
    );
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.purpose.clear(); }), ElementsAre("purpose"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.identifier_mode.clear(); }), ElementsAre("identifier_mode"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.ndop_applied.clear(); }), ElementsAre("ndop_applied"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.generated_at.clear(); }), ElementsAre("generated_at"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.period_start.clear(); }), ElementsAre("period_start"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.period_end.clear(); }), ElementsAre("period_end"));
}

TEST(Manifest, names_each_key_that_is_misspelt) {
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.sender_ods = "Merton Council"; }), ElementsAre("sender_ods"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.period_start = "2026-10"; }), ElementsAre("period_start"));
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.period_end = "2026-09-30"; }), ElementsAre("period_end"));
    EXPECT_THAT(
        faulty_keys([](Manifest& m) { m.identifier_mode = "pseudonym"; }), ElementsAre("pseudonym_scheme")
    );
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.ndop_applied = "yes"; }), ElementsAre("ndop_date"));
    EXPECT_THAT(
        faulty_keys([](Manifest& m) { m.files[1].name = "person.csv"; }), ElementsAre("files[1].name")
    );
    EXPECT_THAT(faulty_keys([](Manifest& m) { m.files[0].sha256 = "abc"; }), ElementsAre("files[0].sha256"));
    EXPECT_THAT(
        faulty_keys([](Manifest& m) { m.files[1].sha256 = std::string(64, 'g'); }),
        ElementsAre("files[1].sha256")
    );
    EXPECT_THAT(
        faulty_keys([](Manifest& m) { m.submission_id = std::string(201, 'x'); }),
        ElementsAre("submission_id")
    );
}

TEST(Manifest, made_before_the_last_day_of_its_period_is_told) {
    const auto read = [](const char* generated_at) {
        auto manifest = sound();
        manifest.generated_at = generated_at;
        return read_manifest(write_manifest(manifest), kContract).faults;
    };

    ASSERT_EQ(read("2026-10-30T23:59:59+00:00").size(), 1U);
    EXPECT_EQ(read("2026-10-30T23:59:59+00:00")[0].fault, Fault::package_created_early);
    EXPECT_TRUE(read("2026-10-31T00:00:00+00:00").empty());
}

TEST(Manifest, of_another_contract_is_judged_no_further) {
    const auto read = read_manifest(R"({"contract": "sp-mds-exchange/9.0"})", kContract);

    ASSERT_EQ(read.faults.size(), 1U);
    EXPECT_EQ(read.faults[0].fault, Fault::package_contract_unknown);
}

TEST(Manifest, that_is_no_object_of_json_is_one_fault) {
    for (const std::string& text :
         {std::string(), std::string("[]"), std::string("null"), std::string("{"), std::string("\xFF"),
          std::string(1'000'000, '['), std::string(R"({"contract": "a", "contract": "a"})")}) {
        EXPECT_THAT(faulty_keys(text), ElementsAre(""));
    }
}

TEST(Manifest, may_begin_with_a_byte_order_mark_and_have_other_keys) {
    auto text = write_manifest(sound());
    text.insert(1, "\"x_note\": [1, {\"deep\": null}],");

    EXPECT_TRUE(read_manifest("\xEF\xBB\xBF" + text, kContract).manifest);
}

TEST(Manifest, has_the_same_content_whenever_and_by_whatever_id_it_was_written) {
    auto again = sound();
    again.generated_at = "2026-11-02T02:00:00+00:00";
    again.submission_id = "anew";
    auto other = sound();
    other.period_semantics = "increment";

    EXPECT_EQ(content_of(again), content_of(sound()));
    EXPECT_NE(content_of(other), content_of(sound()));
}

TEST(Manifest, has_a_stamp_that_sorts_like_its_time) {
    const auto stamp = [](const char* generated_at) {
        Manifest manifest;
        manifest.generated_at = generated_at;
        return manifest.stamp();
    };

    EXPECT_EQ(stamp("2026-11-01T02:00:00+00:00"), "20261101020000");
    EXPECT_EQ(stamp("2026-07-01T02:00:00+01:00"), "20260701010000");
    EXPECT_EQ(stamp("2026-07-01T02:00:00+05:30"), "20260630203000");
    EXPECT_EQ(stamp("yesterday"), "");
}

TEST(Manifest, has_stamps_in_order_in_the_hour_that_comes_twice) {
    const auto stamp = [](const char* generated_at) {
        Manifest manifest;
        manifest.generated_at = generated_at;
        return manifest.stamp();
    };

    EXPECT_EQ(stamp("2026-10-25T01:30:00+01:00"), "20261025003000");
    EXPECT_EQ(stamp("2026-10-25T01:30:00+00:00"), "20261025013000");
}

}  // namespace
}  // namespace sluice::exchange
