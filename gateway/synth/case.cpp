#include "gateway/synth/case.hpp"

#include "gateway/synth/names.hpp"

namespace sluice::synth {
namespace {

constexpr std::string_view kSlotCategory = "Social Prescribing Service";
constexpr std::string_view kAdministration = "Administration note";

struct SlotTexts {
    std::string_view status;
    bool did_not_attend = false;
    bool left = false;
};

SlotTexts texts_of(Visit kind) {
    switch (kind) {
        case Visit::left:
            return {"Left", false, true};
        case Visit::did_not_attend:
            return {"DNA", true, false};
        case Visit::cancelled_by_patient:
            return {"Cancelled by Patient", false, false};
        case Visit::cancelled_by_service:
            return {"Cancelled by Unit", false, false};
        case Visit::booked_only:
        case Visit::consultation:
        case Visit::letter:
            return {"Booked", false, false};
        case Visit::slot_and_consultation:
            return {"Booked", false, true};
    }
    return {};
}

std::string sex_of(Rng& rng) {
    const int draw = rng.between(0, 999);
    return draw < 490 ? "M" : draw < 988 ? "F" : draw < 994 ? "I" : "U";
}

std::string title_of(const std::string& sex, Rng& rng) {
    if (sex == "M") {
        return "Mr";
    }
    return sex == "F" ? (rng.chance(500) ? "Mrs" : "Ms") : "Mx";
}

}  // namespace

Patient make_patient(World& world, const Practice& practice, Rng& rng, AgeRange ages) {
    Patient p;
    p.guid = guid(rng);
    p.person_guid = guid(rng);
    p.organisation = practice.guid;
    p.usual_gp = rng.pick(practice.gps);
    p.sex = sex_of(rng);
    p.title = title_of(p.sex, rng);
    p.given = given_name(rng);
    p.surname = surname(rng);
    // Birthdays keep clear of the reference date, so that no age depends on the day of reading.
    p.birth = iso(
        world.before(rng.between(ages.youngest, ages.oldest) * 365 + ages.oldest / 4 + rng.between(60, 300))
    );
    p.registered = iso(world.before(rng.between(1'100, 6'000)));
    p.nhs_number = world.nhs_numbers.next();
    p.number = std::to_string(world.patient_number++);
    p.house = std::to_string(rng.between(1, 180));
    p.street = street(rng);
    p.town = town(rng);
    p.county = "Quayshire";
    p.postcode = postcode(rng);
    p.mobile_phone = phone(rng);
    if (rng.chance(300)) {
        p.email = "person" + p.number + "@example.org";
    }
    return p;
}

Case::Case(World& world, Chart& chart, const Practice& practice, Rng& rng)
    : person(make_patient(world, practice, rng)),
      world_(world),
      chart_(chart),
      practice_(practice),
      rng_(rng) {}

void Case::add(Row row) {
    if (row.verdict == Verdict::accepted) {
        row.verdict = fate;
    }
    chart_.add(std::move(row), course.rows);
}

void Case::expect(Entity entity, std::uint64_t count) {
    chart_.expect(entity, course.counts, count);
    records_ += entity == Entity::person ? 0 : count;
}

void Case::issue(std::string_view rule, std::uint64_t count) {
    chart_.issue(rule, course.rows & (kBulk | kDelta), count);
}

void Case::registered() {
    add(row(person));
    expect(Entity::person);
}

void Case::episode() {
    expect(Entity::episode);
}

Observation Case::observation(Day day, std::string_view code) {
    Observation o;
    o.guid = guid(rng_);
    o.patient = person.guid;
    o.organisation = person.organisation;
    o.effective = iso(day);
    o.entered = o.effective;
    o.time = clock(rng_.between(8 * 60, 18 * 60));
    o.clinician = practice_.link_worker;
    o.code_id = world_.catalogue.id(code);
    return o;
}

Observation Case::referral(Day day, const ReferralForm& form) {
    Observation o = observation(day, form.code);
    o.clinician = form.clinician.empty() ? rng_.pick(practice_.gps) : form.clinician;
    add(with(row(o), Verdict::accepted));
    if (!form.urgency.empty() || !form.mode.empty() || !form.target.empty()) {
        add(row(Referral{
            o.guid, o.patient, o.organisation, form.target, form.urgency, "Management advice", form.mode, ""})
        );
    }
    expect(Entity::referral);
    return o;
}

Observation Case::declined(Day day) {
    Observation o = observation(day, codes::kReferralDeclined);
    o.clinician = rng_.pick(practice_.gps);
    add(with(row(o), Verdict::accepted));
    expect(Entity::referral);
    if (rng_.chance(600)) {
        Observation reason = observation(day, rng_.pick(codes::kDeclineReasons));
        reason.clinician = o.clinician;
        add(with(row(reason), Verdict::accepted));
    } else {
        issue("REF-003");
    }
    return o;
}

Observation Case::need(Day day, std::string_view code) {
    Observation o = observation(day, code);
    add(with(row(o), Verdict::accepted));
    expect(Entity::need);
    return o;
}

Observation Case::support(Day day, std::string_view code) {
    Observation o = observation(day, code);
    o.text = rng_.chance(300) ? "Agreed with \"Sunrise\" hub,\r\nfirst meeting next week" : "";
    add(with(row(o), Verdict::accepted));
    expect(Entity::support_offered);
    return o;
}

void Case::closed(Day day, std::string_view code) {
    add(with(row(observation(day, code)), Verdict::accepted));
}

Slot Case::slot(Day day, Visit kind) {
    const SlotTexts texts = texts_of(kind);
    const int minute = rng_.between(9 * 12, 17 * 12) * 5;
    Slot s;
    s.guid = guid(rng_);
    s.date = iso(day);
    s.time = clock(minute);
    s.patient = person.guid;
    s.send_in = texts.left ? clock(minute + 2) : "";
    s.left = texts.left ? clock(minute + 22) : "";
    s.organisation = practice_.guid;
    s.session = session_of(world_, practice_, SessionKind::link_worker, day);
    s.status = texts.status;
    s.did_not_attend = texts.did_not_attend;
    s.type = "Link worker";
    if (rng_.chance(900)) {
        constexpr std::string_view kModes[] = {
            "Face to Face (Surgery)", "Telephone/Audio", "Video with Audio", "Face to Face (Home Visit)"};
        s.mode = kModes[rng_.below(std::size(kModes))];
    }
    s.category = kSlotCategory;
    s.booked_date = iso(day - days{3});
    return s;
}

Consultation Case::consultation(Day day) {
    Consultation c;
    c.guid = guid(rng_);
    c.patient = person.guid;
    c.organisation = person.organisation;
    c.effective = iso(day);
    c.entered = c.effective;
    c.time = clock(rng_.between(9 * 60, 17 * 60));
    c.clinician = practice_.link_worker;
    constexpr std::string_view kTerms[] = {
        "Telephone call to a patient", "Community Clinic", "GP Surgery", "Home Visit", "Video consultation"};
    c.source_term = kTerms[rng_.below(std::size(kTerms))];
    c.source_code_id = world_.catalogue.id("EMISNQCS01");
    return c;
}

void Case::visit(Day day, Visit kind) {
    std::string slot_guid;
    const bool has_consultation =
        kind == Visit::consultation || kind == Visit::slot_and_consultation || kind == Visit::letter;
    if (kind != Visit::consultation && kind != Visit::letter) {
        const Slot s = slot(day, kind);
        slot_guid = s.guid;
        add(with(row(s), Verdict::accepted));
    }
    if (has_consultation) {
        Consultation c = consultation(day);
        c.slot = slot_guid;
        if (kind == Visit::letter) {
            c.source_term = rng_.chance(500) ? "Letter to patient" : "Text message";
        }
        add(with(row(c), Verdict::accepted));
    }
    expect(Entity::contact);
}

void Case::note(Day day) {
    Consultation c = consultation(day);
    c.source_term = kAdministration;
    add(with(row(c), Verdict::accepted));
}

void Case::panel(Day day) {
    const Observation parent = observation(day, codes::kOns4Panel);
    add(row(parent));
    for (const std::string_view code : codes::kOns4) {
        Observation item = observation(day, code);
        item.parent = parent.guid;
        item.value = std::to_string(rng_.between(0, 10)) + ".000";
        add(with(row(item), Verdict::accepted));
    }
    expect(Entity::assessment);
    expect(Entity::assessment_item, std::size(codes::kOns4));
}

void Case::score(Day day, const Score& score) {
    Observation o = observation(day, score.code);
    o.value = std::to_string(rng_.between(score.low, score.high)) + ".000";
    add(with(row(o), Verdict::accepted));
    expect(Entity::assessment);
    expect(Entity::assessment_item);
}

}  // namespace sluice::synth
