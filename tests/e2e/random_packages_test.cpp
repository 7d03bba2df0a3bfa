// Packages by chance, one after the other, leave what one snapshot of the state in the end leaves.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace sluice::e2e {
namespace {

using tests::Package;

struct Table {
    const char* name;
    std::vector<std::string> columns;  // the first is the id
};
const std::vector<Table> kTables = {
    {"person", {"person_local_id", "nhs_number", "date_of_birth", "secondary_use_objection"}},
    {"referral", {"referral_id", "person_local_id", "referral_date", "status"}},
    {"need", {"need_id", "person_local_id", "referral_id", "identified_date", "code", "code_system"}},
    {"contact", {"contact_id", "person_local_id", "referral_id", "start", "outcome"}},
};
const std::string kPerson = "person_local_id";

struct Sender {
    std::string code;
    std::string system;
    std::vector<std::string> organisations;
};

// Whose row it is, and which.
struct Place {
    std::string sender;
    std::string organisation;
    std::size_t table = 0;
    std::string id;
    auto operator<=>(const Place&) const = default;
};
using State = std::map<Place, Row>;

std::string two_digits(unsigned long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

class World {
  public:
    World(unsigned seed, const Gateway& gateway)
        : random_(seed),
          senders_{
              {"7QX", "casebook", {"7QX", "A81001"}},
              {"Z90001", seed % 2 == 0 ? "casebook" : "linkdesk", {"Z90001"}}},
          gateway_(gateway) {}

    void step();
    // All that there is now, of every sender who has sent.
    void send_state(const Gateway& gateway) const;

  private:
    bool one_in(unsigned n) { return random_() % n == 0; }
    std::string among(const std::vector<std::string>& values) { return values[random_() % values.size()]; }
    std::string id_of(std::string_view letter) { return std::string(letter) + among({"1", "2", "3", "4"}); }
    std::string day() { return "2026-0" + among({"7", "8", "9"}) + "-" + two_digits(1 + random_() % 28); }

    std::string value_of(const std::string& column);
    void put(State& into, const Place& place);
    void erase(State& deletions, const Place& place);
    void increment(const Sender& sender);
    void snapshot(const Sender& sender, const std::vector<std::string>& organisations);
    void change(const Sender& sender);
    void send(const Sender& sender, const char* semantics, const State& rows);
    static Package package_of(
        const Sender& sender, const std::string& semantics, unsigned minute, const State& rows
    );

    std::mt19937 random_;
    std::vector<Sender> senders_;
    const Gateway& gateway_;
    State state_;
    std::vector<Package> packages_;  // of the submission in hand
    std::set<std::string> sent_;
    unsigned minute_ = 0;
};

std::string World::value_of(const std::string& column) {
    if (column == kPerson) {
        return id_of("P");
    }
    if (column == "referral_id") {
        return one_in(3) ? "" : id_of("R");
    }
    if (column == "nhs_number") {
        return among({"9990000018", "9990000026", "9990000034", "9990000042", ""});
    }
    if (column == "secondary_use_objection") {
        return among({"", "", "false", "true"});
    }
    if (column == "status") {
        return among({"received", "accepted", "completed", "declined_by_person"});
    }
    if (column == "outcome") {
        return among({"attended", "dna", "unknown"});
    }
    if (column == "code") {
        return "160734000";
    }
    return column == "code_system" ? "snomed" : column == "date_of_birth" ? "1950-01-29" : day();
}

void World::put(State& into, const Place& place) {
    Row row;
    for (const auto& column : kTables[place.table].columns) {
        row[column] = value_of(column);
    }
    row[kTables[place.table].columns.front()] = place.id;
    into[place] = state_[place] = row;
}

// With a person goes what hangs on them. A deletion may name somebody who does not have the record.
void World::erase(State& deletions, const Place& place) {
    auto row = state_.at(place);
    if (place.table == 0) {
        std::erase_if(state_, [&](const auto& entry) {
            return entry.first.sender == place.sender && entry.first.organisation == place.organisation &&
                   entry.second.at(kPerson) == place.id;
        });
    } else if (one_in(2)) {
        row[kPerson] = one_in(2) ? id_of("P") : "";
    }
    state_.erase(place);
    row["deleted"] = "true";
    deletions[place] = row;
}

void World::increment(const Sender& sender) {
    State rows;
    for (unsigned i = 1 + random_() % 8; i > 0; --i) {
        const auto table = random_() % kTables.size();
        const Place place{
            sender.code, among(sender.organisations), table, id_of(std::string(1, "PRNC"[table]))};
        if (rows.contains(place)) {
            continue;
        }
        // Who is deleted is deleted alone: what a package says of them besides is another matter.
        if (table == 0 && state_.contains(place) && rows.empty() && one_in(2)) {
            erase(rows, place);
            break;
        }
        if (table > 0 && state_.contains(place) && one_in(4)) {
            erase(rows, place);
        } else {
            put(rows, place);
        }
    }
    send(sender, "increment", rows);
}

void World::snapshot(const Sender& sender, const std::vector<std::string>& organisations) {
    State rows;
    for (const auto& organisation : organisations) {
        std::erase_if(state_, [&](const auto& entry) {
            return entry.first.sender == sender.code && entry.first.organisation == organisation && one_in(4);
        });
        put(rows, {sender.code, organisation, 0, id_of("P")});  // one that no row names is left alone
        for (const auto& [place, row] : state_) {
            if (place.sender == sender.code && place.organisation == organisation) {
                rows[place] = row;
            }
        }
    }
    send(sender, "snapshot", rows);
}

Package World::package_of(
    const Sender& sender, const std::string& semantics, unsigned minute, const State& rows
) {
    Package package;
    package.set("sender_ods", sender.code);
    package.set("sender_system", sender.system);
    package.set("submission_id", sender.code + "-" + std::to_string(minute));
    package.set("period_semantics", semantics);
    package.set("generated_at", "2026-11-01T02:" + two_digits(minute) + ":00+00:00");
    for (std::size_t table = 0; table < kTables.size(); ++table) {
        auto columns = kTables[table].columns;
        columns.insert(columns.end(), {"organisation_ods", "deleted"});
        std::vector<std::vector<std::string>> lines = {columns};
        for (const auto& [place, row] : rows) {
            if (place.table == table) {
                auto cells = row;
                cells["organisation_ods"] = place.organisation;
                auto& line = lines.emplace_back();
                for (const auto& column : columns) {
                    line.push_back(cells[column]);
                }
            }
        }
        package.table(kTables[table].name, tests::csv_text(lines));
    }
    return package;
}

void World::send(const Sender& sender, const char* semantics, const State& rows) {
    packages_.push_back(package_of(sender, semantics, ++minute_, rows));
}

void World::change(const Sender& sender) {
    if (!one_in(4)) {
        increment(sender);
    } else {
        snapshot(sender, one_in(2) ? std::vector{among(sender.organisations)} : sender.organisations);
    }
}

// One submission, of one package or of several in folders beside each other; some an aggregator submits for
// the senders.
void World::step() {
    const bool for_all = one_in(3);
    const auto first = random_() % senders_.size();
    for (unsigned i = one_in(3) ? 2 + random_() % 2 : 1; i > 0; --i) {
        const auto& sender = senders_[for_all ? random_() % senders_.size() : first];
        change(sender);
        sent_.insert(sender.code);
    }
    const TemporaryFolder folder;
    for (std::size_t i = 0; i < packages_.size(); ++i) {
        packages_[i].write(folder / ("packages/" + std::to_string(i)));
    }
    submit(
        gateway_, folder / "packages",
        for_all ? std::vector<std::string>{"--sender", "Y51"} : std::vector<std::string>()
    );
    packages_.clear();
}

void World::send_state(const Gateway& gateway) const {
    for (const auto& sender : senders_) {
        State rows = state_;
        std::erase_if(rows, [&](const auto& entry) { return entry.first.sender != sender.code; });
        if (sent_.contains(sender.code)) {
            submit(gateway, package_of(sender, "snapshot", 1, rows));
        }
    }
}

class RandomPackages : public testing::TestWithParam<unsigned> {};

TEST_P(RandomPackages, leave_what_a_snapshot_of_their_end_leaves) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "steps");
    const Gateway fresh(folder / "fresh");
    World world(GetParam(), gateway);

    for (int i = 0; i < 16; ++i) {
        world.step();
    }
    world.send_state(fresh);

    for (const char* entity : {"person", "episode", "referral", "need", "contact"}) {
        EXPECT_EQ(gateway.export_csv(entity), fresh.export_csv(entity)) << entity;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPackages, testing::Range(3U, 7U));

}  // namespace
}  // namespace sluice::e2e
