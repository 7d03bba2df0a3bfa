// manifest.json of a package of the exchange contract sp-mds-exchange/1.0: who made it, what it covers, and
// what every file must be. docs/exchange.md, schemas/exchange/manifest.schema.json.
#pragma once

#include "gateway/schema/exchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::exchange {

struct ManifestFile {
    std::string name;
    std::string sha256;  // lower-case hex
    std::uint64_t bytes = 0;
    std::uint64_t rows = 0;  // without the heading
    auto operator<=>(const ManifestFile&) const = default;
};

struct Manifest {
    std::string contract;
    std::string submission_id;  // the sender's own; the same id is the same submission
    std::string sender_ods;
    std::string sender_system;
    std::string sender_system_version;
    std::string period_start;      // YYYY-MM-DD
    std::string period_end;        // YYYY-MM-DD
    std::string period_semantics;  // snapshot, increment or cumulative
    std::string purpose;
    std::string identifier_mode;   // nhs_number, pseudonym or none
    std::string pseudonym_scheme;  // of identifier_mode pseudonym
    std::string key_id;            // of identifier_mode pseudonym
    std::string ndop_applied;      // yes, no or not-required
    std::string ndop_date;         // YYYY-MM-DD, of ndop_applied yes
    bool nil_return = false;       // nothing happened in the period: there is no file
    std::vector<ManifestFile> files;
    std::string generated_at;  // YYYY-MM-DDThh:mm:ss with offset

    // The time of generated_at in UTC as 14 digits, which sort like the times.
    std::string stamp() const;
    const ManifestFile* file(std::string_view name) const;
};

// Why a manifest cannot be used.
struct ManifestFault {
    schema::Fault fault = schema::Fault::package_manifest_invalid;
    std::string key;  // what it is about: "period_end", "files[2].rows"; never a value
};

// All faults, or the manifest. Beyond the shape: the contract is the one of the pack (PKG-003), it was made
// when its period was over (PKG-004, rule F01), and a nil return lists no file. Unknown keys are passed over.
struct ReadManifest {
    std::optional<Manifest> manifest;
    std::vector<ManifestFault> faults;
};
ReadManifest read_manifest(std::string_view json, const schema::ExchangeContract& contract);

// The one spelling: keys in the order of the struct, two blanks an indent, absent where they are empty. Ends
// with a line feed.
std::string write_manifest(const Manifest& manifest);

// What was sent, as text: all that the manifest says but the id of the submission and when it was made.
// Packages with the same text hold the same files for the same use.
std::string content_of(Manifest manifest);

}  // namespace sluice::exchange
