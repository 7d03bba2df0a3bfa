// Files that appear whole or not at all, and stay after a power cut: written under a temporary name in the
// same folder, synced, renamed, and the folder synced (rename(2), fsync(2)).
#pragma once

#include "gateway/env/files.hpp"

#include <string>
#include <string_view>

namespace sluice::env {

// One thread at a time. Until commit() has succeeded there is only the temporary file, which the destructor
// removes; its name starts with ".sluice-". Mode 0600.
class DurableFile {
  public:
    // A new temporary file in `directory`, which must exist.
    static Result<DurableFile> create(const std::string& directory);

    DurableFile(DurableFile&& other) noexcept;
    DurableFile& operator=(DurableFile&&) = delete;
    ~DurableFile();

    Result<void> write(std::string_view bytes);
    // Names the file `directory`/`name`, in place of a file of that name. Afterwards only destruction is
    // allowed.
    Result<void> commit(const std::string& name);

    std::uint64_t size() const { return size_; }  // bytes written so far

  private:
    DurableFile(FileDescriptor descriptor, std::string directory, std::string temporary);

    FileDescriptor descriptor_;
    std::string directory_;
    std::string temporary_;  // path; empty when there is nothing left to remove
    std::uint64_t size_ = 0;
};

// The folder of `path` must exist.
Result<void> write_file_durably(const std::string& path, std::string_view bytes);

// All bytes to a descriptor, through signals and short writes; `path` is for the error text.
Result<void> write_all(const FileDescriptor& descriptor, const std::string& path, std::string_view bytes);

}  // namespace sluice::env
