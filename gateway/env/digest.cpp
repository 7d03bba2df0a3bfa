#include "gateway/env/digest.hpp"

#include "gateway/base/assert.hpp"

#include <openssl/evp.h>

#include <array>

namespace sluice::env {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    State() { start(); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }

    // Fails only without memory or with a library that lacks SHA-256: there is nothing to go on with.
    void start() const {
        SLUICE_ASSERT(context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
    SLUICE_ASSERT(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish_hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    SLUICE_ASSERT(EVP_DigestFinal_ex(state_->context, digest.data(), &size) == 1 && size == 32);
    state_->start();

    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * std::size_t{size});
    for (unsigned int i = 0; i < size; ++i) {
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 0xFU];
    }
    return hex;
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 digest;
    digest.update(bytes);
    return digest.finish_hex();
}

}  // namespace sluice::env
