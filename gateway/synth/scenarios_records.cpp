// Faults of records: what is readable and linked, but cannot be so.
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

namespace sluice::synth {
namespace {

// Person, referral, episode, one need; gives the day of the referral.
Day stand(Case& c, const ReferralForm& form = {}) {
    c.registered();
    const Day day = recent_start(c);
    c.referral(day, form);
    c.episode();
    c.need(day + days{2}, "EMISNQSN03");
    return day;
}

// A referral must have a date: the record is rejected. The row still anchors its person.
void referral_undated(Case& c, std::string_view date) {
    c.registered();
    Observation o = c.observation(recent_start(c), codes::kReferralMade);
    o.effective = date;
    c.add(with(row(o), Verdict::rejected));
    c.issue("VAL-001");
}

void referral_31_february(Case& c) {
    referral_undated(c, "31/02/2024");
}

void referral_30_february(Case& c) {
    referral_undated(c, "2024-02-30");
}

// An appointment needs a day as well.
void visit_30_february(Case& c) {
    Slot slot = c.slot(stand(c) + days{30}, Visit::left);
    slot.date = "2024-02-30";
    c.add(with(row(slot), Verdict::rejected));
    c.issue("VAL-001");
}

// An attribute's date only orders it among others; the attribute is the only one, and is used.
void ethnicity_undated(Case& c) {
    stand(c);
    Observation o = c.observation(c.world().before(800), codes::kEthnicity[1]);
    o.effective = "31/02/2024";
    c.add(with(row(o), Verdict::accepted));
    c.issue("VAL-001");
}

void language_undated(Case& c) {
    stand(c);
    Observation o = c.observation(c.world().before(800), codes::kLanguage[1]);
    o.effective = "2024-02-30";
    c.add(with(row(o), Verdict::accepted));
    c.issue("VAL-001");
}

// Four answers of which one will not do: the assessment and three items stand.
void panel_with(Case& c, std::string_view value, std::string_view rule) {
    const Day day = stand(c) + days{20};
    const Observation parent = c.observation(day, codes::kOns4Panel);
    c.add(row(parent));
    for (std::size_t i = 0; i < std::size(codes::kOns4); ++i) {
        Observation item = c.observation(day, codes::kOns4[i]);
        item.parent = parent.guid;
        item.value = i == 1 ? std::string(value) : "6.000";
        c.add(with(row(item), i == 1 ? Verdict::rejected : Verdict::accepted));
    }
    c.expect(Entity::assessment);
    c.expect(Entity::assessment_item, std::size(codes::kOns4) - 1);
    c.issue(rule);
}

void panel_out_of_range(Case& c) {
    panel_with(c, "11.000", "ASM-002");
}

void panel_without_answer(Case& c) {
    panel_with(c, "", "ASM-001");
}

// The assessment happened; its only item is rejected.
void phq9_of_99(Case& c) {
    Observation o = c.observation(stand(c) + days{25}, codes::kPhq9);
    o.value = "99.000";
    c.add(with(row(o), Verdict::rejected));
    c.expect(Entity::assessment);
    c.issue("ASM-002");
}

void accepted_and_declined(Case& c) {
    const Day day = stand(c);
    c.declined(day + days{40});
    c.issue("REF-005");
}

// The person never came back, yet something was offered.
void support_after_decline(Case& c) {
    const Day day = stand(c);
    c.declined(day + days{30});
    c.issue("REF-005");
    c.support(day + days{50}, "EMISNQSS04");
    c.issue("REF-004");
}

// The same, but a second referral stands between the two.
void support_after_second_thoughts(Case& c) {
    const Day day = stand(c);
    c.declined(day + days{30});
    c.issue("REF-005");
    c.referral(day + days{40});
    c.issue("REF-016");
    c.support(day + days{50}, "EMISNQSS04");
}

void need_in_the_future(Case& c) {
    stand(c);
    c.add(with(row(c.observation(c.world().reference + days{400}, "81877007")), Verdict::rejected));
    c.issue("NED-001");
}

void support_in_the_future(Case& c) {
    stand(c);
    c.add(with(row(c.observation(c.world().reference + days{400}, "EMISNQSS04")), Verdict::rejected));
    c.issue("SUP-001");
}

void score_in_the_future(Case& c) {
    stand(c);
    Observation o = c.observation(c.world().reference + days{400}, codes::kPhq9);
    o.value = "12.000";
    c.add(with(row(o), Verdict::rejected));
    c.issue("ASM-003");
    c.issue("ASM-004");
}

void closure_in_the_future(Case& c) {
    stand(c);
    c.add(with(row(c.observation(c.world().reference + days{400}, codes::kClosed[0])), Verdict::rejected));
    c.issue("EPI-005");
}

void closure_before_referral(Case& c) {
    const Day day = stand(c);
    c.add(with(row(c.observation(day - days{30}, codes::kClosed[0])), Verdict::accepted));
    c.issue("EPI-004");
}

// The previous codes of the instruments still count.
void score_with_a_legacy_code(Case& c) {
    const Day day = stand(c) + days{25};
    for (const Score& score : kLegacyScores) {
        c.score(day, score);
        c.issue("VAL-008");
    }
}

void need_before_referral(Case& c) {
    const Day day = stand(c);
    c.need(day - days{30}, "81877007");
    c.issue("EPI-003");
}

// Ordinary history: no finding.
void need_of_a_gp_before_referral(Case& c) {
    Observation o = c.observation(stand(c) - days{3'000}, "33553000");
    o.clinician = c.practice().gps.front();
    c.add(with(row(o), Verdict::accepted));
    c.expect(Entity::need);
}

void support_before_referral(Case& c) {
    const Day day = stand(c);
    c.support(day - days{30}, "EMISNQSS04");
    c.issue("EPI-003");
}

void missed_visit_before_referral(Case& c) {
    const Day day = stand(c);
    c.visit(day - days{20}, Visit::did_not_attend);
    c.issue("EPI-003");
}

// Attended, so it opens the episode that the referral then joins.
void visit_before_referral(Case& c) {
    const Day day = stand(c);
    c.visit(day - days{20}, Visit::left);
    c.issue("REF-002");
}

void visit_after_death(Case& c) {
    const Day day = c.world().before(200);
    c.person.death = iso(day + days{40});
    c.registered();
    plain_referral(c, day);
    c.visit(day + days{20}, Visit::consultation);
    c.visit(day + days{60}, Visit::consultation);
    c.issue("PER-004");
}

void referral_after_death(Case& c) {
    c.person.death = iso(c.world().before(300));
    c.registered();
    plain_referral(c, recent_start(c));
    c.issue("PER-008");
    c.issue("PER-009");
}

void referral_by_coach(Case& c) {
    stand(
        c,
        {.code = codes::kReferralMade, .clinician = c.world().coach, .urgency = {}, .mode = {}, .target = {}}
    );
    c.issue("REF-006");
}

void referral_by_coordinator(Case& c) {
    stand(
        c, {.code = codes::kReferralMade,
            .clinician = c.world().coordinator,
            .urgency = {},
            .mode = {},
            .target = {}}
    );
    c.issue("REF-006");
}

void referral_to_itself(Case& c) {
    stand(
        c, {.code = codes::kReferralMade,
            .clinician = {},
            .urgency = "Routine",
            .mode = "Written",
            .target = c.practice().guid}
    );
    c.issue("REF-009");
}

void unmapped_urgency(Case& c) {
    stand(
        c, {.code = codes::kReferralMade,
            .clinician = {},
            .urgency = "When the moon is full",
            .mode = "Written",
            .target = c.world().hub}
    );
    c.issue("VAL-005");
}

void unmapped_slot_status(Case& c) {
    Slot slot = c.slot(stand(c) + days{30}, Visit::booked_only);
    slot.status = "Overslept";
    c.add(with(row(slot), Verdict::accepted));
    c.expect(Entity::contact);
    c.issue("VAL-005");
}

void unmapped_consultation_source(Case& c) {
    Consultation visit = c.consultation(stand(c) + days{30});
    visit.source_term = "Seen in the garden";
    c.add(with(row(visit), Verdict::accepted));
    c.expect(Entity::contact);
    c.issue("VAL-005");
}

// The link worker has not finished it: a contact as soon as it is sent as complete.
void consultation_under_way(Case& c) {
    Consultation visit = c.consultation(stand(c) + days{30});
    visit.complete = false;
    c.chart().add(with(row(visit), Verdict::accepted), kBulk);
    visit.complete = true;
    c.course = kLate;
    c.add(with(row(visit), Verdict::accepted));
    c.expect(Entity::contact);
}

// A letter to, or a note about, somebody who was never referred brings nobody into the dataset.
void written_to_a_stranger(Case& c) {
    c.add(row(c.person));
    c.attributes();
    const Day day = recent_start(c);
    Consultation letter = c.consultation(day);
    letter.source_term = "Letter to patient";
    c.add(with(row(letter), Verdict::accepted));
    c.note(day + days{5});
}

// A missed visit after the closure belongs nowhere; an attended one opens an episode.
void visits_after_closure(Case& c) {
    c.registered();
    const Day day = c.world().before(220);
    plain_referral(c, day);
    c.closed(day + days{40});
    c.visit(day + days{60}, Visit::did_not_attend);
    c.issue("EPI-003");
    c.visit(day + days{80}, Visit::consultation);
    c.episode();
}

void interpreter_without_language(Case& c) {
    stand(c);
    c.add(with(row(c.observation(c.world().before(700), codes::kInterpreter[0])), Verdict::accepted));
    c.issue("PER-007");
}

void confidential_need(Case& c) {
    Observation o = c.observation(stand(c) + days{12}, "161152002");
    o.confidential = true;
    c.add(row(o));
    c.issue("PRV-004");
}

void confidential_visit(Case& c) {
    Consultation visit = c.consultation(stand(c) + days{12});
    visit.confidential = true;
    c.add(row(visit));
    c.issue("PRV-004");
}

// The only anchor is confidential, so the person stays outside.
void confidential_referral(Case& c) {
    c.add(row(c.person));
    c.attributes();
    Observation o = c.observation(recent_start(c), codes::kReferralMade);
    o.confidential = true;
    c.add(row(o));
    c.issue("PRV-004");
}

constexpr Scenario kScenarios[] = {
    {"referral_31_february", 1, 2, referral_31_february},
    {"referral_30_february", 1, 1, referral_30_february},
    {"visit_30_february", 1, 1, visit_30_february},
    {"ethnicity_undated", 1, 1, ethnicity_undated},
    {"language_undated", 1, 1, language_undated},
    {"panel_out_of_range", 1, 2, panel_out_of_range},
    {"panel_without_answer", 1, 2, panel_without_answer},
    {"phq9_of_99", 1, 1, phq9_of_99},
    {"accepted_and_declined", 1, 2, accepted_and_declined},
    {"support_after_decline", 1, 2, support_after_decline},
    {"support_after_second_thoughts", 1, 1, support_after_second_thoughts},
    {"need_in_the_future", 1, 1, need_in_the_future},
    {"support_in_the_future", 1, 1, support_in_the_future},
    {"score_in_the_future", 1, 1, score_in_the_future},
    {"closure_in_the_future", 1, 1, closure_in_the_future},
    {"closure_before_referral", 1, 2, closure_before_referral},
    {"score_with_a_legacy_code", 1, 1, score_with_a_legacy_code},
    {"need_before_referral", 1, 2, need_before_referral},
    {"need_of_a_gp_before_referral", 1, 2, need_of_a_gp_before_referral},
    {"support_before_referral", 1, 1, support_before_referral},
    {"missed_visit_before_referral", 1, 1, missed_visit_before_referral},
    {"visit_before_referral", 1, 2, visit_before_referral},
    {"visit_after_death", 1, 2, visit_after_death},
    {"referral_after_death", 1, 1, referral_after_death},
    {"referral_by_coach", 1, 2, referral_by_coach},
    {"referral_by_coordinator", 1, 1, referral_by_coordinator},
    {"referral_to_itself", 1, 1, referral_to_itself},
    {"unmapped_urgency", 1, 2, unmapped_urgency},
    {"unmapped_slot_status", 1, 2, unmapped_slot_status},
    {"unmapped_consultation_source", 1, 1, unmapped_consultation_source},
    {"consultation_under_way", 1, 2, consultation_under_way},
    {"written_to_a_stranger", 1, 1, written_to_a_stranger},
    {"visits_after_closure", 1, 2, visits_after_closure},
    {"interpreter_without_language", 1, 2, interpreter_without_language},
    {"confidential_need", 1, 2, confidential_need},
    {"confidential_visit", 1, 1, confidential_visit},
    {"confidential_referral", 1, 1, confidential_referral}};

}  // namespace

std::span<const Scenario> record_faults() {
    return kScenarios;
}

}  // namespace sluice::synth
