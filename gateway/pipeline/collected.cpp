#include "gateway/pipeline/collected.hpp"

#include "gateway/map/collected.hpp"
#include "gateway/pipeline/source_name.hpp"

namespace sluice::pipeline {

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
        // A column that the package fills for every row is as good as one in the header.
        std::vector<bool> there;
        for (std::size_t column = 0; column < member.binding.position.size(); ++column) {
            const auto& package = member.binding.package;
            const bool packaged = column < package.size() && !package[column].empty();
            there.push_back(member.binding.position[column] >= 0 || packaged);
        }
        map::add_collected(program, member.recognised->table, there, fields);
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
