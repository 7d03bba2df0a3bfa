// Members that are encrypted with OpenPGP. What was sent stays as it is; what it holds is landed beside it,
// under its own digest, and read in its place. Which is whose is kept in the store, so that the key is needed
// once.
#pragma once

#include "gateway/format/pgp.hpp"
#include "gateway/pipeline/submission.hpp"
#include "gateway/store/store.hpp"

#include <string>
#include <string_view>

namespace sluice::pipeline {

// Decrypts what is encrypted and was not decrypted before. Of what cannot be, the member is refused and a
// fault says why.
Result<void> decrypt_members(
    Gathered& gathered, store::Store& store, const format::PgpKeys& keys, const Limits& limits
);

// Keeps what was decrypted for later. REQUIRES: an open transaction.
Result<void> remember_decrypted(store::Store& store, const Gathered& gathered);

// Where the bytes of a landed file can be read: its own, or those that were decrypted.
struct Readable {
    std::string sha256;
    std::string name;  // without the ending of an encrypted file
    std::uint64_t bytes = 0;
};
Result<Readable> readable(store::Store& store, const store::SubmissionFile& file);

// "…_Admin_Patient_….csv" of "…_Admin_Patient_….csv.gpg".
std::string plain_name(const std::string& name);

// Could not be read for want of a key: with one, the same files are another submission.
bool lacks_key(const Gathered& gathered);

}  // namespace sluice::pipeline
