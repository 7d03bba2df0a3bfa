#include "gateway/synth/emis.hpp"

#include "gateway/env/durable_file.hpp"
#include "gateway/synth/background.hpp"
#include "gateway/synth/extract.hpp"
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace sluice::synth {
namespace {

constexpr std::size_t kPracticesMax = 1'000;
constexpr std::size_t kPrescribedMin = 24;
constexpr std::uint64_t kPersonStream = 1'000'000;  // streams of Rng below it belong to the shared tables
constexpr std::uint64_t kAgreementKind = 9;

using Teller = void (*)(Case&);

// Who is told in which order. One teller adds the patients that it says; the rest are plain.
struct Cast {
    std::vector<Teller> tellers;
    std::size_t patients = 0;
};

void add_scenarios(Cast& cast, std::span<const Scenario> scenarios) {
    for (const Scenario& scenario : scenarios) {
        cast.tellers.insert(cast.tellers.end(), scenario.copies, scenario.tell);
        cast.patients += std::size_t{scenario.copies} * scenario.persons;
    }
}

Teller any_story(Rng& rng) {
    unsigned total = 0;
    for (const Story& story : stories()) {
        total += story.weight;
    }
    auto draw = static_cast<unsigned>(rng.below(total));
    for (const Story& story : stories()) {
        if (draw < story.weight) {
            return story.tell;
        }
        draw -= story.weight;
    }
    return stories().front().tell;
}

// About 4 % of the patients are socially prescribed; every story is told at least once.
void add_stories(Cast& cast, const Options& options, Rng& rng) {
    const std::size_t count = std::max(kPrescribedMin, options.patients / 25);
    for (std::size_t i = 0; i < count; ++i) {
        cast.tellers.push_back(i < stories().size() ? stories()[i].tell : any_story(rng));
    }
    cast.patients += count;
}

void shuffle(std::vector<Teller>& tellers, Rng& rng) {
    for (std::size_t i = tellers.size(); i > 1; --i) {
        std::swap(tellers[i - 1], tellers[rng.below(i)]);
    }
}

Result<Cast> make_cast(const Options& options) {
    Rng rng(options.seed, 0xE000);
    Cast cast;
    add_scenarios(cast, plain_changes());
    if (options.faults == Faults::standard) {
        add_scenarios(cast, identity_faults());
        add_scenarios(cast, structure_faults());
        add_scenarios(cast, record_faults());
        add_scenarios(cast, change_faults());
    }
    add_stories(cast, options, rng);
    if (options.patients < cast.patients) {
        return Error(
            ErrorCode::usage, "a synthetic extract with these faults needs at least " +
                                  std::to_string(cast.patients) + " patients"
        );
    }
    cast.tellers.insert(cast.tellers.end(), options.patients - cast.patients, plain_patient);
    cast.tellers.insert(cast.tellers.end(), options.patients / 500, new_plain_patient);
    shuffle(cast.tellers, rng);
    return cast;
}

// Lists differ in size: a practice has between half and one and a half times the average. Gives the end of
// each.
std::vector<std::size_t> divide(std::size_t people, std::size_t practices, Rng& rng) {
    std::vector<std::size_t> weights(practices);
    for (std::size_t& weight : weights) {
        weight = static_cast<std::size_t>(rng.between(50, 150));
    }
    const std::size_t total = std::accumulate(weights.begin(), weights.end(), std::size_t{0});
    std::vector<std::size_t> ends;
    std::size_t so_far = 0;
    for (const std::size_t weight : weights) {
        so_far += weight;
        ends.push_back(people * so_far / total);
    }
    return ends;
}

// The three folders and the truth, fed chart by chart.
class Publication {
  public:
    static Result<Publication> open(const Options& options, const World& world) {
        Publication out;
        std::string agreement = guid_of(options.seed, kAgreementKind, 0);
        agreement = agreement.substr(1, agreement.size() - 2);
        const std::string first = stamp(world.bulk_day(), 4 * 3600 + 32 * 60 + 13);
        const std::string second = stamp(world.reference, 4 * 3600 + 41 * 60 + 7);
        const ExtractName names[] = {
            {options.out + "/bulk", "bulk", "95047", first, agreement},
            {options.out + "/delta", "delta", "95048", second, agreement},
            {options.out + "/final", "bulk", "95048", second, agreement}};
        for (const Stage stage : {Stage::bulk, Stage::delta, Stage::final_state}) {
            const auto i = static_cast<std::size_t>(stage);
            if (stage == Stage::final_state && !options.final_state) {
                continue;
            }
            const bool drifts = stage == Stage::bulk && options.faults == Faults::standard;
            SLUICE_ASSIGN(
                Extract extract,
                Extract::create(names[i], drifts ? std::optional(Table::session) : std::nullopt)
            );
            out.extracts_[i].emplace(std::move(extract));
        }
        out.truth.seed = options.seed;
        if (options.faults == Faults::standard) {
            out.truth.at(Stage::bulk).issues["FIL-005"] = 1;
            out.truth.at(Stage::bulk).issues["FIL-008"] = 1;
        }
        return out;
    }

    Result<void> add(const Chart& chart) {
        chart.settle(truth);
        for (const auto& [row, folders] : chart.rows()) {
            for (const Stage stage : {Stage::bulk, Stage::delta, Stage::final_state}) {
                auto& extract = extracts_[static_cast<std::size_t>(stage)];
                if (holds(folders, stage) && extract) {
                    SLUICE_TRY(extract->write(row));
                }
            }
        }
        return {};
    }

    // The bulk's file of consultations breaks off inside its last cell (CSV-002).
    Result<void> break_off(World& world) {
        Chart nowhere;
        Rng rng(world.seed, 0xF000);
        Case c(world, nowhere, world.practices.front(), rng);
        truth.at(Stage::bulk).issues["CSV-002"] = 1;
        truth.at(Stage::bulk).files[static_cast<std::size_t>(Table::consultation)].add(Verdict::rejected);
        return extracts_[0]->write_unterminated(row(c.consultation(world.before(60))));
    }

    Result<void> finish(const std::string& folder) {
        for (auto& extract : extracts_) {
            if (extract) {
                SLUICE_TRY(extract->finish());
            }
        }
        return env::write_file_durably(folder + "/truth.json", to_json(truth));
    }

    Truth truth;

  private:
    std::array<std::optional<Extract>, kStageCount> extracts_;
};

Result<void> tell(Publication& publication, World& world, const Cast& cast, std::uint64_t seed) {
    Rng rng(seed, 0xE001);
    const auto ends = divide(cast.tellers.size(), world.practices.size(), rng);
    std::size_t at = 0;
    for (const Practice& practice : world.practices) {
        SLUICE_TRY(publication.add(sessions_of(world, practice)));
        Chart slots;
        free_slots(world, slots, practice, rng);
        SLUICE_TRY(publication.add(slots));
        for (; at < ends[practice.index]; ++at) {
            Rng own(seed, kPersonStream + at);
            Chart chart;
            Case c(world, chart, practice, own);
            cast.tellers[at](c);
            SLUICE_TRY(publication.add(chart));
        }
    }
    return {};
}

}  // namespace

Result<Truth> emis(const Options& options) {
    if (options.practices == 0 || options.practices > kPracticesMax || options.patients > kNhsNumbersMax) {
        return Error(
            ErrorCode::usage, "a synthetic extract has 1 to " + std::to_string(kPracticesMax) +
                                  " practices and at most " + std::to_string(kNhsNumbersMax) + " patients"
        );
    }
    SLUICE_ASSIGN(const Cast cast, make_cast(options));
    World world = make_world(options.seed, options.practices, options.reference.days());
    SLUICE_ASSIGN(Publication publication, Publication::open(options, world));
    SLUICE_TRY(publication.add(shared_tables(world)));
    if (options.faults == Faults::standard) {
        SLUICE_TRY(publication.add(planted_codes(world)));
    }
    SLUICE_TRY(tell(publication, world, cast, options.seed));
    if (options.faults == Faults::standard) {
        SLUICE_TRY(publication.break_off(world));
    }
    SLUICE_TRY(publication.finish(options.out));
    return publication.truth;
}

}  // namespace sluice::synth
