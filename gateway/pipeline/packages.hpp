// What the manifests of a submission say of its files (exchange contract, docs/exchange.md). A package is a
// folder of the submission with its manifest.
#pragma once

#include "adapters/exchange/manifest.hpp"
#include "gateway/pipeline/sets.hpp"
#include "gateway/store/store.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct Package {
    std::uint32_t file = 0;  // the manifest among the members
    std::string folder;      // of the manifest: "" or ending in a slash
    std::optional<exchange::Manifest> manifest;
    std::vector<exchange::ManifestFault> faults;
    std::vector<std::size_t> absent;  // of the manifest's files: those that are not among the members

    bool holds(std::string_view member) const;
};

// The manifests among the members, whether or not they can be used. A file that only has the name of one, and
// neither names a contract nor lies beside a file of it, is none.
Result<std::vector<Package>> find_packages(const std::vector<MemberFile>& members, const Pack& pack);

// Those of a receipt, from the landed bytes. A manifest that is not in the landing area any more is none.
Result<std::vector<Package>> packages_of(
    const Pack& pack, store::Store& store, const store::Receipt& receipt
);

// Packages, and every one of them a nil return.
bool are_nil_returns(const std::vector<Package>& packages);

// Who sends the file's rows: its manifest says, else the submission.
std::string sender_of(
    std::string_view member, const std::vector<Package>& packages, const store::Submission& submission
);

// Could a manifest be among what is sent? Of a zip it cannot be told without opening it.
bool may_hold_manifest(const std::vector<std::string>& paths, const Pack& pack);

// What the one manifest of a submission says where its sender did not: sender, purpose, period, semantics,
// and the submission's own id. Of several packages nothing is taken but what all say. Also its digest, in
// which a manifest counts by what it says. REQUIRES: the submission has its files.
void complete(store::Submission& submission, const std::vector<Package>& packages);

// Tells each member of the contract whose it is, of which set and time, and judges it against its manifest.
// Faults go to the tally; members of a package that cannot be used are rejected. Call it after inspect().
void describe_members(
    std::vector<MemberFile>& members, const std::vector<Package>& packages, const Pack& pack,
    const store::Submission& submission, Tally& tally
);

// Rows of the file by its manifest; nothing where none says.
std::optional<std::uint64_t> stated_rows(const MemberFile& member, const std::vector<Package>& packages);

// Tables of the set's system of which rows may not have come: a file or a row of theirs was refused, or a
// manifest says that there are other rows, or another file. Call it when the members are read.
std::set<std::size_t> incomplete_tables(
    const Pack& pack, const FileSet& set, const std::vector<MemberFile>& members,
    const std::vector<Package>& packages, const Tally& tally
);

}  // namespace sluice::pipeline
