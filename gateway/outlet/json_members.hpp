// "key": value in one call, over format::JsonWriter. Internal to gateway/outlet.
#pragma once

#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/report.hpp"
#include "gateway/outlet/words.hpp"

#include <string_view>

namespace sluice::outlet {

inline void member(format::JsonWriter& json, std::string_view key, std::string_view text) {
    json.key(key);
    json.string(well_formed(text));
}

inline void member(format::JsonWriter& json, std::string_view key, Count number) {
    json.key(key);
    json.number(number);
}

}  // namespace sluice::outlet
