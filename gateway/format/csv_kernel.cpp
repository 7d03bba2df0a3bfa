#include "gateway/format/csv_kernel.hpp"

#include "gateway/base/assert.hpp"

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
        masks[chunk] = found;
    }
    classes.has_nul |= zero != 0;
    classes.has_non_ascii |= high != 0;
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
        masks[chunk] = found;
    }
    classes.has_nul |= _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
    classes.has_non_ascii |= _mm_movemask_epi8(any) != 0;
}

__attribute__((target("avx2"))) void classify_avx2(
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
        const auto equal = [ low, high ](__m256i wanted) __attribute__((target("avx2"))) {
            const auto first =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
            const auto second =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
            return std::uint64_t{first} | (std::uint64_t{second} << 32U);
        };
        masks[chunk] = {equal(quote), equal(delimiter), equal(newline)};
        least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
        any = _mm256_or_si256(any, _mm256_or_si256(low, high));
    }
    classes.has_nul |= _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0;
    classes.has_non_ascii |= _mm256_movemask_epi8(any) != 0;
}

#endif

}  // namespace

bool kernel_supported(CsvKernel kernel) {
#if defined(__x86_64__)
    return kernel != CsvKernel::avx2 || __builtin_cpu_supports("avx2") != 0;
#else
    return kernel == CsvKernel::automatic || kernel == CsvKernel::portable;
#endif
}

Classify classify_function(CsvKernel kernel) {
    SLUICE_ASSERT(kernel_supported(kernel));
#if defined(__x86_64__)
    if (kernel == CsvKernel::automatic) {
        kernel = kernel_supported(CsvKernel::avx2) ? CsvKernel::avx2 : CsvKernel::sse2;
    }
    if (kernel != CsvKernel::portable) {
        return kernel == CsvKernel::avx2 ? classify_avx2 : classify_sse2;
    }
#endif
    return classify_portable;
}

}  // namespace sluice::format
