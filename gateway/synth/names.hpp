// Invented names and places. None is taken from a real register; postcode areas QX and QY do not exist.
#pragma once

#include "gateway/synth/rng.hpp"

#include <string>

namespace sluice::synth {

std::string given_name(Rng& rng);
std::string surname(Rng& rng);
std::string street(Rng& rng);
std::string town(Rng& rng);
std::string postcode(Rng& rng);  // passes the format of rule V07; some without the blank, as EMIS may send it
std::string phone(Rng& rng);  // within Ofcom's ranges for drama, 01632 960000-960999 and 07700 900000-900999
std::string surgery_name(Rng& rng);

}  // namespace sluice::synth
