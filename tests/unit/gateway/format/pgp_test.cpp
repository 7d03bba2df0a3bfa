#include "gateway/format/pgp.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

using namespace std::string_view_literals;

TEST(IsPgp, knows_armour_and_the_packets_with_which_an_encrypted_message_begins) {
    EXPECT_TRUE(is_pgp("-----BEGIN PGP MESSAGE-----\n\nhF4D"));
    EXPECT_TRUE(is_pgp("\r\n-----BEGIN PGP MESSAGE-----"));
    EXPECT_TRUE(is_pgp("\x84\x5e\x03\xaa"sv));          // public key, one octet of length
    EXPECT_TRUE(is_pgp("\x85\x01\x0c\x03\xaa"sv));      // two
    EXPECT_TRUE(is_pgp("\xc1\x5e\x03\xaa"sv));          // the new form of a header
    EXPECT_TRUE(is_pgp("\xc1\xc0\x20\x03\xaa"sv));      // with two octets of length
    EXPECT_TRUE(is_pgp("\x8c\x0d\x04\x09\x03\x02"sv));  // passphrase
}

TEST(IsPgp, takes_no_text_for_a_message) {
    for (const auto text :
         {""sv, "\x85"sv, "\x85\x01\x0c"sv, "\"PatientGuid\",\"OrganisationGuid\""sv, "\xef\xbb\xbf\"a\""sv,
          "\xff\xfe\"\0a\0"sv,
          "\xc1"
          "rea,Size"sv,
          "\x84\x84\x84\x84"sv, "PK\x03\x04"sv, "-----BEGIN PGP PUBLIC KEY BLOCK-----"sv}) {
        EXPECT_FALSE(is_pgp(text)) << text;
    }
}

}  // namespace
}  // namespace sluice::format
