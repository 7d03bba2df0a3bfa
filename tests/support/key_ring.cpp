#include "tests/support/key_ring.hpp"

#include "tests/support/files.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

void run(const std::string& command) {
    // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): the tool that senders use
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) {
        throw std::runtime_error("failed: " + command);
    }
}

}  // namespace

KeyRing::KeyRing(std::string passphrase) : passphrase_(std::move(passphrase)) {
    fs::create_directories(home());
    fs::permissions(home(), fs::perms::owner_all);
    write_text(home() + "/gpg-agent.conf", "s2k-count 65536\n");  // fast rather than safe
    gpg("--quick-gen-key supplier future-default default never");
    write_text(passphrase_file(), passphrase_ + "\n");
}

KeyRing::~KeyRing() {
    forget();
}

const KeyRing& KeyRing::shared() {
    static const KeyRing ring("let me in");
    return ring;
}

std::vector<std::string> KeyRing::options() const {
    return {"--pgp-home", home(), "--pgp-passphrase-file", passphrase_file()};
}

void KeyRing::forget() const {
    run("gpgconf --homedir '" + home() + "' --kill gpg-agent");
}

void KeyRing::gpg(const std::string& args) const {
    run("gpg --homedir '" + home() + "' --batch --yes --pinentry-mode loopback --passphrase '" + passphrase_ +
        "' --trust-model always " + args);
}

std::string KeyRing::encrypted(const std::string& bytes, How how) const {
    const auto plain = folder_ / "plain";
    const auto out = folder_ / "out";
    write_text(plain, how == How::forged ? forged(bytes) : bytes);
    const std::string form = how == How::in_armour ? "--armor"
                             : how == How::forged  ? "--no-literal"
                                                   : "--sign";
    gpg(form + " --encrypt --recipient supplier --output '" + out + "' '" + plain + "'");
    auto text = read_text(out);
    return how == How::cut ? text.substr(0, text.size() / 2) : text;
}

// The signed message with another letter in it.
std::string KeyRing::forged(const std::string& bytes) const {
    const auto plain = folder_ / "plain";
    const auto out = folder_ / "out";
    write_text(plain, bytes);
    gpg("--compress-algo none --output '" + out + "' --sign '" + plain + "'");
    auto text = read_text(out);
    const auto last = text.find(bytes) + bytes.find_last_of("abcdefghijklmnopqrstuvwxyz");
    text[last] = text[last] == 'a' ? 'b' : 'a';
    return text;
}

}  // namespace sluice::tests
