// Who has sent what should have been sent: the register of senders against the receipts of the store.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/reporting/sender_register.hpp"
#include "gateway/store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::reporting {

// In the order in which a summary tells them. part: of some days of the period nothing came; corrected: of
// some days more than one submission came; nil: it was said that nothing happened; held, rejected: nothing
// that came can be used; format_rejected: nothing that came was even recognised.
inline constexpr std::string_view kBoardStates[] = {"received", "late",    "part",     "corrected",
                                                    "exempt",   "held",    "rejected", "format_rejected",
                                                    "nil",      "overdue", "not_due"};
inline constexpr std::string_view kLateState = "late";
inline constexpr std::string_view kExemptState = "exempt";

struct BoardLine {
    RegisterEntry entry;
    Period period;
    Date due;
    std::string_view state;  // one of kBoardStates
    bool late = false;       // on the day it was due the period was not whole
    std::string receipt;     // the last one that counts; empty: none
    std::size_t submissions = 0;
};

// A line for each entry of which something is expected in the period that holds `within`, or, without it, in
// the last period that was over before `as_of`. What came after `as_of` has not come.
Result<std::vector<BoardLine>> submission_board(
    const pipeline::Pack& pack, store::Store& store, const std::vector<RegisterEntry>& entries,
    const Date& as_of, const std::optional<Date>& within
);

}  // namespace sluice::reporting
