// The words of the report, explained once for all its forms.
#pragma once

#include <array>
#include <string_view>

namespace sluice::outlet {

struct Term {
    std::string_view word;
    std::string_view meaning;
};

inline constexpr std::array<Term, 15> kGlossary{{
    {"Accepted", "Read and used. Rows of lookup tables, such as staff or codes, count here too."},
    {"Held",
     "Kept but not counted yet, because something the row depends on is missing or has to be put right "
     "first. It is released by itself when that arrives; the row need not be sent again."},
    {"Rejected", "Could not be used as it is. Correct it in the source system and send it again."},
    {"Skipped",
     "Not needed: not about social prescribing, an exact repeat, replaced by a later version in the same "
     "submission, or kept out on purpose."},
    {"Released", "Held by an earlier submission and accepted by this one."},
    {"In store now",
     "What you have sent, with any submission, and the store holds on the day on which this report was made. "
     "Activity and completeness are of the same records. What another sender sent first, alike, counts with "
     "that sender and not with you."},
    {"Expected", "Records in which the field should be filled in."},
    {"Valid", "Filled in, and kept by the checks: a number with a typing error is filled in and not valid."},
    {"Known",
     "The field has an answer that says something: not “not known”, not a filler value, and not “prefer not "
     "to say”."},
    {"Declined", "The person was asked and preferred not to say."},
    {"Answered",
     "Known or declined, because whoever preferred not to say was asked. Shares and bars go by it."},
    {"Not collected",
     "The system that the records come from has no place for the field, or its codes for it are not known "
     "yet. "
     "Nothing is missing from the records, and it lowers no share."},
    {"Practice",
     "The GP practice at which the person is registered, as the record says. Where it does not say, the "
     "practice whose own system the record came from; else the practice is not known."},
    {"Bar", "The share answered that a field should reach."},
    {"Receipt", "The proof that a submission arrived. Quote it when you ask about this report."},
}};

}  // namespace sluice::outlet
