#include "gateway/synth/names.hpp"

#include <string_view>

namespace sluice::synth {
namespace {

constexpr std::string_view kGiven[] = {"Alderic", "Brisa",  "Corvan",  "Delwyna", "Elspera", "Fenwick",
                                       "Galiana", "Hestor", "Ilvane",  "Jorith",  "Kelmara", "Lorwen",
                                       "Mirabet", "Nolwin", "Orsina",  "Pelham",  "Quilla",  "Rosmer",
                                       "Selvia",  "Torben", "Ulwina",  "Varenn",  "Wilmet",  "Xanthel",
                                       "Yorvik",  "Zelma",  "Amarind", "Bexley",  "Cassor",  "Dorvine"};
constexpr std::string_view kSurnames[] = {
    "Ashgrove",      "Tindlewick", "Marlowby",        "Penhallet",  "Quarrington", "Stavely-Ost",
    "O'Drennan",     "Wetherlock", "Birkenfold",      "Calderwyn",  "Dunmorrow",   "Eskelton",
    "Farrowdene",    "Grimsettle", "Hollowmere",      "Inglethorn", "Jessamond",   "Kirkwhistle",
    "Larchwood-Bey", "Mossgill",   "Netherfold",      "Oakensby",   "Pellworth",   "Ravenstoke",
    "Silverlode",    "Thornquist", "Umberleigh-Voss", "Vantress",   "Willowmarsh", "Yarrowby"};
constexpr std::string_view kStreets[] = {"Lantern",  "Cobble",       "Tanner's",  "Saltmarket", "Bellweather",
                                         "Foxglove", "Orchard Bank", "Mill Race", "Kestrel",    "Harbinger"};
constexpr std::string_view kStreetKinds[] = {"Street", "Lane", "Close", "Road", "Gardens", "Court"};
constexpr std::string_view kTowns[] = {"Northolme",   "Westerbeck", "Quayhaven", "Lower Tansley",
                                       "Brackenford", "St Olave's", "Marshgate", "Highstead"};
constexpr std::string_view kSurgeries[] = {"Lantern House", "Riverbank", "The Old Forge", "Marshgate",
                                           "Tansley Road",  "Quayside",  "Beacon",        "Willow Tree"};
constexpr std::string_view kSurgeryKinds[] = {"Surgery", "Medical Centre", "Practice", "Health Centre"};
// The letters that an inward code may have (rule V07, postcode format of the NHS Data Dictionary).
constexpr std::string_view kInward = "ABDEFGHJLNPQRSTUWXYZ";

template <std::size_t N>
std::string pick(Rng& rng, const std::string_view (&list)[N]) {
    return std::string(rng.pick(list));
}

std::string digits(Rng& rng, int first, int last) {
    return std::to_string(rng.between(first, last));
}

}  // namespace

std::string given_name(Rng& rng) {
    return pick(rng, kGiven);
}

std::string surname(Rng& rng) {
    return pick(rng, kSurnames);
}

std::string street(Rng& rng) {
    return pick(rng, kStreets) + " " + pick(rng, kStreetKinds);
}

std::string town(Rng& rng) {
    return pick(rng, kTowns);
}

std::string postcode(Rng& rng) {
    const int outward = rng.between(1, 18);
    std::string text = rng.chance(500) ? "QX" : "QY";
    text += std::to_string(outward);
    // The column holds seven characters, so a longer code comes without its blank.
    text += outward > 9 || rng.chance(200) ? "" : " ";
    text += static_cast<char>('0' + rng.between(1, 9));
    text += kInward[rng.below(kInward.size())];
    text += kInward[rng.below(kInward.size())];
    return text;
}

std::string phone(Rng& rng) {
    return rng.chance(500) ? "01632 960" + digits(rng, 100, 999) : "07700 900" + digits(rng, 100, 999);
}

std::string surgery_name(Rng& rng) {
    return pick(rng, kSurgeries) + " " + pick(rng, kSurgeryKinds);
}

}  // namespace sluice::synth
