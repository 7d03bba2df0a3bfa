// The score of one assessment from its answers, in exact decimals.
#pragma once

#include "gateway/schema/instrument.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace sluice::check {

// By item, the total among them where one was received; only values that the instrument allows.
using Answers = std::map<std::string, Decimal, std::less<>>;

struct Score {
    // Worked out where all needed items are answered; else as received, where it can be of all of them.
    std::optional<Decimal> total;
    std::optional<Decimal> metric;  // where the instrument has a metric scale
    std::string_view band;          // of the total; lives as long as the instrument
    bool incomplete = false;        // some answers, too few for a sum, and no total that can be of them all
};

Score score_of(const schema::Instrument& instrument, const Answers& answers);

}  // namespace sluice::check
