#include "gateway/check/scoring.hpp"

#include "gateway/expression/arithmetic.hpp"

namespace sluice::check {
namespace {

using schema::Instrument;
using schema::Scoring;

struct Sum {
    std::optional<Decimal> value = Decimal();
    std::size_t answered = 0;
};

Sum sum_of(const Instrument& instrument, const Answers& answers) {
    Sum sum;
    for (const auto& item : instrument.items) {
        const auto found = answers.find(item.item);
        if (found != answers.end() && sum.value) {
            sum.value = expression::add(*sum.value, found->second);
            ++sum.answered;
        }
    }
    return sum;
}

// The mean answer stands for those that are missing.
std::optional<Decimal> total_of(const Instrument& instrument, const Sum& sum) {
    const auto count = instrument.items.size();
    if (!sum.value || sum.answered == count) {
        return sum.value;
    }
    const auto whole = expression::multiply(*sum.value, Decimal(static_cast<std::int64_t>(count)));
    return whole ? expression::divide_to(
                       *whole, static_cast<std::int64_t>(sum.answered), instrument.scoring.decimals
                   )
                 : std::nullopt;
}

// May a total that came beside some of the answers be that of the whole questionnaire? One that is only their
// sum leaves the missing answers out.
bool may_be_whole(
    const Instrument& instrument, const Answers& answers, const Sum& sum, const Decimal& received
) {
    auto low = sum.value;
    auto high = sum.value;
    for (const auto& item : instrument.items) {
        if (!answers.contains(item.item)) {
            low = low ? expression::add(*low, item.min) : low;
            high = high ? expression::add(*high, item.max) : high;
        }
    }
    return low && high && received != *sum.value && received >= *low && received <= *high;
}

}  // namespace

Score score_of(const Instrument& instrument, const Answers& answers) {
    Score score;
    if (!instrument.total) {
        return score;
    }
    const bool sums = instrument.scoring.method == Scoring::Method::sum;
    const auto sum = sums ? sum_of(instrument, answers) : Sum();
    const auto received = answers.find(schema::kTotalItem);
    if (sums && sum.answered >= instrument.scoring.items_min) {
        score.total = total_of(instrument, sum);
    } else if (sum.answered > 0 &&
               (received == answers.end() || !may_be_whole(instrument, answers, sum, received->second))) {
        score.incomplete = true;
    } else if (received != answers.end() && instrument.is_metric(received->second)) {
        score.metric = received->second;
    } else if (received != answers.end()) {
        score.total = received->second;
    }
    if (score.total) {
        score.metric = instrument.to_metric(*score.total);
        score.band = instrument.band_of(*instrument.total, *score.total);
    }
    return score;
}

}  // namespace sluice::check
