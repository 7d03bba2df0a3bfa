#include "tests/support/reports.hpp"

#include "gateway/pipeline/sets.hpp"

#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <stdexcept>

namespace sluice::tests {
namespace {

void add_rows(
    SourceRows& rows, const map::Program& program, const pipeline::MemberFile& member,
    const pipeline::Section& section, const std::string& purpose, const std::string& text
) {
    extract::FilePlan plan;
    plan.program = &program;
    plan.layout = &program.layout(purpose, member.recognised->table);
    plan.binding = section.binding;
    plan.dialect = member.dialect;
    plan.links = &rows;
    extract::BlockReader reader(plan, {});
    const auto end = std::min<std::uint64_t>(section.end_offset, text.size());
    const auto batch =
        reader.read(std::string_view(text).substr(section.data_offset, end - section.data_offset), true);
    for (const auto& row : batch.value().rows) {
        Cells cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            cells[plan.layout->schema().columns[plan.layout->columns[i]].name] = std::string(row.cells[i]);
        }
        rows.add(plan.layout->schema().name, cells);
    }
}

}  // namespace

void add_report(
    SourceRows& rows, const map::Program& program, const std::string& text, const std::string& purpose,
    const std::string& run
) {
    const TemporaryFolder folder;
    pipeline::MemberFile member;
    member.name = "report.csv";
    member.path = folder / member.name;
    member.bytes = text.size();
    write_text(member.path, text);
    pipeline::Tally tally(repository_pack().rules());
    tally.files.push_back({});
    if (!pipeline::inspect(member, repository_pack(), tally) || !member.recognised ||
        member.recognised->system->name != program.system().name) {
        throw std::runtime_error("the text is no file of " + program.system().name);
    }
    member.package = {{"report", "report"},         {"run", run},
                      {"sender", "F84001"},         {"period_start", "2026-10-01"},
                      {"period_end", "2026-10-31"}, {"semantics", "increment"}};
    pipeline::bind_file(member, program, purpose, tally);
    for (const auto& section : member.sections) {
        add_rows(rows, program, member, section, purpose, text);
    }
}

}  // namespace sluice::tests
