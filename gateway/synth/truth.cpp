#include "gateway/synth/truth.hpp"

#include "gateway/format/json_writer.hpp"

namespace sluice::synth {
namespace {

constexpr std::string_view kEntityNames[] = {"person",  "episode",         "referral",   "need",
                                             "contact", "support_offered", "assessment", "assessment_item"};
static_assert(std::size(kEntityNames) == kEntityCount);

void put_count(format::JsonWriter& json, std::string_view name, std::uint64_t count) {
    json.key(name);
    json.integer(static_cast<std::int64_t>(count));
}

void put_expected(format::JsonWriter& json, const StageTruth& stage) {
    json.key("expected");
    json.begin_object();
    for (std::size_t i = 0; i < kEntityCount; ++i) {
        put_count(json, kEntityNames[i], stage.expected[i]);
    }
    json.end_object();
}

void put_files(format::JsonWriter& json, const StageTruth& stage) {
    json.key("files");
    json.begin_object();
    for (const Table table : all_tables()) {
        const FileTally& tally = stage.files[static_cast<std::size_t>(table)];
        json.key(name_of(table));
        json.begin_object();
        put_count(json, "read", tally.read());
        put_count(json, "accepted", tally.accepted);
        put_count(json, "held", tally.held);
        put_count(json, "rejected", tally.rejected);
        put_count(json, "skipped", tally.skipped);
        json.end_object();
    }
    json.end_object();
}

void put_stage(format::JsonWriter& json, const Truth& truth, Stage stage) {
    json.begin_object();
    json.member("folder", folder_of(stage));
    put_expected(json, truth.at(stage));
    json.key("issues");
    json.begin_object();
    for (const auto& [rule, count] : truth.at(stage).issues) {
        put_count(json, rule, count);
    }
    json.end_object();
    put_files(json, truth.at(stage));
    json.end_object();
}

}  // namespace

std::string_view folder_of(Stage stage) {
    constexpr std::string_view kFolders[] = {"bulk", "delta", "final"};
    return kFolders[static_cast<std::size_t>(stage)];
}

void FileTally::add(Verdict verdict) {
    switch (verdict) {
        case Verdict::skipped:
            ++skipped;
            break;
        case Verdict::accepted:
            ++accepted;
            break;
        case Verdict::held:
            ++held;
            break;
        case Verdict::rejected:
            ++rejected;
            break;
    }
}

std::string to_json(const Truth& truth) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    put_count(json, "seed", truth.seed);
    json.key("stages");
    json.begin_array();
    put_stage(json, truth, Stage::bulk);
    put_stage(json, truth, Stage::delta);
    json.end_array();
    json.key("final");
    json.begin_object();
    json.member("folder", folder_of(Stage::final_state));
    put_expected(json, truth.at(Stage::final_state));
    json.end_object();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace sluice::synth
