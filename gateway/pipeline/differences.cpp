#include "gateway/pipeline/differences.hpp"

#include "gateway/pipeline/dataset_rows.hpp"
#include "gateway/pipeline/kept_out.hpp"
#include "gateway/pipeline/link_schemes.hpp"
#include "gateway/pipeline/objections.hpp"
#include "gateway/pipeline/source_name.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace sluice::pipeline {
namespace {

constexpr std::size_t kMonthLength = 7;  // of YYYY-MM

struct Person {
    std::string standing;  // the record that stands for the person in all sources
    std::string practice;
    std::string local_id;
    bool linked = false;
};

struct Referral {
    std::size_t side = 0;
    std::string id;
    std::string local_id;
    std::string standing;  // the record that stands for it
    std::string person;    // record id
    std::string practice;
    std::string date;
    std::string month() const { return date.substr(0, kMonthLength); }
};

using Place = std::pair<std::string, std::string>;  // practice, month

class Comparison {
  public:
    Comparison(const Pack& pack, store::Store& store, const DifferenceOptions& options)
        : pack_(pack), store_(store), options_(options) {
        out_.sources = options.sources;
    }
    Result<Differences> run();

  private:
    std::optional<std::size_t> side_of(std::string_view source) const;
    bool is_wanted(const std::string& practice, std::string_view date) const;
    Result<void> read_persons();
    Result<void> read_referrals();
    Result<void> count_contacts();
    Result<void> read_waiting();
    Result<void> note_waiting(const store::RecordState& state);
    Result<void> count_kept_out();
    void count_people();
    Why why_of(const Referral& referral) const;
    const Person& person_of(const Referral& referral) const { return persons_.at(referral.person); }
    DifferenceLine& line(const Place& place);

    const Pack& pack_;
    store::Store& store_;
    const DifferenceOptions& options_;
    Differences out_;
    std::map<std::string, Person> persons_;       // of both sources, by record id
    std::array<std::set<std::string>, 2> known_;  // who stands for the persons of each side
    std::vector<Referral> referrals_;
    // By side and who stands for the person: where referrals are.
    std::array<std::map<std::string, std::set<Place>>, 2> places_;
    std::array<std::set<Place>, 2> covered_;
    std::array<std::set<std::string>, 2> waiting_;  // who has a referral that is not accepted
    std::map<Place, DifferenceLine> lines_;
};

std::optional<std::size_t> Comparison::side_of(std::string_view source) const {
    for (std::size_t side = 0; side < options_.sources.size(); ++side) {
        if (options_.sources[side] == source) {
            return side;
        }
    }
    return std::nullopt;
}

// A date that is known to the month or the year belongs to a period that has its first day.
bool Comparison::is_wanted(const std::string& practice, std::string_view date) const {
    const std::string_view from(options_.from);
    return (options_.practice.empty() || practice == options_.practice) &&
           (from.empty() || date >= from.substr(0, date.size())) &&
           (options_.to.empty() || date <= options_.to);
}

DifferenceLine& Comparison::line(const Place& place) {
    auto& found = lines_[place];
    std::tie(found.practice, found.month) = place;
    return found;
}

Result<void> Comparison::read_persons() {
    return visit(store_, pack_.documents->dataset.person, options_.purpose, [&](const DatasetRow& row) {
        const auto side = side_of(row.text("supplier"));
        if (!side) {
            return;
        }
        const auto id = row.text("person_id");
        const auto same = row.text(schema::kSameAs);
        Person person{
            same.empty() ? id : same, row.text("practice_ods"), row.text("local_id"),
            row.text("linkage_level") != "local"};
        if (person.practice.empty()) {
            person.practice = row.text("organisation");
        }
        known_[*side].insert(person.standing);
        persons_.emplace(id, std::move(person));
    });
}

Result<void> Comparison::read_referrals() {
    const auto& not_made = pack_.documents->dataset.same.not_made;
    return visit(store_, "referral", options_.purpose, [&](const DatasetRow& row) {
        const auto side = side_of(row.text("supplier"));
        const auto person = persons_.find(row.text("person_id"));
        const bool made = std::find(not_made.begin(), not_made.end(), row.text("status")) == not_made.end();
        if (!side || !made || person == persons_.end()) {
            return;
        }
        Referral one{
            *side,         row.text("referral_id"), row.text("local_id"),     row.text(schema::kSameAs),
            person->first, person->second.practice, row.text("referral_date")};
        if (one.standing.empty()) {
            one.standing = one.id;
        }
        places_[*side][person->second.standing].insert({one.practice, one.month()});
        covered_[*side].insert({one.practice, one.month()});
        if (is_wanted(one.practice, one.date)) {
            ++line({one.practice, one.month()}).sides[*side].referrals;
            referrals_.push_back(std::move(one));
        }
    });
}

Result<void> Comparison::count_contacts() {
    return visit(store_, "contact", options_.purpose, [&](const DatasetRow& row) {
        const auto side = side_of(row.text("supplier"));
        const auto person = persons_.find(row.text("person_id"));
        const auto date = row.text("contact_date");
        if (side && person != persons_.end() && is_wanted(person->second.practice, date)) {
            ++line({person->second.practice, date.substr(0, kMonthLength)}).sides[*side].contacts;
        }
    });
}

// Of a record that is held or was refused its person is known by the key among the facts alone.
Result<void> Comparison::note_waiting(const store::RecordState& state) {
    const auto side = side_of(source_of_person(state.person));
    if (!side) {
        return {};
    }
    ++out_.waiting[*side];
    auto& links = store_.links(options_.purpose);
    std::set<std::string> same = {state.person};
    for (const auto scheme : kLinkingSchemes) {
        SLUICE_ASSIGN(const auto value, links.link_value(state.person, scheme));
        if (!value.empty()) {
            SLUICE_ASSIGN(const auto sharing, links.persons_with(scheme, value));
            same.insert(sharing.begin(), sharing.end());
        }
    }
    for (const auto& person : same) {
        SLUICE_ASSIGN(const auto states, store_.dataset().states_of(options_.purpose, person));
        for (const auto& one : states) {
            const auto found = persons_.find(one.record_id);
            if (found != persons_.end()) {
                waiting_[*side].insert(found->second.standing);
            }
        }
    }
    return {};
}

Result<void> Comparison::read_waiting() {
    std::vector<store::RecordState> states;
    for (const auto verdict : {Verdict::held, Verdict::rejected}) {
        SLUICE_TRY(store_.dataset().visit_states(
            options_.purpose, "referral", verdict,
            [&](const store::RecordState& state) -> Result<void> {
                states.push_back(state);
                return {};
            }
        ));
    }
    for (const auto& state : states) {
        SLUICE_TRY(note_waiting(state));
    }
    return {};
}

Result<void> Comparison::count_kept_out() {
    for (const auto& system : pack_.documents->systems) {
        for (const auto& table : {kept_out_table(system), objectors_table(system)}) {
            SLUICE_ASSIGN(const auto kept_out, store_.facts(options_.purpose).for_prefix(table, ""));
            for (const auto& fact : kept_out) {
                if (const auto side = side_of(source_of_person(system.name + "/" + fact.key))) {
                    ++out_.kept_out[*side];
                }
            }
        }
    }
    return {};
}

Why Comparison::why_of(const Referral& referral) const {
    const std::size_t other = 1 - referral.side;
    const auto& person = person_of(referral);
    const auto found = places_[other].find(person.standing);
    if (found != places_[other].end()) {
        const bool here = std::any_of(found->second.begin(), found->second.end(), [&](const auto& place) {
            return place.first == referral.practice;
        });
        return here ? Why::other_month : Why::other_practice;
    }
    if (waiting_[other].contains(person.standing)) {
        return Why::waiting;
    }
    if (known_[other].contains(person.standing)) {
        return Why::no_referral;
    }
    if (!person.linked) {
        return Why::not_linked;
    }
    return covered_[other].contains({referral.practice, referral.month()}) ? Why::missing : Why::outside;
}

void Comparison::count_people() {
    std::array<std::set<std::tuple<Place, std::string>>, 2> seen;  // with who stands for the person
    std::array<std::set<std::string>, 2> standing;                 // referrals
    for (const auto& referral : referrals_) {
        standing[referral.side].insert(referral.standing);
    }
    std::set<std::string> same;
    for (const auto& referral : referrals_) {
        const Place place{referral.practice, referral.month()};
        const std::size_t other = 1 - referral.side;
        const auto& who = person_of(referral).standing;
        auto& line = this->line(place);
        if (standing[other].contains(referral.standing) && same.insert(referral.standing).second) {
            ++line.same_referral;
        }
        const auto found = places_[other].find(who);
        const bool both = found != places_[other].end() && found->second.contains(place);
        const auto why = both ? Why::missing : why_of(referral);
        if (!both) {
            out_.unmatched.push_back(
                {referral.side, referral.practice, referral.date, person_of(referral).local_id,
                 referral.local_id, referral.id, why}
            );
        }
        if (!seen[referral.side].insert({place, who}).second) {
            continue;
        }
        auto& side = line.sides[referral.side];
        ++side.people;
        if (!both) {
            ++side.only;
            ++side.why[static_cast<std::size_t>(why)];
        } else if (referral.side == 0) {
            ++line.both;
        }
    }
}

Result<Differences> Comparison::run() {
    SLUICE_TRY(read_persons());
    SLUICE_TRY(read_referrals());
    SLUICE_TRY(count_contacts());
    SLUICE_TRY(read_waiting());
    SLUICE_TRY(count_kept_out());
    count_people();
    for (auto& [place, line] : lines_) {
        out_.lines.push_back(line);
    }
    std::sort(out_.unmatched.begin(), out_.unmatched.end(), [](const auto& a, const auto& b) {
        return std::tie(a.side, a.practice, a.date, a.referral_id) <
               std::tie(b.side, b.practice, b.date, b.referral_id);
    });
    return std::move(out_);
}

constexpr std::array<std::string_view, kWhys> kWhyNames = {
    "other_month", "other_practice", "waiting", "no_referral", "not_linked", "outside", "missing"};

}  // namespace

std::string_view to_string(Why why) {
    return kWhyNames[static_cast<std::size_t>(why)];
}

Result<std::vector<std::string>> sources_of(store::Store& store, const std::string& purpose) {
    std::vector<std::string> sources;
    SLUICE_TRY(store.dataset().query(
        "SELECT DISTINCT supplier FROM person WHERE purpose = :purpose ORDER BY supplier",
        {{"purpose", purpose}},
        [&](const auto&, const auto& values) -> Result<void> {
            sources.push_back(values[0].value_or(""));
            return {};
        }
    ));
    return sources;
}

Result<Differences> differences_of(const Pack& pack, store::Store& store, const DifferenceOptions& options) {
    return Comparison(pack, store, options).run();
}

}  // namespace sluice::pipeline
