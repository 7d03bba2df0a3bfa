// Sections of the text report that stand in files of their own. Internal to gateway/outlet.
#pragma once

#include "gateway/outlet/report.hpp"
#include "gateway/outlet/text_layout.hpp"

namespace sluice::outlet {

inline constexpr std::string_view kNotCollected =
    "n/c: the source has no place for the field, so nothing of it is missing. –: nothing was expected.";

void write_fixes(TextPage& page, const Report& report);
void write_trend(TextPage& page, const Report& report);

}  // namespace sluice::outlet
