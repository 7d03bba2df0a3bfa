#include "gateway/pipeline/sets.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv.hpp"
#include "gateway/format/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::size_t kHeaderBytesMax = std::size_t{1} << 20;

SourceRef file_at(const MemberFile& member, std::size_t schema_column = 0) {
    return {member.index, static_cast<std::uint32_t>(schema_column), 0, 0};
}

// The first record of the file that is not blank; nothing where there is none. Notes where it stands.
std::optional<std::vector<std::string>> read_header(
    std::string_view start, bool whole_file, Section& section
) {
    const std::size_t bom = start.size() - format::skip_bom(start).size();
    format::Scanner scanner;
    const auto body = start.substr(bom);
    const auto scanned = scanner.scan(body, whole_file);
    const auto& records = scanner.records();
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].blank) {
            continue;
        }
        if (records[i].fault != format::CsvFault::none || records[i].cell_count > Limits{}.columns_max) {
            return std::nullopt;
        }
        std::vector<std::string> header;
        std::string scratch;
        for (std::size_t cell = 0; cell < records[i].cell_count; ++cell) {
            header.emplace_back(trim(scanner.value(records[i], cell, scratch)));
        }
        section.header_record = i + 1;
        section.data_offset = bom + (i + 1 < records.size() ? records[i + 1].offset : scanned.consumed);
        return header;
    }
    return std::nullopt;
}

// A file that nobody knows has rows only where it is CSV or like it: so it is called, or its first line has
// several cells. Lines of JSON, of XML and of what is no text are no rows.
bool looks_like_csv(std::string_view name, std::string_view start, std::size_t header_cells) {
    const auto text = trim(format::skip_bom(start.substr(0, format::kDetectBytes)));
    const bool markup = !text.empty() && std::string_view("{[<").find(text.front()) != std::string_view::npos;
    if (markup || text.find('\0') != std::string_view::npos) {
        return false;
    }
    const auto ending = to_lower(name.substr(name.size() - std::min<std::size_t>(name.size(), 4)));
    return ending == ".csv" || ending == ".tsv" || header_cells > 1;
}

// One cell that holds other signs between words: what a spreadsheet writes for another country, or as text.
bool has_other_separator(const std::vector<std::string>& header) {
    return header.size() == 1 && header.front().find_first_of(";\t") != std::string::npos;
}

// The same of quoted cells, which no comma parts: the first line is no header by our rules.
bool begins_with_other_separator(std::string_view start) {
    const auto line = start.substr(0, start.find('\n'));
    return line.find(',') == std::string_view::npos && line.find_first_of(";\t") != std::string_view::npos;
}

// Would the header be known if the file were written in UTF-8? Headings are ASCII: the other bytes go.
std::optional<extract::Recognised> recognise_transcoded(const Pack& pack, std::string_view start) {
    std::string ascii;
    std::copy_if(start.begin(), start.end(), std::back_inserter(ascii), [](char c) {
        return c != '\0' && static_cast<unsigned char>(c) < 0x80;
    });
    Section ignored;
    const auto header = read_header(ascii, false, ignored);
    return header ? extract::recognise_by_header(pack.documents->systems, *header) : std::nullopt;
}

void note_table(const extract::Recognised& recognised, store::FileTally& counts) {
    counts.system = recognised.system->name;
    counts.table = recognised.schema().name;
}

std::string set_key(const extract::Recognised& recognised) {
    std::string key = recognised.system->name;
    for (const auto& group : recognised.system->same) {
        key += "\x1f" + to_lower(recognised.group(group));
    }
    return key;
}

using Sets = std::map<std::string, FileSet>;

// The set of each system that the names of its files make; empty where they make several.
std::map<const schema::SourceSystem*, std::string> only_named_sets(const std::vector<MemberFile>& members) {
    std::map<const schema::SourceSystem*, std::set<std::string>> keys;
    for (const auto& member : members) {
        if (member.recognised && member.recognised->by_name) {
            keys[member.recognised->system].insert(set_key(*member.recognised));
        }
    }
    std::map<const schema::SourceSystem*, std::string> out;
    for (const auto& [system, named] : keys) {
        out[system] = named.size() == 1 ? *named.begin() : std::string();
    }
    return out;
}

// "291", or "373783-374080" of runs that were merged.
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_numbers(std::string_view text) {
    std::uint64_t ends[2] = {0, 0};
    const auto parts = split(text, '-');
    if (text.empty() || parts.size() > 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const auto part = parts[std::min(i, parts.size() - 1)];
        const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), ends[i]);
        if (code != std::errc() || end != part.data() + part.size()) {
            return std::nullopt;
        }
    }
    return ends[0] <= ends[1] ? std::optional(std::pair(ends[0], ends[1])) : std::nullopt;
}

void join_set(Sets& sets, const std::string& key, std::size_t index, const MemberFile& member) {
    const auto& recognised = *member.recognised;
    auto& set = sets[key];
    set.system = recognised.system;
    if (recognised.by_name || !recognised.system->manifest.empty()) {
        set.agreement = to_lower(recognised.group("agreement"));
        set.supplier = recognised.group("supplier");
        set.stamp = recognised.group("stamp");
        set.is_bulk = set.is_bulk || to_lower(recognised.group("mode")) == "bulk";
        set.from = std::max(set.from, recognised.group("from"));
        set.is_delta = set.is_delta || to_lower(recognised.group("mode")) == "delta";
        set.numbers = read_numbers(recognised.group(recognised.system->sequence));
        set.is_snapshot = set.is_snapshot || recognised.group("mode") == "snapshot";
    }
    set.members.push_back(index);
    set.bytes += member.bytes;
}

// Shared tables first, then the persons, then what hangs on them.
std::size_t reading_order(const schema::SourceSystem& system, std::size_t table) {
    if (system.brings_person(system.tables[table])) {
        return 1;
    }
    return hangs_on_person(system, system.tables[table]) ? 2 : 0;
}

void order_members(FileSet& set, const std::vector<MemberFile>& members, Tally& tally) {
    std::sort(set.members.begin(), set.members.end(), [&](std::size_t a, std::size_t b) {
        const auto key = [&](std::size_t i) {
            const auto table = members[i].recognised->table;
            return std::make_tuple(reading_order(*set.system, table), table, members[i].name);
        };
        return key(a) < key(b);
    });
    for (std::size_t i = 1; i < set.members.size(); ++i) {
        const auto& file = members[set.members[i]];
        if (file.recognised->table == members[set.members[i - 1]].recognised->table &&
            file.recognised->schema().used && !set.system->report) {
            tally.add(Fault::file_duplicate_table, file_at(file));
        }
    }
}

void find_missing(FileSet& set, const std::vector<MemberFile>& members, Tally& tally) {
    for (const auto& name : set.system->required) {
        const bool there = std::any_of(set.members.begin(), set.members.end(), [&](std::size_t i) {
            return members[i].recognised->schema().name == name && !members[i].rejected;
        });
        if (!there) {
            set.missing.push_back(*set.system->table_index(name));
            tally.add(Fault::set_missing_file, {kNoFile, 0, 0, 0}, name);
        }
    }
    for (const auto i : set.members) {
        const auto& listed = members[i].lacking;
        set.missing.insert(set.missing.end(), listed.begin(), listed.end());
    }
}

}  // namespace

namespace {

// Where the headings are not the first line, or may come again, the file is read once to find them.
Result<std::optional<extract::Outline>> outline_of(
    const MemberFile& member, const env::OpenFile& file, const Pack& pack
) {
    const bool may_be = !member.recognised || member.recognised->system->report;
    return may_be ? extract::outline(file, pack.documents->systems, Limits{})
                  : Result<std::optional<extract::Outline>>(std::optional<extract::Outline>());
}

void take_outline(MemberFile& member, extract::Outline& outline) {
    member.recognised = std::move(outline.recognised);
    member.dialect = outline.dialect;
    member.sections.clear();
    for (auto& part : outline.sections) {
        Section section;
        section.header = std::move(part.header);
        section.header_record = part.heading_record;
        section.data_offset = part.data_offset;
        section.end_offset = part.end_offset;
        section.says = std::move(part.says);
        member.sections.push_back(std::move(section));
    }
}

// A name such as expenditure.csv may be anybody's: where the headings cannot be those of the table that is
// called so, and are those of a table of another system, they say more.
bool is_of_another(
    const extract::Recognised& by_name, const std::vector<std::string>& header, const Pack& pack
) {
    if (extract::bind_columns(by_name.schema(), header, by_name.version).missing_mandatory.empty()) {
        return false;
    }
    const auto by_header = extract::recognise_by_header(pack.documents->systems, header);
    return by_header && by_header->system != by_name.system;
}

}  // namespace

Result<void> inspect(MemberFile& member, const Pack& pack, Tally& tally) {
    auto& counts = tally.files[member.index];
    const auto reject = [&](Fault fault, std::uint64_t record = 0) {
        member.rejected = true;
        auto at = file_at(member);
        at.record = record;
        tally.add(fault, at);
        if (member.recognised) {
            note_table(*member.recognised, counts);
        }
    };
    member.recognised = extract::recognise_by_name(pack.documents->systems, member.name);
    if (member.bytes == 0) {
        reject(Fault::file_empty);
        return {};
    }
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    std::string start(std::min<std::uint64_t>(member.bytes, kHeaderBytesMax), '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    start.resize(got);
    const auto encoding = format::detect(start);
    const bool utf8 = encoding == format::Encoding::utf8 || encoding == format::Encoding::utf8_bom;
    Section section;
    const auto header = utf8 ? read_header(start, got == member.bytes, section) : std::nullopt;
    member.has_cells = utf8 && looks_like_csv(member.name, start, header ? header->size() : 0);
    const bool misnamed = member.recognised && header && is_of_another(*member.recognised, *header, pack);
    if (misnamed) {
        member.recognised.reset();
    }
    const bool named =
        !misnamed && (member.recognised || extract::follows_grammar(pack.documents->systems, member.name));
    if (!named) {
        member.recognised = header ? extract::recognise_by_header(pack.documents->systems, *header)
                                   : (utf8 ? std::nullopt : recognise_transcoded(pack, start));
    }
    if (utf8 && !named) {
        SLUICE_ASSIGN(auto outline, outline_of(member, file, pack));
        if (outline) {
            take_outline(member, *outline);
            if (encoding == format::Encoding::utf8) {
                member.encoding = member.recognised->system->encoding;
            }
            note_table(*member.recognised, counts);
            if (outline->cut_short_record > 0) {
                reject(Fault::file_cut_short, outline->cut_short_record);
            } else if (outline->other_headings_record > 0) {
                reject(Fault::file_other_headings, outline->other_headings_record);
            }
            return {};
        }
    }
    if (!member.recognised) {
        const bool workbook = pack.documents->dataset.stray_files.is_workbook(member.name);
        tally.add(
            member.sheet ? Fault::file_sheet_not_read
                         : (workbook ? Fault::file_workbook : Fault::file_unknown),
            file_at(member)
        );
        return {};
    }
    if (encoding == format::Encoding::utf8) {
        member.encoding = member.recognised->system->encoding;
    }
    if (!utf8) {
        reject(Fault::file_encoding);
        return {};
    }
    if (!header) {
        reject(begins_with_other_separator(start) ? Fault::file_other_separator : Fault::file_no_header);
        return {};
    }
    section.header = *header;
    member.sections.push_back(std::move(section));
    member.dialect = {member.recognised->system->delimiter, member.recognised->system->quote};
    if (has_other_separator(*header)) {
        reject(Fault::file_other_separator);
        return {};
    }
    note_table(*member.recognised, counts);
    return {};
}

std::vector<FileSet> group_sets(const std::vector<MemberFile>& members, Tally& tally) {
    Sets sets;
    auto only = only_named_sets(members);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto& recognised = members[i].recognised;
        if (recognised) {
            const bool joins = !recognised->by_name && recognised->system->manifest.empty() &&
                               !only[recognised->system].empty();
            join_set(sets, joins ? only[recognised->system] : set_key(*recognised), i, members[i]);
        }
    }
    std::vector<FileSet> out;
    std::map<const schema::SourceSystem*, std::set<std::string>> agreements;
    for (auto& [key, set] : sets) {
        order_members(set, members, tally);
        find_missing(set, members, tally);
        if (!set.agreement.empty() && agreements[set.system].insert(set.agreement).second &&
            agreements[set.system].size() > 1) {
            tally.add(Fault::set_mixed_agreements, file_at(members[set.members.front()]));
        }
        out.push_back(std::move(set));
    }
    std::stable_sort(out.begin(), out.end(), [](const FileSet& a, const FileSet& b) {
        return std::tie(a.stamp, a.agreement) < std::tie(b.stamp, b.agreement);
    });
    return out;
}

namespace {

// Does any mapping of the table give an entity that may be kept for the purpose? A table without one is
// looked up.
bool is_for(const map::Program& program, std::size_t table, std::string_view purpose) {
    const auto& dataset = program.documents().dataset;
    bool mapped = false;
    for (const auto& mapping : program.mappings()) {
        if (mapping.table == table) {
            mapped = true;
            if (dataset.allows(purpose, dataset.entities[mapping.entity])) {
                return true;
            }
        }
    }
    return !mapped;
}

}  // namespace

namespace {

void report_binding(
    const MemberFile& member, const extract::Binding& binding, const std::vector<std::uint16_t>& kept,
    Tally& tally
) {
    const auto& schema = member.recognised->schema();
    const auto is_kept = [&](std::size_t column) {
        return std::find(kept.begin(), kept.end(), column) != kept.end();
    };
    // By its place, not by its text: a file without headings has a patient's values there.
    const auto heading = [](std::size_t position) { return "heading " + std::to_string(position + 1); };
    for (const auto position : binding.unknown) {
        tally.add(Fault::file_unknown_column, file_at(member), heading(position));
    }
    for (const auto& [position, column] : binding.duplicate) {
        // People choose the columns of a report, and choose some twice that nothing is read from.
        if (!member.recognised->system->report || is_kept(column)) {
            tally.add(Fault::file_duplicate_column, file_at(member), heading(position));
        }
    }
    for (const auto column : binding.missing) {
        if (is_kept(column)) {
            tally.add(Fault::file_missing_column, file_at(member, column + 1));
        }
    }
    for (const auto column : binding.missing_mandatory) {
        tally.add(Fault::file_missing_mandatory_column, file_at(member, column + 1));
    }
    if (binding.reordered && !schema.loose_headings) {
        tally.add(Fault::file_columns_reordered, file_at(member));
    }
}

// What the file says for all rows of a section, else its package or submission.
void fill_from_file(const MemberFile& member, Section& section) {
    const auto& columns = member.recognised->schema().columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto own = section.says.find(columns[i].package);
        const auto said = member.package.find(columns[i].package);
        section.binding.package[i] = own != section.says.end()      ? own->second
                                     : said != member.package.end() ? said->second
                                                                    : std::string();
    }
}

}  // namespace

void bind_file(MemberFile& member, const map::Program& program, std::string_view purpose, Tally& tally) {
    const auto& recognised = *member.recognised;
    for (auto& section : member.sections) {
        section.binding = extract::bind_columns(recognised.schema(), section.header, recognised.version);
    }
    if (!recognised.schema().used) {
        return;
    }
    for (auto& section : member.sections) {
        fill_from_file(member, section);
    }
    if (!is_for(program, recognised.table, purpose)) {
        tally.add(Fault::file_not_for_purpose, file_at(member));
        member.not_for_purpose = true;
    }
    const auto& binding = member.sections.front().binding;
    if (binding.known == 0) {
        tally.add(
            Fault::file_no_header, file_at(member)
        );  // the first line holds values, or is not of this table
        member.rejected = true;
        return;
    }
    report_binding(member, binding, program.layout(purpose, recognised.table).columns, tally);
    member.rejected = !binding.missing_mandatory.empty();
    // Numbers that are broken down by what nobody knows would count as those of the whole.
    const bool dimension = recognised.system->report && recognised.schema().alone && !binding.unknown.empty();
    if (dimension && !member.rejected) {
        tally.add(Fault::file_unknown_dimension, file_at(member));
        member.rejected = true;
    }
}

std::string applied_mark(
    const std::string& purpose, std::string_view system, const std::string& agreement,
    const std::string& supplier
) {
    return "applied/" + purpose + "/" + std::string(system) + "/" + to_lower(agreement) +
           (supplier.empty() ? "" : "/" + to_lower(supplier));
}

bool is_of_one_agreement(const FileSet& a, const FileSet& b) {
    return a.system == b.system && a.agreement == b.agreement && to_lower(a.supplier) == to_lower(b.supplier);
}

bool is_full(const FileSet& set, const MemberFile& member) {
    return set.system->set_manifest ? member.recognised->group("mode") == "bulk" : set.is_bulk;
}

bool hangs_on_person(const schema::SourceSystem& system, const schema::SourceTable& table) {
    return table.scope == schema::Scope::person && !system.brings_person(table);
}

}  // namespace sluice::pipeline
