#include "gateway/pipeline/backfill.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/members.hpp"
#include "gateway/pipeline/packages.hpp"

#include <charconv>

namespace sluice::pipeline {
namespace {

std::string refused_mark(const store::Receipt& receipt) {
    return "refused/" + receipt.id;
}

Result<std::vector<MemberFile>> members_of(
    const store::Receipt& receipt, const SubmissionContext& context, Which which, Tally& unused
) {
    std::vector<MemberFile> members;
    for (std::uint32_t i = 0; i < receipt.submission.files.size(); ++i) {
        const auto& file = receipt.submission.files[i];
        unused.files.push_back({i, file.name, file.sha256, file.bytes, "", 0, 0, 0, 0, 0});
        MemberFile member;
        SLUICE_ASSIGN(const auto bytes, readable(context.store, file));
        member.index = i;
        member.name = bytes.name;
        member.path = context.store.landing().path_of(bytes.sha256);
        member.bytes = bytes.bytes;
        members.push_back(std::move(member));
    }
    SLUICE_ASSIGN(const auto refused, refused_files(context.store, receipt));
    for (auto& member : members) {
        SLUICE_ASSIGN(const auto bytes, readable(context.store, receipt.submission.files[member.index]));
        const auto& sha256 = bytes.sha256;
        const bool landed = context.store.landing().contains(sha256);
        // A member that an archive refused was never landed, and has no bytes.
        if (!landed && member.bytes > 0) {
            return Error(
                ErrorCode::io, "the landed file " + sha256 + " of " + receipt.id +
                                   " is missing: restore the landing area, then start the same command again"
            );
        }
        member.rejected = refused.contains(member.index) != (which == Which::refused) || !landed;
        if (!member.rejected) {
            SLUICE_TRY(inspect(member, context.pack, unused));
        }
    }
    SLUICE_ASSIGN(const auto packages, find_packages(members, context.pack));
    SLUICE_TRY(describe_and_bind(members, packages, context.pack, receipt.submission, unused));
    return members;
}

Result<void> read_again(const store::Receipt& receipt, const SubmissionContext& context, SharedRows& shared) {
    const auto& system = shared.program().system();
    SLUICE_ASSIGN(const auto submission, read_submission(receipt, context, Which::applied));
    SubmissionContext earlier = context;
    earlier.receipt = &receipt;
    for (const auto& set : submission.sets) {
        if (set.system == &system && set.missing.empty()) {
            SLUICE_TRY(read_set_again(submission.members, set, earlier, shared));
        }
    }
    return {};
}

}  // namespace

Result<Earlier> read_submission(
    const store::Receipt& receipt, const SubmissionContext& context, Which which
) {
    Tally unused(context.pack.rules());
    Earlier out{receipt, {}, {}};
    SLUICE_ASSIGN(out.members, members_of(receipt, context, which, unused));
    out.sets = group_sets(out.members, unused);
    return out;
}

// Those of the first reading stand.
Tally tally_for(const std::vector<MemberFile>& members, const SubmissionContext& context) {
    Tally tally(context.pack.rules());
    for (const auto& member : members) {
        tally.files.push_back({member.index, member.name, {}, member.bytes, "", 0, 0, 0, 0, 0});
    }
    return tally;
}

Result<void> remember_refused(
    store::Store& store, const store::Receipt& receipt, const std::set<std::uint32_t>& files
) {
    std::string text;
    for (const auto file : files) {
        text += (text.empty() ? "" : " ") + std::to_string(file);
    }
    SLUICE_ASSIGN(const auto kept, store.mark(refused_mark(receipt)));
    return text.empty() && !kept ? Result<void>() : store.set_mark(refused_mark(receipt), text);
}

Result<std::set<std::uint32_t>> refused_files(store::Store& store, const store::Receipt& receipt) {
    std::set<std::uint32_t> files;
    SLUICE_ASSIGN(const auto kept, store.mark(refused_mark(receipt)));
    for (const auto part : kept && !kept->empty() ? split(*kept, ' ') : std::vector<std::string_view>()) {
        std::uint32_t file = 0;
        const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), file);
        if (code != std::errc() || end != part.data() + part.size()) {
            return Error(ErrorCode::internal, "the mark of refused files of " + receipt.id + " is damaged");
        }
        files.insert(file);
    }
    return files;
}

Result<void> read_set_again(
    const std::vector<MemberFile>& members, const FileSet& set, const SubmissionContext& context,
    SharedRows& shared
) {
    const auto& system = shared.program().system();
    Tally unused = tally_for(members, context);
    SubmissionContext again = context;
    again.tally = &unused;
    again.again = true;
    again.progress = nullptr;
    Loader loader(again, shared, set);
    SLUICE_TRY(loader.prepare(members));
    for (const auto index : set.members) {
        const auto& member = members[index];
        const auto& table = member.recognised->schema();
        const bool takes_all = table.removed && table.removed->with_all;
        const bool lets_in = context.let_in != nullptr && system.brings_person(table);
        if (!member.rejected && table.used && (hangs_on_person(system, table) || takes_all || lets_in)) {
            SLUICE_TRY(loader.load(member));
        }
    }
    if (!set.is_snapshot) {
        return {};
    }
    SLUICE_ASSIGN(const auto packages, find_packages(members, context.pack));
    return sweep(
        again, set, members, loader.seen(), incomplete_tables(context.pack, set, members, packages, unused)
    );
}

bool may_be_applied(const store::Receipt& receipt) {
    return receipt.status == store::kProcessed || receipt.status == store::kProcessedWithFindings ||
           receipt.status == store::kHeld;
}

Result<void> backfill(const SubmissionContext& context, SharedRows& shared) {
    SLUICE_ASSIGN(const auto receipts, context.store.receipts().receipts());
    for (const auto& receipt : receipts) {
        if (receipt.seq < context.receipt->seq && may_be_applied(receipt) &&
            receipt.submission.purpose == context.purpose()) {
            SLUICE_TRY(read_again(receipt, context, shared));
        }
    }
    return {};
}

}  // namespace sluice::pipeline
