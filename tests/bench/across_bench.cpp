// What the checks across records take: each rule that is SQL over a store of so many people, and the
// comparison of a list of names. See README.md.
#include "gateway/check/names.hpp"
#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/bench/usage.hpp"
#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace sluice;

constexpr std::string_view kPurpose = "evaluation";  // facts are kept for it, too
constexpr int kRounds = 5;
constexpr std::size_t kPeopleOfOne = 4 * 132;  // of one organisation: numbers of four measures, whole

template <class T>
T take(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::exit(1);
    }
    return std::move(*result);
}

void require(const Result<void>& result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::exit(1);
    }
}

// Median, in milliseconds of the processor.
template <class Work>
double median_ms(Work work) {
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        const double begin = bench::processor_seconds();
        work();
        times.push_back((bench::processor_seconds() - begin) * 1e3);
    }
    std::sort(times.begin(), times.end());
    return times[kRounds / 2];
}

// Of each organisation a year of cumulative numbers by month: a total and ten parts of each measure. The very
// last is lower than the month before, and the first organisation knows one source of referrals: both are
// found.
void vary(record::Record& record, std::size_t number, bool last) {
    if (record.entity->name == "referral" && number < kPeopleOfOne) {
        record.set("source", "SP-OTHER");
    }
    if (record.entity->name != "count_fact") {
        return;
    }
    const auto in_organisation = number % kPeopleOfOne;
    const auto month = in_organisation % 12;
    const auto part = in_organisation / 12 % 11;
    record.set("measure", "measure-" + std::to_string(in_organisation / 12 / 11));
    record.set("semantics", "cumulative");
    record.set("period_start", "2026-01-01");
    record.set("period_end", fmt::format("2026-{:02}-28", month + 1));
    record.set("count", std::to_string(last ? 0 : (month + 1) * (part == 0 ? 10 : 1)));
    if (part > 0) {
        record.set("dimension", "age_band");
        record.set("category", "band-" + std::to_string(part));
    }
}

// The records of person.json once for each of the people, with ids of their own.
std::size_t fill(store::Store& store, const pipeline::Pack& pack, std::size_t people) {
    const auto& dataset = pack.documents->dataset;
    const auto records = tests::make_records(dataset, tests::parse_file("tests/bench/person.json"));
    store::Submission submission;
    submission.sender = "A81001";
    submission.purpose = kPurpose;
    submission.as_of = "2026-11-01";
    submission.received_at = "2026-11-01T09:00:00Z";
    submission.files = {{"records.csv", "0", 0}};
    const auto receipt = take(store.receipts().accept(submission));
    auto transaction = take(store.begin());
    require(store.dataset().create_tables(pipeline::table_specs(dataset), dataset.version));
    std::size_t stored = 0;
    for (std::size_t number = 0; number < people; ++number) {
        for (auto record : records) {
            if (!record.entity->stored) {
                continue;
            }
            const auto suffix = "-" + std::to_string(number);
            record.id += suffix;
            record.set(record.entity->fields.front().name, record.id);
            vary(record, number, number + 1 == people);
            store::RecordRow row;
            row.state.purpose = kPurpose;
            row.state.entity = record.entity->name;
            row.state.record_id = record.id;
            row.state.person = "P" + suffix;
            row.state.receipt = receipt.seq;
            row.state.lineage_json = row.state.issues_json = "[]";
            row.provenance.organisation = "A" + std::to_string(10'000 + number / kPeopleOfOne);
            row.values = pipeline::table_values(record);
            require(store.dataset().put_record(row));
            ++stored;
        }
    }
    require(transaction.commit());
    return stored;
}

void time_rules(store::Store& store, const pipeline::Pack& pack) {
    for (const auto& rule : pack.rules().rules()) {
        if (rule.sql.empty()) {
            continue;
        }
        const auto queries = schema::queries_of(rule);
        auto parameters = rule.parameters;
        parameters["purpose"] = kPurpose;
        std::size_t found = 0;
        const double ms = median_ms([&] {
            found = 0;
            for (const auto& query : queries) {
                require(store.dataset().query(query.sql, parameters, [&](const auto&, const auto&) {
                    ++found;
                    return Result<void>();
                }));
            }
        });
        std::printf(
            "%10.1f ms  %s, %zu queries, %zu rows found\n", ms, rule.id.c_str(), queries.size(), found
        );
    }
}

// Of every ten names one is written otherwise: in capitals, with blanks, cut off, or in another order.
std::vector<check::NameCount> names_of(std::size_t count) {
    std::vector<check::NameCount> names;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = std::to_string(i / 10);
        const std::string forms[] = {
            "Community Support Group " + number, "COMMUNITY SUPPORT GROUP " + number,
            "Community  Support Group-" + number, "Support Community Group " + number};
        names.push_back(
            {i % 10 < std::size(forms) ? forms[i % 10] : "Advice Centre " + std::to_string(i), 1 + i % 7}
        );
    }
    return names;
}

}  // namespace

int main(int argc, char** argv) {
    const auto people = static_cast<std::size_t>(argc > 1 ? std::max(1, std::atoi(argv[1])) : 10'560);
    const auto listed = static_cast<std::size_t>(argc > 2 ? std::max(1, std::atoi(argv[2])) : 10'000);
    const auto& pack = tests::repository_pack();
    const tests::TemporaryFolder folder;
    const auto store = take(store::open_sqlite(folder.path()));
    const auto stored = fill(*store, pack, people);
    std::printf("store of %zu people, %zu records\n", people, stored);
    time_rules(*store, pack);
    const auto names = names_of(listed);
    const check::NameRules rules{static_cast<std::size_t>(pack.documents->dataset.names.truncated_from)};
    std::size_t groups = 0;
    const double ms = median_ms([&] { groups = check::related_names(names, {}, rules).size(); });
    std::printf(
        "%10.1f ms  NAM-001 to NAM-004, list of %zu names, %zu groups found\n", ms, names.size(), groups
    );
    return 0;
}
