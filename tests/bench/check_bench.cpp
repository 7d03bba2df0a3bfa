// Dataset records checked a second on one core with every rule of the pack, and what each rule costs. See
// README.md.
#include "gateway/record/tree.hpp"

#include "tests/bench/usage.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace sluice;
using Records = std::vector<record::Record>;

constexpr int kRounds = 5;
const Date kAsOf(2026, 11, 1);

// The records of person.json, with as many contacts as asked for.
Records a_person(const pipeline::Pack& pack, std::size_t contacts) {
    auto records = tests::make_records(pack.documents->dataset, tests::parse_file("tests/bench/person.json"));
    const auto first = std::find_if(records.begin(), records.end(), [](const auto& record) {
        return record.entity->name == "contact";
    });
    const auto pattern = *first;
    const auto have = tests::records_of(records, "contact").size();
    for (auto number = have; number < contacts; ++number) {
        auto more = pattern;
        more.id = "C" + std::to_string(number + 1);
        more.set("contact_id", more.id);
        records.push_back(more);
    }
    return records;
}

// Processor seconds of everything that is checked of a person's records, for so many people; `one` becomes
// one of them, checked.
double check_people(const pipeline::Pack& pack, const Records& person, std::size_t people, Records& one) {
    std::vector<Records> all(people, person);
    const check::CheckContext context{kAsOf};
    const double begin = bench::processor_seconds();
    for (auto& records : all) {
        pack.checks.decide(records, context);
        pack.checks.pass_on(records);
        pack.checks.score(records);
        pack.checks.remark(records, context);
    }
    const double seconds = bench::processor_seconds() - begin;
    one = std::move(all.back());
    return seconds;
}

// A figure "of all rules" without a rule that no record was asked of would be one of fewer.
void require_every_rule_is_reached(const pipeline::Pack& pack, const Records& person) {
    std::size_t expressions = 0;
    std::string missed;
    for (const auto& rule : pack.rules().rules()) {
        const bool reached = !tests::records_of(person, rule.on).empty();
        expressions += rule.expression.empty() ? 0 : 1;
        missed += rule.expression.empty() || reached ? "" : " " + rule.id + " (" + rule.on + ")";
    }
    if (!missed.empty()) {
        std::fprintf(stderr, "person.json has no record for%s\n", missed.c_str());
        std::exit(1);
    }
    std::printf("all %zu rules with an expression have a record that they are about\n", expressions);
}

// Microseconds that one rule takes for all of a person's records.
void print_cost_of_each_rule(const pipeline::Pack& pack, const Records& person, std::size_t people) {
    std::vector<std::pair<double, std::string>> costs;
    const record::RecordTree tree(person);
    expression::Context context;
    context.today = kAsOf;
    context.variables["profile"];  // none is checked
    auto options = map::expression_options(*pack.terms);
    options.variables.emplace_back("profile");
    context.variables["asOf"] = {expression::Item(expression::Value(kAsOf))};
    for (const auto& rule : pack.rules().rules()) {
        if (rule.expression.empty()) {
            continue;
        }
        const auto compiled = expression::compile(rule.expression.text, options);
        if (!compiled) {
            std::fprintf(stderr, "%s: %s\n", rule.id.c_str(), compiled.error().text().c_str());
            std::exit(1);
        }
        std::size_t faults = 0;
        const double begin = bench::processor_seconds();
        for (std::size_t i = 0; i < people; ++i) {
            for (const auto& node : tree.nodes()) {
                if (node.record().entity->name == rule.on) {
                    const auto holds = expression::holds(*compiled, &node, context);
                    faults += holds && !holds->value_or(true) ? 1 : 0;
                }
            }
        }
        const double seconds = bench::processor_seconds() - begin;
        if (faults > 0) {
            std::printf("%-8s found on %s\n", rule.id.c_str(), rule.on.c_str());
        }
        costs.emplace_back(seconds / static_cast<double>(people) * 1e6, rule.id + " " + rule.on);
    }
    std::sort(costs.rbegin(), costs.rend());
    double sum = 0;
    for (const auto& [cost, name] : costs) {
        std::printf("%10.2f us a person  %s\n", cost, name.c_str());
        sum += cost;
    }
    std::printf("%10.2f us a person  all %zu rules with an expression\n", sum, costs.size());
}

}  // namespace

int main(int argc, char** argv) {
    const auto& pack = tests::repository_pack();
    const auto people = static_cast<std::size_t>(argc > 1 ? std::max(1, std::atoi(argv[1])) : 10'000);
    const auto contacts = static_cast<std::size_t>(argc > 2 ? std::atoi(argv[2]) : 0);
    const auto person = a_person(pack, contacts);
    require_every_rule_is_reached(pack, person);
    std::vector<double> rates;
    Records checked;
    for (int round = 0; round < kRounds; ++round) {
        const double seconds = check_people(pack, person, people, checked);
        rates.push_back(static_cast<double>(people * person.size()) / seconds);
    }
    std::sort(rates.begin(), rates.end());
    std::printf(
        "%zu people of %zu records: %.0f records/s (%.0f to %.0f), one core, %d rounds; found of each:",
        people, person.size(), rates[kRounds / 2], rates.front(), rates.back(), kRounds
    );
    for (const auto& [rule, count] : tests::count_rules(pack.rules(), checked)) {
        std::printf(" %s (%d)", rule.c_str(), count);
    }
    std::puts("");
    print_cost_of_each_rule(pack, person, people);
    return 0;
}
