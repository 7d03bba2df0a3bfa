// What the instruments of the dataset say about a person's assessments: which answers they allow, and the
// score that follows from them.
#pragma once

#include "gateway/record/record.hpp"
#include "gateway/schema/fault.hpp"

#include <vector>

namespace sluice::check {

struct Finding {
    std::size_t record = 0;  // index among the records
    schema::Fault fault{};
    FieldIndex field = kNoField;
};

// What decides on an answer: no value, an item of another instrument, a number that stands for no answer, a
// value that the item does not allow.
std::vector<Finding> judge_answers(
    const schema::Dataset& dataset, const std::vector<record::Record>& records
);

// Sets score, metric score and band of every assessment, from the answers that are not rejected.
void set_scores(const schema::Dataset& dataset, std::vector<record::Record>& records);

// What is noted of accepted records: a sum that lacks answers, an answer that somebody should look at.
std::vector<Finding> remark_answers(
    const schema::Dataset& dataset, const std::vector<record::Record>& records
);

}  // namespace sluice::check
