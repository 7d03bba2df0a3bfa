// Which of the records that several sources hold of one person are one event, by the rules of the dataset
// (schema::SameEvents). A pure function of the records of one person.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/schema/same_events.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::check {

// A service has changed its tool: what the new one has goes on with what the old one had.
struct Continuation {
    std::string organisation;
    std::string old_source;
    std::string new_source;
    // By entity and the id in the old tool: the id in the new one.
    std::map<std::pair<std::string, std::string>, std::string> ids;
};

// One accepted record, by what decides about it.
struct Happening {
    std::string id;
    std::string source;
    std::string organisation;  // whose record it is
    std::string local_id;
    std::optional<Date> day;
    std::map<std::string, std::string, std::less<>> values;  // by column, as the rules name them
};

using Happenings = std::map<std::string, std::vector<Happening>>;  // by entity

// Of every record that another stands for, the id of that one. Each record of one source is one with at most
// one record of another source (but see SameEvent::many), the nearest in time; which one stands follows from
// the kinds of source, then from who came first with a tool, then from date, source and id.
std::map<std::string, std::string> same_events(
    const schema::SameEvents& rules, const std::vector<Continuation>& continuations, const Happenings& records
);

}  // namespace sluice::check
