// Figures that services have published, from packages with the same totals: the store must give them back.
// Persons are synthetic.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace sluice::e2e {
namespace {

// Appointments of one programme (Merton, April 2018 to September 2021). Totals are the published ones; how
// those not attended divide is made up within what the published share allows.
struct Programme {
    const char* name;
    int referred;
    int people;  // who attended at all
    int attended;
    int dna, cancelled_patient, cancelled_service, other, unknown;
    double displayed_average;
    int displayed_missed;  // per cent

    int missed() const { return dna + cancelled_patient + cancelled_service; }
    int made() const { return attended + missed() + other + unknown; }
};
constexpr Programme kProgrammes[] = {
    {"AT-10", 2364, 2184, 7051, 900, 400, 140, 12, 10, 3.2, 17},
    {"AT-11", 549, 517, 1660, 160, 80, 33, 6, 5, 3.2, 14},
    {"AT-12", 252, 226, 670, 90, 30, 19, 3, 2, 3.0, 17},
    {"AT-13", 676, 628, 2152, 300, 100, 26, 1, 1, 3.4, 17},
};

std::string person_id(int i) {
    return "P" + std::to_string(i);
}

Package package_of(const Programme& programme) {
    std::string persons = "person_local_id\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status\n";
    for (int i = 0; i < programme.referred; ++i) {
        persons += person_id(i) + "\n";
        referrals += "R" + std::to_string(i) + "," + person_id(i) + ",2026-10-01,accepted\n";
    }
    std::string contacts = "contact_id,person_local_id,start,outcome\n";
    int made = 0;
    const auto add = [&](const char* outcome, int count, int people) {
        for (int i = 0; i < count; ++i) {
            contacts += "C" + std::to_string(made++) + "," + person_id(i % people) + ",2026-10-0" +
                        std::to_string(2 + i % 7) + "," + outcome + "\n";
        }
    };
    add("attended", programme.attended, programme.people);
    add("dna", programme.dna, programme.referred);
    add("cancelled_patient", programme.cancelled_patient, programme.referred);
    add("cancelled_service", programme.cancelled_service, programme.referred);
    add("other", programme.other, programme.referred);
    add("unknown", programme.unknown, programme.referred);
    Package out;
    out.table("person", persons);
    out.table("referral", referrals);
    out.table("contact", contacts);
    return out;
}

double rounded(double value, double unit) {
    return std::floor(value / unit + 0.5) * unit;
}

void expect_figures(const Programme& programme) {
    SCOPED_TRACE(programme.name);
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, package_of(programme));

    std::map<std::string, int> outcomes;
    std::set<std::string> people;
    for (const auto& [id, contact] : gateway.rows("contact")) {
        ++outcomes[contact.at("outcome")];
        if (contact.at("outcome") == "attended") {
            people.insert(contact.at("person_id"));
        }
    }
    EXPECT_EQ(gateway.rows("referral").size(), static_cast<std::size_t>(programme.referred));
    EXPECT_EQ(people.size(), static_cast<std::size_t>(programme.people));
    EXPECT_EQ(outcomes["attended"], programme.attended);
    EXPECT_EQ(outcomes["other"], programme.other);
    EXPECT_EQ(outcomes["unknown"], programme.unknown);
    const int missed = outcomes["dna"] + outcomes["cancelled_patient"] + outcomes["cancelled_service"];
    EXPECT_EQ(missed, programme.missed());
    EXPECT_EQ(outcomes["attended"] + missed + outcomes["other"] + outcomes["unknown"], programme.made());
    EXPECT_NEAR(
        rounded(static_cast<double>(programme.attended) / static_cast<double>(people.size()), 0.1),
        programme.displayed_average, 0.001
    );
    EXPECT_EQ(static_cast<int>(rounded(100.0 * missed / programme.made(), 1)), programme.displayed_missed);
}

TEST(Figures, of_appointments_keep_six_outcomes_apart) {
    for (const auto& programme : kProgrammes) {
        expect_figures(programme);
    }
}

// What was missed is not what was not attended: two of the four published shares are no complement.
TEST(Figures, of_missed_appointments_are_no_complement) {
    int differing = 0;
    for (const auto& programme : kProgrammes) {
        const auto complement =
            rounded(100.0 * (programme.made() - programme.attended) / programme.made(), 1);
        differing += static_cast<int>(complement) == programme.displayed_missed ? 0 : 1;
    }

    EXPECT_EQ(kProgrammes[0].made(), 8513);
    EXPECT_EQ(kProgrammes[1].made(), 1944);
    EXPECT_EQ(kProgrammes[2].made(), 814);
    EXPECT_EQ(kProgrammes[3].made(), 2580);
    EXPECT_EQ(differing, 2);
}

// AT-06 to AT-08: findings beside records that keep the names as they were written.
TEST(Figures, of_signposting_tell_names_that_may_be_one_and_join_none) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    std::string offers = "offer_id,person_local_id,offer_date,kind,code,code_system,service_name\n";
    int made = 0;
    const auto add = [&](const char* service, int count) {
        for (int i = 0; i < count; ++i) {
            offers += "O" + std::to_string(made++) + ",P1,2026-10-07,signpost,871711000000103,SNOMED CT," +
                      service + "\n";
        }
    };
    add("AGE UK MERTON", 313);
    add("Age UK Merton", 112);
    add("Age Uk Merton", 54);
    add("Wimbledon Food Bank", 49);
    add("WIMBLEDON FOODBANK", 44);
    add("Carers Support Merton", 185);
    add("Merton Carers Support", 85);
    add("Citizens Advice Lambeth and Merton (C", 12);
    auto package = tests::sound_package();
    package.table("support_offered", offers);
    package.table("service", "id,name,status\nS1,Citizens Advice Lambeth and Merton (CALM),active\n");

    const auto outcome = submit(gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"NAM-001", 2}, {"NAM-002", 1}, {"NAM-003", 1}, {"NAM-004", 1}}));
    std::map<std::string, int> names;
    for (const auto& [id, offer] : gateway.rows("support_offered")) {
        ++names[offer.at("service_name")];
    }
    EXPECT_EQ(names.size(), 8U);
    EXPECT_EQ(names["Age Uk Merton"], 54);
    EXPECT_EQ(names["Carers Support Merton"], 185);
}

// AT-30: ONS4 of 263 people, of whom not all answered everything. The change comes from the exact sums.
struct Paired {
    const char* item;
    int count;
    int baseline;   // sum
    int follow_up;  // sum
    const char* shown;
};
constexpr Paired kPaired[] = {
    {"life_satisfaction", 263, 1262, 1657, "4.8,6.3,1.5"},
    {"worthwhile", 250, 1175, 1600, "4.7,6.4,1.7"},
    {"happy_yesterday", 251, 1155, 1581, "4.6,6.3,1.7"},
    {"anxious_yesterday", 246, 1732, 1366, "7.0,5.6,-1.5"}};

// The answer of the person of that number, so that `count` answers have the sum.
std::string share(int sum, int count, int person) {
    return std::to_string(sum / count + (person < sum % count ? 1 : 0));
}

Package paired_package() {
    std::string people = "person_local_id\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status\n";
    std::string assessments = "assessment_id,person_local_id,referral_id,instrument,stage,date\n";
    std::string items = "assessment_id,person_local_id,item,value\n";
    for (int i = 0; i < kPaired[0].count; ++i) {
        const auto id = std::to_string(i);
        const auto person = ",P" + id;
        people += "P" + id + "\n";
        referrals += "R" + id + person + ",2026-03-02,accepted\n";
        assessments += "B" + id + person + ",R" + id + ",ONS4,baseline,2026-03-05\n";
        assessments += "F" + id + person + ",R" + id + ",ONS4,follow_up,2026-06-04\n";
        for (const auto& entry : kPaired) {
            if (i < entry.count) {
                const auto item = person + "," + entry.item + ",";
                items += "B" + id + item + share(entry.baseline, entry.count, i) + "\n";
                items += "F" + id + item + share(entry.follow_up, entry.count, i) + "\n";
            }
        }
    }
    Package package;
    package.table("person", people);
    package.table("referral", referrals);
    package.table("assessment", assessments);
    package.table("assessment_item", items);
    return package;
}

TEST(Figures, of_change_come_from_pairs_and_are_rounded_once) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto outcome = submit(gateway, paired_package());
    EXPECT_EQ(outcome.entities.at("assessment").at("accepted"), 2 * kPaired[0].count);

    const auto lines = gateway.run({"outcomes", "--format", "csv"}).out;

    for (const auto& entry : kPaired) {
        const auto line = "ONS4,," + std::string(entry.item) + "," + std::to_string(entry.count) + ",0,0," +
                          entry.shown + ",";
        EXPECT_NE(lines.find(line), std::string::npos) << line << "\n" << lines;
    }
}

// AT-35: how many of 2,437 people said it. The field `disability` stands in for the limitation that was
// asked.
TEST(Figures, of_completeness_have_their_published_bases) {
    constexpr int kRecords = 2437;
    const auto filled = [](int i, int base, const char* value) { return std::string(i < base ? value : ""); };
    std::string persons = "person_local_id,date_of_birth,disability\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status,referral_source\n";
    for (int i = 0; i < kRecords; ++i) {
        persons += person_id(i) + "," + filled(i, 2364, "1967-05-01") + "," + filled(i, 2133, "01") + "\n";
        referrals += "R" + std::to_string(i) + "," + person_id(i) + ",2026-10-01,accepted," +
                     filled(i, 1794, "01") + "\n";
    }
    Package package;
    package.table("person", persons);
    package.table("referral", referrals);
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, package);

    const auto cells = gateway.json({"completeness"});
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> bases;
    for (const auto& line : cells.items()) {
        auto& base = bases[text_at(line, "entity") + "." + text_at(line, "field")];
        base.first += integer_at(line, "expected");
        base.second += integer_at(line, "known");
    }
    EXPECT_EQ(bases["person.birth_date"], std::make_pair(std::int64_t{2437}, std::int64_t{2364}));
    EXPECT_EQ(bases["person.disability"], std::make_pair(std::int64_t{2437}, std::int64_t{2133}));
    EXPECT_EQ(bases["referral.source"], std::make_pair(std::int64_t{2437}, std::int64_t{1794}));
}

}  // namespace
}  // namespace sluice::e2e
