// One struct a table that stories write, with the columns they set; `row()` puts them in file order. Columns
// that stories never set stay empty. The last column, ProcessingId, is the writer's.
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/synth/tables.hpp"

#include <string>
#include <vector>

namespace sluice::synth {

struct Row {
    Table table{};
    std::vector<std::string> cells;
    // What becomes of the row when its stage is read: the tally of files. See truth.hpp.
    Verdict verdict = Verdict::skipped;
};

struct Patient {
    std::string guid, organisation, usual_gp, sex, birth, death, title, given, surname, registered,
        nhs_number;
    std::string number, type = "Regular", house, street, town, county, postcode, person_guid, deactivated;
    std::string email, home_phone, mobile_phone, comments;
    bool dummy = false, sensitive = false, confidential = false;
};

struct Observation {
    std::string guid, patient, organisation, effective, precision = "YMD", entered, time, clinician, parent;
    std::string code_id, consultation, text, value, unit, range_low, range_high;
    bool confidential = false;
};

struct Referral {  // CareRecord_ObservationReferral
    std::string observation, patient, organisation, target, urgency, service_type, mode, ubrn;
};

struct Consultation {
    std::string guid, patient, organisation, effective, entered, time, clinician, slot, source_term,
        source_code_id;
    bool complete = true, confidential = false;
};

struct Slot {
    std::string guid, date, time, patient, send_in, left, organisation, session, status, type, mode, category;
    std::string booked_date;
    bool did_not_attend = false;
};

struct Code {
    std::string id, term, read, snomed, description, category, parent;
};

Row row(const Patient& patient);
Row row(const Observation& observation);
Row row(const Referral& referral);
Row row(const Consultation& consultation);
Row row(const Slot& slot);
Row row(const Code& code);

// A row with only its keys and Deleted = true: all that EMIS sends of what is gone.
Row tombstone(const Patient& patient);
Row tombstone(const Observation& observation);
Row tombstone(const Consultation& consultation);
Row tombstone(const Slot& slot);

// The cells as given, for tables that need no struct.
Row row(Table table, std::vector<std::string> cells, Verdict verdict = Verdict::skipped);
Row with(Row row, Verdict verdict);

}  // namespace sluice::synth
