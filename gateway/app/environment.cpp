#include "gateway/app/environment.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/env/terminal.hpp"
#include "gateway/store/sqlite_store.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::app {
namespace {

constexpr std::string_view kMarker = "/schemas/sp-mds/dataset.json";

std::string program_folder() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().string();
}

Result<std::string> pack_folder(const std::string& folder, std::string_view named_by) {
    if (env::exists(folder + std::string(kMarker))) {
        return folder;
    }
    return Error(
        ErrorCode::usage, "there is no pack in " + folder + ", which " + std::string(named_by) +
                              " names: it has no " + std::string(kMarker.substr(1))
    );
}

void remove_folder(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

// While others still write into it. For a moment a file stands where the folder was, so that whatever would
// make it again fails.
void take_folder_away(const std::string& path) {
    constexpr int kTriesMax = 100;
    constexpr auto kMoment = std::chrono::milliseconds(20);
    for (int i = 0; i < kTriesMax; ++i) {
        remove_folder(path);
        const int barrier = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (barrier >= 0) {
            ::close(barrier);
            std::this_thread::sleep_for(kMoment);
            ::unlink(path.c_str());
            return;
        }
    }
}

}  // namespace

Result<std::string> find_pack(const std::string& named) {
    if (!named.empty()) {
        return pack_folder(named, "--pack");
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts
    const char* variable = std::getenv("SLUICE_PACK");
    if (variable != nullptr && *variable != '\0') {
        return pack_folder(variable, "SLUICE_PACK");
    }
    const std::filesystem::path program(program_folder());
    for (auto folder = program; folder.has_relative_path(); folder = folder.parent_path()) {
        if (env::exists(folder.string() + std::string(kMarker))) {
            return folder.string();
        }
    }
    const std::string shared = (program.parent_path() / "share/sluice").string();
    if (env::exists(shared + std::string(kMarker))) {
        return shared;
    }
    return Error(
        ErrorCode::usage, "the pack (schemas/ and mappings/) was not found; name its folder with --pack"
    );
}

std::vector<std::string> find_extensions(const std::vector<std::string>& named) {
    std::vector<std::string> folders = named;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts
    const char* variable = std::getenv("SLUICE_EXTENSIONS");
    if (folders.empty() && variable != nullptr) {
        for (const auto folder : split(variable, ':')) {
            if (!folder.empty()) {
                folders.emplace_back(folder);
            }
        }
    }
    return folders;
}

Result<std::shared_ptr<const pipeline::Pack>> open_pack(const Common& common) {
    SLUICE_ASSIGN(const auto folder, find_pack(common.pack));
    return pipeline::load_pack(folder, find_extensions(common.extensions));
}

Result<void> check_purpose(const pipeline::Pack& pack, const std::string& purpose) {
    const auto& purposes = pack.documents->dataset.purposes;
    if (purposes.contains(purpose)) {
        return {};
    }
    std::string names;
    for (const auto& [name, may] : purposes) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return Error(ErrorCode::usage, "--purpose " + printable(purpose) + " is not one of the pack's: " + names);
}

Result<std::unique_ptr<store::Store>> open_store(const std::string& folder, bool create) {
    if (!create && !env::exists(folder + "/sluice.db")) {
        return Error(
            ErrorCode::usage,
            "there is no store in " + folder + "; ingest something first, or name its folder with --data"
        );
    }
    return store::open_sqlite(folder);
}

Result<store::Receipt> find_receipt(store::Store& store, const std::string& id) {
    SLUICE_ASSIGN(auto receipt, store.receipts().receipt(id));
    if (!receipt) {
        return Error(
            ErrorCode::usage, "there is no receipt " + id + " in this store; `sluice receipts` lists them"
        );
    }
    return std::move(*receipt);
}

Result<int> exit_code_of(const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt) {
    if (receipt.status == store::kRejected) {
        return kExitRejected;
    }
    SLUICE_ASSIGN(const auto counts, store.receipts().issue_counts(receipt.seq));
    for (const auto& count : counts) {
        const auto rule = pack.rules().find(count.rule);
        const auto effect = rule ? pack.rules()[*rule].effect : schema::Effect::note;
        if (effect == schema::Effect::reject_file || effect == schema::Effect::reject_submission) {
            return kExitRejected;
        }
    }
    return receipt.status == store::kProcessed ? kExitAccepted : kExitFindings;
}

Result<const store::TableSpec*> find_table(store::Store& store, const std::string& entity) {
    std::string names;
    for (const auto& table : store.dataset().tables()) {
        if (table.name == entity) {
            return &table;
        }
        names += (names.empty() ? "" : ", ") + table.name;
    }
    return Error(ErrorCode::usage, "there is no entity " + entity + "; the store has: " + names);
}

Result<void> write_output(const std::string& path, std::string_view text) {
    std::FILE* file = path.empty() || path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        return env::file_error("write", path, errno);
    }
    const bool written =
        std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    const int error = errno;
    const bool closed = file == stdout || std::fclose(file) == 0;
    if (!written || !closed) {
        return env::file_error("write", path.empty() ? "standard output" : path, written ? errno : error);
    }
    return {};
}

TemporaryFolder::TemporaryFolder(std::string path)
    : path_(std::move(path)), interrupt_([this] { take_folder_away(path_); }) {}

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "sluice-check-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
        return Error(ErrorCode::io, "a temporary folder could not be made");
    }
    return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(name)));
}

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make_beside(const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path();
    std::string name = ((parent.empty() ? "." : parent) / ".sluice-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return env::file_error("write", path, errno);
    }
    return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(name)));
}

TemporaryFolder::~TemporaryFolder() {
    remove_folder(path_);
}

ProgressBar::ProgressBar()
    : on_(env::is_terminal(STDERR_FILENO)),
      width_(env::terminal_width(STDERR_FILENO)),
      began_(std::chrono::steady_clock::now()) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
    }
}

void ProgressBar::draw(std::string_view phase, double share, std::string_view words) {
    constexpr int kAround = 18;  // the phase, the brackets, the share, and the last column, which stays free
    const int cells = std::clamp(width_ - kAround - 1 - static_cast<int>(words.size()), 10, 30);
    const auto filled = static_cast<std::size_t>(share * cells);
    const auto line = fmt::format(
        "{:<9} [{}{}] {:3.0f}% {}", phase, std::string(filled, '#'),
        std::string(static_cast<std::size_t>(cells) - filled, ' '), share * 100, words
    );
    std::fprintf(stderr, "\r%.*s\x1b[K", width_ - 1, line.c_str());
    std::fflush(stderr);
    drawn_ = true;
}

void ProgressBar::show(const pipeline::Progress& progress) {
    using namespace std::chrono;
    const auto now = steady_clock::now();
    rows_ = progress.rows;
    records_ = progress.records;
    if (!on_ || (drawn_ && phase_ == progress.phase && now - drawn_at_ < milliseconds(100))) {
        return;
    }
    if (phase_ != progress.phase) {
        phase_ = progress.phase;
        phase_began_ = now;
        rows_at_phase_ = progress.rows;
    }
    const double seconds = duration<double>(now - phase_began_).count();
    const double share =
        progress.total == 0
            ? 0
            : std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    const bool reading = phase_ == "reading";
    const double amount =
        reading ? static_cast<double>(progress.rows - rows_at_phase_) : static_cast<double>(progress.done);
    const std::string_view unit = reading ? "rows/s" : (phase_ == "deriving" ? "people/s" : "bytes/s");
    const auto left = share > 0.01 ? fmt::format("{:.0f} s left", seconds / share - seconds) : std::string();
    draw(phase_, share, fmt::format("{:.0f} {} {}", seconds > 0 ? amount / seconds : 0, unit, left));
    drawn_at_ = now;
}

void ProgressBar::finish() {
    if (!drawn_ || rows_ == 0) {
        return;  // nobody watches, or nothing was read: the submission was known
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
    draw("done", 1, fmt::format("{} rows, {} records in {:.1f} s", rows_, records_, took.count()));
    std::fputs("\n\n", stderr);
    drawn_ = false;
}

}  // namespace sluice::app
