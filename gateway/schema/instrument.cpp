#include "gateway/schema/instrument.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <set>

namespace sluice::schema {

std::string_view to_string(Direction direction) {
    return direction == Direction::higher ? "higher" : "lower";
}

bool InstrumentItem::allows(const Decimal& value) const {
    return value >= min && value <= max && value.normalised().scale() <= decimals;
}

bool InstrumentItem::is_sentinel(const Decimal& value) const {
    return std::find(sentinels.begin(), sentinels.end(), value) != sentinels.end();
}

const InstrumentItem* Instrument::item(std::string_view name) const {
    if (total && name == kTotalItem) {
        return &*total;
    }
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& entry) { return entry.item == name; });
    return found == items.end() ? nullptr : &*found;
}

bool Instrument::allows(const InstrumentItem& item, const Decimal& value) const {
    if (metric.empty() || item.item != kTotalItem) {
        return item.allows(value);
    }
    return to_metric(value).has_value() || is_metric(value);
}

std::optional<Decimal> Instrument::to_metric(const Decimal& raw) const {
    const auto found =
        std::find_if(metric.begin(), metric.end(), [&](const auto& step) { return step.raw == raw; });
    return found == metric.end() ? std::nullopt : std::optional(found->metric);
}

bool Instrument::is_metric(const Decimal& total) const {
    return !to_metric(total) &&
           std::any_of(metric.begin(), metric.end(), [&](const auto& step) { return step.metric == total; });
}

std::string_view Instrument::band_of(const InstrumentItem& item, const Decimal& value) const {
    const auto found = bands.find(item.bands);
    std::string_view name;
    if (found != bands.end()) {
        for (const auto& band : found->second) {
            name = value >= band.from ? std::string_view(band.name) : name;
        }
    }
    return name;
}

void check_instruments(const std::vector<Instrument>& instruments, const CodeSystem& stages, Faults& faults) {
    std::set<std::string> names;
    for (const auto& instrument : instruments) {
        auto own = instrument.aliases;
        own.push_back(instrument.id);
        for (const auto& name : own) {
            if (!names.insert(to_lower(name)).second) {
                faults.add(instrument.where, "the name '" + name + "' stands for an instrument already");
            }
        }
        auto used = instrument.pairing.baseline_stages;
        const auto& later = instrument.pairing.follow_up_stages;
        used.insert(used.end(), later.begin(), later.end());
        for (const auto& stage : used) {
            const bool known = std::any_of(stages.codes.begin(), stages.codes.end(), [&](const auto& code) {
                return code.code == stage;
            });
            if (!known) {
                faults.add(instrument.where, "'" + stage + "' is not a code of the list '" + stages.id + "'");
            }
        }
    }
}

std::vector<Code> codes_of(const std::vector<Instrument>& instruments, std::string_view list) {
    std::vector<Code> codes;
    const auto add = [&](const std::string& code, const std::string& display) {
        const bool there =
            std::any_of(codes.begin(), codes.end(), [&](const auto& entry) { return entry.code == code; });
        if (!there) {
            codes.push_back({code, display});
        }
    };
    for (const auto& instrument : instruments) {
        if (list == kInstrumentList) {
            codes.push_back({instrument.id, instrument.title, CodeMeaning::known, {}, {}, instrument.aliases}
            );
            continue;
        }
        if (instrument.total) {
            add(instrument.total->item, instrument.total->title);
        }
        for (const auto& item : instrument.items) {
            add(item.item, item.title);
        }
    }
    return codes;
}

}  // namespace sluice::schema
