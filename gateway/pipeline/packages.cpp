#include "gateway/pipeline/packages.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"

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

const Package* package_of(const MemberFile& member, const std::vector<Package>& packages) {
    const auto found = std::find_if(packages.begin(), packages.end(), [&](const auto& package) {
        return package.holds(member.name);
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
    MemberFile& member, const exchange::Manifest* manifest, const store::Submission& submission
) {
    auto& groups = member.recognised->groups;
    const std::string sender = manifest == nullptr ? submission.sender : manifest->sender_ods;
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
    const Package& package, const std::vector<MemberFile>& members, const Pack& pack,
    const store::Submission& submission, Tally& tally
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
    for (const auto& stated : package.manifest->files) {
        const bool there = std::any_of(members.begin(), members.end(), [&](const auto& member) {
            return member.name == package.folder + stated.name;
        });
        if (!there) {
            // By its name where it is one of the contract's: what else a sender writes there may be anything.
            const auto at = &stated - package.manifest->files.data();
            const bool known = extract::recognise_by_name(pack.documents->systems, stated.name).has_value();
            tally.add(
                Fault::package_file_missing, file_at(package.file),
                known ? std::string(base_name(stated.name)) : "files[" + std::to_string(at) + "]"
            );
        }
    }
    return true;
}

}  // namespace

bool Package::holds(std::string_view member) const {
    return folder_of(member) == folder;
}

Result<std::vector<Package>> find_packages(const std::vector<MemberFile>& members, const Pack& pack) {
    std::vector<Package> packages;
    const auto& contract = pack.documents->exchange;
    for (const auto& member : members) {
        if (contract.manifest.empty() || member.rejected ||
            !equals_ignoring_case(base_name(member.name), contract.manifest)) {
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
            packages.push_back(std::move(package));
        }
    }
    return packages;
}

bool may_hold_manifest(const std::vector<std::string>& paths, const Pack& pack) {
    const auto& name = pack.documents->exchange.manifest;
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        const auto files = env::list_files(path);
        if (!files) {
            const auto lower = to_lower(path);
            return base_name(path) == name || lower.ends_with(".zip");
        }
        return std::any_of(files->begin(), files->end(), [&](const auto& file) {
            return equals_ignoring_case(base_name(file.name), name) || to_lower(file.name).ends_with(".zip");
        });
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
}

void describe_members(
    std::vector<MemberFile>& members, const std::vector<Package>& packages, const Pack& pack,
    const store::Submission& submission, Tally& tally
) {
    std::set<const Package*> unusable;
    for (const auto& package : packages) {
        members[package.file].manifest = true;
        if (!judge_package(package, members, pack, submission, tally)) {
            unusable.insert(&package);
            members[package.file].rejected = true;
        }
    }
    std::set<std::string> without;  // folders whose files came without a manifest
    for (auto& member : members) {
        if (!is_of_contract(member)) {
            continue;
        }
        const auto* package = package_of(member, packages);
        const auto* manifest = package == nullptr || !package->manifest ? nullptr : &*package->manifest;
        bind_package(member, manifest, submission);
        if (package == nullptr && without.insert(folder_of(member.name)).second) {
            tally.add(Fault::package_manifest_missing, file_at(member.index));
        } else if (manifest != nullptr && !member.rejected) {
            judge_against(member, *manifest, package->folder.size(), tally);
        }
        member.rejected = member.rejected || unusable.contains(package);
    }
}

std::optional<std::uint64_t> stated_rows(const MemberFile& member, const std::vector<Package>& packages) {
    const auto* package = package_of(member, packages);
    if (package == nullptr || !package->manifest) {
        return std::nullopt;
    }
    const auto* stated =
        package->manifest->file(std::string_view(member.name).substr(package->folder.size()));
    return stated == nullptr ? std::nullopt : std::optional(stated->rows);
}

}  // namespace sluice::pipeline
