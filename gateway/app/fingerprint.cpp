// `sluice fingerprint`: which system, table and version files are, by name or by their headings.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/archive.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/pipeline/sets.hpp"
#include "gateway/pipeline/submission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace sluice::app {
namespace {

struct Fingerprint {
    std::string file;
    bool manifest = false;
    bool workbook = false;  // its sheets follow
    std::optional<extract::Recognised> found;
    std::string version;

    bool is_known() const { return manifest || workbook || found; }
    std::string how() const { return !found ? "" : (found->by_name ? "by name" : "by header"); }
    std::string group(const char* name) const { return found ? found->group(name) : ""; }
};

// What lies in zips is unpacked to a folder that goes with this.
class Files {
  public:
    Result<void> add(const std::string& path);
    const std::vector<pipeline::Member>& members() const { return members_; }

  private:
    Result<void> add_file(const std::string& name, const std::string& path);

    std::vector<pipeline::Member> members_;
    std::vector<std::unique_ptr<TemporaryFolder>> unpacked_;
};

Result<void> Files::add_file(const std::string& name, const std::string& path) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(path));
    std::string start(4, '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    start.resize(got);
    if (!format::is_zip(start)) {
        members_.push_back({name, "", file.size, path, false});
        return {};
    }
    SLUICE_ASSIGN(auto folder, TemporaryFolder::make());
    SLUICE_ASSIGN(const auto landing, store::Landing::open(folder->path()));
    SLUICE_ASSIGN(const auto gathered, pipeline::gather({path}, landing, Limits{}, {}));
    members_.insert(members_.end(), gathered.members.begin(), gathered.members.end());
    unpacked_.push_back(std::move(folder));
    return {};
}

Result<void> Files::add(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        return add_file(std::filesystem::path(path).filename().string(), path);
    }
    SLUICE_ASSIGN(const auto listed, env::list_files(path));
    for (const auto& file : listed) {
        SLUICE_TRY(add_file(file.name, path + "/" + file.name));
    }
    return {};
}

Result<Fingerprint> fingerprint_of(const pipeline::Pack& pack, const pipeline::Member& sent) {
    Fingerprint out;
    out.file = sent.name;
    out.manifest = pack.documents->exchange.is_manifest(sent.name);
    if (out.manifest || sent.refused) {
        return out;
    }
    pipeline::Tally tally(pack.rules());
    tally.files.push_back({});
    pipeline::MemberFile member;
    member.name = sent.name;
    member.path = sent.path;
    member.bytes = sent.bytes;
    SLUICE_TRY(pipeline::inspect(member, pack, tally));
    out.found = member.recognised;
    if (out.found) {
        out.version = out.found->version;
        if (!member.sections.empty()) {
            const auto& table = out.found->schema();
            const auto binding = extract::bind_columns(table, member.sections.front().header, out.version);
            out.version = extract::version_of(table, binding, out.version);
        }
    }
    return out;
}

std::string in_text(const std::vector<Fingerprint>& all) {
    std::string text;
    for (const auto& one : all) {
        const std::string system = one.manifest   ? "manifest"
                                   : one.workbook ? "workbook"
                                   : one.found    ? one.found->system->title
                                                  : "unknown";
        text += fmt::format(
            "{:<24} {:<32} {:<10} {:<4} {}\n", system, one.found ? one.found->schema().name : "", one.how(),
            one.version, one.file
        );
    }
    return text;
}

std::string in_json(const std::vector<Fingerprint>& all) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& one : all) {
        json.begin_object();
        json.member("file", one.file);
        json.key("manifest");
        json.boolean(one.manifest);
        json.key("workbook");
        json.boolean(one.workbook);
        json.member("system", one.found ? one.found->system->name : "");
        json.member("table", one.found ? one.found->schema().name : "");
        json.member("recognised", one.how());
        json.member("version", one.version);
        for (const auto* group : {"agreement", "stamp", "mode"}) {
            json.member(group, one.group(group));
        }
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

}  // namespace

Result<int> fingerprint(const Common& common, const std::vector<std::string>& paths) {
    SLUICE_ASSIGN(const auto pack, open_pack(common));
    Files files;
    for (const auto& path : paths) {
        SLUICE_TRY(files.add(path));
    }
    std::vector<Fingerprint> all;
    for (const auto& member : files.members()) {
        SLUICE_ASSIGN(auto one, fingerprint_of(*pack, member));
        one.workbook =
            !one.found && std::any_of(files.members().begin(), files.members().end(), [&](const auto& other) {
                return other.name.starts_with(member.name + "/");
            });
        all.push_back(std::move(one));
    }
    SLUICE_TRY(write_output("", common.json ? in_json(all) : in_text(all)));
    const bool known = std::all_of(all.begin(), all.end(), [](const auto& one) { return one.is_known(); });
    return known ? kExitAccepted : kExitFindings;
}

}  // namespace sluice::app
