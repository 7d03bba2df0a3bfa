// Where the four kinds of byte stand that make up CSV, 64 bytes at a time. Internal to gateway/format.
#pragma once

#include "gateway/format/csv.hpp"

namespace sluice::format {

inline constexpr std::size_t kChunk = 64;

// Bit i stands for byte i of the chunk.
struct ChunkMasks {
    std::uint64_t quote = 0;
    std::uint64_t delimiter = 0;
    std::uint64_t newline = 0;
};

// Gathered over many chunks, so that checks byte by byte are made only where they can find something.
struct ByteClasses {
    bool has_nul = false;
    bool has_non_ascii = false;
};

// Reads chunk_count * 64 bytes. `classes` is added to, never cleared.
using Classify = void (*)(
    const char* bytes, std::size_t chunk_count, Dialect dialect, ChunkMasks* masks, ByteClasses& classes
);

// The best that the processor has, or the one that is asked for; the processor must support it.
Classify classify_function(CsvKernel kernel);

// Bit i of the result is the parity of bits 0 to i: whether a quote is open after byte i.
inline std::uint64_t prefix_parity(std::uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

}  // namespace sluice::format
