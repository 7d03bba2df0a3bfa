// The report for people: one self-contained HTML file in British English that meets WCAG 2.2 AA, prints on A4
// and loads nothing (users-and-ig 6.3).
#pragma once

#include "gateway/outlet/report.hpp"

#include <string>

namespace sluice::outlet {

// UTF-8, deterministic: the same report gives the same bytes. Every text of the report is escaped.
std::string render_html(const Report& report);

}  // namespace sluice::outlet
