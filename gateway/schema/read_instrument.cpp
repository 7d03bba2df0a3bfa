#include "gateway/base/identifiers.hpp"
#include "gateway/schema/instrument.hpp"

#include <set>

namespace sluice::schema {
namespace {

constexpr char kNumber = '*';  // in the name of an item that stands for many

const std::initializer_list<std::pair<std::string_view, Direction>> kDirections = {
    {"higher", Direction::higher}, {"lower", Direction::lower}};

// What an item and the total have in common.
InstrumentItem read_range(const Reader& reader, const Instrument& instrument) {
    InstrumentItem item;
    item.title = reader.at("title").text();
    item.min = reader.at("min").decimal();
    item.max = reader.at("max").decimal();
    item.decimals = static_cast<int>(reader.find("decimals").integer_or(0));
    item.direction = one_of<Direction>(reader.at("direction"), kDirections, Direction::higher);
    item.bands = reader.find("bands").text();
    if (item.max <= item.min) {
        reader.fault("'max' is not above 'min'");
    }
    if (!item.bands.empty() && !instrument.bands.contains(item.bands)) {
        reader.find("bands").fault("there are no bands '" + item.bands + "'");
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
    for (std::int64_t i = 1; i <= reader.find("count").integer_or(1); ++i) {
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
    scoring.decimals = static_cast<std::uint8_t>(reader.find("decimals").integer_or(0));
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
    pairing.days_before = static_cast<int>(baseline.at("days_before").integer_or(0));
    pairing.days_after = static_cast<int>(baseline.at("days_after").integer_or(0));
    const Reader follow_up = reader.at("follow_up");
    follow_up.only({"stages", "days_min"});
    pairing.follow_up_stages = follow_up.at("stages").texts();
    pairing.days_between_min = static_cast<int>(follow_up.at("days_min").integer_or(0));
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
    instrument.metric = read_metric(reader.find("metric"), instrument);
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
