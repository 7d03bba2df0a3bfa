#include "gateway/format/archive.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <unordered_set>

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>

namespace sluice::format {
namespace {

struct CloseArchive {
    void operator()(archive* handle) const { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, CloseArchive>;

// libarchive converts names by the thread's locale, and in the "C" locale loses every name that is not ASCII.
class Utf8Names {
  public:
    Utf8Names() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (locale_ != nullptr) {
            previous_ = ::uselocale(locale_);
        }
    }
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;
    ~Utf8Names() {
        if (locale_ != nullptr) {
            ::uselocale(previous_);
            ::freelocale(locale_);
        }
    }

  private:
    locale_t locale_;
    locale_t previous_ = nullptr;
};

Error io_error(std::string_view action, const std::string& path, int error_number) {
    std::string text = "cannot ";
    text.append(action) += ' ' + path + ": " + std::generic_category().message(error_number);
    return {ErrorCode::io, std::move(text)};
}

std::string name_of(archive_entry* entry) {
    const char* name = archive_entry_pathname_utf8(entry);
    name = name == nullptr ? archive_entry_pathname(entry) : name;
    return name == nullptr ? std::string() : std::string(name);
}

// One reading of one archive.
class ZipReader {
  public:
    ZipReader(
        archive* handle, const std::string& path, std::uint64_t packed_bytes, const Limits& limits,
        const ArchiveVisitor& visitor
    )
        : handle_(handle), path_(path), packed_bytes_(packed_bytes), limits_(limits), visitor_(visitor) {}

    Result<ArchiveOutcome> read() {
        while (!outcome_.stopped) {
            archive_entry* entry = nullptr;
            const int code = archive_read_next_header(handle_, &entry);
            if (code == ARCHIVE_EOF) {
                break;
            }
            // ARCHIVE_WARN is about names and extra fields, which are judged here.
            if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
                SLUICE_TRY(check_disk());
                outcome_.stopped = ArchiveFault::corrupt;
                break;
            }
            SLUICE_TRY(read_entry(entry));
        }
        return outcome_;
    }

  private:
    Result<void> read_entry(archive_entry* entry) {
        ArchiveMember member;
        member.name = name_of(entry);
        member.size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
        member.ordinal = ++entry_count_;
        if (entry_count_ > limits_.archive_members_max) {
            outcome_.stopped = ArchiveFault::too_many_members;
            return {};
        }
        if (archive_entry_filetype(entry) == AE_IFDIR) {
            return {};
        }
        if (const auto fault = fault_of(entry, member)) {
            ++outcome_.refused_count;
            return visitor_.refused(member, *fault);
        }
        if (visitor_.wanted && !visitor_.wanted(member)) {
            return {};
        }
        SLUICE_TRY(visitor_.begin(member));
        return read_bytes(member);
    }

    std::optional<ArchiveFault> fault_of(archive_entry* entry, const ArchiveMember& member) {
        if (const auto fault = name_fault(member.name)) {
            return fault;
        }
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
            return ArchiveFault::not_a_file;
        }
        if (archive_entry_is_encrypted(entry) != 0) {
            return ArchiveFault::encrypted;
        }
        return names_.insert(member.name).second ? std::nullopt : std::optional(ArchiveFault::duplicate_name);
    }

    Result<void> read_bytes(ArchiveMember member) {
        member.size = 0;
        for (;;) {
            const la_ssize_t count = archive_read_data(handle_, buffer_.data(), buffer_.size());
            if (count == 0) {
                ++outcome_.member_count;
                return visitor_.end(member);
            }
            outcome_.stopped =
                count < 0 ? std::optional(ArchiveFault::corrupt) : bomb(static_cast<std::uint64_t>(count));
            if (outcome_.stopped) {
                SLUICE_TRY(check_disk());
                return visitor_.refused(member, *outcome_.stopped);
            }
            member.size += static_cast<std::uint64_t>(count);
            SLUICE_TRY(visitor_.chunk({buffer_.data(), static_cast<std::size_t>(count)}));
            if (visitor_.position) {
                visitor_.position(
                    static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_filter_bytes(handle_, -1)))
                );
            }
        }
    }

    // A disk that fails is our trouble, not the sender's.
    Result<void> check_disk() const {
        if (archive_errno(handle_) == EIO) {
            return io_error("read", path_, EIO);
        }
        return {};
    }

    // Counts the bytes that came out, and says when they are too many.
    std::optional<ArchiveFault> bomb(std::uint64_t count) {
        outcome_.bytes += count;
        if (outcome_.bytes > limits_.archive_bytes_max) {
            return ArchiveFault::too_large;
        }
        const bool judged = outcome_.bytes > limits_.archive_ratio_from;
        if (judged &&
            outcome_.bytes / std::max<std::uint64_t>(1, packed_bytes_) >= limits_.archive_ratio_max) {
            return ArchiveFault::ratio_too_high;
        }
        return std::nullopt;
    }

    archive* handle_;
    const std::string& path_;
    std::uint64_t packed_bytes_;
    const Limits& limits_;
    const ArchiveVisitor& visitor_;
    ArchiveOutcome outcome_;
    std::size_t entry_count_ = 0;
    std::unordered_set<std::string> names_;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{64} << 10U);
};

// Nothing but an end record, which libarchive takes for no zip.
bool is_empty_zip(const std::string& path) {
    std::array<char, 4> start{};
    std::ifstream file(path, std::ios::binary);
    return file.read(start.data(), start.size()) &&
           std::string_view(start.data(), start.size()) == "PK\x05\x06";
}

}  // namespace

bool is_zip(std::string_view first_bytes) {
    const std::string_view signature = first_bytes.substr(0, 4);
    return signature == "PK\x03\x04" || signature == "PK\x05\x06";
}

std::optional<ArchiveFault> name_fault(std::string_view name) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (name.empty() || find_invalid_utf8(name) != std::string_view::npos ||
        std::any_of(name.begin(), name.end(), is_control)) {
        return ArchiveFault::bad_name;
    }
    const bool has_drive =
        name.size() >= 2 && name[1] == ':' && std::isalpha(static_cast<unsigned char>(name[0])) != 0;
    if (has_drive || name.find('\\') != std::string_view::npos) {
        return ArchiveFault::unsafe_name;
    }
    for (const std::string_view part : split(name, '/')) {
        if (part.empty() || part == "." || part == "..") {
            return ArchiveFault::unsafe_name;
        }
    }
    return std::nullopt;
}

Result<ArchiveOutcome> read_zip(
    const std::string& path, const Limits& limits, const ArchiveVisitor& visitor
) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        return io_error("read", path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error(ErrorCode::io, "cannot read " + path + ": not a regular file");
    }
    if (is_empty_zip(path)) {
        return ArchiveOutcome{};
    }
    const Utf8Names utf8_names;
    const ArchiveHandle handle(archive_read_new());
    // By the directory at its end alone: read from front to back, a zip that was cut between two members
    // would look whole.
    if (handle == nullptr || archive_read_support_format_zip_seekable(handle.get()) != ARCHIVE_OK) {
        return Error(ErrorCode::io, "cannot read " + path + ": out of memory");
    }
    constexpr std::size_t kReadBytes = std::size_t{256} << 10U;
    if (archive_read_open_filename(handle.get(), path.c_str(), kReadBytes) != ARCHIVE_OK) {
        const int code = archive_errno(handle.get());
        // What libarchive calls a format that it does not recognise.
        if (code == EILSEQ) {
            ArchiveOutcome outcome;
            outcome.stopped = ArchiveFault::corrupt;
            return outcome;
        }
        return io_error("read", path, code > 0 ? code : EIO);
    }
    return ZipReader(handle.get(), path, static_cast<std::uint64_t>(status.st_size), limits, visitor).read();
}

}  // namespace sluice::format
