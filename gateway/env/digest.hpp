// SHA-256 (FIPS 180-4), written as 64 lower-case hexadecimal digits: the identity of landed bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace sluice::env {

// One thread at a time. A moved-from digest may only be destroyed or assigned to.
class Sha256 {
  public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(std::string_view bytes);
    // The digest of everything since construction or the last call; the object starts afresh.
    std::string finish_hex();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace sluice::env
