#include "gateway/format/archive_writer.hpp"

#include <memory>

#include <archive.h>
#include <archive_entry.h>

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

la_ssize_t append_bytes(archive*, void* bytes, const void* more, std::size_t count) {
    static_cast<std::string*>(bytes)->append(static_cast<const char*>(more), count);
    return static_cast<la_ssize_t>(count);
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

Result<std::string> zip_of(const std::vector<ZipEntry>& entries) {
    std::string bytes;
    const std::unique_ptr<archive, FreeArchive> handle(archive_write_new());
    archive_write_set_format_zip(handle.get());
    archive_write_set_bytes_in_last_block(handle.get(), 1);  // nothing after the end
    bool written = archive_write_open(handle.get(), &bytes, nullptr, append_bytes, nullptr) == ARCHIVE_OK;
    for (const auto& entry : entries) {
        written = written && write_entry(handle.get(), entry);
    }
    if (!written || archive_write_close(handle.get()) != ARCHIVE_OK) {
        const char* text = archive_error_string(handle.get());
        return Error(
            ErrorCode::internal, std::string("cannot make a zip: ") + (text == nullptr ? "?" : text)
        );
    }
    return bytes;
}

}  // namespace sluice::format
