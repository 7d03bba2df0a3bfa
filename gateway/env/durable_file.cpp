#include "gateway/env/durable_file.hpp"

#include "gateway/base/assert.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::env {

Result<void> write_all(const FileDescriptor& descriptor, const std::string& path, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor.get(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error("write", path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

DurableFile::DurableFile(FileDescriptor descriptor, std::string directory, std::string temporary)
    : descriptor_(std::move(descriptor)),
      directory_(std::move(directory)),
      temporary_(std::move(temporary)) {}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : descriptor_(std::move(other.descriptor_)),
      directory_(std::move(other.directory_)),
      temporary_(std::exchange(other.temporary_, {})),
      size_(other.size_) {}

DurableFile::~DurableFile() {
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str());
    }
}

Result<DurableFile> DurableFile::create(const std::string& directory) {
    std::string temporary = directory + "/.sluice-XXXXXX";
    FileDescriptor descriptor(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!descriptor.valid()) {
        return file_error("make a file in", directory, errno);
    }
    return DurableFile(std::move(descriptor), directory, std::move(temporary));
}

Result<void> DurableFile::write(std::string_view bytes) {
    SLUICE_ASSERT(!temporary_.empty());
    SLUICE_TRY(write_all(descriptor_, temporary_, bytes));
    size_ += bytes.size();
    return {};
}

Result<void> DurableFile::commit(const std::string& name) {
    SLUICE_ASSERT(!temporary_.empty() && !name.empty() && name.find('/') == std::string::npos);
    const std::string path = directory_ + '/' + name;
    if (::fsync(descriptor_.get()) != 0) {
        return file_error("sync", path, errno);
    }
    if (::rename(temporary_.c_str(), path.c_str()) != 0) {
        return file_error("rename a file to", path, errno);
    }
    temporary_.clear();
    descriptor_.reset();
    return sync_directory(directory_);
}

Result<void> write_file_durably(const std::string& path, std::string_view bytes) {
    const std::size_t slash = path.rfind('/');
    const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty()) {
        return Error(ErrorCode::io, "cannot write " + path + ": it names no file");
    }
    SLUICE_ASSIGN(DurableFile file, DurableFile::create(directory));
    SLUICE_TRY(file.write(bytes));
    return file.commit(name);
}

}  // namespace sluice::env
