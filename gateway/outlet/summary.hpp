// The summary in words, shared by the HTML and the text report so that they cannot differ.
#pragma once

#include "gateway/outlet/report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::outlet {

enum class State : std::uint8_t {
    good,       // nothing needs anybody's attention
    attention,  // some rows do
    stopped,    // the set as a whole is held or was refused
    empty,      // nothing was read
};

struct Summary {
    State state = State::good;
    std::string headline;
    std::vector<std::string> sentences;
};

Summary summarise(const Report& report);

}  // namespace sluice::outlet
