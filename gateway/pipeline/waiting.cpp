#include "gateway/pipeline/waiting.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/set_manifest.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace sluice::pipeline {
namespace {

std::string waiting_mark(const SubmissionContext& context) {
    return "waiting/" + context.purpose();
}

template <class Number>
Number number_of(std::string_view text) {
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

// "12/0 15/21": receipt, and a file of the set.
Result<WaitingSets> WaitingSets::load(const SubmissionContext& context) {
    WaitingSets out;
    SLUICE_ASSIGN(const auto kept, context.store.mark(waiting_mark(context)));
    std::map<std::int64_t, std::set<std::uint32_t>> files;  // by receipt
    for (const auto part : kept && !kept->empty() ? split(*kept, ' ') : std::vector<std::string_view>()) {
        const auto numbers = split(part, '/');
        files[number_of<std::int64_t>(numbers.front())].insert(number_of<std::uint32_t>(numbers.back()));
    }
    for (const auto& entry : files) {
        const auto& of_sets = entry.second;
        SLUICE_ASSIGN(auto receipt, context.store.receipts().receipt(entry.first));
        if (!receipt) {
            return Error(ErrorCode::internal, "the mark of waiting sets names a receipt that is not there");
        }
        SLUICE_ASSIGN(auto earlier, read_submission(*receipt, context, Which::refused));
        out.submissions_.push_back(std::make_unique<Earlier>(std::move(earlier)));
        for (const auto& set : out.submissions_.back()->sets) {
            const bool waits = std::any_of(set.members.begin(), set.members.end(), [&](std::size_t member) {
                return of_sets.contains(static_cast<std::uint32_t>(member));
            });
            if (waits) {
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
        if ((!missing || !missing->known) && !leaves_gap(waiting->set, order.applied())) {
            auto found = std::move(*waiting);
            sets_.erase(waiting);
            return std::optional(std::move(found));
        }
    }
    return std::optional<Waiting>();
}

Result<void> WaitingSets::remember(const SubmissionContext& context, const std::vector<const FileSet*>& own)
    const {
    if (own.empty() && submissions_.empty()) {
        return {};
    }
    std::vector<std::string> parts;
    const auto add = [&](std::int64_t seq, const FileSet& set) {
        parts.push_back(std::to_string(seq) + "/" + std::to_string(set.members.front()));
    };
    for (const auto& waiting : sets_) {
        add(waiting.submission->receipt.seq, waiting.set);
    }
    for (const auto* set : own) {
        add(context.receipt->seq, *set);
    }
    return context.store.set_mark(waiting_mark(context), join(parts, " "));
}

}  // namespace sluice::pipeline
