#include "gateway/synth/rows.hpp"

#include <algorithm>
#include <utility>

namespace sluice::synth {
namespace {

std::string text_of(bool value) {
    return value ? "true" : "false";
}

// Puts a value under its column's name; for tombstones, which fill few columns.
void set(Row& row, std::string_view column, std::string value) {
    const auto columns = columns_of(row.table);
    const auto at = std::find(columns.begin(), columns.end(), column) - columns.begin();
    row.cells[static_cast<std::size_t>(at)] = std::move(value);
}

Row deleted(
    Table table, std::string_view key, const std::string& guid, const std::string& patient,
    const std::string& organisation
) {
    Row out{table, std::vector<std::string>(columns_of(table).size() - 1), Verdict::skipped};
    set(out, key, guid);
    set(out, "PatientGuid", patient);
    set(out, "OrganisationGuid", organisation);
    set(out, "Deleted", "true");
    return out;
}

}  // namespace

Row row(Table table, std::vector<std::string> cells, Verdict verdict) {
    return {table, std::move(cells), verdict};
}

Row with(Row row, Verdict verdict) {
    row.verdict = verdict;
    return row;
}

Row row(const Patient& p) {
    return {
        Table::patient,
        {p.guid,
         p.organisation,
         p.usual_gp,
         p.sex,
         p.birth,
         p.death,
         p.title,
         p.given,
         "",
         p.surname,
         p.registered,
         p.nhs_number,
         p.number,
         p.type,
         text_of(p.dummy),
         p.house,
         p.street,
         "",
         p.town,
         p.county,
         p.postcode,
         "",
         "",
         "",
         "",
         p.person_guid,
         p.deactivated,
         "false",
         text_of(p.sensitive),
         text_of(p.confidential),
         p.email,
         p.home_phone,
         p.mobile_phone,
         "",
         "",
         "",
         p.comments},
        Verdict::accepted};
}

Row row(const Observation& o) {
    return {
        Table::observation,
        {o.guid,
         o.patient,
         o.organisation,
         o.effective,
         o.precision,
         o.entered,
         o.time,
         o.clinician,
         o.clinician,
         o.parent,
         o.code_id,
         "",
         o.consultation,
         o.text,
         o.value,
         o.unit,
         o.value.empty() ? "Observation" : "Value",
         o.range_low,
         o.range_high,
         "",
         "",
         "false",
         "",
         "None",
         "false",
         text_of(o.confidential),
         ""},
        Verdict::skipped};
}

Row row(const Referral& r) {
    return {
        Table::observation_referral,
        {r.observation,
         r.patient,
         r.organisation,
         r.target,
         r.urgency,
         r.service_type,
         r.mode,
         "",
         "",
         "",
         "",
         "",
         r.ubrn,
         "",
         "",
         "",
         "",
         "",
         "",
         "None Required"},
        Verdict::accepted};
}

Row row(const Consultation& c) {
    return {
        Table::consultation,
        {c.guid, c.patient, c.organisation, c.effective, "YMD", c.entered, c.time, c.clinician, c.clinician,
         c.slot, c.source_term, c.source_code_id, text_of(c.complete), "Consultation", "false",
         text_of(c.confidential)},
        Verdict::skipped};
}

Row row(const Slot& s) {
    const bool held = !s.left.empty();
    return {
        Table::slot,
        {s.guid,
         s.date,
         s.time,
         "20",
         s.patient,
         s.send_in,
         s.left,
         text_of(s.did_not_attend),
         held ? "4" : "",
         held ? "2" : "",
         held ? "18" : "",
         s.organisation,
         s.session,
         "",
         s.booked_date,
         s.booked_date.empty() ? "" : "09:12:00",
         s.status,
         s.type,
         "false",
         s.booked_date.empty() ? "" : "Practice",
         "",
         "",
         s.mode,
         "false",
         "Care Related Encounter",
         "GP Practice",
         s.category,
         "",
         "false"},
        Verdict::skipped};
}

Row row(const Code& c) {
    return {
        Table::code,
        {c.id, c.term, c.read, c.snomed, c.description, "", "", "", c.category, c.parent},
        Verdict::accepted};
}

Row tombstone(const Patient& p) {
    Row out = deleted(Table::patient, "PatientGuid", p.guid, p.guid, p.organisation);
    out.verdict = Verdict::accepted;
    return out;
}

Row tombstone(const Observation& o) {
    return deleted(Table::observation, "ObservationGuid", o.guid, o.patient, o.organisation);
}

Row tombstone(const Consultation& c) {
    return deleted(Table::consultation, "ConsultationGuid", c.guid, c.patient, c.organisation);
}

Row tombstone(const Slot& s) {
    return deleted(Table::slot, "SlotGuid", s.guid, s.patient, s.organisation);
}

}  // namespace sluice::synth
