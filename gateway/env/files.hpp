// Files and folders of the local file system. Paths are bytes; every error is ErrorCode::io and names the
// path and the system's text, never what a file holds. Functions may be called from any thread.
#pragma once

#include "gateway/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::env {

// Owns one descriptor; closes it on destruction, ignoring what close says (data is synced before that).
class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int value) : value_(value) {}
    FileDescriptor(FileDescriptor&& other) noexcept : value_(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() { reset(); }

    int get() const { return value_; }
    bool valid() const { return value_ >= 0; }
    int release();
    void reset();

  private:
    int value_ = -1;
};

// "cannot <action> <path>: <text of errno>"; a full disk, quota or size limit says so in plain words.
Error file_error(std::string_view action, const std::string& path, int error_number);

struct OpenFile {
    FileDescriptor descriptor;
    std::uint64_t size = 0;  // bytes, when it was opened
    std::string path;        // for error texts
};

// A regular file; the kernel is told that it will be read from front to back.
Result<OpenFile> open_for_read(const std::string& path);

// Fills `buffer` from `offset`; fewer bytes only at the end of the file. Does not move the file's position,
// so workers may share one descriptor.
Result<std::size_t> read_at(const OpenFile& file, std::uint64_t offset, std::span<char> buffer);

// The whole of a regular file; an error when it holds more than `bytes_max`.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

bool exists(const std::string& path);

// Each missing folder is made (mode 0700) and its parent synced, so that the path outlives a power cut.
Result<void> create_directories_synced(const std::string& path);

Result<void> sync_directory(const std::string& path);

struct ListedFile {
    std::string name;  // relative to the folder that was listed, with '/'
    std::uint64_t size = 0;
    auto operator<=>(const ListedFile&) const = default;
};

// The regular files below `path`, sorted by the bytes of their names. A symbolic link is not followed and not
// listed: what is listed lies inside the folder.
Result<std::vector<ListedFile>> list_files(const std::string& path);

// The same with links to regular files among them, as a folder of configuration is mounted; names that begin
// with two dots, where such mounts keep what the links lead to, are passed over. An error: a link to a folder
// or to nothing, and what is neither file nor folder.
Result<std::vector<ListedFile>> list_files_and_links(const std::string& path);

}  // namespace sluice::env
