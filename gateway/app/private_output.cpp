#include "gateway/app/private_output.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/durable_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice::app {
namespace {

namespace fs = std::filesystem;

// What takes bytes and keeps none.
bool is_stream(const std::string& path) {
    std::error_code ignored;
    const auto type = fs::status(path, ignored).type();
    return type == fs::file_type::fifo || type == fs::file_type::character;
}

std::string name_in(const TemporaryFolder& folder) {
    return folder.path() + "/output";
}

}  // namespace

Result<void> check_is_new(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored))
               ? Result<void>(Error(ErrorCode::usage, printable(path) + " is there already; name a new file"))
               : Result<void>();
}

Result<PrivateOutput> PrivateOutput::open(const std::string& path) {
    PrivateOutput out;
    int descriptor = -1;
    if (path.empty() || path == "-") {
        out.path_ = "standard output";
        descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    } else if (is_stream(path)) {
        out.path_ = path;
        descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        SLUICE_TRY(check_is_new(path));
        out.path_ = path;
        SLUICE_ASSIGN(out.folder_, TemporaryFolder::make_beside(path));
        descriptor =
            ::open(name_in(*out.folder_).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }
    if (descriptor < 0) {
        return env::file_error("write", out.path_, errno);
    }
    out.descriptor_ = env::FileDescriptor(descriptor);
    return out;
}

Result<void> PrivateOutput::write(std::string_view bytes) {
    return env::write_all(descriptor_, path_, bytes);
}

Result<void> PrivateOutput::finish() {
    if (folder_ == nullptr) {
        return {};
    }
    const bool there =
        ::fsync(descriptor_.get()) == 0 && std::rename(name_in(*folder_).c_str(), path_.c_str()) == 0;
    return there ? Result<void>() : Result<void>(env::file_error("write", path_, errno));
}

}  // namespace sluice::app
