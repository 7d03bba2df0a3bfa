#include "gateway/check/same_events.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

namespace sluice::check {
namespace {

using schema::SameEvent;
using schema::SameEvents;

std::string_view value_of(const Happening& record, std::string_view column) {
    const auto found = record.values.find(column);
    return found == record.values.end() ? std::string_view() : std::string_view(found->second);
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

const Continuation* continuation_of(
    const std::vector<Continuation>& all, const Happening& before, const Happening& after
) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) {
        return one.old_source == before.source && one.new_source == after.source &&
               one.organisation == before.organisation && one.organisation == after.organisation;
    });
    return found == all.end() ? nullptr : &*found;
}

// How many tools were used before this one.
std::size_t generation_of(const std::vector<Continuation>& all, const Happening& record) {
    std::size_t generation = 0;
    std::string source = record.source;
    for (bool found = true; found && generation < all.size(); generation += found ? 1 : 0) {
        found = false;
        for (const auto& one : all) {
            if (!found && one.new_source == source && one.organisation == record.organisation) {
                source = one.old_source;
                found = true;
            }
        }
    }
    return generation;
}

// The records of one entity, and which of them were found to be one so far.
class Joined {
  public:
    Joined(
        const SameEvents& rules, const std::vector<Continuation>& continuations,
        const std::vector<Happening>& records
    );

    void join(const SameEvent& event, const std::map<std::string, std::string>& followed);
    void standing(std::map<std::string, std::string>& out) const;

  private:
    struct Candidate {
        int days_apart = 0;
        std::size_t left = 0;
        std::size_t right = 0;
        auto operator<=>(const Candidate&) const = default;
    };
    std::optional<int> apart(
        const SameEvent& event, const Happening& left, const Happening& right,
        const std::map<std::string, std::string>& followed
    ) const;
    bool is_between(const SameEvent& event, const Happening& left, const Happening& right) const;
    bool is_mapped(const std::string& entity, const Happening& left, const Happening& right) const;
    void unite(const SameEvent& event, std::size_t left, std::size_t right);

    const SameEvents& rules_;
    const std::vector<Continuation>& continuations_;
    std::vector<const Happening*> records_;  // the first of those that are one stands for the others
    std::vector<std::size_t> stands_;        // by record: which one
};

Joined::Joined(
    const SameEvents& rules, const std::vector<Continuation>& continuations,
    const std::vector<Happening>& records
)
    : rules_(rules), continuations_(continuations) {
    for (const auto& record : records) {
        records_.push_back(&record);
    }
    const auto order = [&](const Happening* record) {
        return std::make_tuple(
            rules.rank_of(rules.kind_of(record->source)), generation_of(continuations, *record),
            record->day ? record->day->to_string() : std::string(), record->source, record->id
        );
    };
    std::sort(records_.begin(), records_.end(), [&](const auto* a, const auto* b) {
        return order(a) < order(b);
    });
    for (std::size_t i = 0; i < records_.size(); ++i) {
        stands_.push_back(i);
    }
}

bool Joined::is_between(const SameEvent& event, const Happening& left, const Happening& right) const {
    if (event.continued) {
        return continuation_of(continuations_, left, right) != nullptr ||
               continuation_of(continuations_, right, left) != nullptr;
    }
    const auto& one = rules_.kind_of(left.source);
    const auto& other = rules_.kind_of(right.source);
    return event.between.empty() || (event.between[0] == one && event.between[1] == other) ||
           (event.between[0] == other && event.between[1] == one);
}

// By an id that the service has told.
bool Joined::is_mapped(const std::string& entity, const Happening& left, const Happening& right) const {
    const auto says = [&](const Happening& before, const Happening& after) {
        const auto* continuation = continuation_of(continuations_, before, after);
        if (continuation == nullptr || before.local_id.empty()) {
            return false;
        }
        const auto found = continuation->ids.find({entity, before.local_id});
        return found != continuation->ids.end() && found->second == after.local_id;
    };
    return says(left, right) || says(right, left);
}

// The days between two records that may be one; nothing where they are not.
std::optional<int> Joined::apart(
    const SameEvent& event, const Happening& left, const Happening& right,
    const std::map<std::string, std::string>& followed
) const {
    if ((!event.many && left.source == right.source) || !is_between(event, left, right)) {
        return std::nullopt;
    }
    if (is_mapped(event.entity, left, right)) {
        return -1;
    }
    int days = 0;
    if (event.days) {
        const bool exact = left.day && right.day && left.day->precision() >= DatePrecision::day &&
                           right.day->precision() >= DatePrecision::day;
        days = exact ? static_cast<int>(std::abs((left.day->days() - right.day->days()).count())) : -1;
        if (!exact || days > *event.days) {
            return std::nullopt;
        }
    }
    if (!event.follows_field.empty()) {
        const auto counterpart = [&](const Happening& record) {
            const std::string id(value_of(record, event.follows_field));
            const auto found = followed.find(id);
            return found == followed.end() ? id : found->second;
        };
        if (counterpart(left).empty() || counterpart(left) != counterpart(right)) {
            return std::nullopt;
        }
    }
    const bool differs = std::any_of(event.unlike.begin(), event.unlike.end(), [&](const auto& field) {
        const auto one = value_of(left, field);
        const auto other = value_of(right, field);
        return !one.empty() && !other.empty() && one != other;
    });
    const bool unalike = std::any_of(event.alike.begin(), event.alike.end(), [&](const auto& entry) {
        return contains(entry.second, value_of(left, entry.first)) !=
               contains(entry.second, value_of(right, entry.first));
    });
    const bool together =
        event.places.empty() || std::any_of(event.places.begin(), event.places.end(), [&](const auto& place) {
            const auto here = value_of(left, place);
            return !here.empty() &&
                   std::any_of(event.places.begin(), event.places.end(), [&](const auto& at) {
                       return value_of(right, at) == here;
                   });
        });
    return differs || unalike || !together ? std::nullopt : std::optional(days);
}

void Joined::unite(const SameEvent& event, std::size_t left, std::size_t right) {
    const auto one = stands_[left];
    const auto other = stands_[right];
    if (one == other) {
        return;
    }
    std::set<std::string_view> sources;
    for (std::size_t i = 0; i < records_.size() && !event.many; ++i) {
        const bool member = stands_[i] == one || stands_[i] == other;
        if (member && !sources.insert(records_[i]->source).second) {
            return;  // two records of one source are two events
        }
    }
    for (auto& standing : stands_) {
        standing = standing == one || standing == other ? std::min(one, other) : standing;
    }
}

void Joined::join(const SameEvent& event, const std::map<std::string, std::string>& followed) {
    std::vector<Candidate> candidates;
    for (std::size_t left = 0; left < records_.size(); ++left) {
        for (std::size_t right = left + 1; right < records_.size(); ++right) {
            if (const auto days = apart(event, *records_[left], *records_[right], followed)) {
                candidates.push_back({*days, left, right});
            }
        }
    }
    std::sort(candidates.begin(), candidates.end());
    for (const auto& candidate : candidates) {
        unite(event, candidate.left, candidate.right);
    }
}

void Joined::standing(std::map<std::string, std::string>& out) const {
    for (std::size_t i = 0; i < records_.size(); ++i) {
        if (stands_[i] != i) {
            out[records_[i]->id] = records_[stands_[i]]->id;
        }
    }
}

}  // namespace

std::map<std::string, std::string> same_events(
    const SameEvents& rules, const std::vector<Continuation>& continuations, const Happenings& records
) {
    std::map<std::string, std::string> out;
    std::map<std::string, Joined> joined;  // by entity
    for (const auto& event : rules.events) {
        const auto found = records.find(event.entity);
        if (found != records.end()) {
            auto& entity =
                joined.try_emplace(event.entity, rules, continuations, found->second).first->second;
            entity.join(event, out);
            entity.standing(out);
        }
    }
    return out;
}

}  // namespace sluice::check
