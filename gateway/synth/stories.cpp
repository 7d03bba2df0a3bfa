#include "gateway/synth/stories.hpp"

#include "gateway/synth/background.hpp"

namespace sluice::synth {
namespace {

Visit any_visit(Rng& rng) {
    constexpr Visit kVisits[] = {
        Visit::left,
        Visit::left,
        Visit::slot_and_consultation,
        Visit::consultation,
        Visit::consultation,
        Visit::slot_and_consultation,
        Visit::letter,
        Visit::did_not_attend,
        Visit::cancelled_by_patient,
        Visit::cancelled_by_service,
        Visit::booked_only};
    return kVisits[rng.below(std::size(kVisits))];
}

ReferralForm any_form(Case& c) {
    ReferralForm form;
    if (c.rng().chance(200)) {
        form.code = codes::kReferralLocal;
    }
    if (c.rng().chance(150)) {
        form.clinician = c.practice().link_worker;
    } else if (c.rng().chance(250)) {
        form.clinician = c.rng().pick(c.practice().nurses);
    }
    if (c.rng().chance(400)) {
        form.urgency = c.rng().chance(850) ? "Routine" : "Urgent";
        form.mode = c.rng().chance(700) ? "Written" : "Telephone";
        form.target = c.rng().chance(900) ? c.world().hub : "";
    }
    return form;
}

// Most people's record says more about them than their name.
void registered_with_attributes(Case& c) {
    c.registered();
    c.attributes();
}

// A day some time ago at which a finished episode may have begun.
Day old_start(Case& c) {
    return c.world().before(c.rng().between(540, 900));
}

void active(Case& c) {
    registered_with_attributes(c);
    journey(c, recent_start(c));
}

void closed(Case& c) {
    registered_with_attributes(c);
    const Day start = old_start(c);
    journey(c, start);
    c.closed(start + days{130}, c.rng().pick(codes::kClosed));
}

void repeated(Case& c) {
    registered_with_attributes(c);
    journey(c, recent_start(c), {.need = true, .counted_repeat = true});
}

void lapsed(Case& c) {
    registered_with_attributes(c);
    journey(c, old_start(c));
    c.issue("EPI-002");
}

void second_after_closure(Case& c) {
    closed(c);
    journey(c, recent_start(c));
}

void second_after_lapse(Case& c) {
    registered_with_attributes(c);
    journey(c, c.world().before(c.rng().between(740, 900)));
    c.issue("EPI-002");
    journey(c, recent_start(c));
}

void declined(Case& c) {
    registered_with_attributes(c);
    c.declined(recent_start(c));
}

void declined_then_accepted(Case& c) {
    registered_with_attributes(c);
    c.declined(old_start(c));
    journey(c, recent_start(c));
}

void without_need(Case& c) {
    registered_with_attributes(c);
    journey(c, recent_start(c), {.need = false, .counted_repeat = false});
    c.issue("REF-007");
}

// The link worker simply began: an attended contact opens an episode too.
void self_started(Case& c) {
    registered_with_attributes(c);
    const Day start = recent_start(c);
    c.visit(start, Visit::consultation);
    c.episode();
    c.need(start + days{1}, c.rng().pick(codes::kNeeds));
    c.visit(start + days{15}, Visit::left);
}

// A slot in the future is an appointment, not yet a contact.
void booked_ahead(Case& c) {
    active(c);
    Slot ahead = c.slot(c.world().reference + days{c.rng().between(105, 125)}, Visit::booked_only);
    ahead.booked_date = iso(c.world().before(12));
    c.add(with(row(ahead), Verdict::accepted));
}

// Socially prescribed people see their doctor too.
template <void (*Tell)(Case&)>
void with_background(Case& c) {
    Tell(c);
    background(c);
}

constexpr Story kStories[] = {
    {"active", 30, with_background<active>},
    {"closed", 20, with_background<closed>},
    {"repeated", 8, with_background<repeated>},
    {"lapsed", 6, with_background<lapsed>},
    {"second_after_closure", 6, with_background<second_after_closure>},
    {"second_after_lapse", 4, with_background<second_after_lapse>},
    {"declined", 8, with_background<declined>},
    {"declined_then_accepted", 4, with_background<declined_then_accepted>},
    {"without_need", 6, with_background<without_need>},
    {"self_started", 5, with_background<self_started>},
    {"booked_ahead", 3, with_background<booked_ahead>}};

}  // namespace

std::span<const Story> stories() {
    return kStories;
}

Day recent_start(Case& c) {
    return c.world().before(c.rng().between(140, 230));
}

Observation plain_referral(Case& c, Day day) {
    const Observation referral = c.referral(day);
    c.episode();
    c.need(day + days{2}, c.rng().pick(codes::kNeeds));
    return referral;
}

void journey(Case& c, Day start, Journey shape) {
    Rng& rng = c.rng();
    Day day = start;
    const ReferralForm form = any_form(c);
    c.referral(day, form);
    c.episode();
    // At most ten steps of at most twelve days: see the promise in the header.
    const auto step = [&] { return day += days{rng.between(3, 12)}; };
    const int needs = shape.need ? rng.between(1, 3) : 0;
    for (int i = 0; i < needs; ++i) {
        c.need(i == 0 ? day : day + days{1}, rng.pick(codes::kNeeds));
    }
    const bool panel = rng.chance(350);
    const bool score = rng.chance(300);
    const Score& instrument = kScores[rng.below(std::size(kScores))];
    c.visit(step(), Visit::slot_and_consultation);
    if (panel) {
        c.panel(day);
    }
    if (score) {
        c.score(day, instrument);
    }
    if (shape.counted_repeat) {
        c.referral(step());
        if (form.code == codes::kReferralMade) {
            c.issue("REF-016");
        }
    }
    for (int i = rng.between(0, 3); i > 0; --i) {
        c.visit(step(), any_visit(rng));
    }
    for (int i = rng.between(0, 2); i > 0; --i) {
        c.support(step(), rng.pick(codes::kSupport));
    }
    c.visit(step(), Visit::consultation);
    if (panel) {
        c.panel(day);
    }
    if (score) {
        c.score(day, instrument);
    }
    if (rng.chance(250)) {
        c.note(day);
    }
}

}  // namespace sluice::synth
