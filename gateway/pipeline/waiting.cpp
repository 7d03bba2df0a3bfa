#include "gateway/pipeline/waiting.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace sluice::pipeline {
namespace {

std::string waiting_mark(const SubmissionContext& context) {
    return "waiting/" + context.purpose();
}

}  // namespace

Result<WaitingSets> WaitingSets::load(const SubmissionContext& context) {
    WaitingSets out;
    SLUICE_ASSIGN(const auto kept, context.store.mark(waiting_mark(context)));
    for (const auto part : kept && !kept->empty() ? split(*kept, ' ') : std::vector<std::string_view>()) {
        std::int64_t seq = 0;
        std::from_chars(part.data(), part.data() + part.size(), seq);
        SLUICE_ASSIGN(auto receipt, context.store.receipts().receipt(seq));
        if (!receipt) {
            return Error(ErrorCode::internal, "the mark of waiting sets names a receipt that is not there");
        }
        SLUICE_ASSIGN(auto earlier, read_submission(*receipt, context, Which::refused));
        out.submissions_.push_back(std::make_unique<Earlier>(std::move(earlier)));
        for (const auto& set : out.submissions_.back()->sets) {
            if (set.missing.empty() && !set.system->sequence.empty()) {
                out.sets_.push_back({out.submissions_.back().get(), set});
            }
        }
    }
    std::stable_sort(out.sets_.begin(), out.sets_.end(), [](const Waiting& a, const Waiting& b) {
        return a.set.stamp < b.set.stamp;
    });
    return out;
}

Result<std::optional<WaitingSets::Waiting>> WaitingSets::next(
    const SubmissionContext& context, const FileSet& applied
) {
    for (auto waiting = sets_.begin(); waiting != sets_.end(); ++waiting) {
        if (!is_of_one_agreement(waiting->set, applied)) {
            continue;
        }
        SLUICE_ASSIGN(const auto order, SetOrder::load(context.store, context.purpose(), waiting->set));
        const auto missing = order.missing_before(waiting->set);
        if (!missing || !missing->known) {
            auto found = std::move(*waiting);
            sets_.erase(waiting);
            return std::optional(std::move(found));
        }
    }
    return std::optional<Waiting>();
}

Result<void> WaitingSets::remember(const SubmissionContext& context, bool own) const {
    std::set<std::int64_t> seqs;
    for (const auto& waiting : sets_) {
        seqs.insert(waiting.submission->receipt.seq);
    }
    if (own) {
        seqs.insert(context.receipt->seq);
    }
    if (seqs.empty() && submissions_.empty()) {
        return {};
    }
    std::string text;
    for (const auto seq : seqs) {
        text += (text.empty() ? "" : " ") + std::to_string(seq);
    }
    return context.store.set_mark(waiting_mark(context), text);
}

}  // namespace sluice::pipeline
