#include "gateway/pipeline/collected.hpp"

#include "gateway/map/collected.hpp"
#include "gateway/pipeline/source_name.hpp"

namespace sluice::pipeline {
namespace {

// A column that the package fills for every row is as good as one in the header.
std::vector<bool> columns_there(const extract::Binding& binding) {
    std::vector<bool> there;
    for (std::size_t column = 0; column < binding.position.size(); ++column) {
        const bool packaged = column < binding.package.size() && !binding.package[column].empty();
        there.push_back(binding.position[column] >= 0 || packaged);
    }
    return there;
}

}  // namespace

Result<void> note_collected(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members
) {
    schema::FieldSet fields;
    const auto& program = context.pack.program(*set.system);
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (member.rejected || !member.recognised->schema().used) {
            continue;
        }
        for (const auto& section : member.sections) {
            map::add_collected(program, member.recognised->table, columns_there(section.binding), fields);
        }
    }
    map::add_derived(context.pack.documents->dataset, fields);
    const auto source = source_name(set.system->name, set.supplier);
    const auto& sender = context.receipt->submission.sender_of(members[set.members.front()].index);
    bool asked = false;
    for (const auto& [entity, field] : fields) {
        SLUICE_ASSIGN(
            const bool is_new,
            context.store.collected().note(context.purpose(), {source, sender, entity, field})
        );
        asked = asked || (is_new && context.pack.checks.asks_collected(entity, field));
    }
    return asked && !context.first ? context.links().touch_all() : Result<void>();
}

Result<CollectedFields> CollectedFields::load(store::Store& store, std::string_view purpose) {
    CollectedFields out;
    SLUICE_ASSIGN(const auto noted, store.collected().fields(purpose));
    for (const auto& field : noted) {
        out.by_source_[{field.supplier, field.sender}].emplace(field.entity, field.field);
    }
    return out;
}

const schema::FieldSet* CollectedFields::of(const std::string& supplier, const std::string& sender) const {
    const auto found = by_source_.find({supplier, sender});
    return found == by_source_.end() ? nullptr : &found->second;
}

}  // namespace sluice::pipeline
