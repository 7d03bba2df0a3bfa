#include "gateway/pipeline/continuations.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/source_name.hpp"

#include <algorithm>
#include <array>

namespace sluice::pipeline {
namespace {

constexpr char kPartSeparator = '\x1f';

// A name as the service writes it, "casebook" or "emis", to the one that provenance has.
std::string source_of(const schema::Documents& documents, const std::string& system) {
    const auto name = to_lower(trim(system));
    const bool whole = name.find(kSendingSystem) != std::string::npos || documents.system(name) != nullptr;
    return whole ? name : source_name(schema::kExchangeSystem, name);
}

}  // namespace

Result<std::vector<check::Continuation>> load_continuations(const SubmissionContext& context) {
    std::vector<check::Continuation> out;
    const auto& tables = context.store.dataset().tables();
    const bool there = std::any_of(tables.begin(), tables.end(), [](const auto& table) {
        return table.name == schema::kContinuation;
    });
    if (!there) {
        return out;
    }
    std::map<std::array<std::string, 3>, check::Continuation> found;
    SLUICE_TRY(context.store.dataset().query(
        "SELECT organisation, old_system, new_system, entity, old_id, new_id FROM continuation "
        "WHERE purpose = :purpose AND held_back = 0",
        {{"purpose", context.purpose()}},
        [&](const auto&, const auto& values) -> Result<void> {
            const auto& documents = *context.pack.documents;
            const auto before = source_of(documents, values[1].value_or(""));
            const auto after = source_of(documents, values[2].value_or(""));
            auto& one = found[{values[0].value_or(""), before, after}];
            one.organisation = values[0].value_or("");
            one.old_source = before;
            one.new_source = after;
            if (values[4] && values[5]) {
                one.ids[{values[3].value_or(""), *values[4]}] = *values[5];
            }
            return {};
        }
    ));
    for (auto& [key, continuation] : found) {
        out.push_back(std::move(continuation));
    }
    return out;
}

Result<std::string> continued_value(
    const SubmissionContext& context, const std::vector<check::Continuation>& continuations,
    const std::string& person
) {
    std::string value;
    if (continuations.empty()) {
        return value;
    }
    const auto& dataset = context.pack.documents->dataset;
    SLUICE_TRY(context.store.dataset().query(
        "SELECT e.supplier, e.organisation, e.local_id FROM sluice_record_state s CROSS JOIN \"" +
            dataset.person + "\" e ON e.\"" + dataset.entity(dataset.person)->fields.front().name +
            "\" = s.record_id AND e.purpose = s.purpose WHERE s.purpose = :purpose AND s.person = :person "
            "AND "
            "s.entity = :entity AND e.local_id IS NOT NULL",
        {{"purpose", context.purpose()}, {"person", person}, {"entity", dataset.person}},
        [&](const auto&, const auto& values) -> Result<void> {
            auto source = values[0].value_or("");
            const auto organisation = values[1].value_or("");
            auto id = values[2].value_or("");
            for (std::size_t step = 0; step < continuations.size(); ++step) {
                for (const auto& one : continuations) {
                    const auto mapped = one.ids.find({dataset.person, id});
                    if (one.old_source == source && one.organisation == organisation &&
                        mapped != one.ids.end()) {
                        source = one.new_source;
                        id = mapped->second;
                    }
                }
            }
            const bool concerned =
                std::any_of(continuations.begin(), continuations.end(), [&](const auto& one) {
                    return one.organisation == organisation && one.new_source == source;
                });
            value = concerned ? organisation + kPartSeparator + source + kPartSeparator + id : std::string();
            return {};
        }
    ));
    return value;
}

}  // namespace sluice::pipeline
