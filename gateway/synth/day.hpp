// Days and their text, quick enough for millions of rows.
#pragma once

#include <chrono>
#include <string>

namespace sluice::synth {

using Day = std::chrono::sys_days;
using std::chrono::days;

std::string iso(Day day);                       // yyyy-MM-dd
std::string clock(int minute_of_day);           // HH:mm:ss
std::string stamp(Day day, int second_of_day);  // yyyyMMddHHmmss, as in a file's name

}  // namespace sluice::synth
