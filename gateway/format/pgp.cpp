#include "gateway/format/pgp.hpp"

#include "gateway/base/text.hpp"

#include <array>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <fstream>
#include <memory>

#include <fcntl.h>
#include <gpgme.h>
#include <unistd.h>

namespace sluice::format {
namespace {

struct Release {
    void operator()(gpgme_ctx_t context) const { gpgme_release(context); }
    void operator()(gpgme_data_t data) const { gpgme_data_release(data); }
    void operator()(FILE* file) const {
        (void)std::fclose(file);  // it was read
    }
};
template <class Handle>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Release>;

Error gpg_error(std::string_view what, gpgme_error_t error) {
    std::array<char, 256> text{};
    (void)gpgme_strerror_r(error, text.data(), text.size());  // a text in any case
    return Error(
        ErrorCode::io, "GnuPG cannot " + std::string(what) + ": " + text.data() +
                           "; see that the packages gpg and gpg-agent are installed"
    );
}

// Where decrypted bytes go, and what came of it.
struct Target {
    const std::function<Result<void>(std::string_view)>& sink;
    std::uint64_t bytes_left = 0;
    Result<void> result = {};
    bool too_large = false;
};

ssize_t take(void* handle, const void* bytes, size_t size) {
    auto& target = *static_cast<Target*>(handle);
    target.too_large = size > target.bytes_left;
    if (!target.too_large) {
        target.bytes_left -= size;
        target.result = target.sink(std::string_view(static_cast<const char*>(bytes), size));
    }
    if (target.too_large || !target.result) {
        errno = EFBIG;
        return -1;
    }
    return static_cast<ssize_t>(size);
}

// Asked once: a wrong answer would be asked for again.
struct Passphrase {
    std::string text;
    bool given = false;
};

gpgme_error_t give_passphrase(void* handle, const char*, const char*, int previous_was_bad, int descriptor) {
    auto& passphrase = *static_cast<Passphrase*>(handle);
    if (previous_was_bad != 0 || passphrase.text.empty()) {
        return gpgme_error(GPG_ERR_CANCELED);
    }
    const auto line = passphrase.text + "\n";
    const bool written = gpgme_io_writen(descriptor, line.data(), line.size()) == 0;
    return written ? gpgme_error(GPG_ERR_NO_ERROR) : gpgme_error_from_errno(errno);
}

Result<std::string> read_passphrase(const std::string& path) {
    if (path.empty()) {
        return std::string();
    }
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) {
        return Error(ErrorCode::io, "the passphrase file " + path + " cannot be read, or is empty");
    }
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    return line;
}

Result<Owned<gpgme_ctx_t>> open_context(const PgpKeys& keys, Passphrase& passphrase) {
    gpgme_check_version(nullptr);  // sets the library up
    gpgme_ctx_t made = nullptr;
    if (const auto error = gpgme_new(&made); error != GPG_ERR_NO_ERROR) {
        return gpg_error("be set up", error);
    }
    Owned<gpgme_ctx_t> context(made);
    const auto error = gpgme_ctx_set_engine_info(made, GPGME_PROTOCOL_OpenPGP, nullptr, keys.home.c_str());
    if (error != GPG_ERR_NO_ERROR) {
        return gpg_error("use the folder of the keys", error);
    }
    gpgme_set_offline(made, 1);
    if (const auto mode = gpgme_set_pinentry_mode(made, GPGME_PINENTRY_MODE_LOOPBACK);
        mode != GPG_ERR_NO_ERROR) {
        return gpg_error("take a passphrase from a file", mode);
    }
    gpgme_set_passphrase_cb(made, give_passphrase, &passphrase);
    return context;
}

// What GnuPG says of the message; errors that say nothing of it are ours.
Result<PgpOutcome> outcome_of(gpgme_ctx_t context, gpgme_error_t error, const Target& target) {
    PgpOutcome out;
    if (!target.result) {
        return target.result.error();
    }
    if (const auto* verified = gpgme_op_verify_result(context); verified != nullptr) {
        for (const auto* signature = verified->signatures; signature != nullptr;
             signature = signature->next) {
            const auto code = gpgme_err_code(signature->status);
            out.signature = code == GPG_ERR_NO_ERROR ? PgpSignature::good : PgpSignature::unknown;
            if (code == GPG_ERR_BAD_SIGNATURE) {
                out.fault = PgpFault::forged;
                return out;
            }
        }
    }
    switch (gpgme_err_code(error)) {
        case GPG_ERR_NO_ERROR:
            break;
        case GPG_ERR_INV_ENGINE:
        case GPG_ERR_ENOMEM:
            return gpg_error("be started", error);
        case GPG_ERR_NO_SECKEY:
        case GPG_ERR_BAD_PASSPHRASE:
        case GPG_ERR_NO_PASSPHRASE:
        case GPG_ERR_CANCELED:
        case GPG_ERR_NO_PIN:
        case GPG_ERR_BAD_PIN:
            out.fault = PgpFault::no_key;
            break;
        default:
            out.fault = PgpFault::damaged;
    }
    return out;
}

// The version with which the body of a packet begins: after its tag and its length.
std::optional<unsigned> version_of_packet(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    std::size_t body = 0;
    if ((at(0) & 0x40U) != 0) {
        if (bytes.size() < 2) {
            return std::nullopt;
        }
        body = at(1) < 192 ? 2 : (at(1) < 224 ? 3 : (at(1) == 255 ? 6 : 2));
    } else {
        constexpr std::array<std::size_t, 4> kBodies = {2, 3, 5, 1};  // by the type of the length
        body = kBodies[at(0) & 3U];
    }
    return body < bytes.size() ? std::optional<unsigned>(at(body)) : std::nullopt;
}

}  // namespace

bool is_pgp(std::string_view first_bytes) {
    constexpr std::string_view kArmour = "-----BEGIN PGP MESSAGE-----";
    if (trim(first_bytes).starts_with(kArmour)) {
        return true;
    }
    if (first_bytes.empty() || (static_cast<unsigned char>(first_bytes[0]) & 0x80U) == 0) {
        return false;
    }
    const auto head = static_cast<unsigned char>(first_bytes[0]);
    const unsigned tag = (head & 0x40U) != 0 ? head & 0x3FU : (head >> 2U) & 0xFU;
    const auto version = version_of_packet(first_bytes);
    constexpr unsigned kForKey = 1;         // public-key encrypted session key
    constexpr unsigned kForPassphrase = 3;  // symmetric-key encrypted session key
    return version && ((tag == kForKey && (*version == 3 || *version == 6)) ||
                       (tag == kForPassphrase && *version >= 4 && *version <= 6));
}

Result<PgpOutcome> decrypt_pgp(
    const std::string& path, const PgpKeys& keys, std::uint64_t bytes_max,
    const std::function<Result<void>(std::string_view chunk)>& sink
) {
    if (keys.home.empty()) {
        return PgpOutcome{PgpFault::no_key, PgpSignature::none};
    }
    Passphrase passphrase;
    SLUICE_ASSIGN(passphrase.text, read_passphrase(keys.passphrase_file));
    SLUICE_ASSIGN(const auto context, open_context(keys, passphrase));
    const std::unique_ptr<FILE, Release> file(std::fopen(path.c_str(), "rbe"));
    gpgme_data_t in = nullptr;
    if (file == nullptr || gpgme_data_new_from_stream(&in, file.get()) != GPG_ERR_NO_ERROR) {
        return Error(ErrorCode::io, "the landed file " + path + " cannot be read");
    }
    const Owned<gpgme_data_t> encrypted(in);
    Target target{sink, bytes_max, {}, false};
    gpgme_data_cbs callbacks{nullptr, take, nullptr, nullptr};
    gpgme_data_t out = nullptr;
    if (const auto error = gpgme_data_new_from_cbs(&out, &callbacks, &target); error != GPG_ERR_NO_ERROR) {
        return gpg_error("write", error);
    }
    const Owned<gpgme_data_t> plain(out);
    const auto error = gpgme_op_decrypt_verify(context.get(), in, out);
    return outcome_of(context.get(), error, target);
}

}  // namespace sluice::format
