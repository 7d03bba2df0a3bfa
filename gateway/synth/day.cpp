#include "gateway/synth/day.hpp"

namespace sluice::synth {
namespace {

void put(std::string& out, std::size_t at, unsigned value, unsigned digits) {
    for (unsigned i = digits; i-- > 0; value /= 10) {
        out[at + i] = static_cast<char>('0' + value % 10);
    }
}

}  // namespace

std::string iso(Day day) {
    const std::chrono::year_month_day date(day);
    std::string out = "0000-00-00";
    put(out, 0, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put(out, 5, static_cast<unsigned>(date.month()), 2);
    put(out, 8, static_cast<unsigned>(date.day()), 2);
    return out;
}

std::string clock(int minute_of_day) {
    std::string out = "00:00:00";
    put(out, 0, static_cast<unsigned>(minute_of_day) / 60, 2);
    put(out, 3, static_cast<unsigned>(minute_of_day) % 60, 2);
    return out;
}

std::string stamp(Day day, int second_of_day) {
    const std::chrono::year_month_day date(day);
    const auto second = static_cast<unsigned>(second_of_day);
    std::string out(14, '0');
    put(out, 0, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put(out, 4, static_cast<unsigned>(date.month()), 2);
    put(out, 6, static_cast<unsigned>(date.day()), 2);
    put(out, 8, second / 3600, 2);
    put(out, 10, second / 60 % 60, 2);
    put(out, 12, second % 60, 2);
    return out;
}

}  // namespace sluice::synth
