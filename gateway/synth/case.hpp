// One person and what happens to them. Each function writes the rows of one event and notes the record that
// must come of it, so that a story reads as a list of events.
#pragma once

#include "gateway/synth/world.hpp"

#include <string>
#include <string_view>

namespace sluice::synth {

struct AgeRange {
    int youngest = 19;
    int oldest = 94;
};

// A new person of the practice with every column in order, NHS number included.
Patient make_patient(World& world, const Practice& practice, Rng& rng, AgeRange ages = {});

enum class Visit {
    left,                   // slot, seen and left
    did_not_attend,         // slot
    cancelled_by_patient,   // slot
    cancelled_by_service,   // slot
    booked_only,            // slot in the past that nobody closed: outcome unknown
    consultation,           // no slot, for example by telephone
    slot_and_consultation,  // both, tied together: one contact
    letter                  // a consultation in writing: a contact, but nobody was seen
};

struct ReferralForm {
    std::string_view code = codes::kReferralMade;
    std::string clinician;  // default: a GP of the practice
    std::string urgency;    // any of these makes a row in CareRecord_ObservationReferral
    std::string mode;
    std::string target;
};

class Case {
  public:
    Case(World& world, Chart& chart, const Practice& practice, Rng& rng);

    Patient person;
    Course course = kFromStart;
    // What becomes of rows that would be accepted, for the tally of files: held or skipped with their person.
    Verdict fate = Verdict::accepted;

    World& world() { return world_; }
    Chart& chart() { return chart_; }
    Rng& rng() { return rng_; }
    const Practice& practice() const { return practice_; }

    // The patient's row; the person counts as accepted in `course`.
    void registered();
    // Each gives one accepted record.
    Observation referral(Day day, const ReferralForm& form = {});
    Observation need(Day day, std::string_view code);
    Observation support(Day day, std::string_view code);
    void visit(Day day, Visit kind);
    void panel(Day day);                      // an assessment with four items
    void score(Day day, const Score& score);  // an assessment with one item
    // One referral that opens nothing; the reason stands beside it, or REF-003 asks for one.
    Observation declined(Day day);
    // Gives no record; ends the open episode.
    void closed(Day day, std::string_view code = codes::kClosed[0]);
    // An administration note of the link worker. Gives no record.
    void note(Day day);
    // Attribute rows, at most one or two a kind; they give fields of the person.
    void attributes();
    // The story opened one more episode.
    void episode();

    // Rows to put in by hand: nothing is counted for them.
    Observation observation(Day day, std::string_view code);
    Consultation consultation(Day day);
    Slot slot(Day day, Visit kind);
    void add(Row row);
    void expect(Entity entity, std::uint64_t count = 1);
    // Reported by the receipt that reads the rows of `course`.
    void issue(std::string_view rule, std::uint64_t count = 1);
    // Records other than the person that this case has given so far, whatever their course.
    std::uint64_t records() const { return records_; }

  private:
    World& world_;
    Chart& chart_;
    const Practice& practice_;
    Rng& rng_;
    std::uint64_t records_ = 0;
};

}  // namespace sluice::synth
