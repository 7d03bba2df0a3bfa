// Baseline and follow-up of one person's assessments, and what they come to over many: paired change only,
// because two separate averages are of two different sets of people.
#pragma once

#include "gateway/record/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::check {

struct Measured {
    std::string assessment;  // id
    Date date;
    Decimal value;
};

// One item of one instrument and version in one episode; at least one of the two is there. The item `total`
// is the score of the assessment, on the metric scale where the instrument has one.
struct Pair {
    std::string episode;
    std::string instrument;
    std::string version;
    std::string item;
    schema::Direction direction = schema::Direction::higher;
    std::optional<Measured> baseline;
    std::optional<Measured> follow_up;
};

// For every episode the first baseline in the window about its referral (about its start where no referral
// opened it; the assessment may stand before the episode), and the last follow-up in it that is late enough:
// windows, stages and direction are those of the instrument. Accepted records with a date of day precision
// only. REQUIRES: episodes formed, stages and scores set. In order of episode, instrument, version, item.
std::vector<Pair> pairs_of(const schema::Dataset& dataset, std::span<const record::Record> records);

enum class Change { better, same, worse };
// REQUIRES: both measurements.
Change change_of(const Pair& pair);

// Sums over pairs of one instrument and item, of any number of persons.
struct PairSummary {
    std::size_t paired = 0;
    std::size_t baseline_only = 0;
    std::size_t follow_up_only = 0;
    Decimal baseline_sum;  // of the paired
    Decimal follow_up_sum;

    // False where a sum has more than 18 digits.
    bool add(const Pair& pair);

    // From the exact sums, rounded once: the change is not the difference of two rounded means. No value
    // where nothing is paired.
    std::optional<Decimal> baseline_mean(std::uint8_t decimals) const;
    std::optional<Decimal> follow_up_mean(std::uint8_t decimals) const;
    std::optional<Decimal> mean_change(std::uint8_t decimals) const;
};

}  // namespace sluice::check
