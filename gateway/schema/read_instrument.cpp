#include "gateway/base/identifiers.hpp"
#include "gateway/schema/instrument.hpp"

#include <set>

namespace sluice::schema {
namespace {

constexpr char kNumber = '*';  // in the name of an item that stands for many
constexpr int kItemsMax = 200;
constexpr int kDecimalsMax = 6;
constexpr int kDaysMax = 3660;
constexpr std::int64_t kValueMax = 1'000'000;

const std::initializer_list<std::pair<std::string_view, Direction>> kDirections = {
    {"higher", Direction::higher}, {"lower", Direction::lower}};

// REQUIRES: within read_value's bounds. In units of the last digit that a value may have, so that sums are
// exact.
std::int64_t units_of(const Decimal& value) {
    const auto plain = value.normalised();
    std::int64_t units = plain.unscaled();
    for (int scale = plain.scale(); scale < kDecimalsMax; ++scale) {
        units *= 10;
    }
    return units;
}

Decimal read_value(const Reader& reader) {
    const auto value = reader.decimal();
    const bool small = value >= Decimal(-kValueMax) && value <= Decimal(kValueMax);
    if (!small || value.normalised().scale() > kDecimalsMax) {
        reader.fault("a number from -1000000 to 1000000 with 6 decimals at most is expected here");
        return {};
    }
    return value;
}

void check_bands(const Reader& reader, const InstrumentItem& item, const Instrument& instrument) {
    const auto bands = instrument.bands.find(item.bands);
    if (bands == instrument.bands.end()) {
        reader.fault("there are no bands '" + item.bands + "'");
        return;
    }
    for (const auto& band : bands->second) {
        if (band.from < item.min || band.from > item.max) {
            reader.fault("the band '" + band.name + "' begins outside of 'min' and 'max'");
        }
    }
}

// What an item and the total have in common.
InstrumentItem read_range(const Reader& reader, const Instrument& instrument) {
    InstrumentItem item;
    item.title = reader.at("title").text();
    item.min = read_value(reader.at("min"));
    item.max = read_value(reader.at("max"));
    item.decimals = static_cast<int>(reader.find("decimals").integer_in(0, kDecimalsMax, 0));
    item.direction = one_of<Direction>(reader.at("direction"), kDirections, Direction::higher);
    item.bands = reader.find("bands").text();
    if (item.max <= item.min) {
        reader.fault("'max' is not above 'min'");
    }
    if (!item.bands.empty()) {
        check_bands(reader.find("bands"), item, instrument);
    }
    for (const Reader& sentinel : reader.find("sentinels").items()) {
        item.sentinels.push_back(sentinel.decimal());
        if (item.allows(item.sentinels.back())) {
            sentinel.fault("a number that stands for no answer cannot be an answer, too");
        }
    }
    return item;
}

std::string numbered(const std::string& text, std::int64_t number) {
    const auto at = text.find(kNumber);
    return at == std::string::npos ? text : text.substr(0, at) + std::to_string(number) + text.substr(at + 1);
}

// One item, or with `count` as many as it says, alike but for the number in their names.
void read_item(const Reader& reader, Instrument& instrument) {
    reader.only({"item", "count", "title", "min", "max", "decimals", "direction", "sentinels", "bands"});
    const auto name = reader.at("item").text();
    const bool many = name.find(kNumber) != std::string::npos;
    if (many != reader.find("count").present()) {
        reader.fault("'count' and a '*' in the name of the item belong together");
    }
    const auto item = read_range(reader, instrument);
    const auto count = reader.find("count").integer_in(1, kItemsMax, 1);
    for (std::int64_t i = 1; i <= count; ++i) {
        instrument.items.push_back(item);
        instrument.items.back().item = numbered(name, i);
        instrument.items.back().title = numbered(item.title, i);
    }
}

std::vector<Band> read_bands(const Reader& reader) {
    std::vector<Band> bands;
    for (const Reader& item : reader.items()) {
        item.only({"from", "band"});
        bands.push_back({item.at("from").decimal(), item.at("band").text()});
        if (bands.size() > 1 && bands.back().from <= bands[bands.size() - 2].from) {
            item.fault("a band begins above the one before it");
        }
    }
    return bands;
}

std::vector<Instrument::Step> read_metric(const Reader& reader, const Instrument& instrument) {
    std::vector<Instrument::Step> steps;
    for (const auto& [raw, metric] : reader.members()) {
        const auto total = Decimal::parse(raw);
        steps.push_back({total.value_or(Decimal()), metric.decimal()});
        if (!total || !instrument.total || !instrument.total->allows(*total)) {
            metric.fault("'" + raw + "' is not a total of this instrument");
        }
    }
    return steps;
}

// Every total has its metric score, or those that have none would be taken for wrong ones.
void check_metric(const Reader& reader, const Instrument& instrument) {
    if (instrument.metric.empty() || !instrument.total) {
        return;
    }
    std::int64_t step = units_of(Decimal(1));
    for (int digit = 0; digit < instrument.total->decimals; ++digit) {
        step /= 10;
    }
    const auto max = units_of(instrument.total->max);
    for (auto units = units_of(instrument.total->min); units <= max; units += step) {
        const Decimal total(units, kDecimalsMax);
        if (!instrument.to_metric(total)) {
            reader.fault("the total " + total.normalised().to_string() + " has no metric score");
            return;
        }
    }
}

// A sum of the highest answers is a total, too; and one of the lowest.
void check_sum(const Reader& reader, const Instrument& instrument) {
    if (instrument.scoring.method != Scoring::Method::sum || !instrument.total) {
        return;
    }
    std::int64_t min = 0;
    std::int64_t max = 0;
    for (const auto& item : instrument.items) {
        min += units_of(item.min);
        max += units_of(item.max);
    }
    if (units_of(instrument.total->max) < max) {
        reader.find("max").fault("is below the sum of the items' highest values");
    }
    if (units_of(instrument.total->min) > min) {
        reader.find("min").fault("is above the sum of the items' lowest values");
    }
}

Scoring read_scoring(const Reader& reader, const Instrument& instrument) {
    reader.only({"method", "items_min", "decimals"});
    Scoring scoring;
    scoring.method = one_of<Scoring::Method>(
        reader.at("method"),
        {{"none", Scoring::Method::none},
         {"sum", Scoring::Method::sum},
         {"received", Scoring::Method::received}},
        Scoring::Method::none
    );
    const auto all = static_cast<std::int64_t>(instrument.items.size());
    const auto needed = reader.find("items_min").integer_or(all);
    scoring.items_min = static_cast<std::size_t>(needed);
    scoring.decimals = static_cast<std::uint8_t>(reader.find("decimals").integer_in(0, kDecimalsMax, 0));
    if (scoring.method == Scoring::Method::sum && (needed < 1 || needed > all)) {
        reader.find("items_min").fault("a sum needs one item at least, and no more than there are");
    }
    if ((scoring.method == Scoring::Method::none) == instrument.total.has_value()) {
        reader.fault("there is a 'total' where the method is not none, and only there");
    }
    return scoring;
}

Pairing read_pairing(const Reader& reader) {
    reader.only({"baseline", "follow_up"});
    Pairing pairing;
    const Reader baseline = reader.at("baseline");
    baseline.only({"stages", "days_before", "days_after"});
    pairing.baseline_stages = baseline.at("stages").texts();
    pairing.days_before = static_cast<int>(baseline.at("days_before").integer_in(0, kDaysMax, 0));
    pairing.days_after = static_cast<int>(baseline.at("days_after").integer_in(0, kDaysMax, 0));
    const Reader follow_up = reader.at("follow_up");
    follow_up.only({"stages", "days_min"});
    pairing.follow_up_stages = follow_up.at("stages").texts();
    pairing.days_between_min = static_cast<int>(follow_up.at("days_min").integer_in(0, kDaysMax, 0));
    return pairing;
}

void check_items(const Reader& reader, const Instrument& instrument) {
    std::set<std::string> seen = {std::string(kTotalItem)};
    for (const auto& item : instrument.items) {
        if (!seen.insert(item.item).second) {
            reader.at("items").fault("the item '" + item.item + "' stands twice, or is the total");
        }
    }
    for (const auto& id : instrument.snomed) {
        if (judge_snomed_id(id) != SnomedFault::none) {
            reader.find("snomed").fault("'" + id + "' is not a SNOMED CT identifier");
        }
    }
}

}  // namespace

Instrument read_instrument(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"instrument", "title", "aliases", "versions", "licence", "evidence", "snomed", "items", "total",
         "scoring", "metric", "bands", "safety", "pairing"}
    );
    Instrument instrument;
    instrument.where = reader.where();
    instrument.id = reader.at("instrument").text();
    instrument.title = reader.at("title").text();
    instrument.aliases = reader.find("aliases").texts();
    instrument.versions = reader.find("versions").texts();
    instrument.licence = reader.at("licence").text();
    instrument.evidence = reader.find("evidence").text();
    instrument.snomed = reader.find("snomed").texts();
    for (const auto& [name, bands] : reader.find("bands").members()) {
        instrument.bands[name] = read_bands(bands);
    }
    for (const Reader& item : reader.at("items").items()) {
        read_item(item, instrument);
    }
    if (const Reader total = reader.find("total"); total.present()) {
        total.only({"title", "min", "max", "decimals", "direction", "bands"});
        instrument.total = read_range(total, instrument);
        instrument.total->item = kTotalItem;
    }
    instrument.scoring = read_scoring(reader.at("scoring"), instrument);
    check_sum(reader.find("total"), instrument);
    instrument.metric = read_metric(reader.find("metric"), instrument);
    check_metric(reader.find("metric"), instrument);
    for (const Reader& item : reader.find("safety").items()) {
        item.only({"item", "above"});
        instrument.safety.push_back({item.at("item").text(), item.at("above").decimal()});
        if (instrument.item(instrument.safety.back().item) == nullptr) {
            item.fault("'" + instrument.safety.back().item + "' is not an item of this instrument");
        }
    }
    instrument.pairing = read_pairing(reader.at("pairing"));
    check_items(reader, instrument);
    return instrument;
}

}  // namespace sluice::schema
