// Which codes a practice should add to its records: people whose referral a case-management tool has
// accepted, and whose GP record has no code that says so (dataset.json, "codes_to_add").
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct CodeToAdd {
    std::string practice;
    std::string practice_name;
    std::string practice_local_id;  // of the person in the GP record; empty: no such record was sent
    std::string tool;               // the source that has the referral
    std::string tool_local_id;      // of the person in it
    std::string nhs_number;
    std::string birth_date;
    std::string date;  // of the referral
    bool in_gp_record = false;
};

struct CodesToAdd {
    std::vector<CodeToAdd> lines;  // by practice, date and ids
    std::uint64_t referrals = 0;   // accepted by tools, each once
    std::uint64_t coded = 0;       // of them in the GP record: referrals = coded + lines
};

struct CodesToAddOptions {
    std::string purpose;
    std::string practice;  // empty: all
    std::string from;
    std::string to;
};

// Memory: a line for each person, and for each referral of a tool or with the code.
Result<CodesToAdd> codes_to_add(const Pack& pack, store::Store& store, const CodesToAddOptions& options);

}  // namespace sluice::pipeline
