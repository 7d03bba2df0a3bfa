#include "gateway/synth/rng.hpp"

namespace sluice::synth {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::uint64_t rotate_left(std::uint64_t x, unsigned by) {
    return (x << by) | (x >> (64U - by));
}

}  // namespace

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t state = seed;
    state = splitmix(state) ^ (stream * 0xD1342543DE82EF95U);
    for (std::uint64_t& word : state_) {
        word = splitmix(state);
    }
}

std::uint64_t Rng::next() {
    const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate_left(state_[3], 45);
    return result;
}

std::size_t Rng::below(std::size_t bound) {
    return static_cast<std::size_t>((next() >> 11U) % bound);
}

int Rng::between(int first, int last) {
    return first + static_cast<int>(below(static_cast<std::size_t>(last - first) + 1));
}

bool Rng::chance(unsigned permille) {
    return below(1000) < permille;
}

std::string guid(Rng& rng) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::uint64_t high = (rng.next() & ~std::uint64_t{0xF000}) | 0x4000U;
    std::uint64_t low = (rng.next() & 0x3FFFFFFFFFFFFFFFU) | 0x8000000000000000U;
    std::string text = "{00000000-0000-0000-0000-000000000000}";
    for (std::size_t i = text.size() - 2; i > 0; --i) {
        if (text[i] == '-') {
            continue;
        }
        std::uint64_t& half = i > 19 ? low : high;  // the fourth group starts the lower half
        text[i] = kHex[half & 0xFU];
        half >>= 4U;
    }
    return text;
}

std::string guid_of(std::uint64_t seed, std::uint64_t kind, std::uint64_t number) {
    Rng rng(seed ^ (kind << 56U), number);
    return guid(rng);
}

}  // namespace sluice::synth
