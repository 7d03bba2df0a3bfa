#include "gateway/pipeline/submission.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/archive.hpp"
#include "gateway/pipeline/workbooks.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace sluice::pipeline {
namespace {

using schema::Fault;

Fault fault_of(format::ArchiveFault fault) {
    switch (fault) {
        case format::ArchiveFault::unsafe_name:
        case format::ArchiveFault::bad_name:
        case format::ArchiveFault::duplicate_name:
            return Fault::archive_path_traversal;
        case format::ArchiveFault::not_a_file:
            return Fault::archive_link;
        case format::ArchiveFault::encrypted:
            return Fault::archive_encrypted;
        case format::ArchiveFault::too_many_members:
            return Fault::archive_too_many_members;
        case format::ArchiveFault::too_large:
        case format::ArchiveFault::ratio_too_high:
            return Fault::archive_limit;
        case format::ArchiveFault::corrupt:
            break;
    }
    return Fault::archive_corrupt;
}

// A name that no file system takes says nothing more by its end.
std::string shown_name(std::string_view name) {
    constexpr std::size_t kShownMax = 300;
    return printable(name.size() <= kShownMax ? name : name.substr(0, kShownMax));
}

// Documents that are zips by their form, and files to whoever sends them.
bool is_office_document(std::string_view name) {
    static constexpr std::string_view kEndings[] = {".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt"};
    const auto lower = to_lower(name);
    return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) {
        return lower.size() >= ending.size() && lower.substr(lower.size() - ending.size()) == ending;
    });
}

// Size and time of the last change: what tells that a file is still being written.
struct FileState {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed;
    bool operator==(const FileState&) const = default;
};

FileState state_of(const std::string& path) {
    std::error_code size_error;
    std::error_code time_error;
    return {std::filesystem::file_size(path, size_error), std::filesystem::last_write_time(path, time_error)};
}

// The folder that holds the landing area.
std::filesystem::path store_folder(const store::Landing& landing) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(std::filesystem::path(landing.folder()).parent_path(), ignored);
}

class Gatherer {
  public:
    Gatherer(
        const store::Landing& landing, const Limits& limits, const Watch& watch,
        const std::vector<std::string>& passed_over
    )
        : landing_(landing),
          limits_(limits),
          watch_(watch),
          passed_over_(passed_over),
          own_(store_folder(landing)) {}

    // How many bytes there are to land below the path, for the progress that is shown.
    Result<void> expect_path(const std::string& path);
    Result<void> add_path(const std::string& path);
    Gathered finish();

  private:
    // What one of the paths gave: the ends of its members and faults, which follow those of the path before.
    struct Part {
        std::string name;
        bool is_container = false;  // a folder or a zip
        std::size_t members_end = 0;
        std::size_t faults_end = 0;
    };

    Result<void> add_folder(const std::string& path);
    void keep_apart();
    bool have_one_name_for_two() const;
    Result<void> add_links(const std::string& folder);
    bool is_own(const std::filesystem::path& path) const;
    bool is_passed_over(std::string_view name) const;
    Result<void> add_file(const std::string& path, const std::string& name);
    Result<void> add_zip(const std::string& path, const std::string& name);
    Result<void> read_zip(const std::string& path, const std::string& folder, Gathered& zip);
    Member member_of(std::string_view name, store::Landed landed) const;
    void show(std::uint64_t done);

    const store::Landing& landing_;
    const Limits& limits_;
    const Watch& watch_;
    const std::vector<std::string>& passed_over_;
    const std::filesystem::path own_;
    Progress progress_{"landing", 0, 0, 0, 0};
    Gathered out_;
    std::vector<Part> parts_;
};

void Gatherer::show(std::uint64_t done) {
    progress_.done = done;
    if (watch_) {
        watch_(progress_);
    }
}

Member Gatherer::member_of(std::string_view name, store::Landed landed) const {
    std::string path = landing_.path_of(landed.sha256);
    return {shown_name(name), std::move(landed.sha256), landed.bytes, std::move(path), false, {}};
}

// Refused members have a name only. An archive that had to be left gives one fault, without a name.
// `folder`: where the zip lies, with a slash at its end. What it holds lies there, too.
Result<void> Gatherer::read_zip(const std::string& path, const std::string& folder, Gathered& zip) {
    std::optional<store::LandingStream> stream;
    format::ArchiveVisitor visitor;
    // Of what is passed over nothing is landed: no receipt would name it.
    visitor.begin = [&](const format::ArchiveMember& member) -> Result<void> {
        if (is_passed_over(member.name)) {
            return {};
        }
        SLUICE_ASSIGN(auto begun, landing_.begin(shown_name(member.name)));
        stream.emplace(std::move(begun));
        return {};
    };
    visitor.chunk = [&](std::string_view chunk) -> Result<void> {
        return stream ? stream->write(chunk) : Result<void>();
    };
    visitor.end = [&](const format::ArchiveMember& member) -> Result<void> {
        if (stream) {
            SLUICE_ASSIGN(auto landed, stream->finish());
            stream.reset();
            zip.members.push_back(member_of(folder + member.name, std::move(landed)));
        }
        return {};
    };
    visitor.refused = [&](const format::ArchiveMember& member, format::ArchiveFault fault) -> Result<void> {
        stream.reset();
        zip.faults.push_back({fault_of(fault), shown_name(member.name)});
        return {};
    };
    visitor.position = [&, before = progress_.done](std::uint64_t packed) { show(before + packed); };
    SLUICE_ASSIGN(const auto outcome, format::read_zip(path, limits_, visitor));
    if (outcome.stopped) {
        zip = Gathered{{}, {{fault_of(*outcome.stopped), ""}}, {}, true};
    }
    return {};
}

Result<void> Gatherer::add_zip(const std::string& path, const std::string& name) {
    Gathered zip;
    const auto slash = name.rfind('/');
    const auto folder = slash == std::string::npos ? std::string() : name.substr(0, slash + 1);
    SLUICE_TRY(read_zip(path, folder, zip));
    if (zip.faults.empty() && !zip.members.empty()) {
        out_.members.insert(out_.members.end(), zip.members.begin(), zip.members.end());
        return {};
    }
    SLUICE_ASSIGN(auto landed, landing_.land_file(path));
    auto archive = member_of(name, std::move(landed));
    archive.refused = !zip.faults.empty();  // an empty zip is a file that nobody knows
    for (const auto& fault : zip.faults) {
        auto refused = archive;
        if (!fault.name.empty()) {
            refused.name += ": " + fault.name;
            refused.bytes = 0;
            out_.members.push_back(refused);
        }
        out_.faults.push_back({fault.fault, refused.name});
    }
    out_.members.push_back(archive);
    out_.members.insert(out_.members.end(), zip.members.begin(), zip.members.end());
    out_.rejected = out_.rejected || zip.rejected;
    return {};
}

Result<void> Gatherer::add_file(const std::string& path, const std::string& name) {
    const auto before = state_of(path);
    const std::uint64_t done = progress_.done;
    SLUICE_ASSIGN(const auto file, env::open_for_read(path));
    std::string start(4, '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    start.resize(got);
    if (format::is_zip(start) && !is_office_document(name)) {
        SLUICE_TRY(add_zip(path, name));
    } else {
        SLUICE_ASSIGN(auto landed, landing_.land_file(path, [&](std::uint64_t bytes) {
            show(done + bytes);
        }));
        out_.members.push_back(member_of(name, std::move(landed)));
    }
    show(done + file.size);
    if (state_of(path) != before) {
        return Error(
            ErrorCode::io, "the file " + path + " changed while it was read; send it when it is complete"
        );
    }
    return {};
}

// What is neither a file nor a folder is not followed and not read, and the sender hears of it: a link may
// lead out of the folder, a pipe may never end.
Result<void> Gatherer::add_links(const std::string& folder) {
    std::error_code error;
    std::filesystem::recursive_directory_iterator at(folder, error);
    for (const std::filesystem::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
        const auto status = at->symlink_status(error);
        if (error) {
            break;  // too deep to be named: what cannot be looked at must not be passed over
        }
        if (std::filesystem::is_regular_file(status) || std::filesystem::is_directory(status)) {
            continue;
        }
        SLUICE_ASSIGN(auto nothing, landing_.land_bytes("", "link"));
        auto member = member_of(at->path().lexically_relative(folder).generic_string(), std::move(nothing));
        member.refused = true;
        out_.faults.push_back({Fault::archive_link, member.name});
        out_.members.push_back(std::move(member));
    }
    return error ? Result<void>(env::file_error("list the folder", folder, error.value())) : Result<void>();
}

// The store may lie in the folder that is sent, as where both are the current one. It is never sent itself.
bool Gatherer::is_own(const std::filesystem::path& path) const {
    return std::mismatch(own_.begin(), own_.end(), path.begin(), path.end()).first == own_.end();
}

bool Gatherer::is_passed_over(std::string_view name) const {
    const auto base = to_lower(base_name(name));
    return std::any_of(passed_over_.begin(), passed_over_.end(), [&](std::string_view pattern) {
        return pattern.ends_with('*') ? base.starts_with(pattern.substr(0, pattern.size() - 1))
                                      : base == pattern;
    });
}

Result<void> Gatherer::add_folder(const std::string& path) {
    std::error_code ignored;
    const auto folder = std::filesystem::canonical(path, ignored);
    SLUICE_ASSIGN(const auto files, env::list_files(path));
    for (const auto& file : files) {
        if (!is_own(folder / file.name) && !is_passed_over(file.name)) {
            SLUICE_TRY(add_file(path + "/" + file.name, file.name));
        }
    }
    return add_links(path);
}

Result<void> Gatherer::expect_path(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        const auto bytes = std::filesystem::file_size(path, ignored);
        progress_.total += ignored ? 0 : bytes;
        return {};
    }
    const auto folder = std::filesystem::canonical(path, ignored);
    SLUICE_ASSIGN(const auto files, env::list_files(path));
    for (const auto& file : files) {
        const bool sent = !is_own(folder / file.name) && !is_passed_over(file.name);
        progress_.total += sent ? file.size : 0;
    }
    return {};
}

Result<void> Gatherer::add_path(const std::string& path) {
    std::error_code ignored;
    auto named = std::filesystem::path(path).lexically_normal();
    named = named.has_filename() ? named.filename() : named.parent_path().filename();
    const auto name = named.string();
    const auto first = out_.members.size();
    const bool is_folder = std::filesystem::is_directory(path, ignored);
    if (is_folder) {
        SLUICE_TRY(add_folder(path));
    } else {
        SLUICE_TRY(add_file(path, name));
    }
    const bool is_itself = std::any_of(
        out_.members.begin() + static_cast<std::ptrdiff_t>(first), out_.members.end(),
        [&](const Member& member) { return member.name == shown_name(name); }
    );
    parts_.push_back({name, is_folder || !is_itself, out_.members.size(), out_.faults.size()});
    return {};
}

// Of two paths, with other bytes.
bool Gatherer::have_one_name_for_two() const {
    std::map<std::string_view, std::pair<std::size_t, std::string_view>> seen;
    std::size_t member = 0;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        for (; member < parts_[part].members_end; ++member) {
            const auto& [name, sha256] = std::tie(out_.members[member].name, out_.members[member].sha256);
            const auto [known, is_new] = seen.try_emplace(name, part, sha256);
            if (!is_new && known->second.first != part && known->second.second != sha256) {
                return true;
            }
        }
    }
    return false;
}

// The manifests of two folders speak each for the files of its own: where paths hold one name for two files,
// the members of each go by its name, too.
void Gatherer::keep_apart() {
    if (!have_one_name_for_two()) {
        return;
    }
    std::set<std::string> taken;
    std::size_t member = 0;
    std::size_t fault = 0;
    for (const auto& part : parts_) {
        auto folder = shown_name(part.name);
        for (int number = 2; part.is_container && !taken.insert(folder).second; ++number) {
            folder = shown_name(part.name) + " (" + std::to_string(number) + ")";
        }
        const auto prefix = part.is_container ? folder + "/" : std::string();
        for (; member < part.members_end; ++member) {
            out_.members[member].name.insert(0, prefix);
        }
        for (; fault < part.faults_end; ++fault) {
            if (!out_.faults[fault].name.empty()) {
                out_.faults[fault].name.insert(0, prefix);
            }
        }
    }
}

Gathered Gatherer::finish() {
    keep_apart();
    auto& members = out_.members;
    std::sort(members.begin(), members.end());
    // The very same file named twice is one member.
    members.erase(
        std::unique(
            members.begin(), members.end(),
            [](const Member& a, const Member& b) {
                return a.name == b.name && a.sha256 == b.sha256 && a.refused == b.refused;
            }
        ),
        members.end()
    );
    return std::move(out_);
}

}  // namespace

Result<void> check_paths(const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        if (!env::exists(path)) {
            return Error(ErrorCode::usage, "there is no file or folder " + printable(path));
        }
    }
    return {};
}

Result<Gathered> gather(
    const std::vector<std::string>& paths, const store::Landing& landing, const Limits& limits,
    const Watch& watch, const std::vector<std::string>& passed_over
) {
    SLUICE_TRY(check_paths(paths));
    Gatherer gatherer(landing, limits, watch, passed_over);
    for (const auto& path : paths) {
        auto added = gatherer.expect_path(path);
        if (!added) {
            return Error(added.error().code(), printable(added.error().text()));
        }
    }
    for (const auto& path : paths) {
        if (const auto added = gatherer.add_path(path); !added) {
            // Errors name paths, and those are the sender's.
            return Error(added.error().code(), printable(added.error().text()));
        }
    }
    auto out = gatherer.finish();
    SLUICE_TRY(open_workbooks(out, landing, limits));
    return out;
}

}  // namespace sluice::pipeline
