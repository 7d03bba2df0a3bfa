// What links persons beside their own rows, by the names under which the store keeps it (store::Links).
#pragma once

#include <string_view>

namespace sluice::pipeline {

inline constexpr std::string_view kNumberScheme = "nhs-number";    // a valid number
inline constexpr std::string_view kDetailsScheme = "nhs-details";  // birth date and sex that go with it
inline constexpr std::string_view kPseudonymScheme = "pseudonym";  // with the name of its scheme and key
// The service and the id that a person has with it, where its tools go on with one another.
inline constexpr std::string_view kContinuedScheme = "continued";
// "1": the person has a record for which one of another source stands.
inline constexpr std::string_view kJoinedScheme = "joined";

// Two persons of one purpose with the same value in one of these are the same person.
inline constexpr std::string_view kLinkingSchemes[] = {kNumberScheme, kPseudonymScheme, kContinuedScheme};

}  // namespace sluice::pipeline
