#include "gateway/env/digest.hpp"

#include <gtest/gtest.h>

namespace sluice::env {
namespace {

// FIPS 180-4 examples, NIST "SHA_All" vectors.
TEST(Sha256, gives_the_published_digests) {
    const struct {
        std::string bytes;
        std::string hex;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(sha256_hex(c.bytes), c.hex);
    }
}

TEST(Sha256, does_not_depend_on_how_the_bytes_are_cut) {
    const std::string bytes = "the same bytes in several pieces";
    Sha256 digest;

    for (const char& c : bytes) {
        digest.update({&c, 1});
    }

    EXPECT_EQ(digest.finish_hex(), sha256_hex(bytes));
}

TEST(Sha256, starts_afresh_after_it_is_finished) {
    Sha256 digest;
    digest.update("first");
    static_cast<void>(digest.finish_hex());

    digest.update("abc");

    EXPECT_EQ(digest.finish_hex(), sha256_hex("abc"));
}

}  // namespace
}  // namespace sluice::env
