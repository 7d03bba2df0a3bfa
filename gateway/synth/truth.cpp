#include "gateway/synth/truth.hpp"

namespace sluice::synth {
namespace {

constexpr std::string_view kEntityNames[] = {"person",  "episode",         "referral",   "need",
                                             "contact", "support_offered", "assessment", "assessment_item"};
static_assert(std::size(kEntityNames) == kEntityCount);

// Names here are identifiers of ours, so nothing needs an escape.
class Lines {
  public:
    void open(std::string_view key, char bracket) {
        start(key);
        out_ += bracket;
        first_ = true;
        ++depth_;
    }
    void close(char bracket) {
        --depth_;
        out_ += '\n';
        out_.append(depth_ * 2, ' ');
        out_ += bracket;
        first_ = false;
    }
    void number(std::string_view key, std::uint64_t value) {
        start(key);
        out_ += std::to_string(value);
    }
    void text(std::string_view key, std::string_view value) {
        start(key);
        out_.append("\"").append(value).append("\"");
    }
    std::string take() { return std::move(out_) + "\n"; }

  private:
    void start(std::string_view key) {
        if (depth_ > 0) {
            out_ += first_ ? "\n" : ",\n";
            out_.append(depth_ * 2, ' ');
        }
        first_ = false;
        if (!key.empty()) {
            out_.append("\"").append(key).append("\": ");
        }
    }

    std::string out_;
    std::size_t depth_ = 0;
    bool first_ = true;
};

void put_expected(Lines& lines, const StageTruth& stage) {
    lines.open("expected", '{');
    for (std::size_t i = 0; i < kEntityCount; ++i) {
        lines.number(kEntityNames[i], stage.expected[i]);
    }
    lines.close('}');
}

void put_files(Lines& lines, const StageTruth& stage) {
    lines.open("files", '{');
    for (const Table table : all_tables()) {
        const FileTally& tally = stage.files[static_cast<std::size_t>(table)];
        lines.open(name_of(table), '{');
        lines.number("read", tally.read());
        lines.number("accepted", tally.accepted);
        lines.number("held", tally.held);
        lines.number("rejected", tally.rejected);
        lines.number("skipped", tally.skipped);
        lines.close('}');
    }
    lines.close('}');
}

void put_stage(Lines& lines, const Truth& truth, Stage stage) {
    lines.open("", '{');
    lines.text("folder", folder_of(stage));
    put_expected(lines, truth.at(stage));
    lines.open("issues", '{');
    for (const auto& [rule, count] : truth.at(stage).issues) {
        lines.number(rule, count);
    }
    lines.close('}');
    put_files(lines, truth.at(stage));
    lines.close('}');
}

}  // namespace

std::string_view to_string(Entity entity) {
    return kEntityNames[static_cast<std::size_t>(entity)];
}

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

std::uint64_t Truth::issues(Stage stage, std::string_view rule) const {
    const auto& issues = at(stage).issues;
    const auto found = issues.find(rule);
    return found == issues.end() ? 0 : found->second;
}

std::string to_json(const Truth& truth) {
    Lines lines;
    lines.open("", '{');
    lines.number("seed", truth.seed);
    lines.open("stages", '[');
    put_stage(lines, truth, Stage::bulk);
    put_stage(lines, truth, Stage::delta);
    lines.close(']');
    lines.open("final", '{');
    lines.text("folder", folder_of(Stage::final_state));
    put_expected(lines, truth.at(Stage::final_state));
    lines.close('}');
    lines.close('}');
    return lines.take();
}

}  // namespace sluice::synth
