// The 21 tables of an EMIS extract, version 8.2: names and columns in file order. The lists are data of the
// generator, not read from the pack, so that a slip in the pack's source schemas shows as a finding.
// Source: the public specification of the extract and the headers of public test data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::synth {

enum class Table : std::uint8_t {
    agreement,
    organisation,
    organisation_location,
    location,
    user,
    patient,
    patient_history,
    code,
    drug_code,
    session,
    session_user,
    slot,
    consultation,
    observation,
    observation_referral,
    problem,
    diary,
    drug_record,
    issue_record,
    patient_audit,
    registration_audit,
};
inline constexpr std::size_t kTableCount = 21;

// As in a file's name: <schema>_<table>.
std::string_view name_of(Table table);
std::span<const std::string_view> columns_of(Table table);

// Every table, in the order of the enumeration.
constexpr std::array<Table, kTableCount> all_tables() {
    std::array<Table, kTableCount> out{};
    for (std::size_t i = 0; i < kTableCount; ++i) {
        out[i] = static_cast<Table>(i);
    }
    return out;
}

}  // namespace sluice::synth
