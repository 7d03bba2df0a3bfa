// The landing area: the bytes that were sent, once each, under their own digest. An object is there whole or
// not at all, and stays after a power cut: it is synced before it gets its name, and the folder after.
//
// Layout: <directory>/objects/ab/<sha256>, mode 0600. One thread at a time an object of these classes;
// several processes may share a directory. Errors are ErrorCode::io, say "landing <base name>", and name a
// full disk as such. Callers that set a file size limit must ignore SIGXFSZ.
#pragma once

#include "gateway/env/digest.hpp"
#include "gateway/env/files.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sluice::store {

struct Landed {
    std::string sha256;  // 64 hexadecimal digits, lower case
    std::uint64_t bytes = 0;
    auto operator<=>(const Landed&) const = default;
};

// One object on its way in. Dropped without finish(), nothing of it stays.
class LandingStream {
  public:
    LandingStream(LandingStream&& other) noexcept;
    LandingStream& operator=(LandingStream&&) = delete;
    ~LandingStream();

    Result<void> write(std::string_view bytes);
    // Durable when it returns. Afterwards only destruction is allowed.
    Result<Landed> finish();

  private:
    friend class Landing;
    LandingStream(
        std::string objects, std::string label, env::FileDescriptor descriptor, std::string temporary
    );
    Result<void> give_name(const std::string& folder, const std::string& path, const std::string& digest);
    Error explain(const Error& error) const;

    std::string objects_;
    std::string label_;
    env::FileDescriptor descriptor_;
    std::string temporary_;  // path of the nameless-file substitute; empty where the system has O_TMPFILE
    env::Sha256 digest_;
    std::uint64_t bytes_ = 0;
};

class Landing {
  public:
    // Makes the folders where they are missing.
    static Result<Landing> open(const std::string& directory);

    // That it was opened with.
    const std::string& folder() const { return folder_; }

    // `label` stands in error texts: the name of the file, never of a person.
    Result<LandingStream> begin(std::string label) const;
    // Copies; the source stays. `landed` hears of the bytes so far, block by block.
    Result<Landed> land_file(
        const std::string& path, const std::function<void(std::uint64_t bytes)>& landed = {}
    ) const;
    Result<Landed> land_bytes(std::string_view bytes, std::string label) const;

    bool contains(const std::string& sha256) const;  // false also for what is no digest
    // REQUIRES: a digest.
    std::string path_of(const std::string& sha256) const;

  private:
    Landing(std::string folder, std::string objects)
        : folder_(std::move(folder)), objects_(std::move(objects)) {}
    std::string folder_;
    std::string objects_;
};

}  // namespace sluice::store
