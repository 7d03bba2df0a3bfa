// OpenPGP messages (RFC 4880) in, through GPGME: EMIS delivers its files so. GnuPG does the work, with the
// keys of the folder that is named and no others; nothing is asked of a network or of a person.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::format {

struct PgpKeys {
    std::string home;             // a GnuPG home; empty: there are no keys
    std::string passphrase_file;  // its first line opens the secret key; empty: the key needs none
};

enum class PgpFault : std::uint8_t {
    no_key,   // none is configured, none of them fits, or the passphrase does not open it
    damaged,  // no OpenPGP message, cut short, changed on its way, or larger than `bytes_max`
    forged,   // the signature is of other bytes
};
enum class PgpSignature : std::uint8_t { none, unknown, good };  // unknown: its public key is not there

struct PgpOutcome {
    std::optional<PgpFault> fault;
    PgpSignature signature = PgpSignature::none;
};

// By its first bytes: ASCII armour, or a packet with which an encrypted message begins (RFC 4880, 4.2, 5.1
// and 5.3).
bool is_pgp(std::string_view first_bytes);

// `sink` gets the bytes as they come; where there is a fault they are to be thrown away. An error it returns
// is handed on. ErrorCode::io: the file cannot be read, or GnuPG is not there.
Result<PgpOutcome> decrypt_pgp(
    const std::string& path, const PgpKeys& keys, std::uint64_t bytes_max,
    const std::function<Result<void>(std::string_view chunk)>& sink
);

}  // namespace sluice::format
