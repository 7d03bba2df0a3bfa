// What links persons beside their own rows, by the names under which the store keeps it (store::Links).
#pragma once

#include <string_view>

namespace sluice::pipeline {

inline constexpr std::string_view kNumberScheme = "nhs-number";    // a valid number
inline constexpr std::string_view kDetailsScheme = "nhs-details";  // birth date and sex that go with it

}  // namespace sluice::pipeline
