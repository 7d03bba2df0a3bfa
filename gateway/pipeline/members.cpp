#include "gateway/pipeline/members.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/set_manifest.hpp"

#include <algorithm>
#include <map>

namespace sluice::pipeline {
namespace {

using schema::Fault;

void list_files(const Gathered& gathered, Tally& tally) {
    for (const auto& member : gathered.members) {
        const auto index = static_cast<std::uint32_t>(tally.files.size());
        tally.files.push_back({index, member.name, member.sha256, member.bytes, "", 0, 0, 0, 0, 0});
    }
}

// What was wrong before anything was opened.
void note_faults(
    const std::vector<MemberFile>& members, const Gathered& gathered, const store::Submission& submission,
    Tally& tally
) {
    if (submission.period_to > submission.as_of) {
        tally.add(Fault::submission_period, {kNoFile, 0, 0, 0});
    }
    for (const auto& fault : gathered.faults) {
        const auto about = std::find_if(members.begin(), members.end(), [&](const auto& member) {
            return member.rejected && member.name == fault.name;
        });
        SLUICE_ASSERT(about != members.end());
        tally.add(fault.fault, {about->index, 0, 0, 0});
    }
    for (const auto& remark : gathered.remarks) {
        const auto about = std::find_if(members.begin(), members.end(), [&](const auto& member) {
            return gathered.members[member.index].name == remark.name;
        });
        SLUICE_ASSERT(about != members.end());
        tally.add(remark.fault, {about->index, 0, remark.record, 0});
    }
}

// A report says little about itself; what it does not say, its name and the submission do.
void describe_report(MemberFile& member, const store::Submission& submission) {
    const auto& form = *member.recognised->system->report;
    member.package = extract::said_by_name(form, member.name);
    const auto folder = member.name.substr(0, member.name.rfind('/'));
    auto title = extract::title_of(member.name);
    title = title.empty() ? std::string(base_name(member.name)) : title;
    member.package.emplace("report", member.sheet ? extract::title_of(folder) + " " + title : title);
    member.package.emplace("run", submission.as_of);
    for (const auto& [key, value] :
         {std::pair("sender", &submission.sender),
          {"period_start", &submission.period_from},
          {"period_end", &submission.period_to},
          {"semantics", &submission.semantics}}) {
        if (!value->empty()) {
            member.package.emplace(key, *value);
        }
    }
}

// A member that is named as a folder of others is a workbook, and they are its sheets.
void mark_workbooks(std::vector<MemberFile>& members) {
    std::map<std::string_view, MemberFile*> names;
    for (auto& member : members) {
        names.emplace(member.name, &member);
    }
    for (auto& member : members) {
        const auto book = names.find(std::string_view(member.name).substr(0, member.name.rfind('/')));
        if (book != names.end() && book->second != &member) {
            book->second->workbook = member.sheet = true;
            book->second->has_cells = false;
        }
    }
}

}  // namespace

std::vector<MemberFile> members_of(const Gathered& gathered) {
    std::vector<MemberFile> out;
    for (const auto& member : gathered.members) {
        MemberFile file;
        file.index = static_cast<std::uint32_t>(out.size());
        file.name = member.decrypted ? plain_name(member.name) : member.name;
        file.path = member.path;
        file.bytes = member.decrypted ? member.decrypted->bytes : member.bytes;
        file.rejected = member.refused;
        out.push_back(std::move(file));
    }
    return out;
}

Result<void> inspect_members(
    std::vector<MemberFile>& members, const Gathered& gathered, const std::vector<Package>& packages,
    const Pack& pack, const store::Submission& submission, Tally& tally
) {
    list_files(gathered, tally);
    note_faults(members, gathered, submission, tally);
    if (gathered.rejected) {
        return {};
    }
    mark_workbooks(members);
    for (auto& member : members) {
        member.manifest = std::any_of(packages.begin(), packages.end(), [&](const auto& package) {
            return package.file == member.index;
        });
        if (!member.rejected && !member.manifest && !member.workbook) {
            SLUICE_TRY(inspect(member, pack, tally));
        }
    }
    return describe_and_bind(members, packages, pack, submission, tally);
}

Result<void> describe_and_bind(
    std::vector<MemberFile>& members, const std::vector<Package>& packages, const Pack& pack,
    const store::Submission& submission, Tally& tally
) {
    describe_members(members, packages, pack, submission, tally);
    SLUICE_TRY(describe_sets(members, submission.sender, tally));
    for (auto& member : members) {
        if (member.recognised && member.recognised->system->report) {
            describe_report(member, submission);
        }
        if (member.recognised && !member.rejected) {
            bind_file(member, pack.program(*member.recognised->system), submission.purpose, tally);
        }
    }
    return {};
}

Result<std::uint64_t> count_rows(const MemberFile& member, const Limits& limits) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    format::Scanner scanner({}, limits);
    std::string bytes;
    std::uint64_t records = 0;
    std::size_t size = limits.block_bytes;
    for (std::uint64_t offset = 0; offset < file.size;) {
        bytes.resize(size);
        SLUICE_ASSIGN(
            const auto got, env::read_at(file, offset, std::span<char>(bytes.data(), bytes.size()))
        );
        const bool last = offset + got >= file.size;
        const auto scanned = scanner.scan(std::string_view(bytes).substr(0, got), last);
        for (const auto& record : scanner.records()) {
            records += record.blank ? 0 : 1;
        }
        size = scanned.consumed > 0 ? limits.block_bytes : std::min(size * 2, format::scan_bytes_max(limits));
        offset += last ? got : scanned.consumed;
    }
    return records > 0 ? records - 1 : 0;
}

Result<void> note_organisations(const MemberFile& member, Tally& tally) {
    const auto& schema = member.recognised->schema();
    const auto column = schema.column(schema.organisation);
    const auto at =
        column && !member.sections.empty() ? member.sections.front().binding.position[*column] : -1;
    if (schema.scope != schema::Scope::person || at < 0 ||
        !member.recognised->system->organisation_table.empty()) {
        return {};
    }
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    std::uint64_t offset = 0;
    format::RecordReader reader([&](char* buffer, std::size_t size) -> Result<std::size_t> {
        SLUICE_ASSIGN(const auto got, env::read_at(file, offset, std::span<char>(buffer, size)));
        offset += got;
        return got;
    });
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            return {};
        }
        const auto index = static_cast<std::size_t>(at);
        const auto code = index < reader.cell_count() ? to_upper(trim(reader.value(index))) : "";
        if (reader.ordinal() > member.sections.front().header_record && is_ods_code(code)) {
            tally.organisations.insert(code);
        }
    }
}

}  // namespace sluice::pipeline
