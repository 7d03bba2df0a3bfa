// An instrument of assessments: its items, what they may hold, and how a score is worked out and compared
// (schemas/README.md, "Instrument"). Scores only, no wording. Immutable after load.
#pragma once

#include "gateway/base/decimal.hpp"
#include "gateway/schema/codes.hpp"
#include "gateway/schema/document.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::schema {

// Which way a value goes when things get better.
enum class Direction { higher, lower };
std::string_view to_string(Direction direction);

struct Band {
    Decimal from;  // up to the next band
    std::string name;
};

struct InstrumentItem {
    std::string item;
    std::string title;
    Decimal min;
    Decimal max;
    int decimals = 0;  // digits after the point that a value may have
    Direction direction = Direction::higher;
    std::vector<Decimal> sentinels;  // numbers that stand for "no answer"
    std::string bands;               // which of the instrument's bands; empty: none

    bool allows(const Decimal& value) const;
    bool is_sentinel(const Decimal& value) const;
};

// How the total comes about.
struct Scoring {
    enum class Method { none, sum, received };
    Method method = Method::none;
    std::size_t items_min = 0;  // answers that a sum needs; fewer than all items: it is prorated
    std::uint8_t decimals = 0;  // to which a prorated sum is rounded
};

// Which two assessments of an episode make a pair.
struct Pairing {
    std::vector<std::string> baseline_stages;
    int days_before = 0;  // the referral, and the baseline still counts
    int days_after = 0;
    std::vector<std::string> follow_up_stages;
    int days_between_min = 0;  // from the baseline to the follow-up
};

// An answer above which somebody should look at it.
struct Safety {
    std::string item;
    Decimal above;
};

struct Instrument {
    struct Step {
        Decimal raw;
        Decimal metric;
    };

    std::string id;
    std::string title;
    std::vector<std::string> aliases;
    std::vector<std::string> versions;
    std::string licence;
    std::string evidence;
    std::vector<std::string> snomed;
    std::vector<InstrumentItem> items;
    std::optional<InstrumentItem> total;
    Scoring scoring;
    std::vector<Step> metric;  // empty: no metric scale
    std::map<std::string, std::vector<Band>> bands;
    std::vector<Safety> safety;
    Pairing pairing;
    std::string where;  // in the document

    // The total is an item, too; nothing where the instrument has no such item.
    const InstrumentItem* item(std::string_view name) const;
    // May the item hold the value? Where there is a metric scale, a total is one of its steps, raw or metric.
    bool allows(const InstrumentItem& item, const Decimal& value) const;
    std::optional<Decimal> to_metric(const Decimal& raw) const;
    // A received total that can only be a metric score: it is no raw score, but a step of the metric scale.
    bool is_metric(const Decimal& total) const;
    std::string_view band_of(const InstrumentItem& item, const Decimal& value) const;  // empty: none
};

inline constexpr std::string_view kTotalItem = "total";
// The code lists that are made of the instruments: their ids and aliases, and all their items.
inline constexpr std::string_view kInstrumentList = "instrument";
inline constexpr std::string_view kInstrumentItemList = "instrument-item";

Instrument read_instrument(const Document& document, Faults& faults);
// What can be seen of all of them only: a name twice, a stage that `stages` does not have.
void check_instruments(const std::vector<Instrument>& instruments, const CodeSystem& stages, Faults& faults);
// REQUIRES: `list` is kInstrumentList or kInstrumentItemList.
std::vector<Code> codes_of(const std::vector<Instrument>& instruments, std::string_view list);

}  // namespace sluice::schema
