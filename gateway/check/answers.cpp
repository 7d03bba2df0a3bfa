#include "gateway/check/answers.hpp"

#include "gateway/check/scoring.hpp"

#include <algorithm>
#include <functional>

namespace sluice::check {
namespace {

using record::Record;
using schema::Fault;
using schema::Instrument;

constexpr std::string_view kAssessment = "assessment";
constexpr std::string_view kAnswer = "assessment_item";

// A record's instrument, null where the dataset does not have it.
const Instrument* instrument_of(const schema::Dataset& dataset, const Record& assessment) {
    return dataset.instrument(assessment.text("instrument"));
}

// Calls `visit` with every answer: its index, its record and the instrument of its assessment, which is null
// where that is not known.
using Visit = std::function<void(std::size_t, const Record&, const Instrument*)>;
void for_each_answer(const schema::Dataset& dataset, const std::vector<Record>& records, const Visit& visit) {
    std::map<std::string_view, const Record*> assessments;
    for (const auto& record : records) {
        if (record.entity->name == kAssessment) {
            assessments.emplace(record.id, &record);
        }
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].entity->name == kAnswer) {
            const auto found = assessments.find(records[i].text("assessment_id"));
            visit(
                i, records[i], found == assessments.end() ? nullptr : instrument_of(dataset, *found->second)
            );
        }
    }
}

FieldIndex field_of(const Record& record, std::string_view name) {
    const auto field = record.entity->field(name);
    return field ? static_cast<FieldIndex>(*field) : kNoField;
}

std::optional<Fault> fault_of(const Record& answer, const Instrument* instrument) {
    if (!answer.cell("value").present) {
        return answer.cell("value_missing_reason").present ? std::nullopt
                                                           : std::optional(Fault::assessment_no_value);
    }
    const auto value = Decimal::parse(answer.text("value"));
    if (instrument == nullptr || !value || answer.text("item").empty()) {
        return std::nullopt;
    }
    const auto* item = instrument->item(answer.text("item"));
    if (item == nullptr) {
        return Fault::assessment_foreign_item;
    }
    if (item->is_sentinel(*value)) {
        return Fault::assessment_sentinel;
    }
    return instrument->allows(*item, *value) ? std::nullopt : std::optional(Fault::assessment_out_of_range);
}

// The answers that stand, by the id of their assessment.
std::map<std::string, Answers, std::less<>> answers_by_assessment(
    const schema::Dataset& dataset, const std::vector<Record>& records
) {
    std::map<std::string, Answers, std::less<>> answers;
    for_each_answer(dataset, records, [&](std::size_t, const Record& answer, const Instrument*) {
        const auto value = Decimal::parse(answer.text("value"));
        if (value && answer.verdict != Verdict::rejected) {
            answers[std::string(answer.text("assessment_id"))].emplace(answer.text("item"), *value);
        }
    });
    return answers;
}

Score score_for(
    const schema::Dataset& dataset, const Record& assessment,
    const std::map<std::string, Answers, std::less<>>& answers
) {
    const auto* instrument = instrument_of(dataset, assessment);
    const auto found = answers.find(assessment.id);
    return instrument == nullptr || found == answers.end() ? Score() : score_of(*instrument, found->second);
}

void set_score(Record& assessment, const Score& score) {
    const auto set = [&](std::string_view field, std::string text) {
        if (!text.empty() && assessment.entity->field(field)) {
            assessment.set(field, std::move(text));
        }
    };
    set("score", score.total ? score.total->normalised().to_string() : std::string());
    set("metric_score", score.metric ? score.metric->normalised().to_string() : std::string());
    set("band", std::string(score.band));
}

}  // namespace

std::vector<Finding> judge_answers(const schema::Dataset& dataset, const std::vector<Record>& records) {
    std::vector<Finding> findings;
    for_each_answer(dataset, records, [&](std::size_t i, const Record& answer, const Instrument* instrument) {
        if (const auto fault = fault_of(answer, instrument)) {
            const bool about_item = *fault == Fault::assessment_foreign_item;
            findings.push_back({i, *fault, field_of(answer, about_item ? "item" : "value")});
        }
    });
    return findings;
}

void set_scores(const schema::Dataset& dataset, std::vector<Record>& records) {
    const auto answers = answers_by_assessment(dataset, records);
    for (auto& record : records) {
        if (record.entity->name == kAssessment && record.verdict != Verdict::rejected) {
            set_score(record, score_for(dataset, record, answers));
        }
    }
}

std::vector<Finding> remark_answers(const schema::Dataset& dataset, const std::vector<Record>& records) {
    std::vector<Finding> findings;
    const auto answers = answers_by_assessment(dataset, records);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].entity->name == kAssessment && records[i].verdict == Verdict::accepted &&
            score_for(dataset, records[i], answers).incomplete) {
            findings.push_back({i, Fault::assessment_incomplete, field_of(records[i], "score")});
        }
    }
    for_each_answer(dataset, records, [&](std::size_t i, const Record& answer, const Instrument* instrument) {
        const auto value = Decimal::parse(answer.text("value"));
        if (instrument == nullptr || !value || answer.verdict != Verdict::accepted) {
            return;
        }
        for (const auto& safety : instrument->safety) {
            if (safety.item == answer.text("item") && *value > safety.above) {
                findings.push_back({i, Fault::assessment_safety, field_of(answer, "value")});
            }
        }
    });
    return findings;
}

}  // namespace sluice::check
