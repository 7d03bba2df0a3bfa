// A GnuPG home with one throw-away key, and files that are encrypted for it.
#pragma once

#include "tests/support/temporary_folder.hpp"

#include <string>
#include <vector>

namespace sluice::tests {

// Throws std::runtime_error where gpg does not do what it should.
class KeyRing {
  public:
    explicit KeyRing(std::string passphrase = "");
    KeyRing(const KeyRing&) = delete;
    ~KeyRing();

    // Made once in a process.
    static const KeyRing& shared();

    std::string home() const { return folder_ / "home"; }
    std::string passphrase_file() const { return folder_ / "passphrase"; }
    std::vector<std::string> options() const;  // of ingest and check

    // The agent remembers that a key was opened.
    void forget() const;

    enum class How {
        signed_,
        in_armour,  // and not signed
        cut,        // short
        forged,     // changed after it was signed
    };
    std::string encrypted(const std::string& bytes, How how = How::signed_) const;

  private:
    void gpg(const std::string& args) const;
    std::string forged(const std::string& bytes) const;

    TemporaryFolder folder_;
    std::string passphrase_;
};

}  // namespace sluice::tests
