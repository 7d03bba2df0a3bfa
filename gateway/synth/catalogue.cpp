#include "gateway/synth/catalogue.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/identifiers.hpp"

namespace sluice::synth {
namespace {

constexpr std::string_view kEmisNamespace = "1000006";
constexpr std::string_view kInventedNamespace = "1000999";  // for codes that no list of anybody has

struct Listed {
    std::string_view code;  // SNOMED id, or a local code
    std::string_view term;
    std::string_view category;
    std::string_view parent;  // a code listed above, or nothing
};

// Codes as in mappings/emis and its local-codes.csv. A caret before some local ones, as in real lists.
constexpr Listed kListed[] = {
    {"138875005", "SNOMED CT concept", "Unset", ""},
    {"871731000000106", "Referral to social prescribing service", "Referral", "138875005"},
    {"871711000000103", "Social prescribing declined", "Referral rejected", "138875005"},
    {"EMISNQRE582", "Referral to social prescribing from other agency", "Referral", "871731000000106"},
    {"EMISNQSD01", "Social prescribing declined, not now", "Referral rejected", "138875005"},
    {"EMISNQSD02", "Social prescribing declined, not interested", "Referral rejected", "138875005"},
    {"EMISNQSD03", "Social prescribing declined, need met elsewhere", "Referral rejected", "138875005"},
    {"EMISNQSD04", "Social prescribing declined, would not say why", "Referral rejected", "138875005"},
    {"EMISNQSP90", "Social prescribing case completed", "Discharged from service", "138875005"},
    {"EMISNQSP91", "Social prescribing case closed, moved away", "Discharged from service", "138875005"},
    {"EMISNQSP92", "Social prescribing case closed, did not engage", "Discharged from service", "138875005"},
    {"105529008", "Lives alone", "Personal Health and Social", "138875005"},
    {"267076002", "Feeling lonely", "Personal Health and Social", "138875005"},
    {"81877007", "Housing problems", "Personal Health and Social", "138875005"},
    {"161152002", "Social problem", "Personal Health and Social", "138875005"},
    {"160689007", "Housebound", "Personal Health and Social", "138875005"},
    {"33553000", "Widowed", "Personal Health and Social", "138875005"},
    {"EMISNQSN01", "Debt and money worries", "Personal Health and Social", "138875005"},
    {"EMISNQSN02", "Needs help with employment", "Personal Health and Social", "138875005"},
    {"EMISNQSN03", "Low mood or stress", "Personal Health and Social", "138875005"},
    {"EMISNQSN04", "Needs help with digital access", "Personal Health and Social", "138875005"},
    // No list has these two: the second is a need only through its parents, two steps up.
    {"EMISNQZZ00", "Living arrangements, local", "Personal Health and Social", "105529008"},
    {"EMISNQZZ01", "Lives alone since bereavement", "Personal Health and Social", "EMISNQZZ00"},
    {"390893007", "Referral to physical activity programme", "Referral activity", "138875005"},
    {"1084431000000106", "Signposting to social services", "Referral activity", "138875005"},
    {"24921000000109", "Referral to community mental health team", "Referral", "138875005"},
    {"EMISNQSS01", "Befriending arranged", "Referral activity", "138875005"},
    {"EMISNQSS02", "Accompanied to community group", "Referral activity", "138875005"},
    {"EMISNQSS03", "Welfare rights advice given", "Referral activity", "138875005"},
    {"EMISNQSS04", "Signposted to community asset", "Referral activity", "138875005"},
    {"EMISNQSS05", "Personal grant awarded", "Referral activity", "138875005"},
    {"976631000000101", "White: British, census 2011", "Ethnicity", "138875005"},
    {"976651000000108", "White: Irish, census 2011", "Ethnicity", "138875005"},
    {"976731000000106", "White and Black African, census 2011", "Ethnicity", "138875005"},
    {"976791000000107", "Asian: Indian, census 2011", "Ethnicity", "138875005"},
    {"976811000000108", "Asian: Pakistani, census 2011", "Ethnicity", "138875005"},
    {"976831000000100", "Asian: Bangladeshi, census 2011", "Ethnicity", "138875005"},
    {"976891000000104", "Black: African, census 2011", "Ethnicity", "138875005"},
    {"976911000000101", "Black: Caribbean, census 2011", "Ethnicity", "138875005"},
    {"1024701000000100", "Ethnicity not stated", "Ethnicity", "138875005"},
    {"224484003", "Patient themselves providing care", "Personal Health and Social", "138875005"},
    {"133932002", "Caregiver", "Personal Health and Social", "138875005"},
    {"407542009", "Informal caregiver", "Personal Health and Social", "138875005"},
    {"EMISNQCA02", "No longer a carer", "Personal Health and Social", "138875005"},
    {"EMISNQMS01", "Single", "Marital status", "138875005"},
    {"EMISNQMS02", "Married", "Marital status", "138875005"},
    {"EMISNQMS03", "Divorced", "Marital status", "138875005"},
    {"EMISNQMS04", "Widowed (status)", "Marital status", "138875005"},
    {"EMISNQEM01", "Employed", "Personal Health and Social", "138875005"},
    {"EMISNQEM02", "Unemployed", "Personal Health and Social", "138875005"},
    {"EMISNQEM08", "Retired", "Personal Health and Social", "138875005"},
    {"EMISNQEMZZ", "Employment status not disclosed", "Personal Health and Social", "138875005"},
    {"EMISNQAC01", "Settled accommodation", "Personal Health and Social", "138875005"},
    {"EMISNQAC02", "No fixed abode", "Personal Health and Social", "138875005"},
    {"EMISNQLA01", "Main spoken language English", "Personal Health and Social", "138875005"},
    {"EMISNQLA02", "Main spoken language Bengali", "Personal Health and Social", "138875005"},
    {"EMISNQLA03", "Main spoken language Somali", "Personal Health and Social", "138875005"},
    {"203321000000107", "Bengali language interpreter needed", "Personal Health and Social", "138875005"},
    {"204021000000108", "Somali language interpreter needed", "Personal Health and Social", "138875005"},
    {"203291000000102", "Albanian language interpreter needed", "Personal Health and Social", "138875005"},
    {"EMISNQON00", "Personal wellbeing questions", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQON01", "Personal wellbeing: satisfaction", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQON02", "Personal wellbeing: worthwhile", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQON03", "Personal wellbeing: happiness", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQON04", "Personal wellbeing: anxiety", "Problem rating scale for outcomes", "138875005"},
    {"720433000", "PHQ-9 score", "Problem rating scale for outcomes", "138875005"},
    {"506701000000100", "PHQ-9 score, earlier id", "Problem rating scale for outcomes", "138875005"},
    {"445455005", "GAD-7 score", "Problem rating scale for outcomes", "138875005"},
    {"718466001", "SWEMWBS score", "Problem rating scale for outcomes", "138875005"},
    {"960481000000107", "SWEMWBS score, earlier id", "Problem rating scale for outcomes", "138875005"},
    {"718426000", "WEMWBS score", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQUC03", "Three-item loneliness score", "Problem rating scale for outcomes", "138875005"},
    {"EMISNQPA01", "Activation score", "Problem rating scale for outcomes", "138875005"},
    {"75367002", "Blood pressure", "Observation", "138875005"},
    {"271649006", "Systolic blood pressure", "Observation", "138875005"},
    {"271650006", "Diastolic blood pressure", "Observation", "138875005"},
    {"27113001", "Body weight", "Observation", "138875005"},
    {"50373000", "Body height", "Observation", "138875005"},
    {"60621009", "Body mass index", "Observation", "138875005"},
    {"8517006", "Ex-smoker", "Observation", "138875005"},
    {"266919005", "Never smoked tobacco", "Observation", "138875005"},
    {"EMISNQCS01", "Community clinic attendance, local", "Administration", "138875005"},
};

std::string numbered(std::size_t item, std::string_view suffix) {
    return with_check_digit(std::to_string(item).append(suffix));
}

// Two syllables and a number: reads like a term, means nothing.
std::string invented_term(std::size_t i) {
    constexpr std::string_view kFirst[] = {"Serum",      "Plasma",     "Review of",
                                           "History of", "Finding of", "Advice on"};
    constexpr std::string_view kThen[] = {"marlite",     "dorsine",      "calvate",    "fenoscopy",
                                          "tarsal tone", "vellum index", "quist level"};
    std::string out(kFirst[i % std::size(kFirst)]);
    out.append(" ").append(kThen[i % std::size(kThen)]).append(" ").append(std::to_string(i));
    return out;
}

}  // namespace

std::string with_check_digit(std::string digits) {
    digits += '0';
    while (!verhoeff_valid(digits)) {
        ++digits.back();  // exactly one of the ten digits fits
    }
    return digits;
}

Catalogue::Catalogue() {
    add_listed();
    add_others();
}

void Catalogue::add_listed() {
    std::size_t item = 406'100;
    for (const Listed& listed : kListed) {
        const bool local = listed.code.front() == 'E';
        ++item;
        Code code;
        code.id = numbered(item, local ? std::string(kEmisNamespace) + "11" : "01");
        code.description = code.id;
        code.snomed = local ? numbered(item, std::string(kEmisNamespace) + "10") : std::string(listed.code);
        code.read = local ? (item % 2 == 0 ? "^" : "") + std::string(listed.code)
                          : "Zq" + std::to_string(item % 1000);
        code.term = listed.term;
        code.category = listed.category;
        code.parent = listed.parent.empty() ? "" : id(listed.parent);
        ids_.emplace(listed.code, code.id);
        rows_.push_back(std::move(code));
    }
}

void Catalogue::add_others() {
    constexpr std::size_t kCount = 2'500;
    constexpr std::size_t kFan = 8;  // a tree in which each code has so many children
    const std::string root = id("138875005");
    for (std::size_t i = 0; i < kCount; ++i) {
        const bool local = i % 10 == 9;
        const std::size_t item = 700'000 + i;
        Code code;
        code.id = numbered(item, std::string(local ? kEmisNamespace : kInventedNamespace) + "11");
        code.description = code.id;
        code.snomed = numbered(item, std::string(local ? kEmisNamespace : kInventedNamespace) + "10");
        code.read = local ? "ESCTZZ" + std::to_string(item) : "Zy" + std::to_string(i);
        code.term = invented_term(i);
        code.category = i % 3 == 0 ? "Observation" : "Personal Health and Social";
        code.parent = i < kFan ? root : others_[i / kFan];
        others_.push_back(code.id);
        rows_.push_back(code);
        if (i % 16 == 15) {  // EMIS repeats a code for each further parent
            code.parent = root;
            rows_.push_back(code);
        }
    }
    // A second parent for the need that is found only through its parents.
    for (const Code& code : std::vector<Code>(rows_)) {
        if (code.id == id("EMISNQZZ01")) {
            Code again = code;
            again.parent = others_.front();
            rows_.push_back(again);
        }
    }
}

const std::string& Catalogue::id(std::string_view code) const {
    const auto found = ids_.find(code);
    SLUICE_ASSERT(found != ids_.end());
    return found->second;
}

Code Catalogue::late_row() const {
    return {planted_.late,  "Referral to social prescribing service, new term",
            "EMISNQRE901",  "871731000000106",
            planted_.late,  "Referral",
            id("138875005")};
}

Code Catalogue::truncated_row(bool repaired) const {
    // 16 digits; a spreadsheet keeps 15 and fills up with zeros.
    return {planted_.truncated, "Signposting to social services, local synonym",
            "EMISNQSS91",       repaired ? "1084431000000106" : "1084431000000100",
            planted_.truncated, "Referral activity",
            id("138875005")};
}

Code Catalogue::exponent_row() const {
    return {planted_.exponent, "Referral to social prescribing service, local synonym",
            "EMISNQRE902",     "8.71731E+14",
            planted_.exponent, "Referral",
            id("138875005")};
}

}  // namespace sluice::synth
