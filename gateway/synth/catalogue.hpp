// The code dictionary: the concepts that stories use, by the codes that the pack's mappings know, and a few
// thousand that have nothing to do with social prescribing.
//
// A row of the dictionary is found by its CodeId, which is EMIS's own, not by its SNOMED id; local codes have
// a SNOMED id in EMIS's namespace 1000006 and reach a real concept, if at all, through their parents.
#pragma once

#include "gateway/synth/rows.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::synth {

// CodeIds of planted faults. `late` is explained by the delta only, `never` by no file.
struct PlantedCodes {
    std::string late = "9400811000006114";
    std::string never = "9400911000006119";
    std::string truncated = "9401011000006111";  // its SNOMED id lost its last digit to a spreadsheet (V11)
    std::string exponent = "9401111000006110";   // its SNOMED id reads 8.71731E+14 (F05)
};

class Catalogue {
  public:
    Catalogue();

    // CodeId of a SNOMED id or of a local code. REQUIRES: the code is one of the listed ones.
    const std::string& id(std::string_view code) const;
    // CodeIds that no mapping has a use for.
    const std::vector<std::string>& others() const { return others_; }

    const std::vector<Code>& rows() const { return rows_; }
    const PlantedCodes& planted() const { return planted_; }
    // Dictionary rows of the planted codes.
    Code late_row() const;
    Code truncated_row(bool repaired) const;
    Code exponent_row() const;

  private:
    void add_listed();
    void add_others();

    std::vector<Code> rows_;
    std::map<std::string, std::string, std::less<>> ids_;
    std::vector<std::string> others_;
    PlantedCodes planted_;
};

// Lists to choose from, by what they say of a person.
namespace codes {
inline constexpr std::string_view kReferralMade = "871731000000106";
inline constexpr std::string_view kReferralDeclined = "871711000000103";
inline constexpr std::string_view kDeclineReasons[] = {
    "EMISNQSD01", "EMISNQSD02", "EMISNQSD03", "EMISNQSD04"};
inline constexpr std::string_view kReferralLocal = "EMISNQRE582";
inline constexpr std::string_view kClosed[] = {"EMISNQSP90", "EMISNQSP91", "EMISNQSP92"};
inline constexpr std::string_view kNeeds[] = {"105529008",  "267076002",  "81877007",   "161152002",
                                              "160689007",  "33553000",   "EMISNQSN01", "EMISNQSN02",
                                              "EMISNQSN03", "EMISNQSN04", "EMISNQZZ01"};
inline constexpr std::string_view kSupport[] = {"390893007",  "1084431000000106", "24921000000109",
                                                "EMISNQSS01", "EMISNQSS02",       "EMISNQSS03",
                                                "EMISNQSS04", "EMISNQSS05"};
inline constexpr std::string_view kEthnicity[] = {"976631000000101", "976651000000108", "976731000000106",
                                                  "976791000000107", "976811000000108", "976831000000100",
                                                  "976891000000104", "976911000000101", "1024701000000100"};
inline constexpr std::string_view kCarer[] = {"224484003", "133932002", "407542009"};
inline constexpr std::string_view kNoLongerCarer = "EMISNQCA02";
inline constexpr std::string_view kMarital[] = {"EMISNQMS01", "EMISNQMS02", "EMISNQMS03", "EMISNQMS04"};
inline constexpr std::string_view kEmployment[] = {"EMISNQEM01", "EMISNQEM02", "EMISNQEM08", "EMISNQEMZZ"};
inline constexpr std::string_view kAccommodation[] = {"EMISNQAC01", "EMISNQAC02"};
inline constexpr std::string_view kLanguage[] = {"EMISNQLA01", "EMISNQLA02", "EMISNQLA03"};
inline constexpr std::string_view kInterpreter[] = {"203321000000107", "204021000000108", "203291000000102"};
inline constexpr std::string_view kOns4Panel = "EMISNQON00";
inline constexpr std::string_view kOns4[] = {"EMISNQON01", "EMISNQON02", "EMISNQON03", "EMISNQON04"};
inline constexpr std::string_view kPhq9 = "720433000";
}  // namespace codes

// An instrument with one score, and the range in which stories choose.
struct Score {
    std::string_view code;
    int low;
    int high;
};
inline constexpr Score kScores[] = {{"720433000", 3, 24},  {"445455005", 2, 20}, {"718466001", 14, 32},
                                    {"718426000", 25, 65}, {"EMISNQUC03", 3, 9}, {"EMISNQPA01", 20, 95}};
// Codes that were replaced by others, and are still used.
inline constexpr Score kLegacyScores[] = {{"506701000000100", 3, 24}, {"960481000000107", 14, 32}};

// Appends the Verhoeff check digit that makes a SNOMED CT identifier of the digits.
std::string with_check_digit(std::string digits);

}  // namespace sluice::synth
