// Faults of rows: bytes, keys, links, codes.
#include "gateway/synth/background.hpp"
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

namespace sluice::synth {
namespace {

// Somebody without a record, for rows that are spoilt before anybody asks what they mean.
void bystander(Case& c) {
    c.add(row(c.person));
    c.attributes();
    background(c);
}

void spoilt(Case& c, Row row, std::string_view rule) {
    bystander(c);
    row.verdict = Verdict::rejected;
    c.chart().add(std::move(row), kBulk);
    c.chart().issue(rule, kBulk);
}

// A referral with a cell too few is no referral: the person stays outside.
void row_too_short(Case& c) {
    Row bad = row(c.observation(recent_start(c), codes::kReferralMade));
    bad.cells.pop_back();
    spoilt(c, std::move(bad), "CSV-001");
}

void row_too_long(Case& c) {
    Row bad = row(c.observation(recent_start(c), "27113001"));
    bad.cells.emplace_back("one too many");
    spoilt(c, std::move(bad), "CSV-001");
}

void nul_byte(Case& c) {
    Observation o = c.observation(recent_start(c), "27113001");
    o.text = std::string("before\0after", 12);
    spoilt(c, row(o), "CSV-004");
}

void not_utf8(Case& c) {
    Observation o = c.observation(recent_start(c), "27113001");
    o.text = "caf\xE9 group";  // Latin-1
    spoilt(c, row(o), "CSV-005");
}

void code_empty(Case& c) {
    Observation o = c.observation(recent_start(c), "27113001");
    o.code_id.clear();
    spoilt(c, row(o), "VAL-007");
}

// The row of the patient is short, so the person is unknown: LNK-001 for each kept row. The delta sends it
// again.
void patient_row_too_short(Case& c) {
    Row bad = with(row(c.person), Verdict::rejected);
    bad.cells.pop_back();
    c.chart().add(std::move(bad), kBulk);
    c.chart().issue("CSV-001", kBulk);
    c.chart().add(row(c.person), kDelta | kFinal);
    c.course = kReleased;
    c.fate = Verdict::held;
    c.expect(Entity::person);
    plain_referral(c, recent_start(c));
    c.issue("LNK-001", 2);  // referral, need
}

// No row of the patient in the bulk; it comes with the delta.
void unknown_person_later(Case& c) {
    c.chart().add(row(c.person), kDelta | kFinal);
    c.course = kReleased;
    c.fate = Verdict::held;
    c.expect(Entity::person);
    plain_referral(c, recent_start(c));
    c.add(with(row(c.observation(c.world().before(900), codes::kEthnicity[0])), Verdict::accepted));
    c.issue("LNK-001", 3);  // referral, need, ethnicity
}

void unknown_person(Case& c) {
    c.course = kNever;
    c.fate = Verdict::held;
    c.referral(recent_start(c));
    c.visit(c.world().before(100), Visit::left);
    c.visit(c.world().before(90), Visit::consultation);
    c.issue("LNK-001", 3);
}

void duplicate_referral(Case& c) {
    c.registered();
    const Observation referral = plain_referral(c, recent_start(c));
    c.chart().add(row(referral), kBulk);
    c.issue("ROW-002");
}

void duplicate_patient(Case& c) {
    c.registered();
    c.chart().add(with(row(c.person), Verdict::skipped), kBulk);
    plain_referral(c, recent_start(c));
    c.issue("ROW-002");
}

// EMIS is known to send rows of this table twice.
void duplicate_session_user(Case& c) {
    bystander(c);
    const Day day = c.world().before(c.rng().between(20, 300));
    c.chart().add(
        with(session_user_row(c.world(), c.practice(), SessionKind::link_worker, day), Verdict::skipped),
        kBulk
    );
    c.issue("ROW-002");
}

// One key, two contents: the later row is the true one.
void superseded_need(Case& c) {
    c.registered();
    plain_referral(c, recent_start(c));
    Observation need = c.observation(c.world().before(40), "EMISNQSN04");
    need.text = "first version";
    c.chart().add(row(need), kBulk);
    need.text = "second version";
    c.add(with(row(need), Verdict::accepted));
    c.expect(Entity::need);
    c.issue("ROW-003");
}

void superseded_patient(Case& c) {
    Patient earlier = c.person;
    earlier.surname = "Formerly";
    c.chart().add(with(row(earlier), Verdict::skipped), kBulk);
    c.registered();
    plain_referral(c, recent_start(c));
    c.issue("ROW-003");
}

// A referral whose code only the delta explains. Until then nothing anchors the person.
void late_code(Case& c) {
    c.add(row(c.person));
    c.attributes();
    const Day day = recent_start(c);
    Observation referral = c.observation(day, codes::kReferralMade);
    referral.code_id = c.world().catalogue.planted().late;
    c.add(with(row(referral), Verdict::held));
    c.issue("LNK-002");
    c.course = kReleased;
    c.expect(Entity::person);
    c.expect(Entity::referral);
    c.episode();
    c.need(day + days{2}, "267076002");
}

void never_explained(Case& c) {
    bystander(c);
    Observation o = c.observation(recent_start(c), "27113001");
    o.code_id = c.world().catalogue.planted().never;
    c.add(with(row(o), Verdict::held));
    c.issue("LNK-002");
}

// Support coded with an id that a spreadsheet cut off; the delta repairs the dictionary.
void truncated_code(Case& c) {
    c.registered();
    const Day day = recent_start(c);
    plain_referral(c, day);
    Observation support = c.observation(day + days{20}, codes::kSupport[0]);
    support.code_id = c.world().catalogue.planted().truncated;
    c.add(with(row(support), Verdict::held));
    c.issue("LNK-002");
    c.course = kReleased;
    c.expect(Entity::support_offered);
}

// A referral coded with 8.71731E+14: never a referral.
void exponent_code(Case& c) {
    bystander(c);
    Observation o = c.observation(recent_start(c), codes::kReferralMade);
    o.code_id = c.world().catalogue.planted().exponent;
    c.add(with(row(o), Verdict::held));
    c.issue("LNK-002");
}

constexpr Scenario kScenarios[] = {
    {"row_too_short", 1, 2, row_too_short},
    {"row_too_long", 1, 1, row_too_long},
    {"nul_byte", 1, 2, nul_byte},
    {"not_utf8", 1, 2, not_utf8},
    {"code_empty", 1, 3, code_empty},
    {"patient_row_too_short", 1, 1, patient_row_too_short},
    {"unknown_person_later", 0, 2, unknown_person_later},
    {"unknown_person", 0, 2, unknown_person},
    {"duplicate_referral", 1, 3, duplicate_referral},
    {"duplicate_patient", 1, 2, duplicate_patient},
    {"duplicate_session_user", 1, 1, duplicate_session_user},
    {"superseded_need", 1, 2, superseded_need},
    {"superseded_patient", 1, 1, superseded_patient},
    {"late_code", 1, 3, late_code},
    {"never_explained", 1, 2, never_explained},
    {"truncated_code", 1, 2, truncated_code},
    {"exponent_code", 1, 1, exponent_code}};

}  // namespace

std::span<const Scenario> structure_faults() {
    return kScenarios;
}

}  // namespace sluice::synth
