#include "gateway/store/landing.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/durable_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::store {

namespace {

// Calls `take` with the file's bytes, block by block.
Result<void> read_blocks(
    const env::OpenFile& file, const std::function<Result<void>(std::string_view)>& take
) {
    std::vector<char> block(Limits().block_bytes);
    for (std::uint64_t offset = 0;;) {
        SLUICE_ASSIGN(const std::size_t count, env::read_at(file, offset, block));
        if (count == 0) {
            return {};
        }
        SLUICE_TRY(take(std::string_view(block.data(), count)));
        offset += count;
    }
}

bool is_digest(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

LandingStream::LandingStream(
    std::string objects, std::string label, env::FileDescriptor descriptor, std::string temporary
)
    : objects_(std::move(objects)),
      label_(std::move(label)),
      descriptor_(std::move(descriptor)),
      temporary_(std::move(temporary)) {}

LandingStream::LandingStream(LandingStream&& other) noexcept
    : objects_(std::move(other.objects_)),
      label_(std::move(other.label_)),
      descriptor_(std::move(other.descriptor_)),
      temporary_(std::exchange(other.temporary_, {})),
      digest_(std::move(other.digest_)),
      bytes_(other.bytes_) {}

LandingStream::~LandingStream() {
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str());
    }
}

Error LandingStream::explain(const Error& error) const {
    return {error.code(), "landing " + label_ + ": " + error.text()};
}

Result<void> LandingStream::write(std::string_view bytes) {
    if (const Result<void> written = env::write_all(descriptor_, objects_, bytes); !written) {
        return explain(written.error());
    }
    digest_.update(bytes);
    bytes_ += bytes.size();
    return {};
}

namespace {

// What lies there was written by somebody else, perhaps long ago: it is read before it is taken for the bytes
// that were sent.
Result<void> check_object(const std::string& path, const std::string& digest) {
    constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
    SLUICE_ASSIGN(const env::OpenFile object, env::open_for_read(path));
    env::Sha256 found;
    std::string block(kBlockBytes, '\0');
    for (std::uint64_t offset = 0; offset < object.size;) {
        SLUICE_ASSIGN(
            const std::size_t got, env::read_at(object, offset, std::span<char>(block.data(), block.size()))
        );
        if (got == 0) {
            break;
        }
        found.update(std::string_view(block).substr(0, got));
        offset += got;
    }
    if (found.finish_hex() != digest) {
        return Error(
            ErrorCode::io,
            "the object " + path + " does not hold the bytes of its name: the landing area is damaged"
        );
    }
    return {};
}

}  // namespace

Result<void> LandingStream::give_name(
    const std::string& folder, const std::string& path, const std::string& digest
) {
    if (::fsync(descriptor_.get()) != 0) {
        return env::file_error("sync", path, errno);
    }
    SLUICE_TRY(env::create_directories_synced(folder));
    const std::string source =
        temporary_.empty() ? "/proc/self/fd/" + std::to_string(descriptor_.get()) : temporary_;
    // Not rename: an object that is there stays, and two who land the same bytes at once both succeed.
    const bool named = ::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
    if (!named && errno != EEXIST) {
        return env::file_error("name", path, errno);
    }
    // Also where the object was there: whoever made it may not have come as far as this.
    SLUICE_TRY(env::sync_directory(folder));
    return named ? Result<void>() : check_object(path, digest);
}

Result<Landed> LandingStream::finish() {
    Landed landed{digest_.finish_hex(), bytes_};
    const std::string folder = objects_ + '/' + landed.sha256.substr(0, 2);
    if (const Result<void> named = give_name(folder, folder + '/' + landed.sha256, landed.sha256); !named) {
        return explain(named.error());
    }
    return landed;
}

Result<Landing> Landing::open(const std::string& directory) {
    const std::string objects = directory + "/objects";
    SLUICE_TRY(env::create_directories_synced(objects));
    return Landing(directory, objects);
}

Result<LandingStream> Landing::begin(std::string label) const {
    // A file without a name vanishes with its process, however that ends.
    env::FileDescriptor nameless(::open(objects_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (nameless.valid()) {
        return LandingStream(objects_, std::move(label), std::move(nameless), {});
    }
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
        return env::file_error("land a file in", objects_, errno);
    }
    // Some network file systems have none: a name of its own, removed by the destructor.
    std::string temporary = objects_ + "/.landing-XXXXXX";
    env::FileDescriptor named(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!named.valid()) {
        return env::file_error("land a file in", objects_, errno);
    }
    return LandingStream(objects_, std::move(label), std::move(named), std::move(temporary));
}

Result<Landed> Landing::land_file(
    const std::string& path, const std::function<void(std::uint64_t bytes)>& landed
) const {
    SLUICE_ASSIGN(const env::OpenFile file, env::open_for_read(path));
    SLUICE_ASSIGN(LandingStream stream, begin(std::string(base_name(path))));
    std::uint64_t bytes = 0;
    SLUICE_TRY(read_blocks(file, [&](std::string_view block) -> Result<void> {
        SLUICE_TRY(stream.write(block));
        bytes += block.size();
        if (landed) {
            landed(bytes);
        }
        return {};
    }));
    return stream.finish();
}

Result<Landed> Landing::land_bytes(std::string_view bytes, std::string label) const {
    SLUICE_ASSIGN(LandingStream stream, begin(std::move(label)));
    SLUICE_TRY(stream.write(bytes));
    return stream.finish();
}

bool Landing::contains(const std::string& sha256) const {
    return is_digest(sha256) && env::exists(path_of(sha256));
}

std::string Landing::path_of(const std::string& sha256) const {
    return objects_ + '/' + sha256.substr(0, 2) + '/' + sha256;
}

}  // namespace sluice::store
