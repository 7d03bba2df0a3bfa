// The name of a record's source, as provenance, completeness and the list of what has no place have it: the
// source system ("emis"); of the exchange contract with the system that sent it ("exchange:linkdesk"). Two
// tools of one service collect different fields and have words of their own.
#pragma once

#include "gateway/record/row.hpp"
#include "gateway/schema/exchange.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace sluice::pipeline {

inline constexpr char kSendingSystem = ':';

inline std::string source_name(std::string_view system, std::string_view sending_system) {
    std::string name(system);
    return sending_system.empty() ? name : name + kSendingSystem + std::string(sending_system);
}

// Of a person, by the key among the facts: the contract's begins with the system that sent it.
inline std::string source_of_person(std::string_view person) {
    const auto system = person.substr(0, person.find('/'));
    const auto key = person.substr(std::min(person.size(), system.size() + 1));
    const bool named = system == schema::kExchangeSystem;
    return source_name(system, named ? key.substr(0, key.find(record::kKeySeparator)) : std::string_view());
}

// "exchange" of "exchange:linkdesk".
inline std::string_view system_of_source(std::string_view source) {
    return source.substr(0, source.find(kSendingSystem));
}

}  // namespace sluice::pipeline
