// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine and in every
// version, so it may be stored. Tells rows with one key apart; no defence against somebody who looks for a
// collision.
#pragma once

#include <cstdint>
#include <string_view>

namespace sluice {

class Fnv1a {
  public:
    void add(std::string_view bytes) {
        for (const char c : bytes) {
            value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
    }
    std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

inline std::uint64_t hash_of(std::string_view bytes) {
    Fnv1a hash;
    hash.add(bytes);
    return hash.value();
}

}  // namespace sluice
