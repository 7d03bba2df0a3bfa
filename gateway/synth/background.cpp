#include "gateway/synth/background.hpp"

#include "gateway/synth/names.hpp"

#include <utility>

namespace sluice::synth {
namespace {

constexpr std::string_view kTexts[] = {
    "Patient well, no concerns", "Advised to return in six weeks", "Said \"much better\" than last time",
    "Seen with daughter,\r\nreview in spring", "Discussed caf\xC3\xA9 group; undecided"};
constexpr int kHistoryDays = 3'600;
constexpr int kYoungestDays = 12;

Day some_day(Case& c) {
    return c.course.rows == kLate.rows ? c.world().before(c.rng().between(1, 6))
                                       : c.world().before(c.rng().between(kYoungestDays, kHistoryDays));
}

std::string with_three_decimals(int tenths) {
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "00";
}

Observation entry(Case& c, Day day, const std::string& code_id) {
    Observation o;
    o.guid = guid(c.rng());
    o.patient = c.person.guid;
    o.organisation = c.person.organisation;
    o.effective = iso(day);
    o.entered = o.effective;
    o.time = clock(c.rng().between(8 * 60, 18 * 60));
    o.clinician = c.rng().chance(500) ? c.rng().pick(c.practice().gps) : c.rng().pick(c.practice().nurses);
    o.code_id = code_id;
    return o;
}

Observation measured(Case& c, Day day, std::string_view code, int tenths, std::string_view unit) {
    Observation o = entry(c, day, c.world().catalogue.id(code));
    o.value = with_three_decimals(tenths);
    o.unit = unit;
    return o;
}

void blood_pressure(Case& c) {
    const Day day = some_day(c);
    const Observation panel = entry(c, day, c.world().catalogue.id("75367002"));
    Observation systolic = measured(c, day, "271649006", c.rng().between(1'050, 1'700), "mmHg");
    Observation diastolic = measured(c, day, "271650006", c.rng().between(550, 1'000), "mmHg");
    systolic.parent = diastolic.parent = panel.guid;
    c.add(row(panel));
    c.add(row(diastolic));  // EMIS does not promise which comes first
    c.add(row(systolic));
}

void body_measures(Case& c) {
    const Day day = some_day(c);
    c.add(row(measured(c, day, "27113001", c.rng().between(450, 1'250), "kg")));
    c.add(row(measured(c, day, "50373000", c.rng().between(1'450, 1'950), "cm")));
    c.add(row(measured(c, day, "60621009", c.rng().between(180, 400), "kg/m2")));
}

void blood_test(Case& c) {
    Observation o = entry(c, some_day(c), c.rng().pick(c.world().catalogue.others()));
    o.value = with_three_decimals(c.rng().between(5, 2'000));
    o.unit = "mmol/L";
    o.range_low = "2.000";
    o.range_high = "150.000";
    c.add(row(o));
}

void finding(Case& c) {
    const bool smoking = c.rng().chance(60);
    Observation o =
        smoking ? entry(c, some_day(c), c.world().catalogue.id(c.rng().chance(600) ? "266919005" : "8517006"))
                : entry(c, some_day(c), c.rng().pick(c.world().catalogue.others()));
    if (c.rng().chance(150)) {
        o.text = kTexts[c.rng().below(std::size(kTexts))];
    }
    c.add(row(o));
    if (c.rng().chance(15)) {
        c.add(row(Referral{
            o.guid, o.patient, o.organisation, "", "Routine", "Outpatient", "Written",
            "000" + std::to_string(c.rng().between(100'000'000, 999'999'999))}));
    }
    if (c.rng().chance(40)) {
        c.add(
            row(Table::problem, {o.guid, o.patient, o.organisation, "", "false", "", "", "", "28", "", "", "",
                                 "", "Active Problem", "Significant Problem"})
        );
    }
}

void surgery_visit(Case& c) {
    const Day day = some_day(c);
    Consultation visit;
    visit.guid = guid(c.rng());
    visit.patient = c.person.guid;
    visit.organisation = c.person.organisation;
    visit.effective = iso(day);
    visit.entered = visit.effective;
    visit.time = clock(c.rng().between(8 * 60, 18 * 60));
    visit.clinician =
        c.rng().chance(700) ? c.rng().pick(c.practice().gps) : c.rng().pick(c.practice().nurses);
    visit.source_term = "General Practice Surgery";
    visit.source_code_id = c.world().catalogue.id("EMISNQCS01");
    c.add(row(visit));
}

Slot ordinary_slot(const World& world, const Practice& practice, Rng& rng, Day day) {
    const int minute = rng.between(8 * 6, 17 * 6) * 10;
    Slot s;
    s.guid = guid(rng);
    s.date = iso(day);
    s.time = clock(minute);
    s.organisation = practice.guid;
    s.session = session_of(world, practice, SessionKind::general, day);
    s.type = "Doctor";
    s.category = "General Consultation Routine";
    return s;
}

void appointment(Case& c) {
    const int days_ago =
        c.course.rows == kLate.rows ? c.rng().between(1, 6) : c.rng().between(kYoungestDays, 390);
    Slot s = ordinary_slot(c.world(), c.practice(), c.rng(), c.world().before(days_ago));
    s.patient = c.person.guid;
    s.booked_date = s.date;
    s.did_not_attend = c.rng().chance(60);
    s.status = s.did_not_attend ? "DNA" : "Left";
    s.send_in = s.did_not_attend ? "" : "10:04:00";
    s.left = s.did_not_attend ? "" : "10:22:00";
    c.add(row(s));
}

// The tables that no mapping reads: a few rows, so that none is empty.
void unread_tables(Case& c) {
    const std::string drug = guid(c.rng());
    const std::string day = iso(some_day(c));
    const std::string& gp = c.person.usual_gp;
    const Patient& p = c.person;
    const std::string code = std::to_string(896'941'000'033'112 + c.rng().between(0, 39) * 10);
    c.add(row(Table::patient_history, {p.guid, p.organisation, p.registered, "00:00:00", "Registered"}));
    c.add(
        row(Table::drug_record, {drug,
                                 p.guid,
                                 p.organisation,
                                 day,
                                 "YMD",
                                 day,
                                 "10:00:00",
                                 gp,
                                 gp,
                                 code,
                                 "ONE TO BE TAKEN DAILY",
                                 "28.000",
                                 "tablets",
                                 "",
                                 "Repeat",
                                 "true",
                                 "",
                                 "2",
                                 "6",
                                 "false",
                                 "false",
                                 ""})
    );
    c.add(
        row(Table::issue_record, {guid(c.rng()),
                                  p.guid,
                                  p.organisation,
                                  drug,
                                  day,
                                  "YMD",
                                  day,
                                  "10:00:00",
                                  gp,
                                  gp,
                                  code,
                                  "ONE TO BE TAKEN DAILY",
                                  "28.000",
                                  "tablets",
                                  "",
                                  "28",
                                  "2.1500",
                                  "false",
                                  "",
                                  "",
                                  "",
                                  "5.600000024E-1",
                                  "",
                                  "false",
                                  "false",
                                  "",
                                  "",
                                  "",
                                  "",
                                  "",
                                  "",
                                  "false"})
    );
    c.add(
        row(Table::diary, {guid(c.rng()), p.guid, p.organisation, day, "YMD", day, "10:00:00", gp, gp,
                           c.rng().pick(c.world().catalogue.others()), "Review due", "", "3 months", "",
                           "false", "false", "true", "false", ""})
    );
    c.add(
        row(Table::patient_audit,
            {guid(c.rng()), p.guid, p.organisation, day, "10:00:00", gp, "Consultation", "Add"})
    );
    c.add(row(Table::registration_audit, {p.guid, p.organisation, p.registered, "00:00:00", "", "Add"}));
}

// What is on record of many people who were never referred; facts, but no records.
void unanchored_facts(Case& c) {
    if (c.rng().chance(50)) {
        c.add(with(
            row(c.observation(some_day(c), codes::kNeeds[c.rng().below(std::size(codes::kNeeds))])),
            Verdict::accepted
        ));
    }
    if (c.rng().chance(40)) {
        Observation o = c.observation(some_day(c), codes::kPhq9);
        o.value = std::to_string(c.rng().between(0, 27)) + ".000";
        c.add(with(row(o), Verdict::accepted));
    }
}

// One patient in some has an entry that the delta changes, one in some an entry that it removes.
void churn(Case& c) {
    Rng& rng = c.rng();
    if (rng.chance(20)) {
        Observation o = measured(c, some_day(c), "27113001", 801, "kg");
        c.chart().add(row(o), kBulk);
        o.value = "81.500";
        c.chart().add(row(o), kDelta | kFinal);
    }
    if (rng.chance(20)) {
        const Observation o = entry(c, some_day(c), rng.pick(c.world().catalogue.others()));
        c.chart().add(row(o), kBulk);
        c.chart().add(tombstone(o), kDelta);
    }
    if (rng.chance(60)) {
        const Course before = std::exchange(c.course, kLate);
        finding(c);
        blood_test(c);
        surgery_visit(c);
        appointment(c);
        c.course = before;
    }
}

}  // namespace

void background(Case& c) {
    Rng& rng = c.rng();
    for (int i = rng.between(0, 6); i > 0; --i) {
        blood_pressure(c);
    }
    for (int i = rng.between(0, 4); i > 0; --i) {
        body_measures(c);
    }
    for (int i = rng.between(0, 30); i > 0; --i) {
        blood_test(c);
    }
    for (int i = rng.between(0, 34); i > 0; --i) {
        finding(c);
    }
    for (int i = rng.between(0, 12); i > 0; --i) {
        surgery_visit(c);
    }
    for (int i = rng.between(0, 8); i > 0; --i) {
        appointment(c);
    }
    if (rng.chance(300)) {
        unread_tables(c);
    }
}

void plain_patient(Case& c) {
    if (c.rng().chance(8)) {  // moved house between bulk and delta
        c.chart().add(row(c.person), kBulk);
        c.person.house = "7";
        c.person.street = street(c.rng());
        c.chart().add(row(c.person), kDelta | kFinal);
    } else {
        c.add(row(c.person));
    }
    c.attributes();
    unanchored_facts(c);
    background(c);
    churn(c);
}

void new_plain_patient(Case& c) {
    c.course = kLate;
    c.person.registered = iso(c.world().before(5));
    c.add(row(c.person));
    c.attributes();  // the record that came from the practice before
    finding(c);
    surgery_visit(c);
}

void free_slots(const World& world, Chart& chart, const Practice& practice, Rng& rng) {
    constexpr int kPerPractice = 20;
    for (int i = 0; i < kPerPractice; ++i) {
        const Day day = world.reference + days{rng.between(1, kSessionDaysAhead)};
        Slot s = ordinary_slot(world, practice, rng, day);
        if (i % 4 == 0) {
            s.session = session_of(world, practice, SessionKind::link_worker, day);
            s.type = "Link worker";
            s.category = "Social Prescribing Service";
        }
        chart.add(row(s), kBulk | kFinal);
    }
}

}  // namespace sluice::synth
