#include "gateway/pipeline/set_order.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::pipeline {
namespace {

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::pair<std::uint64_t, std::uint64_t> run_of(std::string_view text) {
    const auto parts = split(text, '-');
    return {number_of(parts.front()), number_of(parts.back())};
}

std::string words_of(std::uint64_t first, std::uint64_t last) {
    return std::to_string(first) + (first == last ? "" : "-" + std::to_string(last));
}

}  // namespace

Result<SetOrder> SetOrder::load(store::Store& store, const std::string& purpose, const FileSet& set) {
    SetOrder out;
    out.mark_ = applied_mark(purpose, set.system->name, set.agreement, set.supplier);
    SLUICE_ASSIGN(const auto stamp, store.mark(out.mark_));
    SLUICE_ASSIGN(const auto numbers, store.mark("numbers/" + out.mark_));
    out.stamp_ = stamp.value_or("");
    out.read(numbers.value_or(""));
    return out;
}

// "<number of the last full extract> <steps> <run> <run> …"
void SetOrder::read(std::string_view text) {
    const auto parts = split(text, ' ');
    if (parts.size() < 2) {
        return;
    }
    from_ = number_of(parts[0]);
    steps_ = number_of(parts[1]);
    for (std::size_t i = 2; i < parts.size(); ++i) {
        runs_.push_back(run_of(parts[i]));
    }
}

std::string SetOrder::written() const {
    std::string out = std::to_string(from_) + " " + std::to_string(steps_);
    for (const auto& [first, last] : runs_) {
        out += " " + words_of(first, last);
    }
    return out;
}

bool SetOrder::has(std::uint64_t number) const {
    return std::any_of(runs_.begin(), runs_.end(), [&](const Run& run) {
        return run.first <= number && number <= run.second;
    });
}

bool SetOrder::run_one_by_one() const {
    const auto since =
        std::count_if(runs_.begin(), runs_.end(), [&](const Run& run) { return run.second >= from_; });
    return steps_ > 0 && since == 1;
}

bool SetOrder::is_late(const FileSet& set) const {
    return !set.stamp.empty() && !stamp_.empty() && set.stamp < stamp_;
}

std::optional<SetOrder::Missing> SetOrder::missing_before(const FileSet& set) const {
    if (set.is_bulk) {
        return std::nullopt;
    }
    if (stamp_.empty()) {
        return set.is_delta ? std::optional(Missing{"bulk", true}) : std::nullopt;
    }
    if (!set.numbers || runs_.empty() || has(set.numbers->first - 1) || has(set.numbers->first)) {
        return std::nullopt;
    }
    const auto [first, last] = *set.numbers;
    const auto before = std::find_if(runs_.rbegin(), runs_.rend(), [&, start = first](const Run& run) {
        return run.second < start;
    });
    if (before == runs_.rend()) {
        // It comes before all that is known, or the supplier has begun to count anew. Where a name does not
        // tell a full extract, the set may be one.
        return set.is_delta && is_late(set) ? std::optional(Missing{"bulk", true}) : std::nullopt;
    }
    return Missing{words_of(before->second + 1, first - 1), run_one_by_one()};
}

Result<void> SetOrder::note(store::Store& store, const FileSet& set) {
    if (set.stamp > stamp_) {
        stamp_ = set.stamp;
        SLUICE_TRY(store.set_mark(mark_, stamp_));
    }
    if (!set.numbers) {
        return {};
    }
    if (set.is_bulk && set.numbers->first > from_) {
        from_ = set.numbers->first;
        steps_ = 0;
    } else if (has(set.numbers->first - 1) && !has(set.numbers->first)) {
        ++steps_;
    }
    runs_.push_back(*set.numbers);
    std::sort(runs_.begin(), runs_.end());
    std::vector<Run> joined;
    for (const auto& run : runs_) {
        if (!joined.empty() && run.first <= joined.back().second + 1) {
            joined.back().second = std::max(joined.back().second, run.second);
        } else {
            joined.push_back(run);
        }
    }
    runs_ = std::move(joined);
    return store.set_mark("numbers/" + mark_, written());
}

}  // namespace sluice::pipeline
