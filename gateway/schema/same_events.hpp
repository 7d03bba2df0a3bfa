// Which records of several sources are one event (schemas/README.md, "dataset.json", key `same`). Nothing is
// merged: each record stays, and `same_as` names the one that stands for it.
#pragma once

#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

inline constexpr std::string_view kSameAs = "same_as";  // field: id of the record that stands for this one
inline constexpr std::string_view kContinuation = "continuation";  // entity: a tool goes on with another's

struct SameEvent {
    std::string entity;
    std::vector<std::string> between;  // two kinds of source; empty: any two
    bool continued = false;            // only where one source goes on with what the other began
    bool many = false;                 // several records of one source may be one
    std::optional<int> days;           // that their dates may lie apart; nothing: dates are not compared
    // Columns that name places; both records must have one in common. "person.practice_ods" is the person's.
    std::vector<std::string> places;
    std::vector<std::string> unlike;                        // fields that must not be known to differ
    std::map<std::string, std::vector<std::string>> alike;  // field: both have one of these codes, or neither
    // Instead of a date: the field that names a record of that entity; they are one where those are.
    std::string follows_entity;
    std::string follows_field;
    std::optional<Fault> fault;  // what is told of it
    std::string where;
};

struct SameEvents {
    std::map<std::string, std::vector<std::string>> kinds;  // of sources: "emis", or "exchange:casebook"
    std::string otherwise;                                  // kind of a source that is in none
    std::vector<std::string> stands;                        // kinds: the first stands for the others
    std::vector<std::string> not_made;  // states of a referral that was offered and not made
    std::vector<SameEvent> events;

    // `source` is as provenance has it (pipeline/source_name.hpp).
    const std::string& kind_of(std::string_view source) const;
    std::size_t rank_of(std::string_view kind) const;
};

// The code that a practice adds for a referral that a tool has accepted.
struct CodesToAdd {
    std::string code;
    std::string display;
    std::string from;  // kind of source that has the referral
    std::string into;  // kind of source that should have the code
    std::vector<std::string> statuses;
    int days = 0;  // before or after the referral: a code that lies further away is of another one
};

SameEvents read_same_events(const Reader& reader);
CodesToAdd read_codes_to_add(const Reader& reader);

}  // namespace sluice::schema
