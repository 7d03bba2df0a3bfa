#include "gateway/check/pairs.hpp"

#include "gateway/expression/arithmetic.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace sluice::check {
namespace {

using record::Record;
using schema::Instrument;

// One measurement with what decides to which pair it belongs.
struct Candidate {
    const Instrument* instrument = nullptr;
    const Record* assessment = nullptr;
    std::string item;
    Measured measured;
};

struct Episode {
    std::string id;
    std::optional<Date> referral;  // or the start of the episode
};

bool is_accepted(const Record& record, std::string_view entity) {
    return record.verdict == Verdict::accepted && record.entity->name == entity;
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::optional<Date> day_of(const Record& record, std::string_view field) {
    const auto date = record.date(field);
    return date && date->precision() >= DatePrecision::day
               ? std::optional(date->truncated(DatePrecision::day))
               : std::nullopt;
}

std::vector<Episode> episodes_of(std::span<const Record> records) {
    std::vector<Episode> episodes;
    for (const auto& record : records) {
        if (is_accepted(record, "episode")) {
            const auto referral = day_of(record, "referral_date");
            episodes.push_back({record.id, referral ? referral : day_of(record, "start_date")});
        }
    }
    return episodes;
}

// Every answer that the instrument knows, and the score for the total.
void add_measured(
    const Candidate& base, std::span<const Record> records, std::vector<Candidate>& candidates
) {
    const auto add = [&](std::string_view item, std::string_view text) {
        if (const auto value = Decimal::parse(text)) {
            candidates.push_back(base);
            candidates.back().item = item;
            candidates.back().measured.value = *value;
        }
    };
    const bool metric = !base.instrument->metric.empty();
    if (base.instrument->total) {
        add(schema::kTotalItem, base.assessment->text(metric ? "metric_score" : "score"));
    }
    for (const auto& answer : records) {
        if (is_accepted(answer, "assessment_item") && answer.text("assessment_id") == base.assessment->id &&
            answer.text("item") != schema::kTotalItem &&
            base.instrument->item(answer.text("item")) != nullptr) {
            add(answer.text("item"), answer.text("value"));
        }
    }
}

// In the order of their dates.
std::vector<Candidate> candidates_of(const schema::Dataset& dataset, std::span<const Record> records) {
    std::vector<Candidate> candidates;
    for (const auto& record : records) {
        const auto* instrument =
            is_accepted(record, "assessment") ? dataset.instrument(record.text("instrument")) : nullptr;
        const auto date = day_of(record, record.entity->date);
        if (instrument != nullptr && date) {
            add_measured({instrument, &record, {}, {record.id, *date, {}}}, records, candidates);
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return std::tie(a.measured.date, a.measured.assessment) <
               std::tie(b.measured.date, b.measured.assessment);
    });
    return candidates;
}

// An assessment before its episode belongs to none yet, and has no stage but one that was sent.
bool stands_before(const Candidate& candidate, const Episode& episode) {
    return candidate.assessment->text("episode_id").empty() && candidate.measured.date <= *episode.referral;
}

bool is_baseline(const Candidate& candidate, const Episode& episode) {
    const auto& pairing = candidate.instrument->pairing;
    if (!episode.referral || candidate.measured.date < add_days(*episode.referral, -pairing.days_before) ||
        candidate.measured.date > add_days(*episode.referral, pairing.days_after)) {
        return false;
    }
    const auto stage = candidate.assessment->text("stage");
    const bool fits = contains(pairing.baseline_stages, stage);
    return candidate.assessment->text("episode_id") == episode.id
               ? fits
               : stands_before(candidate, episode) && (fits || stage.empty());
}

bool is_follow_up(const Candidate& candidate, const Episode& episode) {
    return candidate.assessment->text("episode_id") == episode.id &&
           contains(candidate.instrument->pairing.follow_up_stages, candidate.assessment->text("stage"));
}

// REQUIRES: candidates in the order of their dates, all of one instrument, version and item.
void pair_up(const std::vector<const Candidate*>& candidates, const Episode& episode, Pair& pair) {
    for (const auto* candidate : candidates) {
        if (!pair.baseline && is_baseline(*candidate, episode)) {
            pair.baseline = candidate->measured;
        }
    }
    for (const auto* candidate : candidates) {
        const int days = candidate->instrument->pairing.days_between_min;
        const bool late = !pair.baseline || candidate->measured.date >= add_days(pair.baseline->date, days);
        if (late && is_follow_up(*candidate, episode)) {
            pair.follow_up = candidate->measured;
        }
    }
}

std::optional<Decimal> mean(const std::optional<Decimal>& sum, std::size_t count, std::uint8_t decimals) {
    return !sum || count == 0 ? std::nullopt
                              : expression::divide_to(*sum, static_cast<std::int64_t>(count), decimals);
}

}  // namespace

std::vector<Pair> pairs_of(const schema::Dataset& dataset, std::span<const Record> records) {
    const auto candidates = candidates_of(dataset, records);
    using Key = std::tuple<std::string, std::string, std::string>;  // instrument, version, item
    std::map<Key, std::vector<const Candidate*>> groups;
    for (const auto& candidate : candidates) {
        groups[{candidate.instrument->id, std::string(candidate.assessment->text("instrument_version")),
                candidate.item}]
            .push_back(&candidate);
    }
    std::vector<Pair> pairs;
    for (const auto& episode : episodes_of(records)) {
        for (const auto& [key, group] : groups) {
            const auto& [instrument, version, item] = key;
            Pair pair{episode.id, instrument, version, item, {}, {}, {}};
            pair.direction = group.front()->instrument->item(item)->direction;
            pair_up(group, episode, pair);
            if (pair.baseline || pair.follow_up) {
                pairs.push_back(std::move(pair));
            }
        }
    }
    return pairs;
}

Change change_of(const Pair& pair) {
    const auto order = pair.follow_up->value <=> pair.baseline->value;
    if (order == 0) {
        return Change::same;
    }
    return (order > 0) == (pair.direction == schema::Direction::higher) ? Change::better : Change::worse;
}

std::optional<Decimal> PairSummary::baseline_mean(std::uint8_t decimals) const {
    return mean(baseline_sum, paired, decimals);
}
std::optional<Decimal> PairSummary::follow_up_mean(std::uint8_t decimals) const {
    return mean(follow_up_sum, paired, decimals);
}
std::optional<Decimal> PairSummary::mean_change(std::uint8_t decimals) const {
    return mean(expression::subtract(follow_up_sum, baseline_sum), paired, decimals);
}

bool PairSummary::add(const Pair& pair) {
    if (!pair.baseline || !pair.follow_up) {
        ++(pair.baseline ? baseline_only : follow_up_only);
        return true;
    }
    const auto baseline = expression::add(baseline_sum, pair.baseline->value);
    const auto follow_up = expression::add(follow_up_sum, pair.follow_up->value);
    if (!baseline || !follow_up) {
        return false;
    }
    baseline_sum = *baseline;
    follow_up_sum = *follow_up;
    ++paired;
    return true;
}

}  // namespace sluice::check
