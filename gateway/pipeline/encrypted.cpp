#include "gateway/pipeline/encrypted.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::array<std::string_view, 3> kEndings = {".gpg", ".pgp", ".asc"};
constexpr std::size_t kStartBytes = 64;

std::string decrypted_mark(const std::string& sha256) {
    return "decrypted/" + sha256;
}

bool ends_encrypted(std::string_view name) {
    const auto lower = to_lower(name);
    return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
        return lower.ends_with(ending);
    });
}

// By what it holds; and by its name where what it holds is damaged from the start.
Result<bool> is_encrypted(const Member& member) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    std::array<char, kStartBytes> start{};
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start)));
    return format::is_pgp(std::string_view(start.data(), got)) || (got > 0 && ends_encrypted(member.name));
}

Fault fault_of(format::PgpFault fault) {
    switch (fault) {
        case format::PgpFault::no_key:
            return Fault::pgp_no_key;
        case format::PgpFault::forged:
            return Fault::pgp_signature_wrong;
        case format::PgpFault::damaged:
            break;
    }
    return Fault::pgp_damaged;
}

Result<void> decrypt(
    Member& member, Gathered& gathered, const store::Landing& landing, const format::PgpKeys& keys,
    const Limits& limits
) {
    SLUICE_ASSIGN(auto stream, landing.begin(member.name));
    SLUICE_ASSIGN(
        const auto outcome, format::decrypt_pgp(
                                member.path, keys, limits.archive_bytes_max,
                                [&](std::string_view chunk) { return stream.write(chunk); }
                            )
    );
    if (outcome.fault) {
        member.refused = true;
        gathered.faults.push_back({fault_of(*outcome.fault), member.name});
        return {};
    }
    if (outcome.signature != format::PgpSignature::good) {
        gathered.remarks.push_back({Fault::pgp_signature_unknown, member.name});
    }
    SLUICE_ASSIGN(member.decrypted, stream.finish());
    return {};
}

}  // namespace

Result<void> decrypt_members(
    Gathered& gathered, store::Store& store, const format::PgpKeys& keys, const Limits& limits
) {
    for (auto& member : gathered.members) {
        if (member.refused || gathered.rejected) {
            continue;
        }
        SLUICE_ASSIGN(const bool encrypted, is_encrypted(member));
        if (!encrypted) {
            continue;
        }
        SLUICE_ASSIGN(const auto before, readable(store, {member.name, member.sha256, member.bytes}));
        if (before.sha256 != member.sha256 && store.landing().contains(before.sha256)) {
            member.decrypted = store::Landed{before.sha256, before.bytes};
        } else {
            SLUICE_TRY(decrypt(member, gathered, store.landing(), keys, limits));
        }
        if (member.decrypted) {
            member.path = store.landing().path_of(member.decrypted->sha256);
        }
    }
    return {};
}

Result<void> remember_decrypted(store::Store& store, const Gathered& gathered) {
    for (const auto& member : gathered.members) {
        if (member.decrypted) {
            SLUICE_TRY(store.set_mark(decrypted_mark(member.sha256), member.decrypted->sha256));
        }
    }
    return {};
}

std::string plain_name(const std::string& name) {
    return ends_encrypted(name) ? name.substr(0, name.size() - kEndings.front().size()) : name;
}

Result<Readable> readable(store::Store& store, const store::SubmissionFile& file) {
    SLUICE_ASSIGN(const auto decrypted, store.mark(decrypted_mark(file.sha256)));
    if (!decrypted) {
        return Readable{file.sha256, file.name, file.bytes};
    }
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(store.landing().path_of(*decrypted), ignored);
    return Readable{*decrypted, plain_name(file.name), ignored ? file.bytes : bytes};
}

bool lacks_key(const Gathered& gathered) {
    return std::any_of(gathered.faults.begin(), gathered.faults.end(), [](const auto& fault) {
        return fault.fault == Fault::pgp_no_key;
    });
}

}  // namespace sluice::pipeline
