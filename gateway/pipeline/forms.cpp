#include "gateway/pipeline/forms.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

// Headings of a column that comes several times count once: how many there are may be due to the rows.
std::string fingerprint_of(const Section& section) {
    std::set<std::string> headings;
    for (const auto& text : section.header) {
        headings.insert(extract::heading(text, true));
    }
    headings.erase("");
    Fnv1a hash;
    for (const auto& text : headings) {
        hash.add(text);
        hash.add("\x1F");
    }
    return fmt::format("{:016x}", hash.value());
}

std::vector<std::string> columns_of(const schema::SourceTable& table, const extract::Binding& binding) {
    std::set<std::string> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (binding.position[i] >= 0) {
            columns.insert(table.columns[i].name);
        }
    }
    return {columns.begin(), columns.end()};
}

std::string said(const MemberFile& member, const Section& section, const char* what) {
    const auto own = section.says.find(what);
    const auto of_file = member.package.find(what);
    return own != section.says.end() ? own->second
                                     : (of_file != member.package.end() ? of_file->second : std::string());
}

store::Form form_of(
    const SubmissionContext& context, const FileSet& set, const MemberFile& member, const Section& section
) {
    const auto& recognised = *member.recognised;
    store::Form form;
    form.key.sender = context.receipt->submission.sender_of(member.index);
    form.key.organisation = set.system->report ? said(member, section, "organisation") : set.agreement;
    form.key.system = set.system->name;
    form.key.table = recognised.schema().name;
    form.key.report = set.system->report ? to_lower(said(member, section, "report")) : std::string();
    form.fingerprint = fingerprint_of(section);
    form.version = extract::version_of(recognised.schema(), section.binding, recognised.version);
    form.columns = columns_of(recognised.schema(), section.binding);
    form.receipt = context.receipt->seq;
    return form;
}

}  // namespace

std::string form_difference(const store::Form& before, const store::Form& now) {
    std::vector<std::string> words;
    const auto add = [&](const auto& from, const auto& to, char sign) {
        for (const auto& column : from) {
            if (std::find(to.begin(), to.end(), column) == to.end()) {
                words.push_back(sign + column);
            }
        }
    };
    add(now.columns, before.columns, '+');
    add(before.columns, now.columns, '-');
    return join(words, " ");
}

Result<void> note_forms(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members
) {
    // A package may hold what has changed alone, with the columns that this needs; its contract is its
    // version.
    const bool compared = set.system->manifest.empty() && !context.again;
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (member.rejected || !member.recognised->schema().used) {
            continue;
        }
        for (const auto& section : member.sections) {
            const auto form = form_of(context, set, member, section);
            SLUICE_ASSIGN(const auto before, context.store.forms().before(form.key, form.receipt));
            // A column that the table does not have is told by itself (FIL-005): nothing is read from it.
            const bool known = std::any_of(before.begin(), before.end(), [&](const auto& one) {
                return one.columns == form.columns && one.version == form.version;
            });
            if (compared && !before.empty() && !known) {
                context.tally->add(
                    schema::Fault::file_form_changed, {member.index, 0, section.header_record, 0},
                    form_difference(before.front(), form)
                );
            }
            SLUICE_TRY(context.store.forms().note(form));
        }
    }
    return {};
}

}  // namespace sluice::pipeline
