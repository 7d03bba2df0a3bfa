#include "gateway/format/csv_kernel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace sluice::format {
namespace {

TEST(Kernels, agree_on_every_byte_value_at_every_place) {
    std::mt19937 random(1);
    for (int round = 0; round < 500; ++round) {
        std::string bytes(2 * kChunk, '\0');
        for (char& c : bytes) {
            c = random() % 2 == 0 ? static_cast<char>(random()) : "\",\n\r"[random() % 4];
        }
        for (const CsvKernel kernel : {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2}) {
            if (!kernel_supported(kernel)) {
                continue;
            }
            ChunkMasks masks[2];
            ByteClasses classes;

            kernel_functions(kernel).classify(bytes.data(), 2, Dialect{}, masks, classes);

            for (std::size_t i = 0; i < bytes.size(); ++i) {
                const ChunkMasks& m = masks[i / kChunk];
                const std::size_t bit = i % kChunk;
                ASSERT_EQ((m.quote >> bit & 1U) != 0, bytes[i] == '"');
                ASSERT_EQ((m.delimiter >> bit & 1U) != 0, bytes[i] == ',');
                ASSERT_EQ((m.newline >> bit & 1U) != 0, bytes[i] == '\n');
                ASSERT_EQ(m.parity, prefix_parity(m.quote));
            }
            EXPECT_EQ(classes.has_nul, bytes.find('\0') != std::string::npos);
        }
    }
}

TEST(Kernels, notice_one_nul_and_one_high_byte_anywhere) {
    for (const CsvKernel kernel : {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2}) {
        if (!kernel_supported(kernel)) {
            continue;
        }
        for (std::size_t at = 0; at < kChunk; ++at) {
            const struct {
                char byte;
                bool nul;
                bool high;
            } cases[] = {
                {'\0', true, false}, {'\x80', false, true}, {'\xFF', false, true}, {'\x01', false, false}};
            for (const auto& c : cases) {
                std::string bytes(kChunk, 'a');
                bytes[at] = c.byte;
                ChunkMasks masks;
                ByteClasses classes;

                kernel_functions(kernel).classify(bytes.data(), 1, Dialect{}, &masks, classes);

                EXPECT_EQ(classes.has_nul, c.nul);
                EXPECT_EQ(classes.has_non_ascii, c.high);
            }
        }
    }
}

TEST(Kernels, know_an_odd_number_from_an_even_one) {
    std::mt19937 random(3);
    for (int round = 0; round < 500; ++round) {
        std::string bytes(random() % 200, 'a');
        for (char& c : bytes) {
            c = random() % 3 == 0 ? '"' : 'a';
        }
        for (const CsvKernel kernel : {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2}) {
            if (kernel_supported(kernel)) {
                EXPECT_EQ(
                    kernel_functions(kernel).is_odd(bytes, '"'),
                    std::count(bytes.begin(), bytes.end(), '"') % 2 == 1
                );
            }
        }
    }
}

TEST(PrefixParity, says_whether_a_quote_is_open_after_each_byte) {
    EXPECT_EQ(prefix_parity(0), 0U);
    EXPECT_EQ(prefix_parity(0b1001000), 0b0111000U);
    EXPECT_EQ(prefix_parity(std::uint64_t{1}), ~std::uint64_t{0});
}

}  // namespace
}  // namespace sluice::format
