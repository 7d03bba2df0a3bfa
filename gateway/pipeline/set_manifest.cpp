#include "gateway/pipeline/set_manifest.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::uint64_t kManifestBytesMax = std::uint64_t{1} << 20;

struct Listed {
    std::string table;
    bool delta = false;
};

struct Manifest {
    std::vector<Listed> files;
    std::string from;
    std::string to;
    bool sound = true;
};

std::string folder_of(std::string_view name) {
    const auto slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(name.substr(0, slash));
}

// yyyyMMdd_HHmm, as the names of other extracts have it: yyyyMMddHHmmss. Empty where it is no such time.
std::string stamp_of(std::string_view text) {
    constexpr std::size_t kDigits = std::string_view("yyyyMMddHHmm").size();
    std::string digits(text);
    std::erase(digits, '_');
    const bool sound = digits.size() == kDigits && extract::date_of_stamp(digits + "00");
    return sound ? digits + "00" : std::string();
}

// "GroupA/Archived/20261101_0400": the folders that are called by a time say nothing of whose they are.
std::string group_of(const std::string& folder) {
    std::vector<std::string> parts;
    for (const auto part : split(folder, '/')) {
        if (stamp_of(part).empty() && !part.empty() && !equals_ignoring_case(part, "archived")) {
            parts.emplace_back(part);
        }
    }
    return join(parts, "/");
}

// One line of the manifest. False where it says what no manifest may say.
bool take_line(
    const schema::SetManifest& form, const std::map<std::string, std::string>& line, Manifest& out
) {
    const auto mode = line.at(form.delta_column);
    const auto& from = line.at(form.from_column);
    const auto& to = line.at(form.to_column);
    const bool delta = equals_ignoring_case(mode, form.delta_value);
    const bool sound = !line.at(form.file_column).empty() &&
                       (delta || equals_ignoring_case(mode, form.full_value)) &&
                       (from.empty() || !stamp_of(from).empty()) && (to.empty() || !stamp_of(to).empty());
    // Tables are named without the ending; a name that has it is as good.
    const auto& name = line.at(form.file_column);
    const bool has_ending = to_lower(name).ends_with(".csv");
    out.files.push_back({has_ending ? name.substr(0, name.size() - 4) : name, delta});
    out.from = delta ? std::max(out.from, stamp_of(from)) : out.from;
    out.to = std::max(out.to, stamp_of(to));
    return sound;
}

Result<Manifest> read_manifest(const MemberFile& member) {
    const auto& system = *member.recognised->system;
    const auto& form = *system.set_manifest;
    const auto binding = extract::bind_columns(
        member.recognised->schema(), member.sections.front().header, member.recognised->version
    );
    Manifest out;
    SLUICE_ASSIGN(const auto text, env::read_file(member.path, kManifestBytesMax));
    format::RecordReader reader(text, {system.delimiter, system.quote});
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        if (reader.record().blank || reader.ordinal() <= member.sections.front().header_record) {
            continue;
        }
        std::map<std::string, std::string> line;
        for (const auto& name : {form.file_column, form.delta_column, form.from_column, form.to_column}) {
            const auto at = binding.position[*member.recognised->schema().column(name)];
            const bool there = at >= 0 && static_cast<std::size_t>(at) < reader.cell_count();
            line[name] = there ? trim(reader.value(static_cast<std::size_t>(at))) : "";
        }
        out.sound = take_line(form, line, out) && out.sound;
    }
    // Changes since nobody knows when could be of any time.
    const bool changes =
        std::any_of(out.files.begin(), out.files.end(), [](const auto& file) { return file.delta; });
    out.sound = out.sound && !out.files.empty() && !out.to.empty() && (!changes || !out.from.empty());
    return out;
}

const Listed* find_listed(const Manifest& manifest, std::string_view table) {
    const auto found = std::find_if(manifest.files.begin(), manifest.files.end(), [&](const auto& listed) {
        return equals_ignoring_case(listed.table, table);
    });
    return found == manifest.files.end() ? nullptr : &*found;
}

using Folder = std::vector<MemberFile*>;

// Also a file of a table that nobody knows yet is there.
bool is_there(
    const std::string& table, const MemberFile& manifest, const Folder& folder,
    const std::set<std::string>& names
) {
    const bool recognised = std::any_of(folder.begin(), folder.end(), [&](const auto* file) {
        return equals_ignoring_case(file->recognised->schema().name, table) && !file->rejected;
    });
    const auto place = folder_of(manifest.name);
    return recognised || names.contains(to_lower(place + (place.empty() ? "" : "/") + table + ".csv"));
}

// `names`: of the files that no system knows, in small letters.
void report_missing(
    const Manifest& manifest, const Folder& folder, const std::set<std::string>& names, MemberFile& own,
    Tally& tally
) {
    const auto& system = *own.recognised->system;
    for (std::size_t i = 0; i < manifest.files.size(); ++i) {
        const auto& name = manifest.files[i].table;
        const auto known = std::find_if(system.tables.begin(), system.tables.end(), [&](const auto& table) {
            return equals_ignoring_case(table.name, name);
        });
        if (is_there(name, own, folder, names)) {
            continue;
        }
        // By its name where it is one that we know: what else stands there may be anything.
        tally.add(
            Fault::set_listed_file_missing, {own.index, 0, 0, 0},
            known == system.tables.end() ? "line " + std::to_string(i + 1) : known->name
        );
        if (known != system.tables.end() && known->used) {
            own.lacking.push_back(static_cast<std::size_t>(known - system.tables.begin()));
        }
    }
}

void describe(const Manifest& manifest, const Folder& folder, Tally& tally) {
    for (auto* member : folder) {
        const auto& schema = member->recognised->schema();
        const auto& form = *member->recognised->system->set_manifest;
        auto& groups = member->recognised->groups;
        const auto* listed = find_listed(manifest, schema.name);
        const bool expected =
            schema.name == form.table ||
            std::find(form.unlisted.begin(), form.unlisted.end(), schema.name) != form.unlisted.end();
        groups["stamp"] = manifest.to;
        groups["from"] = manifest.from;
        groups["mode"] = listed == nullptr ? "" : (listed->delta ? "delta" : "bulk");
        if (listed == nullptr && !expected) {
            tally.add(Fault::set_file_unlisted, {member->index, 0, 0, 0});
        }
    }
}

}  // namespace

Result<void> describe_sets(std::vector<MemberFile>& members, const std::string& sender, Tally& tally) {
    std::map<std::pair<const schema::SourceSystem*, std::string>, Folder> folders;
    std::set<std::string> unknown;
    for (auto& member : members) {
        if (!member.recognised && !member.rejected) {
            unknown.insert(to_lower(member.name));
        }
        if (member.recognised && member.recognised->system->set_manifest) {
            folders[{member.recognised->system, folder_of(member.name)}].push_back(&member);
        }
    }
    for (auto& [place, folder] : folders) {
        const auto group = group_of(place.second);
        MemberFile* own = nullptr;
        for (auto* member : folder) {
            member->recognised->groups["folder"] = place.second;
            member->recognised->groups["agreement"] = sender + (group.empty() ? "" : "/" + group);
            const bool is_manifest = member->recognised->schema().name == place.first->set_manifest->table;
            own = is_manifest && !member->rejected ? member : own;
        }
        if (own == nullptr) {
            continue;  // a file that every set must have
        }
        if (own->bytes > kManifestBytesMax) {
            tally.add(Fault::set_manifest_invalid, {own->index, 0, 0, 0});
            own->rejected = true;
            continue;
        }
        SLUICE_ASSIGN(const auto manifest, read_manifest(*own));
        if (!manifest.sound) {
            tally.add(Fault::set_manifest_invalid, {own->index, 0, 0, 0});
            own->rejected = true;
            continue;
        }
        describe(manifest, folder, tally);
        report_missing(manifest, folder, unknown, *own, tally);
    }
    return {};
}

bool leaves_gap(const FileSet& set, const std::optional<std::string>& applied) {
    return !set.from.empty() && (!applied || set.from > *applied);
}

}  // namespace sluice::pipeline
