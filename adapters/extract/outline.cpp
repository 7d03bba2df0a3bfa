#include "adapters/extract/outline.hpp"

#include "adapters/extract/header.hpp"
#include "adapters/extract/preamble.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_reader.hpp"

#include <algorithm>
#include <set>

namespace sluice::extract {
namespace {

// A line above headings names one thing and says one: more cells are a row.
constexpr std::size_t kPreambleCellsMax = 2;

format::ReadBytes reader_of(const env::OpenFile& file) {
    return [&file, offset = std::uint64_t{0}](char* buffer, std::size_t size) mutable -> Result<std::size_t> {
        SLUICE_ASSIGN(const auto got, env::read_at(file, offset, std::span<char>(buffer, size)));
        offset += got;
        return got;
    };
}

Line line_of(const format::RecordReader& reader) {
    Line line{reader.ordinal(), reader.byte_offset(), {}};
    for (std::size_t i = 0; i < reader.cell_count(); ++i) {
        line.cells.emplace_back(trim(reader.value(i)));
    }
    return line;
}

std::size_t filled_cells(const Line& line) {
    return static_cast<std::size_t>(std::count_if(line.cells.begin(), line.cells.end(), [](const auto& cell) {
        return !cell.empty();
    }));
}

struct Headings {
    Recognised recognised;
    format::Dialect dialect;
    Line line;
    std::size_t known = 0;
};

// The first line that holds the headings of a report. A later one with more of them begins another section:
// what stands between are rows.
Result<std::optional<Headings>> find_headings(
    const env::OpenFile& file, const std::vector<schema::SourceSystem>& systems, format::Dialect dialect,
    std::size_t lines_max, const Limits& limits
) {
    format::RecordReader reader(reader_of(file), dialect, limits);
    while (reader.ordinal() < lines_max) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        auto line = line_of(reader);
        auto found = recognise_by_header(systems, line.cells, true);
        if (!found || found->system->report->delimiters.find(dialect.delimiter) == std::string::npos ||
            reader.ordinal() > found->system->report->heading_lines_max) {
            continue;
        }
        const auto known = bind_columns(found->schema(), line.cells, "").known;
        return std::optional(Headings{std::move(*found), dialect, std::move(line), known});
    }
    return std::optional<Headings>();
}

bool is_upper_word(const schema::ReportForm& form, std::string_view cell) {
    const auto& words = form.upper_words;
    return std::find(words.begin(), words.end(), to_lower(cell)) != words.end();
}

// Does a line name what the headings below it belong to? A row may say "End", too; but it has numbers.
bool is_upper_line(const schema::ReportForm& form, const Line& line) {
    const auto is_upper = [&](const auto& cell) { return is_upper_word(form, cell); };
    return std::any_of(line.cells.begin(), line.cells.end(), is_upper) &&
           std::all_of(line.cells.begin(), line.cells.end(), [&](const auto& cell) {
               return is_upper(cell) ||
                      std::none_of(cell.begin(), cell.end(), [](char c) { return is_digit(c); });
           });
}

// "Baseline" over three headings, of which the first has the text: merged cells hold it once.
std::vector<std::string> put_together(
    const schema::ReportForm& form, const Line& upper, std::vector<std::string> headings
) {
    std::string group;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const auto& over = i < upper.cells.size() ? upper.cells[i] : std::string();
        if (!over.empty()) {
            group = is_upper_word(form, over) ? over + form.prefix_ends.front() : std::string();
        }
        if (!headings[i].empty()) {
            headings[i].insert(0, group);
        }
    }
    return headings;
}

// Goes through a file whose headings are known.
class Outliner {
  public:
    Outliner(const std::vector<schema::SourceSystem>& systems, const Headings& headings)
        : systems_(systems), form_(*headings.recognised.system->report) {
        out_.recognised = headings.recognised;
        out_.dialect = headings.dialect;
        for (const auto& table : headings.recognised.system->tables) {
            for (const auto& column : table.columns) {
                names_.insert(heading(column.name, true));
                names_.insert(heading(column.label(), true));
                for (const auto& alias : column.aliases) {
                    names_.insert(heading(alias, true));
                }
            }
        }
    }

    Result<Outline> run(const env::OpenFile& file, std::uint64_t first, const Limits& limits);

  private:
    bool is_heading_line(const Line& line);
    void begin_section(Line line, std::uint64_t data_offset);
    void note(Line line);

    const std::vector<schema::SourceSystem>& systems_;
    const schema::ReportForm& form_;
    std::set<std::string, std::less<>> names_;  // of all columns of the system
    std::vector<Line> above_;                   // lines that could be of the preamble of the next section
    Outline out_;
};

// Cheap first: hardly a row holds two headings.
bool Outliner::is_heading_line(const Line& line) {
    const auto headings = std::count_if(line.cells.begin(), line.cells.end(), [&](const auto& cell) {
        return !cell.empty() && names_.contains(heading(split_heading(cell, form_.prefix_ends).text, true));
    });
    if (headings < 2) {
        return false;
    }
    const auto found = recognise_by_header(systems_, line.cells, true);
    const bool same =
        found && found->system == out_.recognised.system && found->table == out_.recognised.table;
    if (found && !same && out_.other_headings_record == 0) {
        out_.other_headings_record = line.ordinal;
    }
    return same;
}

void Outliner::begin_section(Line line, std::uint64_t data_offset) {
    if (!out_.sections.empty()) {
        // A line that says nothing that is known may be a row: it stays with those above, and is told.
        const auto rows_end = std::find_if(above_.rbegin(), above_.rend(), [&](const Line& above) {
            const bool upper = above.ordinal + 1 == line.ordinal && is_upper_line(form_, above);
            return filled_cells(above) > 0 && !upper && !is_of_preamble(form_, above);
        });
        out_.sections.back().end_offset = rows_end == above_.rbegin() ? line.offset : rows_end.base()->offset;
    }
    OutlineSection section;
    section.heading_record = line.ordinal;
    section.data_offset = data_offset;
    const bool upper =
        !above_.empty() && above_.back().ordinal + 1 == line.ordinal && is_upper_line(form_, above_.back());
    section.header =
        upper ? put_together(form_, above_.back(), std::move(line.cells)) : std::move(line.cells);
    section.says = read_preamble(form_, above_);
    above_.clear();
    out_.sections.push_back(std::move(section));
}

void Outliner::note(Line line) {
    const auto filled = filled_cells(line);
    if (filled == 1 && out_.cut_short_record == 0 && says_cut_short(form_, line)) {
        out_.cut_short_record = line.ordinal;
    }
    const bool narrow = !out_.sections.empty() && out_.sections.back().header.size() <= kPreambleCellsMax;
    const bool wide = filled > kPreambleCellsMax && !is_upper_line(form_, line);
    if (!out_.sections.empty() && (wide || narrow)) {
        above_.clear();
        return;
    }
    above_.push_back(std::move(line));
    if (above_.size() > form_.heading_lines_max) {
        above_.erase(above_.begin());
    }
}

Result<Outline> Outliner::run(const env::OpenFile& file, std::uint64_t first, const Limits& limits) {
    format::RecordReader reader(reader_of(file), out_.dialect, limits);
    std::optional<Line> headings;
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (headings) {
            const auto offset = more ? reader.byte_offset() : file.size;
            begin_section(std::move(*headings), offset);
            headings.reset();
        }
        if (!more) {
            break;
        }
        auto line = line_of(reader);
        if (reader.ordinal() == first || (reader.ordinal() > first && is_heading_line(line))) {
            headings = std::move(line);
        } else {
            note(std::move(line));
        }
    }
    return std::move(out_);
}

}  // namespace

Result<std::optional<Outline>> outline(
    const env::OpenFile& file, const std::vector<schema::SourceSystem>& systems, const Limits& limits
) {
    std::set<char> delimiters;
    std::size_t lines_max = 0;
    for (const auto& system : systems) {
        if (system.report) {
            delimiters.insert(system.report->delimiters.begin(), system.report->delimiters.end());
            lines_max = std::max(lines_max, system.report->heading_lines_max);
        }
    }
    std::optional<Headings> best;
    for (const char delimiter : delimiters) {
        SLUICE_ASSIGN(auto found, find_headings(file, systems, {delimiter, '"'}, lines_max, limits));
        if (found && (!best || found->known > best->known)) {
            best = std::move(found);
        }
    }
    if (!best) {
        return std::optional<Outline>();
    }
    SLUICE_ASSIGN(auto out, Outliner(systems, *best).run(file, best->line.ordinal, limits));
    return std::optional(std::move(out));
}

}  // namespace sluice::extract
