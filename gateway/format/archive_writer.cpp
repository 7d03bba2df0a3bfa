#include "gateway/format/archive_writer.hpp"

#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

namespace sluice::format {
namespace {

constexpr std::time_t kFirstTimeOfZip = 315'532'800;  // 1980-01-01, the earliest that a zip can say
constexpr mode_t kOwnerOnly = 0600;

struct FreeArchive {
    void operator()(archive* handle) const { archive_write_free(handle); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

Error zip_error(archive* handle, const std::string& path) {
    const char* text = archive_error_string(handle);
    return {ErrorCode::io, "cannot write " + path + ": " + (text == nullptr ? "unknown" : text)};
}

bool write_entry(archive* handle, const ZipEntry& entry) {
    const std::unique_ptr<archive_entry, FreeEntry> header(archive_entry_new());
    archive_entry_set_pathname(header.get(), entry.name.c_str());
    archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.bytes.size()));
    archive_entry_set_filetype(header.get(), AE_IFREG);
    archive_entry_set_perm(header.get(), kOwnerOnly);
    archive_entry_set_mtime(header.get(), kFirstTimeOfZip, 0);
    return archive_write_header(handle, header.get()) == ARCHIVE_OK &&
           archive_write_data(handle, entry.bytes.data(), entry.bytes.size()) ==
               static_cast<la_ssize_t>(entry.bytes.size());
}

}  // namespace

Result<void> write_zip(const std::string& path, const std::vector<ZipEntry>& entries) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
    if (descriptor < 0) {
        return Error(ErrorCode::io, "cannot write " + path);
    }
    const std::unique_ptr<archive, FreeArchive> handle(archive_write_new());
    archive_write_set_format_zip(handle.get());
    bool written = archive_write_open_fd(handle.get(), descriptor) == ARCHIVE_OK;
    for (const auto& entry : entries) {
        written = written && write_entry(handle.get(), entry);
    }
    written = written && archive_write_close(handle.get()) == ARCHIVE_OK;
    const Error error = written ? Error(ErrorCode::io, {}) : zip_error(handle.get(), path);
    const bool closed = ::fsync(descriptor) == 0 && ::close(descriptor) == 0;
    if (!written) {
        return error;
    }
    return closed ? Result<void>() : Result<void>(Error(ErrorCode::io, "cannot write " + path));
}

}  // namespace sluice::format
