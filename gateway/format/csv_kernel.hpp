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
    std::uint64_t parity = 0;  // of the quotes up to and with each byte: see prefix_parity
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

// Between chunks: inside quotes (all ones or none), a quote may open next, a quote has just closed.
struct QuoteState {
    std::uint64_t inside = 0;
    std::uint64_t may_open = 1;
    std::uint64_t just_closed = 0;
};

// Where delimiters and line ends stand that are outside quotes, in their order.
struct Marks {
    std::uint32_t* ends = nullptr;   // REQUIRES: room for kMarksPerChunk a chunk, and as many more
    std::uint32_t* lines = nullptr;  // indexes into `ends` of those that end a line; room for as many
    std::size_t end_count = 0;
    std::size_t line_count = 0;
};
inline constexpr std::size_t kMarksPerChunk = kChunk;

// Marks the chunks that start at `base` of the block, as far as quotes stand where quotes may stand. Returns
// how many chunks that are; of the next one what stands before the misplaced quote is marked too. Bits that
// are not `valid` are none.
using Mark = std::size_t (*)(
    std::string_view block, std::size_t base, const ChunkMasks* masks, std::size_t chunk_count,
    std::uint64_t valid, QuoteState& state, Marks& marks
);

// True where the bytes hold an odd number of them.
using IsOdd = bool (*)(std::string_view bytes, char wanted);

struct KernelFunctions {
    Classify classify;
    Mark mark;
    IsOdd is_odd;
};

// The best that the processor has, or the one that is asked for; the processor must support it.
KernelFunctions kernel_functions(CsvKernel kernel);

// REQUIRES: bit < 64.
inline std::uint64_t bits_below(unsigned bit) {
    return (std::uint64_t{1} << bit) - 1;
}

// Bit i of the result is the parity of bits 0 to i: whether a quote is open after byte i.
inline std::uint64_t prefix_parity(std::uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

}  // namespace sluice::format
