// What only a delta can do to people who were there before.
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

namespace sluice::synth {
namespace {

void stand(Case& c) {
    c.registered();
    plain_referral(c, recent_start(c));
}

// The latest entry was a mistake; the one before it shows again. No record comes or goes.
void ethnicity_withdrawn(Case& c) {
    stand(c);
    c.add(with(row(c.observation(c.world().before(2'000), codes::kEthnicity[3])), Verdict::accepted));
    const Observation mistake = c.observation(c.world().before(500), codes::kEthnicity[6]);
    c.chart().add(with(row(mistake), Verdict::accepted), kBulk);
    c.chart().add(with(tombstone(mistake), Verdict::accepted), kDelta);
}

// A need from before gave nothing; with the first referral it becomes a record that no episode holds.
void first_referral_after_need(Case& c) {
    c.add(row(c.person));
    c.add(with(row(c.observation(c.world().before(500), "105529008")), Verdict::accepted));
    c.course = kLate;
    c.expect(Entity::person);
    plain_referral(c, c.world().before(6));
    c.expect(Entity::need);
    c.issue("EPI-003");
}

// The slot of one comes back with another: the first keeps the contact, outcome unknown, until a new bulk;
// the second gains one.
void slot_moved(Case& c) {
    Case other(c.world(), c.chart(), c.practice(), c.rng());
    stand(c);
    stand(other);
    Slot slot = c.slot(c.world().before(20), Visit::left);
    c.chart().add(with(row(slot), Verdict::accepted), kBulk);
    c.chart().expect(Entity::contact, kBulk | kDelta);
    slot.patient = other.person.guid;
    c.chart().add(with(row(slot), Verdict::accepted), kDelta | kFinal);
    c.chart().expect(Entity::contact, kDelta | kFinal);
}

void slot_emptied(Case& c) {
    stand(c);
    Slot slot = c.slot(c.world().before(20), Visit::booked_only);
    c.chart().add(with(row(slot), Verdict::accepted), kBulk);
    c.chart().expect(Entity::contact, kBulk | kDelta);
    slot.patient.clear();
    slot.status.clear();
    slot.booked_date.clear();
    c.chart().add(with(row(slot), Verdict::accepted), kDelta);
    c.chart().add(row(slot), kFinal);
}

void slot_deleted(Case& c) {
    stand(c);
    const Slot slot = c.slot(c.world().before(20), Visit::left);
    c.chart().add(with(row(slot), Verdict::accepted), kBulk);
    c.chart().expect(Entity::contact, kBulk);
    c.chart().add(with(tombstone(slot), Verdict::accepted), kDelta);
}

// Deleted on the patient's row means: left the scope of the extract. Everything stays, with an end date.
void left_scope(Case& c) {
    c.course = kLeaves;
    stand(c);
    c.visit(c.world().before(60), Visit::consultation);
    c.chart().add(tombstone(c.person), kDelta);
}

// Sent again without a change: touches many, changes nobody.
void user_sent_again(Case& c) {
    stand(c);
    c.chart().add(link_worker_row(c.world(), c.practice(), c.practice().link_worker), kDelta);
}

constexpr Scenario kScenarios[] = {
    {"ethnicity_withdrawn", 1, 2, ethnicity_withdrawn},
    {"first_referral_after_need", 1, 1, first_referral_after_need},
    {"slot_moved", 2, 2, slot_moved},
    {"slot_emptied", 1, 2, slot_emptied},
    {"slot_deleted", 1, 2, slot_deleted},
    {"left_scope", 1, 2, left_scope},
    {"user_sent_again", 1, 1, user_sent_again}};

}  // namespace

std::span<const Scenario> change_faults() {
    return kScenarios;
}

}  // namespace sluice::synth
