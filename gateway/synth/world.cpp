#include "gateway/synth/world.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/synth/names.hpp"

#include <algorithm>

namespace sluice::synth {
namespace {

// What guid_of() tells apart.
enum GuidKind : std::uint64_t { kOrganisation = 1, kLocation, kUser, kLinkWorkerSession, kGeneralSession };

constexpr std::uint64_t kNetworkNumber = 1'000'000;
constexpr std::uint64_t kHubNumber = 1'000'001;

std::string user_guid(const World& world, std::size_t practice, std::size_t number) {
    return guid_of(world.seed, kUser, practice * 100 + number);
}

// No two practices of a world have one name. There are few names, so a large world numbers the rest.
std::string new_name(const World& world, Rng& rng, std::size_t index) {
    constexpr int kDraws = 64;
    std::string name;
    for (int i = 0; i < kDraws; ++i) {
        name = surgery_name(rng);
        const bool taken =
            std::any_of(world.practices.begin(), world.practices.end(), [&](const Practice& other) {
                return other.name == name;
            });
        if (!taken) {
            return name;
        }
    }
    return name + " " + std::to_string(index + 1);
}

Practice make_practice(const World& world, std::size_t index) {
    Rng rng(world.seed, 0xA000 + index);
    Practice out;
    out.index = index;
    out.guid = guid_of(world.seed, kOrganisation, index);
    out.location = guid_of(world.seed, kLocation, index);
    // No code of a general practice starts with Z.
    out.ods = "Z" + std::to_string(90'001 + index);
    out.name = new_name(world, rng, index);
    for (std::size_t i = 0; i < 3; ++i) {
        out.gps.push_back(user_guid(world, index, i));
    }
    for (std::size_t i = 3; i < 5; ++i) {
        out.nurses.push_back(user_guid(world, index, i));
    }
    out.link_worker = user_guid(world, index, 5);
    out.second_link_worker = user_guid(world, index, 6);
    return out;
}

// FNV-1a; std::hash may differ between machines.
std::uint64_t text_number(std::string_view text) {
    std::uint64_t out = 0xCBF29CE484222325U;
    for (const char c : text) {
        out = (out ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return out;
}

Row user_row(
    const World& world, const std::string& guid, const std::string& organisation, std::string role,
    std::string role_name
) {
    // Seeded by the user, so that the same row can be sent again.
    Rng rng(world.seed, text_number(guid));
    return row(
        Table::user,
        {guid, organisation, rng.chance(500) ? "Ms" : "Mr", given_name(rng), surname(rng), std::move(role),
         std::move(role_name), rng.chance(300) ? "1899-12-31" : "2019-04-01", "", ""},
        Verdict::accepted
    );
}

Row organisation_row(
    const std::string& guid, std::string name, std::string ods, const std::string& parent, std::string type,
    const std::string& location
) {
    return row(
        Table::organisation,
        {guid, "", std::move(name), std::move(ods), parent, "", std::move(type), "2009-02-16", "", location},
        Verdict::accepted
    );
}

Row location_row(const std::string& guid, const std::string& name, Rng& rng) {
    return row(
        Table::location, {guid, name, "Main Surgery", "", "2009-02-16", "", "", "", "", phone(rng), "",
                          street(rng), "", town(rng), "Quayshire", postcode(rng), "false"}
    );
}

void add_practice(Chart& chart, const World& world, const Practice& practice) {
    constexpr Stages kWhere = kBulk | kFinal;
    Rng rng(world.seed, 0xB000 + practice.index);
    chart.add(
        row(Table::agreement, {practice.guid, "true", "2024-04-01 08:30:00", "false", "false"},
            Verdict::accepted),
        kWhere
    );
    chart.add(
        organisation_row(
            practice.guid, practice.name, practice.ods, world.network, "General Practice", practice.location
        ),
        kWhere
    );
    chart.add(location_row(practice.location, practice.name, rng), kWhere);
    chart.add(row(Table::organisation_location, {practice.guid, practice.location, "true", "false"}), kWhere);
    for (const std::string& gp : practice.gps) {
        chart.add(user_row(world, gp, practice.guid, "R0260", "General Medical Practitioner"), kWhere);
    }
    for (const std::string& nurse : practice.nurses) {
        chart.add(user_row(world, nurse, practice.guid, "R0600", "Specialist Nurse Practitioner"), kWhere);
    }
    for (const std::string* worker : {&practice.link_worker, &practice.second_link_worker}) {
        chart.add(link_worker_row(world, practice, *worker), kWhere);
    }
}

Row code_row(const Code& code, Verdict verdict = Verdict::accepted) {
    return with(row(code), verdict);
}

void add_session(Chart& chart, const World& world, const Practice& practice, SessionKind kind, Day day) {
    const bool link_worker = kind == SessionKind::link_worker;
    const std::string guid = session_of(world, practice, kind, day);
    const std::string text = iso(day);
    chart.add(
        row(Table::session,
            {guid, link_worker ? "Social prescribing clinic" : "Surgery", practice.location,
             "Timed appointments", link_worker ? "Link worker" : "Doctor", text, "08:30:00", text, "18:00:00",
             "false", practice.guid, "false"},
            Verdict::accepted),
        kBulk | kFinal
    );
    chart.add(session_user_row(world, practice, kind, day), kBulk | kFinal);
}

}  // namespace

std::string NhsNumbers::next() {
    // A walk over all six-digit endings: the step has no factor in common with a million.
    constexpr std::uint64_t kStep = 420'317;
    constexpr std::uint64_t kEndings = 1'000'000;
    for (;;) {
        const std::string ending = std::to_string(kEndings + taken_++ * kStep % kEndings).substr(1);
        const std::string nine = "999" + ending;
        const auto check = nhs_check_digit(nine);
        if (check && NhsNumber::judge(nine + *check) == NhsNumber::Fault::none) {
            return nine + *check;
        }
    }
}

World make_world(std::uint64_t seed, std::size_t practices, Day reference) {
    World world;
    world.seed = seed;
    world.reference = reference;
    world.network = guid_of(seed, kOrganisation, kNetworkNumber);
    world.hub = guid_of(seed, kOrganisation, kHubNumber);
    world.coach = guid_of(seed, kUser, kNetworkNumber);
    world.coordinator = guid_of(seed, kUser, kHubNumber);
    for (std::size_t i = 0; i < practices; ++i) {
        world.practices.push_back(make_practice(world, i));
    }
    return world;
}

std::string session_of(const World& world, const Practice& practice, SessionKind kind, Day day) {
    const auto number = static_cast<std::uint64_t>(day.time_since_epoch().count());
    return guid_of(
        world.seed, kind == SessionKind::link_worker ? kLinkWorkerSession : kGeneralSession,
        practice.index * 1'000'000 + number
    );
}

Row session_user_row(const World& world, const Practice& practice, SessionKind kind, Day day) {
    const auto number = static_cast<std::size_t>(day.time_since_epoch().count());
    const std::string& link_worker = number % 3 == 0 ? practice.second_link_worker : practice.link_worker;
    const std::string& user =
        kind == SessionKind::link_worker ? link_worker : practice.gps[number % practice.gps.size()];
    return row(
        Table::session_user, {session_of(world, practice, kind, day), user, "false"}, Verdict::accepted
    );
}

Row link_worker_row(const World& world, const Practice& practice, const std::string& user) {
    return user_row(world, user, practice.guid, "R9815", "Social Prescribing Link Workers");
}

Chart shared_tables(const World& world) {
    constexpr Stages kWhere = kBulk | kFinal;
    constexpr Stages kEverywhere = kBulk | kDelta | kFinal;
    Chart chart;
    Rng rng(world.seed, 0xC000);
    const std::string location = guid_of(world.seed, kLocation, kNetworkNumber);
    chart.add(
        organisation_row(
            world.network, "Quayshire Primary Care Network", "Z9N01", world.network, "Primary Care Network",
            location
        ),
        kWhere
    );
    chart.add(
        organisation_row(
            world.hub, "Sunrise Community Hub", "Z9H01", world.network, "Voluntary Organisation", location
        ),
        kWhere
    );
    chart.add(location_row(location, "Network office", rng), kWhere);
    chart.add(user_row(world, world.coach, world.network, "R9807", "Health and Wellbeing Coaches"), kWhere);
    chart.add(user_row(world, world.coordinator, world.network, "R9801", "Care Co-ordinators"), kWhere);
    for (const Practice& practice : world.practices) {
        add_practice(chart, world, practice);
    }
    for (const Code& code : world.catalogue.rows()) {
        chart.add(code_row(code), kEverywhere);
    }
    for (int i = 0; i < 40; ++i) {
        chart.add(
            row(Table::drug_code, {std::to_string(896'941'000'033'112 + i * 10),
                                   "Invented tablets " + std::to_string(i), "", ""}),
            kWhere
        );
    }
    return chart;
}

Chart planted_codes(const World& world) {
    const Catalogue& catalogue = world.catalogue;
    Chart chart;
    chart.add(code_row(catalogue.late_row()), kDelta | kFinal);
    chart.add(code_row(catalogue.truncated_row(false), Verdict::rejected), kBulk);
    chart.add(code_row(catalogue.truncated_row(true)), kDelta | kFinal);
    chart.add(code_row(catalogue.exponent_row(), Verdict::rejected), kBulk | kDelta | kFinal);
    chart.issue("SCT-001", kBulk);
    chart.issue("SCT-002", kBulk | kDelta);
    return chart;
}

Chart sessions_of(const World& world, const Practice& practice) {
    Chart chart;
    for (int i = -kSessionDaysBack; i <= kSessionDaysAhead; ++i) {
        add_session(chart, world, practice, SessionKind::link_worker, world.reference + days{i});
        if (i >= -kGeneralSessionDaysBack) {
            add_session(chart, world, practice, SessionKind::general, world.reference + days{i});
        }
    }
    return chart;
}

}  // namespace sluice::synth
