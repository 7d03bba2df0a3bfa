#include "gateway/reporting/silent_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sluice::reporting {
namespace {

// The days of the submissions about an organisation, of which something was applied.
using Days = std::map<std::string, std::vector<Date>, std::less<>>;

Result<Days> submission_days(store::Store& store, std::string_view purpose) {
    Days out;
    SLUICE_ASSIGN(const auto receipts, store.receipts().receipts());
    for (const auto& receipt : receipts) {
        const auto day = Date::parse(receipt.submission.as_of);
        const bool applied =
            receipt.status == store::kProcessed || receipt.status == store::kProcessedWithFindings;
        if (!applied || !day || receipt.submission.purpose != purpose) {
            continue;
        }
        SLUICE_ASSIGN(auto about, store.receipts().organisations_of(receipt.seq));
        const auto senders = receipt.submission.senders();
        about.insert(senders.begin(), senders.end());
        for (const auto& organisation : about) {
            out[organisation].push_back(*day);
        }
    }
    return out;
}

int days_between(const Date& from, const Date& to) {
    return static_cast<int>((to.days() - from.days()).count());
}

// The code of an entity, as it is recorded by organisation: days in order, with how many records.
using CodeKey =
    std::tuple<std::string, std::string, std::string, std::string>;  // org, supplier, system, code
struct Recorded {
    std::string display;
    std::map<Date, std::uint64_t> days;
};

Result<std::map<CodeKey, Recorded>> recorded_codes(
    store::Store& store, const schema::Entity& entity, const std::string& field, std::string_view purpose
) {
    std::map<CodeKey, Recorded> out;
    const auto sql = fmt::format(
        "SELECT CASE WHEN organisation = '' THEN sender ELSE organisation END AS whose, supplier, "
        "{0}_system, "
        "{0}, max({0}_display), {1}, count(*) FROM {2} WHERE purpose = :purpose AND NOT held_back AND {0} <> "
        "'' "
        "AND {1} <> '' GROUP BY whose, supplier, {0}_system, {0}, {1}",
        field, entity.date, entity.name
    );
    SLUICE_TRY(store.dataset().query(
        sql, {{"purpose", std::string(purpose)}},
        [&](const auto&, const auto& values) -> Result<void> {
            const auto text = [&](std::size_t i) { return values[i].value_or(""); };
            if (const auto day = Date::parse(text(5))) {
                auto& found = out[{text(0), text(1), text(2), text(3)}];
                found.display = text(4);
                found.days[day->truncated(DatePrecision::day)] += std::stoull(text(6));
            }
            return {};
        }
    ));
    return out;
}

SilentCode measured(const CodeKey& key, const Recorded& recorded, const std::vector<Date>& sent) {
    SilentCode out;
    std::tie(out.organisation, out.supplier, out.system, out.code) = key;
    out.display = recorded.display;
    out.first = recorded.days.begin()->first;
    out.last = recorded.days.rbegin()->first;
    std::set<std::pair<int, unsigned>> months;
    Date before = out.first;
    for (const auto& [day, records] : recorded.days) {
        out.records += records;
        months.insert({day.year(), day.month()});
        out.longest_gap_days = std::max(out.longest_gap_days, days_between(before, day));
        before = day;
    }
    out.months = months.size();
    out.silent_days = sent.empty() ? 0 : days_between(out.last, *std::max_element(sent.begin(), sent.end()));
    out.submissions = static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), [&](const Date& day) {
        return day > out.last;
    }));
    return out;
}

bool is_silent(const SilentCode& code, const schema::SilentCodes& when) {
    return code.records >= static_cast<std::uint64_t>(when.records_min) &&
           code.months >= static_cast<std::size_t>(when.months_min) && code.silent_days > when.days &&
           code.silent_days > when.times_gap * code.longest_gap_days &&
           code.submissions >= static_cast<std::size_t>(when.submissions);
}

}  // namespace

Result<std::vector<SilentCode>> silent_codes(
    const pipeline::Pack& pack, store::Store& store, std::string_view purpose
) {
    const auto& dataset = pack.documents->dataset;
    SLUICE_ASSIGN(const auto sent, submission_days(store, purpose));
    std::vector<SilentCode> out;
    for (const auto& table : store.dataset().tables()) {
        const auto* entity = dataset.entity(table.name);
        if (entity == nullptr || entity->date.empty()) {
            continue;
        }
        for (const auto& field : entity->fields) {
            if (field.type != schema::FieldType::concept_ || field.zone == schema::Zone::identity) {
                continue;
            }
            SLUICE_ASSIGN(const auto codes, recorded_codes(store, *entity, field.name, purpose));
            for (const auto& [key, recorded] : codes) {
                const auto days = sent.find(std::get<0>(key));
                auto code = measured(key, recorded, days == sent.end() ? std::vector<Date>() : days->second);
                code.entity = entity->name;
                if (is_silent(code, dataset.silent_codes)) {
                    out.push_back(std::move(code));
                }
            }
        }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::tie(a.organisation, b.silent_days, a.entity, a.system, a.code) <
               std::tie(b.organisation, a.silent_days, b.entity, b.system, b.code);
    });
    return out;
}

}  // namespace sluice::reporting
