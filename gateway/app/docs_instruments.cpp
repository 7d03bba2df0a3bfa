#include "gateway/app/docs_instruments.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using schema::Instrument;
using schema::InstrumentItem;
using schema::Scoring;

std::string list_md(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) {
        out += (out.empty() ? "" : ", ") + text;
    }
    return out;
}

std::string scoring_md(const Instrument& instrument) {
    const auto& scoring = instrument.scoring;
    if (scoring.method == Scoring::Method::none) {
        return "No total: each item stands for itself.";
    }
    if (scoring.method == Scoring::Method::received) {
        return "The total is taken as received and never worked out.";
    }
    return scoring.items_min == instrument.items.size()
               ? fmt::format("The total is the sum of all {} items.", scoring.items_min)
               : fmt::format(
                     "The total is the sum of the {} items, prorated where {} or more are answered.",
                     instrument.items.size(), scoring.items_min
                 );
}

std::string bands_md(const std::string& name, const std::vector<schema::Band>& bands) {
    std::string out;
    for (const auto& band : bands) {
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", band.from.to_string(), band.name);
    }
    return fmt::format("- **Bands `{}`**, each from: {}\n", name, out);
}

std::string metric_md(const Instrument& instrument) {
    std::string out;
    for (const auto& step : instrument.metric) {
        out +=
            fmt::format("{}{} → {}", out.empty() ? "" : ", ", step.raw.to_string(), step.metric.to_string());
    }
    return fmt::format("- **Metric scale**, on which change is measured: {}\n", out);
}

std::string pairing_md(const schema::Pairing& pairing) {
    return fmt::format(
        "- **Pair**: a {} from {} days before to {} days after the referral, and the last {} at least {} "
        "days later\n",
        fmt::join(pairing.baseline_stages, " or "), pairing.days_before, pairing.days_after,
        fmt::join(pairing.follow_up_stages, " or "), pairing.days_between_min
    );
}

bool are_alike(const InstrumentItem& a, const InstrumentItem& b) {
    return a.min == b.min && a.max == b.max && a.decimals == b.decimals && a.direction == b.direction &&
           a.sentinels == b.sentinels && a.bands == b.bands;
}

std::string row_md(const InstrumentItem& first, const InstrumentItem& last) {
    std::vector<std::string> sentinels;
    for (const auto& sentinel : first.sentinels) {
        sentinels.push_back(sentinel.to_string());
    }
    const auto name = first.item == last.item ? fmt::format("`{}`", first.item)
                                              : fmt::format("`{}` … `{}`", first.item, last.item);
    return fmt::format(
        "| {} | {} | {} | {} | {} | {} | {} |\n", name, first.min.to_string(), first.max.to_string(),
        first.decimals == 0 ? std::string() : std::to_string(first.decimals), to_string(first.direction),
        list_md(sentinels), first.bands.empty() ? std::string() : fmt::format("`{}`", first.bands)
    );
}

// Items that are alike and follow each other stand on one line.
std::string items_md(const Instrument& instrument) {
    std::string text = "\n| item | lowest | highest | decimals | better | stands for no answer | bands |\n";
    text += "|---|---|---|---|---|---|---|\n";
    const auto& items = instrument.items;
    for (std::size_t first = 0, i = 0; i < items.size(); ++i) {
        if (i + 1 == items.size() || !are_alike(items[first], items[i + 1])) {
            text += row_md(items[first], items[i]);
            first = i + 1;
        }
    }
    return text + (instrument.total ? row_md(*instrument.total, *instrument.total) : std::string());
}

std::string instrument_md(const Instrument& instrument) {
    std::string text = fmt::format("### Instrument {}\n\n{}.\n\n", instrument.id, instrument.title);
    const auto line = [&text](std::string_view what, const std::string& words) {
        text += words.empty() ? std::string() : fmt::format("- **{}**: {}\n", what, words);
    };
    line("Also written", list_md(instrument.aliases));
    line("Versions", list_md(instrument.versions));
    line("Licence", instrument.licence);
    line("What is known of it", instrument.evidence);
    line("SNOMED CT", list_md(instrument.snomed));
    line("Score", scoring_md(instrument));
    for (const auto& [name, bands] : instrument.bands) {
        text += bands_md(name, bands);
    }
    text += instrument.metric.empty() ? std::string() : metric_md(instrument);
    for (const auto& safety : instrument.safety) {
        line("Safety", fmt::format("`{}` above {} is reported", safety.item, safety.above.to_string()));
    }
    return text + pairing_md(instrument.pairing) + items_md(instrument) + "\n";
}

}  // namespace

std::string instruments_md(const schema::Dataset& dataset) {
    std::string text = "## Instruments\n\nScores only; the wording of no questionnaire is held.\n\n";
    for (const auto& instrument : dataset.instruments) {
        text += instrument_md(instrument);
    }
    text.pop_back();
    return text;
}

}  // namespace sluice::app
