#include "gateway/schema/same_events.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

constexpr int kDaysMax = 3660;

bool contains(const std::vector<std::string>& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

SameEvent read_event(const Reader& reader, const SameEvents& same) {
    reader.only(
        {"entity", "between", "continued", "many", "days", "places", "unlike", "alike", "follows", "fault"}
    );
    SameEvent event;
    event.where = reader.where();
    event.entity = reader.at("entity").text();
    event.between = reader.find("between").texts();
    event.continued = reader.find("continued").boolean_or(false);
    event.many = reader.find("many").boolean_or(false);
    if (const Reader days = reader.find("days"); days.present()) {
        event.days = static_cast<int>(days.integer_in(0, kDaysMax, 0));
    }
    event.places = reader.find("places").texts();
    event.unlike = reader.find("unlike").texts();
    for (const auto& [field, codes] : reader.find("alike").members()) {
        event.alike[field] = codes.texts();
    }
    if (const Reader follows = reader.find("follows"); follows.present()) {
        follows.only({"entity", "field"});
        event.follows_entity = follows.at("entity").text();
        event.follows_field = follows.at("field").text();
    }
    if (const Reader fault = reader.find("fault"); fault.present()) {
        event.fault = parse_fault(fault.text());
        if (!event.fault) {
            fault.fault("not the name of a fault");
        }
    }
    for (const auto& kind : event.between) {
        if (!contains(same.stands, kind)) {
            reader.find("between").fault("'" + kind + "' is not among the kinds of 'stands'");
        }
    }
    if (!event.between.empty() && event.between.size() != 2) {
        reader.find("between").fault("two kinds of source are expected here");
    }
    return event;
}

}  // namespace

const std::string& SameEvents::kind_of(std::string_view source) const {
    const auto system = source.substr(0, source.find(':'));
    // A source by its whole name comes before all of its system.
    for (const auto name : {source, system}) {
        for (const auto& [kind, sources] : kinds) {
            if (contains(sources, name)) {
                return kind;
            }
        }
    }
    return otherwise;
}

std::size_t SameEvents::rank_of(std::string_view kind) const {
    return static_cast<std::size_t>(std::find(stands.begin(), stands.end(), kind) - stands.begin());
}

SameEvents read_same_events(const Reader& reader) {
    SameEvents same;
    if (!reader.present()) {
        return same;
    }
    reader.only({"kinds", "otherwise", "stands", "not_made", "events"});
    same.stands = reader.at("stands").texts();
    const auto check = [&](const Reader& at, const std::string& kind) {
        if (!contains(same.stands, kind)) {
            at.fault("'" + kind + "' is not among the kinds of 'stands'");
        }
    };
    for (const auto& [kind, sources] : reader.at("kinds").members()) {
        check(sources, kind);
        same.kinds[kind] = sources.texts();
    }
    same.otherwise = reader.at("otherwise").text();
    check(reader.at("otherwise"), same.otherwise);
    same.not_made = reader.find("not_made").texts();
    for (const Reader& item : reader.at("events").items()) {
        same.events.push_back(read_event(item, same));
    }
    return same;
}

CodesToAdd read_codes_to_add(const Reader& reader) {
    CodesToAdd out;
    if (reader.present()) {
        reader.only({"code", "display", "from", "into", "statuses", "days"});
        out.code = reader.at("code").text();
        out.display = reader.at("display").text();
        out.from = reader.at("from").text();
        out.into = reader.at("into").text();
        out.statuses = reader.at("statuses").texts();
        out.days = static_cast<int>(reader.at("days").integer_in(0, kDaysMax, 0));
    }
    return out;
}

}  // namespace sluice::schema
