// Faults of patient rows.
#include "gateway/synth/scenarios.hpp"
#include "gateway/synth/stories.hpp"

namespace sluice::synth {
namespace {

// The person with one open episode, and one finding about the person alone.
void stand_with(Case& c, std::string_view rule) {
    c.registered();
    plain_referral(c, recent_start(c));
    c.issue(rule);
}

void nhs_letters(Case& c) {
    c.person.nhs_number[5] = 'O';
    stand_with(c, "NHS-001");
}

void nhs_nine_digits(Case& c) {
    c.person.nhs_number.pop_back();
    stand_with(c, "NHS-002");
}

void nhs_check_digit_wrong(Case& c) {
    char& last = c.person.nhs_number.back();
    last = last == '9' ? '0' : static_cast<char>(last + 1);
    stand_with(c, "NHS-003");
}

// Placeholders must not join strangers: two people have this one.
void nhs_sentinel(Case& c) {
    c.person.nhs_number = "0000000000";
    stand_with(c, "NHS-004");
}

void nhs_absent(Case& c) {
    c.person.nhs_number.clear();
    stand_with(c, "NHS-006");
}

void postcode_outward_only(Case& c) {
    c.person.postcode = "QX7";
    stand_with(c, "POS-001");
}

void postcode_null_word(Case& c) {
    c.person.postcode = "tbc";
    stand_with(c, "POS-002");
}

void postcode_no_fixed_abode(Case& c) {
    c.person.postcode = "ZZ993VZ";
    stand_with(c, "POS-003");
}

void registered_on_sentinel(Case& c) {
    c.person.registered = "1899-12-31";
    stand_with(c, "VAL-004");
}

void very_old(Case& c) {
    c.person.birth = iso(c.world().before(45'500));  // 124 years
    stand_with(c, "PER-002");
}

void minor(Case& c) {
    c.person.birth = iso(c.world().before(5'600));  // 15 years
    stand_with(c, "PER-003");
}

// Rejected for good; what hangs on the person is held (LNK-003 for each record).
void born_in_future(Case& c) {
    c.person.birth = iso(c.world().reference + days{300});
    c.course = kNever;
    c.fate = Verdict::rejected;
    c.registered();
    c.fate = Verdict::held;
    plain_referral(c, recent_start(c));
    c.issue("PER-001");
    c.issue("LNK-003", c.records());
}

// The same, and the delta brings the true date: person and dependants count from then on.
void born_in_future_corrected(Case& c) {
    Patient wrong = c.person;
    wrong.birth = iso(c.world().reference + days{250});
    c.chart().add(with(row(wrong), Verdict::rejected), kBulk);
    c.chart().add(row(c.person), kDelta | kFinal);
    c.course = kReleased;
    c.fate = Verdict::held;
    c.expect(Entity::person);
    plain_referral(c, recent_start(c));
    c.issue("PER-001");
    c.issue("LNK-003", c.records());
}

// Two practices, one NHS number, two sexes: both are held for review (PER-005 each).
void number_of_two_sexes(Case& c) {
    Case other = second_person(c);
    c.person.sex = "F";
    other.person.sex = "M";
    other.person.birth = c.person.birth;
    other.person.nhs_number = c.person.nhs_number;
    for (Case* one : {&c, &other}) {
        one->course = kNever;
        one->fate = Verdict::held;
        one->registered();
        plain_referral(*one, recent_start(*one));
        one->issue("PER-005");
        one->issue("LNK-003", one->records());
    }
}

// What one practice does not know contradicts nothing.
void number_of_unknown_sex(Case& c) {
    Case other = second_person(c);
    c.person.sex = "F";
    other.person.sex = "U";
    other.person.birth = c.person.birth;
    other.person.nhs_number = c.person.nhs_number;
    for (Case* one : {&c, &other}) {
        one->registered();
        plain_referral(*one, recent_start(*one));
    }
}

// Two birth dates; the delta corrects one of them, and both are released.
void number_of_two_birthdays_corrected(Case& c) {
    Case other = second_person(c);
    other.person.sex = c.person.sex;
    other.person.nhs_number = c.person.nhs_number;
    other.person.birth = c.person.birth;
    Patient wrong = other.person;
    wrong.birth = "1951-02-03";
    c.chart().add(with(row(c.person), Verdict::held), kBulk);
    c.chart().add(row(c.person), kFinal);
    c.chart().add(with(row(wrong), Verdict::held), kBulk);
    c.chart().add(row(other.person), kDelta | kFinal);
    for (Case* one : {&c, &other}) {
        one->course = kReleased;
        one->fate = Verdict::held;
        one->expect(Entity::person);
        plain_referral(*one, recent_start(*one));
        one->issue("PER-005");
        one->issue("LNK-003", one->records());
    }
}

// One person in two practices, and everything agrees: no finding.
void number_in_two_practices(Case& c) {
    Case other = second_person(c);
    other.person.sex = c.person.sex;
    other.person.birth = c.person.birth;
    other.person.nhs_number = c.person.nhs_number;
    for (Case* one : {&c, &other}) {
        one->registered();
        plain_referral(*one, recent_start(*one));
    }
}

// Kept out whole: one issue for the patient's row, none for the rest, no record.
void kept_out(Case& c, std::string_view rule) {
    c.course = kNever;
    c.fate = Verdict::skipped;
    c.registered();
    c.attributes();
    plain_referral(c, recent_start(c));
    c.visit(c.world().before(60), Visit::left);
    c.issue(rule);
}

void dummy(Case& c) {
    c.person.dummy = true;
    kept_out(c, "PRV-001");
}

void dummy_by_type(Case& c) {
    c.person.type = "Dummy";
    kept_out(c, "PRV-001");
}

void confidential(Case& c) {
    c.person.confidential = true;
    kept_out(c, "PRV-002");
}

void sensitive(Case& c) {
    c.person.sensitive = true;
    kept_out(c, "PRV-003");
}

// The first ground that applies is the one reported.
void dummy_and_sensitive(Case& c) {
    c.person.dummy = true;
    c.person.sensitive = true;
    kept_out(c, "PRV-001");
}

constexpr Scenario kScenarios[] = {
    {"nhs_letters", 1, 1, nhs_letters},
    {"nhs_nine_digits", 1, 2, nhs_nine_digits},
    {"nhs_check_digit_wrong", 1, 3, nhs_check_digit_wrong},
    {"nhs_sentinel", 1, 2, nhs_sentinel},
    {"nhs_absent", 1, 2, nhs_absent},
    {"postcode_outward_only", 1, 2, postcode_outward_only},
    {"postcode_null_word", 1, 2, postcode_null_word},
    {"postcode_no_fixed_abode", 1, 1, postcode_no_fixed_abode},
    {"registered_on_sentinel", 1, 2, registered_on_sentinel},
    {"very_old", 1, 1, very_old},
    {"minor", 1, 2, minor},
    {"born_in_future", 1, 1, born_in_future},
    {"born_in_future_corrected", 1, 2, born_in_future_corrected},
    {"number_of_two_sexes", 2, 1, number_of_two_sexes},
    {"number_of_unknown_sex", 2, 1, number_of_unknown_sex},
    {"number_of_two_birthdays_corrected", 2, 1, number_of_two_birthdays_corrected},
    {"number_in_two_practices", 2, 1, number_in_two_practices},
    {"dummy", 1, 2, dummy},
    {"dummy_by_type", 1, 1, dummy_by_type},
    {"confidential", 1, 2, confidential},
    {"sensitive", 1, 2, sensitive},
    {"dummy_and_sensitive", 1, 1, dummy_and_sensitive}};

}  // namespace

std::span<const Scenario> identity_faults() {
    return kScenarios;
}

}  // namespace sluice::synth
