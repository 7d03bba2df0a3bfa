#include "gateway/pipeline/population.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/record/row.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

std::optional<std::size_t> column_of(
    const std::vector<std::string>& header, std::initializer_list<std::string_view> names
) {
    const auto found = std::find_if(header.begin(), header.end(), [&](const auto& heading) {
        return std::find(names.begin(), names.end(), to_lower(trim(heading))) != names.end();
    });
    return found == header.end() ? std::nullopt : std::optional<std::size_t>(found - header.begin());
}

Error bad_sizes(const std::string& path, const std::string& what) {
    return Error(
        ErrorCode::usage,
        "the list sizes in " + path + " " + what +
            "; what is expected is CSV with the columns ods and registered, a practice a line"
    );
}

// One row of a table: its cells by the columns of the schema.
using RowVisitor = std::function<Result<void>(const std::function<std::string(std::size_t column)>& cell)>;

Result<void> visit_rows(const MemberFile& member, const RowVisitor& visit) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    std::uint64_t offset = 0;
    const auto& section = member.sections.front();
    format::RecordReader reader(
        [&](char* buffer, std::size_t size) -> Result<std::size_t> {
            SLUICE_ASSIGN(const auto got, env::read_at(file, offset, std::span<char>(buffer, size)));
            offset += got;
            return got;
        },
        member.dialect
    );
    const auto cell = [&](std::size_t column) {
        const auto at = section.binding.position[column];
        const auto index = static_cast<std::size_t>(at);
        return at < 0 || index >= reader.cell_count() ? std::string()
                                                      : std::string(trim(reader.value(index)));
    };
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            return {};
        }
        if (reader.ordinal() > section.header_record && !reader.record().blank) {
            SLUICE_TRY(visit(cell));
        }
    }
}

Result<void> visit_table(
    const FileSet& set, const std::vector<MemberFile>& members, const std::string& table,
    const RowVisitor& visit
) {
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (!member.rejected && !member.sections.empty() && member.recognised->schema().name == table) {
            SLUICE_TRY(visit_rows(member, visit));
        }
    }
    return {};
}

// Keys of the organisations whose agreement is off: they send nothing, and that is right.
Result<std::set<std::string>> find_disabled(
    const FileSet& set, const std::vector<MemberFile>& members, const map::Program& program,
    std::string_view purpose
) {
    std::set<std::string> out;
    const auto& system = *set.system;
    const auto table = system.table_index(system.agreement_table);
    if (!table || !program.agreement_disabled()) {
        return out;
    }
    const auto& layout = program.layout(purpose, *table);
    const auto organisation = *system.tables[*table].column(system.agreement_organisation);
    SLUICE_TRY(visit_table(set, members, system.agreement_table, [&](const auto& cell) -> Result<void> {
        std::vector<std::string> texts;
        for (const auto column : layout.columns) {
            texts.push_back(cell(column));
        }
        const record::SourceRow row(layout, {texts.begin(), texts.end()}, nullptr);
        SLUICE_ASSIGN(const auto disabled, expression::holds(*program.agreement_disabled(), &row, {}));
        if (disabled.value_or(true)) {
            out.insert(cell(organisation));
        }
        return {};
    }));
    return out;
}

std::string in_words(const PracticePopulation& practice) {
    return practice.ods + ": " + std::to_string(practice.found) + " of " + std::to_string(practice.expected);
}

}  // namespace

Result<ListSizes> read_list_sizes(const std::string& path) {
    ListSizes out;
    if (path.empty()) {
        return out;
    }
    constexpr std::size_t kListBytesMax = std::size_t{16} << 20;
    SLUICE_ASSIGN(const auto text, env::read_file(path, kListBytesMax));
    const auto rows = format::parse_all(text);
    if (!rows || rows->empty()) {
        return bad_sizes(path, "cannot be read");
    }
    const auto code = column_of(rows->front(), {"ods", "code"});
    const auto size = column_of(rows->front(), {"registered", "list_size"});
    if (!code || !size) {
        return bad_sizes(path, "have no heading for the practice, or none for its size");
    }
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        if (row.empty() || (row.size() == 1 && row.front().empty())) {
            continue;
        }
        const auto number = std::max(*code, *size) < row.size() ? std::string(trim(row[*size])) : "";
        std::uint64_t registered = 0;
        const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), registered);
        if (number.empty() || fault != std::errc() || end != number.data() + number.size()) {
            return bad_sizes(path, "have no whole number in line " + std::to_string(i + 1));
        }
        out.registered[to_upper(trim(row[*code]))] = registered;
    }
    out.digest = env::sha256_hex(text);
    return out;
}

Result<std::vector<PracticePopulation>> count_population(
    const FileSet& set, const std::vector<MemberFile>& members, const map::Program& program,
    std::string_view purpose, const ListSizes& sizes
) {
    const auto& system = *set.system;
    const auto& persons = *system.table(system.person_table);
    const auto& organisations = *system.table(system.organisation_table);
    SLUICE_ASSIGN(const auto disabled, find_disabled(set, members, program, purpose));
    std::map<std::string, PracticePopulation> by_key;
    const auto key = *organisations.column(organisations.primary_key.front());
    const auto code = *organisations.column(system.organisation_code);
    SLUICE_TRY(visit_table(set, members, organisations.name, [&](const auto& cell) -> Result<void> {
        const auto ods = to_upper(cell(code));
        const auto known = sizes.registered.find(ods);
        if (known != sizes.registered.end() && !disabled.contains(cell(key))) {
            by_key[cell(key)] = {ods, 0, known->second};
        }
        return {};
    }));
    const auto organisation = *persons.column(persons.organisation);
    SLUICE_TRY(visit_table(set, members, persons.name, [&](const auto& cell) -> Result<void> {
        const auto practice = by_key.find(cell(organisation));
        const bool counts = std::all_of(
            system.population.counts.begin(), system.population.counts.end(),
            [&](const auto& condition) {
                const auto text = to_lower(cell(*persons.column(condition.first)));
                return std::any_of(condition.second.begin(), condition.second.end(), [&](const auto& value) {
                    return equals_ignoring_case(text, value);
                });
            }
        );
        if (practice != by_key.end() && counts) {
            ++practice->second.found;
        }
        return {};
    }));
    std::vector<PracticePopulation> out;
    for (auto& [guid, practice] : by_key) {
        out.push_back(std::move(practice));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.ods < b.ods; });
    return out;
}

bool judge_population(
    const std::vector<PracticePopulation>& practices, const schema::Population& limits, const SourceRef& at,
    Tally& tally
) {
    bool stop = false;
    PracticePopulation sum{"all", 0, 0};
    for (const auto& practice : practices) {
        sum.found += practice.found;
        sum.expected += practice.expected;
        if (practice.found * 100 < practice.expected * limits.stop_percent) {
            tally.add(Fault::set_population_low, at, in_words(practice));
            stop = true;
        }
    }
    const auto difference = sum.found > sum.expected ? sum.found - sum.expected : sum.expected - sum.found;
    if (difference * 100 > sum.expected * limits.alarm_percent) {
        tally.add(Fault::set_population_differs, at, in_words(sum));
    }
    return stop;
}

}  // namespace sluice::pipeline
