// Changes that every day brings. After bulk and delta the store must equal that of the final bulk.
#include "gateway/synth/background.hpp"
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

namespace sluice::synth {
namespace {

// Somebody with an open episode: person, referral, episode and one need, from the start.
void stand(Case& c) {
    c.registered();
    c.attributes();
    plain_referral(c, recent_start(c));
    background(c);
}

void new_person_referred(Case& c) {
    c.course = kLate;
    c.registered();
    c.attributes();
    plain_referral(c, c.world().before(6));
    c.visit(c.world().before(2), Visit::consultation);
}

// Row and attributes came with the bulk and gave nothing; the referral makes a person of them.
void first_referral_of_old_patient(Case& c) {
    c.add(row(c.person));
    c.attributes();
    background(c);
    c.course = kLate;
    c.expect(Entity::person);
    plain_referral(c, c.world().before(6));
}

void further_visits(Case& c) {
    stand(c);
    c.course = kLate;
    c.visit(c.world().before(5), Visit::consultation);
    c.visit(c.world().before(3), Visit::left);
}

// Of two needs one is deleted; the other keeps REF-007 away.
void need_removed(Case& c) {
    stand(c);
    c.course = kRemoved;
    const Observation need = c.need(c.world().before(30), "EMISNQSN02");
    c.chart().add(with(tombstone(need), Verdict::accepted), kDelta);
}

void visit_removed(Case& c) {
    stand(c);
    const Consultation visit = c.consultation(c.world().before(40));
    c.course = kRemoved;
    c.add(with(row(visit), Verdict::accepted));
    c.expect(Entity::contact);
    c.chart().add(with(tombstone(visit), Verdict::accepted), kDelta);
}

void need_redated(Case& c) {
    stand(c);
    Observation need = c.observation(c.world().before(30), "EMISNQSN01");
    c.expect(Entity::need);
    c.chart().add(with(row(need), Verdict::accepted), kBulk);
    need.effective = iso(c.world().before(29));
    c.chart().add(with(row(need), Verdict::accepted), kDelta | kFinal);
}

void moved_house(Case& c) {
    plain_referral(c, recent_start(c));
    c.expect(Entity::person);
    c.chart().add(row(c.person), kBulk);
    c.person.postcode = "QX7 4AB";
    c.person.street = "Lantern Lane";
    c.chart().add(row(c.person), kDelta | kFinal);
}

void closed_now(Case& c) {
    stand(c);
    c.course = kLate;
    c.closed(c.world().before(3));
}

// Booked when the bulk was made, seen when the delta was: one contact, from unknown to attended.
void slot_kept(Case& c) {
    stand(c);
    Slot slot = c.slot(c.world().before(9), Visit::booked_only);
    c.expect(Entity::contact);
    c.chart().add(with(row(slot), Verdict::accepted), kBulk);
    slot.status = "Left";
    slot.send_in = "11:00:00";
    slot.left = "11:31:00";
    c.chart().add(with(row(slot), Verdict::accepted), kDelta | kFinal);
}

constexpr unsigned kCopies = 3;
constexpr Scenario kScenarios[] = {
    {"new_person_referred", 0, kCopies, new_person_referred},
    {"first_referral_of_old_patient", 1, kCopies, first_referral_of_old_patient},
    {"further_visits", 1, kCopies, further_visits},
    {"need_removed", 1, kCopies, need_removed},
    {"visit_removed", 1, kCopies, visit_removed},
    {"need_redated", 1, kCopies, need_redated},
    {"moved_house", 1, kCopies, moved_house},
    {"closed_now", 1, kCopies, closed_now},
    {"slot_kept", 1, kCopies, slot_kept},
    {"new_plain_patient", 0, kCopies, new_plain_patient}};

}  // namespace

std::span<const Scenario> plain_changes() {
    return kScenarios;
}

Case second_person(Case& c) {
    const auto& practices = c.world().practices;
    return {c.world(), c.chart(), practices[(c.practice().index + 1) % practices.size()], c.rng()};
}

}  // namespace sluice::synth
