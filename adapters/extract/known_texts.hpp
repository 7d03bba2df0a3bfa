// A set of short texts that is asked far more often than it grows: one look at a slot says no, one more at
// the bytes says yes. One thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

class KnownTexts {
  public:
    bool holds(std::string_view text) const {
        const std::uint64_t hash = hash_of(text);
        for (std::size_t i = hash >> shift_;; ++i) {
            const Slot& slot = slots_[i & (slots_.size() - 1)];
            if (slot.check == check_of(hash) && text_at(slot.offset) == text) {
                return true;
            }
            if (slot.check == 0) {
                return false;
            }
        }
    }
    // REQUIRES: not held yet; all together less than 4 GiB.
    void add(std::string_view text) {
        if (3 * ++count_ > 2 * slots_.size()) {
            grow();
        }
        put(hash_of(text), static_cast<std::uint32_t>(bytes_.size()));
        const auto size = static_cast<std::uint32_t>(text.size());
        bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes_ += text;
    }
    std::size_t size() const { return count_; }
    void clear() { *this = {}; }

  private:
    // Small, so that those of many thousand texts stay near the processor.
    struct Slot {
        std::uint32_t check = 0;   // part of the hash; 0: empty
        std::uint32_t offset = 0;  // of the text's size, which the text follows
    };

    static std::uint32_t check_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash) | 1U; }
    std::string_view text_at(std::uint32_t offset) const {
        const char* at = bytes_.data() + offset;
        const auto size = load<std::uint32_t>(at);
        return {at + sizeof size, size};
    }

    // Fast on the ten to forty bytes of a code or an id. Texts that are made to collide cost time and nothing
    // else; how many are kept is limited by whoever keeps them.
    static std::uint64_t hash_of(std::string_view text) {
        constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
        std::uint64_t hash = text.size() * kOdd;
        const auto mix = [&](std::uint64_t word) {
            hash = (hash ^ word) * kOdd;
            hash ^= hash >> 32U;
        };
        const char* at = text.data();
        std::size_t left = text.size();
        for (; left > 8; left -= 8, at += 8) {
            mix(load<std::uint64_t>(at));
        }
        if (text.size() >= 8) {
            mix(load<std::uint64_t>(at + left - 8));  // overlaps what was read
        } else if (left >= 4) {
            mix(load<std::uint32_t>(at) | std::uint64_t{load<std::uint32_t>(at + left - 4)} << 32U);
        } else {
            std::uint64_t word = 0;
            for (std::size_t i = 0; i < left; ++i) {
                word = word << 8U | static_cast<unsigned char>(at[i]);
            }
            mix(word);
        }
        return hash * kOdd;
    }
    template <class Word>
    static Word load(const char* at) {
        Word word;
        std::memcpy(&word, at, sizeof word);
        return word;
    }

    void put(std::uint64_t hash, std::uint32_t offset) {
        std::size_t i = hash >> shift_;
        while (slots_[i & (slots_.size() - 1)].check != 0) {
            ++i;
        }
        slots_[i & (slots_.size() - 1)] = {check_of(hash), offset};
    }
    void grow() {
        const std::vector<Slot> before = std::move(slots_);
        slots_.assign(before.size() * 2, {});
        --shift_;
        for (const Slot& slot : before) {
            if (slot.check != 0) {
                put(hash_of(text_at(slot.offset)), slot.offset);
            }
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two, two thirds of them used at most
    unsigned shift_ = 64 - 6;                          // the top bits of a hash choose the slot
    std::size_t count_ = 0;
    std::string bytes_;
};

}  // namespace sluice::extract
