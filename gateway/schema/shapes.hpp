// What the judges of base say of a raw text, as the faults that packs name. Blank is no fault here.
#pragma once

#include "gateway/schema/fault.hpp"

#include <optional>
#include <string_view>

namespace sluice::schema {

std::optional<Fault> nhs_number_fault(std::string_view text);
// An id of a sender's own may be any text, but not what a spreadsheet makes of a long number, nor a formula.
std::optional<Fault> id_fault(std::string_view text);
std::optional<Fault> snomed_id_fault(std::string_view text);

}  // namespace sluice::schema
