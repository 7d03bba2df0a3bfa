// Records of one person who is not real, as the tests of check::Program need them.
#pragma once

#include "gateway/check/program.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <string>
#include <vector>

namespace sluice::check {

inline const CheckContext kContext{Date(2026, 11, 1), false};

inline const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}
inline std::vector<std::string> rules(const record::Record& record) {
    return tests::rules_of(tests::repository_pack().rules(), record);
}

inline record::Record person(const std::string& birth_date = "1950-01-29") {
    return tests::make_record(
        dataset(), "person", {{"person_id", "P"}, {"linkage_level", "local"}, {"birth_date", birth_date}}
    );
}
inline record::Record referral(const std::string& id, const std::string& date = "2026-03-02") {
    return tests::make_record(
        dataset(), "referral",
        {{"referral_id", id}, {"person_id", "P"}, {"referral_date", date}, {"status", "accepted"}}
    );
}

}  // namespace sluice::check
