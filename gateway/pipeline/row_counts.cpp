#include "gateway/pipeline/row_counts.hpp"

#include "gateway/base/text.hpp"

#include <charconv>
#include <map>

namespace sluice::pipeline {
namespace {

using Counts = std::map<std::string, std::uint64_t, std::less<>>;  // by table

// "Admin_Patient=30 CareRecord_Observation=60"
Counts read_counts(std::string_view text) {
    Counts out;
    for (const auto part : split(text, ' ')) {
        const auto at = part.find('=');
        if (at != std::string_view::npos) {
            const auto digits = part.substr(at + 1);
            std::from_chars(
                digits.data(), digits.data() + digits.size(), out[std::string(part.substr(0, at))]
            );
        }
    }
    return out;
}

std::string written(const Counts& counts) {
    std::vector<std::string> parts;
    for (const auto& [table, rows] : counts) {
        parts.push_back(table + "=" + std::to_string(rows));
    }
    return join(parts, " ");
}

}  // namespace

Result<void> compare_row_counts(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const std::string& order
) {
    const auto& limits = set.system->fewer_rows;
    if (limits.percent == 0) {
        return {};
    }
    Counts now;
    std::map<std::string, std::uint32_t, std::less<>> files;
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (member.rejected || !member.recognised->schema().used || !is_full(set, member)) {
            continue;
        }
        const auto& table = member.recognised->schema().name;
        now[table] += context.tally->files[member.index].read;
        files.emplace(table, member.index);
    }
    const std::string mark = "rows/" + order;
    SLUICE_ASSIGN(const auto kept, context.store.mark(mark));
    auto counts = read_counts(kept.value_or(""));
    for (const auto& [table, rows] : now) {
        const auto before = counts[table];
        if (before >= limits.rows_min && rows * 100 < before * limits.percent) {
            context.tally->add(
                schema::Fault::set_fewer_rows, {files[table], 0, 0, 0},
                table + " " + std::to_string(rows) + ", before " + std::to_string(before)
            );
        }
        counts[table] = rows;
    }
    return now.empty() ? Result<void>() : context.store.set_mark(mark, written(counts));
}

}  // namespace sluice::pipeline
