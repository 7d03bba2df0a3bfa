#include "gateway/pipeline/cross_checks.hpp"

#include "gateway/format/json.hpp"
#include "gateway/pipeline/names.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace sluice::pipeline {
namespace {

using schema::Fault;

Fault fault_of(check::NameKinship kinship) {
    switch (kinship) {
        case check::NameKinship::letter_case:
            return Fault::name_letter_case;
        case check::NameKinship::spacing:
            return Fault::name_spacing;
        case check::NameKinship::truncated:
            return Fault::name_truncated;
        case check::NameKinship::word_order:
            break;
    }
    return Fault::name_word_order;
}

std::uint64_t read_count(const std::string& text) {
    std::uint64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

class CrossChecks {
  public:
    explicit CrossChecks(const SubmissionContext& context)
        : context_(context),
          dataset_(context.pack.documents->dataset),
          senders_(context.receipt->submission.senders()) {}

    Result<void> run_rules();
    Result<void> compare_names();

  private:
    struct Name {
        std::uint64_t count = 0;
        std::string record_id;
        std::string organisation;  // of that record
    };
    Result<void> run_rule(RuleIndex index, const schema::RuleQuery& query);
    Result<void> note_failed(RuleIndex index, const schema::RuleQuery& query, const Error& error);
    Result<void> compare_field(const schema::Entity& entity, const schema::Field& field);
    Result<SourceRef> place_of(
        const std::string& entity, const std::string& record_id, std::string_view field
    );
    Result<void> add(
        RuleIndex rule, const std::string& entity, const std::string& record_id, const std::string& field,
        const std::string& organisation
    );
    // A whole store may be looked at; told is what concerns those who are in this submission, of what its
    // senders have sent.
    bool concerns(const std::string& organisation) const {
        return context_.tally->organisations.contains(organisation);
    }
    Result<bool> is_of_sender(const std::string& entity, const std::string& record_id);

    const SubmissionContext& context_;
    const schema::Dataset& dataset_;
    const std::set<std::string> senders_;
};

Result<bool> CrossChecks::is_of_sender(const std::string& entity, const std::string& record_id) {
    SLUICE_ASSIGN(const auto state, context_.store.dataset().lineage(context_.purpose(), entity, record_id));
    return state && senders_.contains(state->sender);
}

// Where the value stands, if it came with this submission.
Result<SourceRef> CrossChecks::place_of(
    const std::string& entity, const std::string& record_id, std::string_view field
) {
    SourceRef at{kNoFile, 0, 0, 0};
    SLUICE_ASSIGN(const auto state, context_.store.dataset().lineage(context_.purpose(), entity, record_id));
    if (!state || state->receipt != context_.receipt->seq) {
        return at;
    }
    SLUICE_ASSIGN(const auto lineage, format::parse_json(state->lineage_json));
    for (const auto& entry : lineage.items()) {
        const auto* own = entry.find("field");
        const auto* file = entry.find("file");
        const auto* record = entry.find("record");
        const bool wanted = own != nullptr && own->text() == field;
        if (file == nullptr || record == nullptr || (at.file != kNoFile && !wanted)) {
            continue;
        }
        const auto& files = context_.tally->files;
        const auto found = std::find_if(files.begin(), files.end(), [&](const auto& one) {
            return one.name == file->text().value_or("");
        });
        if (found != files.end()) {
            at = {found->file, 0, static_cast<std::uint64_t>(record->integer().value_or(std::int64_t{0})), 0};
        }
    }
    return at;
}

Result<void> CrossChecks::add(
    RuleIndex rule, const std::string& entity, const std::string& record_id, const std::string& field,
    const std::string& organisation
) {
    SLUICE_ASSIGN(const auto at, place_of(entity, record_id, field));
    const auto index = dataset_.entity(entity)->field(field);
    context_.tally->add(
        Issue{
            rule, context_.pack.rules()[rule].severity, index ? static_cast<FieldIndex>(*index) : kNoField,
            at},
        entity, record_id, field, {organisation, 0}
    );
    return {};
}

Result<void> CrossChecks::run_rule(RuleIndex index, const schema::RuleQuery& query) {
    auto parameters = context_.pack.rules()[index].parameters;
    parameters["purpose"] = context_.purpose();
    std::map<std::string, std::string> found;  // record id -> organisation: in one order, each once
    const auto done = context_.store.dataset().query(
        query.sql, parameters,
        [&](const auto&, const auto& values) -> Result<void> {
            found.emplace(values[0].value_or(""), values[1].value_or(""));
            return {};
        }
    );
    if (!done) {
        return note_failed(index, query, done.error());
    }
    for (const auto& [record_id, organisation] : found) {
        if (!concerns(organisation)) {
            continue;
        }
        SLUICE_ASSIGN(const bool theirs, is_of_sender(query.entity, record_id));
        if (theirs) {
            SLUICE_TRY(add(index, query.entity, record_id, query.field, organisation));
        }
    }
    return {};
}

// As of a rule about one record (fault_of in gateway/check/program.cpp): what is wrong with a rule stops no
// submission.
Result<void> CrossChecks::note_failed(RuleIndex index, const schema::RuleQuery& query, const Error& error) {
    const auto& rule = context_.pack.rules()[index];
    if (error.code() != ErrorCode::limit && error.code() != ErrorCode::pack) {
        return Error(error.code(), rule.sql.where + ": " + rule.id + ": " + error.text());
    }
    const auto issue = context_.pack.rules().issue(Fault::record_check_failed, {kNoFile, 0, 0, 0});
    context_.tally->add(issue, query.entity, {}, rule.id, {});
    return {};
}

Result<void> CrossChecks::run_rules() {
    const auto& rules = context_.pack.rules().rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].sql.empty()) {
            continue;
        }
        for (const auto& query : schema::queries_of(rules[i])) {
            if (const auto* entity = dataset_.entity(query.entity);
                dataset_.allows(context_.purpose(), *entity)) {
                SLUICE_TRY(run_rule(static_cast<RuleIndex>(i), query));
            }
        }
    }
    return {};
}

Result<void> CrossChecks::compare_field(const schema::Entity& entity, const schema::Field& field) {
    std::map<std::string, Name> names;
    SLUICE_TRY(context_.store.dataset().query(
        "SELECT organisation, \"" + field.name + "\", count(*), min(\"" + entity.fields.front().name +
            "\"), sender FROM \"" + entity.name + "\" WHERE purpose = :purpose AND \"" + field.name +
            "\" IS NOT NULL GROUP BY 1, 2, 5 ORDER BY 1, 2, 5",
        {{"purpose", context_.purpose()}},
        [&](const auto&, const auto& values) -> Result<void> {
            if (concerns(values[0].value_or("")) && senders_.contains(values[4].value_or(""))) {
                auto& name = names[values[1].value_or("")];
                name.count += read_count(values[2].value_or("0"));
                if (name.record_id.empty()) {
                    name.record_id = values[3].value_or("");
                    name.organisation = values[0].value_or("");
                }
            }
            return {};
        }
    ));
    std::vector<check::NameCount> counts;
    for (const auto& [text, name] : names) {
        counts.push_back({text, name.count});
    }
    SLUICE_ASSIGN(const auto whole, directory_names(dataset_, context_.store));
    const check::NameRules rules{static_cast<std::size_t>(dataset_.names.truncated_from)};
    for (const auto& group : check::related_names(counts, whole, rules)) {
        // One finding for each way of writing beside the most used one; of a name cut off, for itself.
        const std::size_t first = group.names.size() > 1 ? 1 : 0;
        for (std::size_t i = first; i < group.names.size(); ++i) {
            const auto& name = names[counts[group.names[i]].name];
            SLUICE_TRY(
                add(context_.pack.rules().of(fault_of(group.kinship)), entity.name, name.record_id,
                    field.name, name.organisation)
            );
        }
    }
    return {};
}

Result<void> CrossChecks::compare_names() {
    for (const auto& name : dataset_.names.fields) {
        if (const auto place = place_of_names(dataset_, name)) {
            SLUICE_TRY(compare_field(*place->entity, *place->field));
        }
    }
    return {};
}

}  // namespace

Result<void> check_across(const SubmissionContext& context) {
    if (context.tally->organisations.empty()) {
        return {};
    }
    CrossChecks checks(context);
    SLUICE_TRY(checks.run_rules());
    return checks.compare_names();
}

}  // namespace sluice::pipeline
