// Where a verb writes patient data.
#pragma once

#include "gateway/app/environment.hpp"
#include "gateway/env/files.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace sluice::app {

// ErrorCode::usage where anything is at `path`, a link that leads nowhere, too: nothing is written over.
Result<void> check_is_new(const std::string& path);

// Standard output, a pipe or a device that is there, or a new file for its owner alone (mode 0600) that is
// there whole or not at all. One object at a time, made before any thread (env::Interrupt).
class PrivateOutput {
  public:
    // Empty or "-" is standard output. ErrorCode::usage where a file is there.
    static Result<PrivateOutput> open(const std::string& path);

    Result<void> write(std::string_view bytes);
    // Afterwards only destruction is allowed.
    Result<void> finish();

  private:
    PrivateOutput() = default;

    std::string path_;
    env::FileDescriptor descriptor_;
    std::unique_ptr<TemporaryFolder> folder_;  // none: written at once to where it goes
};

}  // namespace sluice::app
