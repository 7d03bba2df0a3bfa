// How numbers, dates and foreign texts are said to a reader, in British English. No locale is consulted.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/issue.hpp"
#include "gateway/outlet/report.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sluice::outlet {

std::string grouped(Count number);                                               // 412,345
std::string counted(Count number, std::string_view one, std::string_view many);  // "1 row", "2,000 rows"
std::string size_in_words(Count bytes);                                          // "812 bytes", "1.2 MB"

std::string date_in_words(const Date& date);         // "1 October 2026", as precise as the date is
std::string month_in_words(std::string_view month);  // "2026-10" -> "Oct 2026"; other text as it stands
std::string period_in_words(const Header& header);   // "1 October 2026 to 31 October 2026"
std::string organisation_in_words(const Organisation& organisation);  // "Name (CODE)"

std::string sender_in_words(const Header& header);
std::string receipt_in_words(const Header& header);  // the receipt, or why there is none
// The column that a finding points at, else what is missing; empty: the whole row.
const std::string& place_in_row(const IssueExample& example);
// Empty where the caller left the value unset.
std::string as_of_in_words(const Header& header);
std::string received_in_words(const Header& header);
// By which lists needs and the like are counted, where it is not by the national ones.
std::string stand_ins_in_words(const Header& header);

// UK civil time with its name and offset: "22 November 2026 at 00:19 GMT (UTC+00:00)". British Summer Time
// runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October (Summer Time
// Order 2002), which is all the time zone that is needed here.
std::string instant_in_words(std::chrono::sys_seconds instant);

std::string_view severity_in_words(Severity severity);  // "Error", "Warning", "For information"
std::string status_in_words(std::string_view status);  // "processed_with_rejects" -> "Processed with rejects"

// Well-formed UTF-8: every byte that is not gives U+FFFD.
std::string well_formed(std::string_view text);
// As well_formed, and control and text-direction characters give U+FFFD too, so that a file name can neither
// drive a terminal nor turn the words around it.
std::string visible(std::string_view text);
// With an apostrophe in front of what a spreadsheet would run as a formula (OWASP, CSV injection).
std::string harmless(std::string_view text);

}  // namespace sluice::outlet
