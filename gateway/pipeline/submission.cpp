#include "gateway/pipeline/submission.hpp"

#include "gateway/env/files.hpp"
#include "gateway/format/archive.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

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

// A member's name may be anything: only what is safe on a terminal and in a page is shown.
std::string printable(std::string_view name) {
    std::string out;
    for (const char c : name.substr(0, 200)) {
        out += c >= 0x20 && c < 0x7F ? c : '?';
    }
    return out;
}

class Gatherer {
  public:
    Gatherer(const store::Landing& landing, const Limits& limits, const Watch& watch)
        : landing_(landing), limits_(limits), watch_(watch) {}

    Result<void> add_path(const std::string& path);
    Gathered finish();

  private:
    Result<void> add_file(const std::string& path, const std::string& name);
    Result<void> add_zip(const std::string& path, const std::string& name);
    void add(std::string name, store::Landed landed);

    const store::Landing& landing_;
    const Limits& limits_;
    const Watch& watch_;
    Progress progress_{"landing", 0, 0, 0, 0};
    Gathered out_;
};

void Gatherer::add(std::string name, store::Landed landed) {
    progress_.done += landed.bytes;
    if (watch_) {
        watch_(progress_);
    }
    std::string path = landing_.path_of(landed.sha256);
    out_.members.push_back({std::move(name), std::move(landed.sha256), landed.bytes, std::move(path)});
}

Result<void> Gatherer::add_zip(const std::string& path, const std::string& name) {
    std::optional<store::LandingStream> stream;
    std::vector<Member> members;
    format::ArchiveVisitor visitor;
    visitor.begin = [&](const format::ArchiveMember& member) -> Result<void> {
        SLUICE_ASSIGN(auto begun, landing_.begin(printable(member.name)));
        stream.emplace(std::move(begun));
        return {};
    };
    visitor.chunk = [&](std::string_view chunk) -> Result<void> { return stream->write(chunk); };
    visitor.end = [&](const format::ArchiveMember& member) -> Result<void> {
        SLUICE_ASSIGN(auto landed, stream->finish());
        stream.reset();
        add(member.name, std::move(landed));
        return {};
    };
    visitor.refused = [&](const format::ArchiveMember& member, format::ArchiveFault fault) -> Result<void> {
        stream.reset();
        out_.faults.push_back({fault_of(fault), printable(member.name)});
        return {};
    };
    SLUICE_ASSIGN(const auto outcome, format::read_zip(path, limits_, visitor));
    if (outcome.stopped) {
        out_.faults.push_back({fault_of(*outcome.stopped), printable(name)});
        out_.rejected = true;
    }
    return {};
}

Result<void> Gatherer::add_file(const std::string& path, const std::string& name) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(path));
    std::string start(4, '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    start.resize(got);
    if (format::is_zip(start)) {
        return add_zip(path, name);
    }
    SLUICE_ASSIGN(auto landed, landing_.land_file(path));
    add(name, std::move(landed));
    return {};
}

Result<void> Gatherer::add_path(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        if (!env::exists(path)) {
            return Error(ErrorCode::usage, "there is no file or folder " + path);
        }
        return add_file(path, std::filesystem::path(path).filename().string());
    }
    SLUICE_ASSIGN(const auto files, env::list_files(path));
    for (const auto& file : files) {
        SLUICE_TRY(add_file(path + "/" + file.name, file.name));
    }
    return {};
}

Gathered Gatherer::finish() {
    auto& members = out_.members;
    std::sort(members.begin(), members.end());
    // The very same file named twice is one member.
    members.erase(
        std::unique(
            members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.name == b.name && a.sha256 == b.sha256; }
        ),
        members.end()
    );
    return std::move(out_);
}

}  // namespace

Result<Gathered> gather(
    const std::vector<std::string>& paths, const store::Landing& landing, const Limits& limits,
    const Watch& watch
) {
    Gatherer gatherer(landing, limits, watch);
    for (const auto& path : paths) {
        SLUICE_TRY(gatherer.add_path(path));
    }
    return gatherer.finish();
}

}  // namespace sluice::pipeline
