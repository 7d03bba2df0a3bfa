// Who should send what, and when: a list that the operator keeps (docs/operators.md, "Who has sent").
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/error.hpp"
#include "gateway/schema/documents.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::reporting {

struct RegisterEntry {
    enum class Every { month, quarter };
    std::string organisation;  // ODS code
    std::string name;
    std::string what;     // exchange, emis-extract, ...; empty: anything
    std::string purpose;  // empty: any
    Every every = Every::month;
    int due_days = 0;  // after the last day of the period
    std::optional<Date> from;
    std::optional<Date> until;
    std::string exempt_reason;  // empty: not exempt
};

// Both ends belong to it.
struct Period {
    Date first;
    Date last;
    std::string name;  // 2026-10, 2026-Q4
};

// What a line may name: what is sent, and what for.
struct RegisterWords {
    std::vector<std::string> what;  // exchange, emis-extract, ...
    std::vector<std::string> purposes;
};
RegisterWords register_words(const schema::Documents& documents);

// ErrorCode::usage, with `name` and the line of the file, for what cannot be used.
Result<std::vector<RegisterEntry>> read_register(
    const std::string& name, std::string_view csv, const RegisterWords& words
);

// The period of the entry that holds the day; and the last one that was over before it.
Period period_of(const RegisterEntry& entry, const Date& day);
Period last_period(const RegisterEntry& entry, const Date& day);
// Is something expected of the entry for the period?
bool is_expected(const RegisterEntry& entry, const Period& period);

}  // namespace sluice::reporting
