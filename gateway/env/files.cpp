#include "gateway/env/files.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice::env {
namespace fs = std::filesystem;
namespace {

// The files below `path` that `take` wants, sorted; it may keep the walk out of a folder.
template <class Take>
Result<std::vector<ListedFile>> list(const std::string& path, const Take& take) {
    std::vector<ListedFile> files;
    std::error_code code;
    fs::recursive_directory_iterator at(path, fs::directory_options::none, code);
    for (const fs::recursive_directory_iterator end; !code && at != end; at.increment(code)) {
        SLUICE_ASSIGN(const bool wanted, take(at, code));
        if (!code && wanted) {
            const std::uint64_t size = at->file_size(code);
            files.push_back({at->path().lexically_relative(path).generic_string(), size});
        }
        if (code) {
            break;  // the next step would clear it
        }
    }
    if (code) {
        return file_error("list the folder", path, code.value());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        reset();
        value_ = other.release();
    }
    return *this;
}

int FileDescriptor::release() {
    return std::exchange(value_, -1);
}

void FileDescriptor::reset() {
    if (valid()) {
        ::close(release());
    }
}

Error file_error(std::string_view action, const std::string& path, int error_number) {
    std::string text = "cannot ";
    text += action;
    text += ' ' + path + ": ";
    switch (error_number) {
        case ENOSPC:
            text += "the disk is full (";
            break;
        case EDQUOT:
            text += "the disk quota is used up (";
            break;
        case EFBIG:
            text += "the file size limit is reached (";
            break;
        default:
            return {ErrorCode::io, text + std::generic_category().message(error_number)};
    }
    return {ErrorCode::io, text + std::generic_category().message(error_number) + ')'};
}

Result<OpenFile> open_for_read(const std::string& path) {
    // O_NONBLOCK: a named pipe put in the way must not hang us before we have seen what it is.
    FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!descriptor.valid()) {
        return file_error("open", path, errno);
    }
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0) {
        return file_error("read the status of", path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error(ErrorCode::io, "cannot read " + path + ": not a regular file");
    }
    // Advice only: a file system that does not take it reads correctly all the same.
    static_cast<void>(::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL));
    return OpenFile{std::move(descriptor), static_cast<std::uint64_t>(status.st_size), path};
}

Result<std::size_t> read_at(const OpenFile& file, std::uint64_t offset, std::span<char> buffer) {
    std::size_t done = 0;
    while (done < buffer.size()) {
        const ssize_t count = ::pread(
            file.descriptor.get(), buffer.data() + done, buffer.size() - done,
            static_cast<off_t>(offset + done)
        );
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error("read", file.path, errno);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    return done;
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
    SLUICE_ASSIGN(const OpenFile file, open_for_read(path));
    const auto too_large = [&] {
        return Error(
            ErrorCode::io,
            "cannot read " + path + ": larger than the limit of " + std::to_string(bytes_max) + " bytes"
        );
    };
    if (file.size > bytes_max) {
        return too_large();
    }
    // One byte more than it had, to notice that it has grown.
    std::string bytes(static_cast<std::size_t>(file.size) + 1, '\0');
    SLUICE_ASSIGN(const std::size_t count, read_at(file, 0, bytes));
    if (count > bytes_max) {
        return too_large();
    }
    if (count != file.size) {
        return Error(ErrorCode::io, "cannot read " + path + ": it changed while it was read");
    }
    bytes.resize(count);
    return bytes;
}

bool exists(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

Result<void> sync_directory(const std::string& path) {
    const FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.valid()) {
        return file_error("open the folder", path, errno);
    }
    if (::fsync(descriptor.get()) != 0) {
        return file_error("sync the folder", path, errno);
    }
    return {};
}

Result<void> create_directories_synced(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) {
        return S_ISDIR(status.st_mode) ? Result<void>() : file_error("make the folder", path, ENOTDIR);
    }
    const std::string parent = fs::path(path).has_filename()
                                   ? fs::path(path).parent_path().string()
                                   : fs::path(path).parent_path().parent_path().string();
    if (!parent.empty() && parent != path) {
        SLUICE_TRY(create_directories_synced(parent));
    }
    // EEXIST: someone else was quicker, which is as good.
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        return file_error("make the folder", path, errno);
    }
    return sync_directory(parent.empty() ? "." : parent);
}

Result<std::vector<ListedFile>> list_files(const std::string& path) {
    return list(path, [](auto& at, std::error_code& code) {
        return Result<bool>(fs::is_regular_file(at->symlink_status(code)));
    });
}

Result<std::vector<ListedFile>> list_files_and_links(const std::string& path) {
    return list(path, [](auto& at, std::error_code&) -> Result<bool> {
        if (at->path().filename().string().starts_with("..")) {
            at.disable_recursion_pending();
            return false;
        }
        std::error_code nowhere;  // the type says so, too
        const auto type = at->status(nowhere).type();
        const bool folder = type == fs::file_type::directory && !at->is_symlink(nowhere);
        if (type != fs::file_type::regular && !folder) {
            return Error(
                ErrorCode::io,
                "cannot read " + at->path().string() + ": neither a file, nor a link to one, nor a folder"
            );
        }
        return !folder;
    });
}

}  // namespace sluice::env
