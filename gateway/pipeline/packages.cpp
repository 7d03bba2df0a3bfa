#include "gateway/pipeline/packages.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/files.hpp"
#include "gateway/pipeline/encrypted.hpp"

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::string_view kUnstated = "unstated";  // the system of a sender who sent no manifest

SourceRef file_at(std::uint32_t file) {
    return {file, 0, 0, 0};
}

std::string folder_of(std::string_view name) {
    const auto slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(name.substr(0, slash + 1));
}

bool is_of_contract(const MemberFile& member) {
    return member.recognised && !member.recognised->system->manifest.empty();
}

const Package* package_of(std::string_view member, const std::vector<Package>& packages) {
    const auto found = std::find_if(packages.begin(), packages.end(), [&](const auto& package) {
        return package.holds(member);
    });
    return found == packages.end() ? nullptr : &*found;
}

bool has_contract_file(const std::vector<MemberFile>& members, const std::string& folder, const Pack& pack) {
    return std::any_of(members.begin(), members.end(), [&](const auto& member) {
        if (folder_of(member.name) != folder) {
            return false;
        }
        const auto found = extract::recognise_by_name(pack.documents->systems, member.name);
        return found && !found->system->manifest.empty();
    });
}

// Says of the member what every one of its rows has.
void bind_package(
    MemberFile& member, const exchange::Manifest* manifest, const std::string& sender,
    const store::Submission& submission
) {
    auto& groups = member.recognised->groups;
    const std::string system =
        manifest == nullptr ? std::string(kUnstated) : to_lower(manifest->sender_system);
    groups["supplier"] = system;
    groups["agreement"] = sender;
    const std::string& semantics = submission.semantics.empty() && manifest != nullptr
                                       ? manifest->period_semantics
                                       : submission.semantics;
    groups["mode"] = semantics;
    if (manifest != nullptr) {
        groups["stamp"] = manifest->stamp();
    }
    member.package = {{"sender_ods", sender}, {"sender_system", system}};
    if (manifest != nullptr && manifest->identifier_mode == "pseudonym") {
        member.package["pseudonym_scheme"] = manifest->pseudonym_scheme;
        member.package["key_id"] = manifest->key_id;
    }
}

void judge_against(MemberFile& member, const exchange::Manifest& manifest, std::size_t folder, Tally& tally) {
    const auto* stated = manifest.file(std::string_view(member.name).substr(folder));
    if (stated == nullptr) {
        tally.add(Fault::package_file_unlisted, file_at(member.index));
        return;
    }
    const auto& file = tally.files[member.index];
    if (stated->sha256 != file.sha256 || stated->bytes != file.bytes) {
        tally.add(Fault::package_digest_differs, file_at(member.index));
        member.rejected = true;
    }
}

// What is wrong with the package as a whole; false: none of its files can be used.
bool judge_package(
    const Package& package, const Pack& pack, const store::Submission& submission, Tally& tally
) {
    for (const auto& fault : package.faults) {
        tally.add(fault.fault, file_at(package.file), fault.key);
    }
    if (!package.manifest) {
        return false;
    }
    if (package.manifest->purpose != submission.purpose) {
        tally.add(Fault::package_purpose_differs, file_at(package.file));
        return false;
    }
    if (package.manifest->sender_ods != submission.sender) {
        tally.add(Fault::package_sender_differs, file_at(package.file));
    }
    for (const auto absent : package.absent) {
        // By its name where it is one of the contract's: what else a sender writes there may be anything.
        const auto& name = package.manifest->files[absent].name;
        const bool known = extract::recognise_by_name(pack.documents->systems, name).has_value();
        tally.add(
            Fault::package_file_missing, file_at(package.file),
            known ? std::string(base_name(name)) : "files[" + std::to_string(absent) + "]"
        );
    }
    return true;
}

// A manifest that was written anew, of the same files and with the same words, is the same manifest.
std::string digest_of(std::vector<store::SubmissionFile> files, const std::vector<Package>& packages) {
    for (const auto& package : packages) {
        if (package.manifest) {
            files[package.file].sha256 = env::sha256_hex(exchange::content_of(*package.manifest));
        }
    }
    return store::submission_digest(files);
}

std::vector<std::size_t> absent_files(const Package& package, const std::set<std::string_view>& names) {
    std::vector<std::size_t> absent;
    for (std::size_t i = 0; package.manifest && i < package.manifest->files.size(); ++i) {
        if (!names.contains(package.folder + package.manifest->files[i].name)) {
            absent.push_back(i);
        }
    }
    return absent;
}

void add_all_tables(const schema::SourceSystem& system, std::set<std::size_t>& tables) {
    for (std::size_t i = 0; i < system.tables.size(); ++i) {
        tables.insert(i);
    }
}

bool is_of_set(const Package& package, const FileSet& set) {
    return package.manifest && package.manifest->stamp() == set.stamp &&
           equals_ignoring_case(package.manifest->sender_ods, set.agreement) &&
           to_lower(package.manifest->sender_system) == set.supplier;
}

}  // namespace

bool Package::holds(std::string_view member) const {
    return folder_of(member) == folder;
}

Result<std::vector<Package>> find_packages(const std::vector<MemberFile>& members, const Pack& pack) {
    std::vector<Package> packages;
    const auto& contract = pack.documents->exchange;
    std::set<std::string_view> names;
    for (const auto& member : members) {
        names.insert(member.name);
    }
    for (const auto& member : members) {
        if (member.rejected || !contract.is_manifest(member.name)) {
            continue;
        }
        Package package;
        package.file = member.index;
        package.folder = folder_of(member.name);
        if (member.bytes > Limits{}.json_bytes_max) {
            package.faults.push_back({Fault::package_manifest_invalid, ""});
            packages.push_back(std::move(package));
            continue;
        }
        SLUICE_ASSIGN(const auto text, env::read_file(member.path, Limits{}.json_bytes_max));
        auto read = exchange::read_manifest(text, contract);
        const bool ours = read.manifest || text.find("\"contract\"") != std::string::npos ||
                          has_contract_file(members, package.folder, pack);
        if (ours) {
            package.manifest = std::move(read.manifest);
            package.faults = std::move(read.faults);
            package.absent = absent_files(package, names);
            packages.push_back(std::move(package));
        }
    }
    return packages;
}

Result<std::vector<Package>> packages_of(
    const Pack& pack, store::Store& store, const store::Receipt& receipt
) {
    std::vector<MemberFile> members;
    for (const auto& file : receipt.submission.files) {
        MemberFile member;
        SLUICE_ASSIGN(const auto bytes, readable(store, file));
        member.index = static_cast<std::uint32_t>(members.size());
        member.name = bytes.name;
        member.bytes = bytes.bytes;
        member.path = store.landing().path_of(bytes.sha256);
        member.rejected = !store.landing().contains(bytes.sha256);
        members.push_back(std::move(member));
    }
    return find_packages(members, pack);
}

bool are_nil_returns(const std::vector<Package>& packages) {
    return !packages.empty() && std::all_of(packages.begin(), packages.end(), [](const auto& package) {
        return package.manifest && package.manifest->nil_return;
    });
}

std::string sender_of(
    std::string_view member, const std::vector<Package>& packages, const store::Submission& submission
) {
    const auto* package = package_of(member, packages);
    return package == nullptr || !package->manifest ? submission.sender : package->manifest->sender_ods;
}

bool may_hold_manifest(const std::vector<std::string>& paths, const Pack& pack) {
    const auto may_be = [&](const std::string& name) {
        return pack.documents->exchange.is_manifest(name) || to_lower(name).ends_with(".zip");
    };
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        const auto files = env::list_files(path);
        return files ? std::any_of(
                           files->begin(), files->end(), [&](const auto& file) { return may_be(file.name); }
                       )
                     : may_be(path);
    });
}

void complete(store::Submission& submission, const std::vector<Package>& packages) {
    const auto take = [&](std::string& into, std::string exchange::Manifest::*what) {
        std::set<std::string> said;
        for (const auto& package : packages) {
            if (package.manifest) {
                said.insert((*package.manifest).*what);
            }
        }
        if (into.empty() && said.size() == 1) {
            into = *said.begin();
        }
    };
    take(submission.sender, &exchange::Manifest::sender_ods);
    take(submission.purpose, &exchange::Manifest::purpose);
    take(submission.period_from, &exchange::Manifest::period_start);
    take(submission.period_to, &exchange::Manifest::period_end);
    take(submission.semantics, &exchange::Manifest::period_semantics);
    if (packages.size() == 1) {
        take(submission.id, &exchange::Manifest::submission_id);
    }
    submission.digest = digest_of(submission.files, packages);
}

void describe_members(
    std::vector<MemberFile>& members, const std::vector<Package>& packages, const Pack& pack,
    const store::Submission& submission, Tally& tally
) {
    std::set<const Package*> unusable;
    for (const auto& package : packages) {
        members[package.file].manifest = true;
        if (!judge_package(package, pack, submission, tally)) {
            unusable.insert(&package);
            members[package.file].rejected = true;
        }
    }
    std::set<std::string> without;  // folders whose files came without a manifest
    for (auto& member : members) {
        if (!is_of_contract(member)) {
            continue;
        }
        const auto* package = package_of(member.name, packages);
        const auto* manifest = package == nullptr || !package->manifest ? nullptr : &*package->manifest;
        bind_package(member, manifest, sender_of(member.name, packages, submission), submission);
        if (package == nullptr && without.insert(folder_of(member.name)).second) {
            tally.add(Fault::package_manifest_missing, file_at(member.index));
        } else if (manifest != nullptr && !member.rejected) {
            judge_against(member, *manifest, package->folder.size(), tally);
        }
        member.rejected = member.rejected || unusable.contains(package);
    }
}

std::optional<std::uint64_t> stated_rows(const MemberFile& member, const std::vector<Package>& packages) {
    const auto* package = package_of(member.name, packages);
    if (package == nullptr || !package->manifest) {
        return std::nullopt;
    }
    const auto* stated =
        package->manifest->file(std::string_view(member.name).substr(package->folder.size()));
    return stated == nullptr ? std::nullopt : std::optional(stated->rows);
}

std::set<std::size_t> incomplete_tables(
    const Pack& pack, const FileSet& set, const std::vector<MemberFile>& members,
    const std::vector<Package>& packages, const Tally& tally
) {
    std::set<std::size_t> tables;
    for (const auto index : set.members) {
        const auto& member = members[index];
        const auto& file = tally.files[member.index];
        if (member.rejected || file.rejected > 0 ||
            stated_rows(member, packages).value_or(file.read) != file.read) {
            tables.insert(member.recognised->table);
        }
    }
    for (const auto& package : packages) {
        for (const auto absent : is_of_set(package, set) ? package.absent : std::vector<std::size_t>()) {
            const auto& name = package.manifest->files[absent].name;
            const auto found = extract::recognise_by_name(pack.documents->systems, name);
            if (found && found->system == set.system) {
                tables.insert(found->table);
            } else {
                add_all_tables(*set.system, tables);  // its rows may be of any
            }
        }
    }
    return tables;
}

}  // namespace sluice::pipeline
