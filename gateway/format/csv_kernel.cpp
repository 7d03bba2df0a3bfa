#include "gateway/format/csv_kernel.hpp"

#include "gateway/base/assert.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sluice::format {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
constexpr std::uint64_t kLow7 = 0x7F7F7F7F7F7F7F7FULL;
constexpr std::uint64_t kHigh = 0x8080808080808080ULL;

// The top bit of each byte that is zero; exact for every byte (no borrow runs into its neighbour).
std::uint64_t zero_bytes(std::uint64_t word) {
    return ~(((word & kLow7) + kLow7) | word | kLow7);
}

// The top bits of the eight bytes as the low eight bits of the result, first byte first.
std::uint64_t gather(std::uint64_t high_bits) {
    return ((high_bits >> 7U) * 0x0102040810204080ULL) >> 56U;
}

void classify_portable(
    const char* bytes, std::size_t chunk_count, Dialect dialect, ChunkMasks* masks, ByteClasses& classes
) {
    const std::uint64_t quote = kOnes * static_cast<unsigned char>(dialect.quote);
    const std::uint64_t delimiter = kOnes * static_cast<unsigned char>(dialect.delimiter);
    const std::uint64_t newline = kOnes * static_cast<unsigned char>('\n');
    std::uint64_t zero = 0;
    std::uint64_t high = 0;
    for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) {
        ChunkMasks found;
        for (unsigned i = 0; i < kChunk; i += 8) {
            std::uint64_t word = 0;
            for (unsigned byte = 0; byte < 8; ++byte) {  // first byte lowest, whatever the processor's order
                word |= std::uint64_t{static_cast<unsigned char>(bytes[chunk * kChunk + i + byte])}
                        << (8 * byte);
            }
            found.quote |= gather(zero_bytes(word ^ quote)) << i;
            found.delimiter |= gather(zero_bytes(word ^ delimiter)) << i;
            found.newline |= gather(zero_bytes(word ^ newline)) << i;
            zero |= zero_bytes(word);
            high |= word & kHigh;
        }
        found.parity = prefix_parity(found.quote);
        masks[chunk] = found;
    }
    classes.has_nul |= zero != 0;
    classes.has_non_ascii |= high != 0;
}

// The functions below are compiled once for each instruction set: their one body is put into each caller.
#define SLUICE_INLINE inline __attribute__((always_inline))

// A closing quote may be followed by CRLF, which the masks do not show.
SLUICE_INLINE unsigned first_misplaced(std::string_view block, std::size_t base, std::uint64_t suspicious) {
    for (; suspicious != 0; suspicious &= suspicious - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(suspicious));
        const std::size_t at = base + bit;
        if (block[at] != '\r' || at + 1 >= block.size() || block[at + 1] != '\n') {
            return bit;
        }
    }
    return kChunk;
}

// Writes more than it counts, because how many there are cannot be foretold: a wrong guess costs more than
// eight stores.
SLUICE_INLINE void add_marks(
    std::size_t base, std::uint64_t structural, std::uint64_t newlines, Marks& marks
) {
    constexpr int kStep = 8;
    const auto first = marks.end_count;
    std::uint32_t* next = marks.ends + first;
    const int count = std::popcount(structural);
    for (std::uint64_t left = structural; next < marks.ends + first + count; next += kStep) {
#pragma GCC unroll 8
        for (int i = 0; i < kStep; ++i) {
            next[i] = static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(std::countr_zero(left));
            left &= left - 1;
        }
    }
    marks.end_count = first + static_cast<std::size_t>(count);
    for (newlines &= structural; newlines != 0; newlines &= newlines - 1) {
        const std::uint64_t before = structural & (newlines ^ (newlines - 1)) & ~(newlines & -newlines);
        marks.lines[marks.line_count++] =
            static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(std::popcount(before));
    }
}

SLUICE_INLINE std::size_t mark(
    std::string_view block, std::size_t base, const ChunkMasks* masks, std::size_t chunk_count,
    std::uint64_t valid, QuoteState& state, Marks& marks
) {
    QuoteState s = state;  // in registers
    for (std::size_t i = 0; i < chunk_count; ++i, base += kChunk) {
        const ChunkMasks& m = masks[i];
        const std::uint64_t quotes = m.quote & valid;
        const std::uint64_t open_after = m.parity ^ s.inside;
        const std::uint64_t structural = (m.delimiter | m.newline) & valid & ~open_after;
        const std::uint64_t opens = quotes & open_after;
        const std::uint64_t closes = quotes & ~open_after;
        const std::uint64_t opening_places = ((structural | closes) << 1U) | s.may_open;
        const std::uint64_t after_close = (closes << 1U) | s.just_closed;
        const std::uint64_t suspicious =
            ((opens & ~opening_places) | (after_close & ~(structural | opens))) & valid;
        if (suspicious != 0) {
            const unsigned misplaced = first_misplaced(block, base, suspicious);
            if (misplaced != kChunk) {
                add_marks(base, structural & bits_below(misplaced), m.newline, marks);
                return i;
            }
        }
        add_marks(base, structural, m.newline, marks);
        s.inside = (open_after >> 63U) != 0 ? ~std::uint64_t{0} : 0;
        s.may_open = (structural | closes) >> 63U;
        s.just_closed = closes >> 63U;
    }
    state = s;
    return chunk_count;
}

std::size_t mark_portable(
    std::string_view block, std::size_t base, const ChunkMasks* masks, std::size_t chunk_count,
    std::uint64_t valid, QuoteState& state, Marks& marks
) {
    return mark(block, base, masks, chunk_count, valid, state, marks);
}

bool is_odd_portable(std::string_view bytes, char wanted) {
    return std::count(bytes.begin(), bytes.end(), wanted) % 2 != 0;
}

#if defined(__x86_64__)

__attribute__((target("sse2"))) void classify_sse2(
    const char* bytes, std::size_t chunk_count, Dialect dialect, ChunkMasks* masks, ByteClasses& classes
) {
    const __m128i quote = _mm_set1_epi8(dialect.quote);
    const __m128i delimiter = _mm_set1_epi8(dialect.delimiter);
    const __m128i newline = _mm_set1_epi8('\n');
    __m128i least = _mm_set1_epi8(-1);
    __m128i any = _mm_setzero_si128();
    for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) {
        ChunkMasks found;
        for (unsigned i = 0; i < kChunk; i += 16) {
            const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + chunk * kChunk + i));
            const auto equal = [ v, i ](__m128i wanted) __attribute__((target("sse2"))) {
                return std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted)))}
                       << i;
            };
            found.quote |= equal(quote);
            found.delimiter |= equal(delimiter);
            found.newline |= equal(newline);
            least = _mm_min_epu8(least, v);
            any = _mm_or_si128(any, v);
        }
        found.parity = prefix_parity(found.quote);
        masks[chunk] = found;
    }
    classes.has_nul |= _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
    classes.has_non_ascii |= _mm_movemask_epi8(any) != 0;
}

// Every kind of processor with AVX2 has these, too; kernel_supported makes sure.
#define SLUICE_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

SLUICE_AVX2 void classify_avx2(
    const char* bytes, std::size_t chunk_count, Dialect dialect, ChunkMasks* masks, ByteClasses& classes
) {
    const __m256i quote = _mm256_set1_epi8(dialect.quote);
    const __m256i delimiter = _mm256_set1_epi8(dialect.delimiter);
    const __m256i newline = _mm256_set1_epi8('\n');
    __m256i least = _mm256_set1_epi8(-1);
    __m256i any = _mm256_setzero_si256();
    for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) {
        const char* at = bytes + chunk * kChunk;
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
        const auto equal = [low, high](__m256i wanted) SLUICE_AVX2 {
            const auto first =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
            const auto second =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
            return std::uint64_t{first} | (std::uint64_t{second} << 32U);
        };
        const std::uint64_t quotes = equal(quote);
        // The product with all ones, without carries, is the parity of every prefix.
        const __m128i parity =
            _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(quotes)), _mm_set1_epi8(-1), 0);
        masks[chunk] = {
            quotes, equal(delimiter), equal(newline), static_cast<std::uint64_t>(_mm_cvtsi128_si64(parity))};
        least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
        any = _mm256_or_si256(any, _mm256_or_si256(low, high));
    }
    classes.has_nul |= _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0;
    classes.has_non_ascii |= _mm256_movemask_epi8(any) != 0;
}

SLUICE_AVX2 std::size_t mark_avx2(
    std::string_view block, std::size_t base, const ChunkMasks* masks, std::size_t chunk_count,
    std::uint64_t valid, QuoteState& state, Marks& marks
) {
    return mark(block, base, masks, chunk_count, valid, state, marks);
}

SLUICE_AVX2 bool is_odd_avx2(std::string_view bytes, char wanted) {
    const __m256i all = _mm256_set1_epi8(wanted);
    __m256i odd = _mm256_setzero_si256();  // a byte's bits: whether it was met an odd number of times there
    std::size_t at = 0;
    for (; at + sizeof all <= bytes.size(); at += sizeof all) {
        const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data() + at));
        odd = _mm256_xor_si256(odd, _mm256_cmpeq_epi8(v, all));
    }
    const auto places = static_cast<std::uint32_t>(_mm256_movemask_epi8(odd));
    return (std::popcount(places) % 2 != 0) != is_odd_portable(bytes.substr(at), wanted);
}

#endif

}  // namespace

bool kernel_supported(CsvKernel kernel) {
#if defined(__x86_64__)
    return kernel != CsvKernel::avx2 ||
           (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
            __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("popcnt") != 0 &&
            __builtin_cpu_supports("pclmul") != 0);
#else
    return kernel == CsvKernel::automatic || kernel == CsvKernel::portable;
#endif
}

KernelFunctions kernel_functions(CsvKernel kernel) {
    SLUICE_ASSERT(kernel_supported(kernel));
#if defined(__x86_64__)
    if (kernel == CsvKernel::automatic) {
        kernel = kernel_supported(CsvKernel::avx2) ? CsvKernel::avx2 : CsvKernel::sse2;
    }
    if (kernel == CsvKernel::avx2) {
        return {classify_avx2, mark_avx2, is_odd_avx2};
    }
    if (kernel == CsvKernel::sse2) {
        return {classify_sse2, mark_portable, is_odd_portable};
    }
#endif
    return {classify_portable, mark_portable, is_odd_portable};
}

}  // namespace sluice::format
