#include "gateway/reporting/sender_register.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace sluice::reporting {
namespace {

constexpr std::string_view kColumns[] = {"organisation", "name", "what",  "purpose",      "period",
                                         "due_days",     "from", "until", "exempt_reason"};
constexpr int kDueDaysMax = 366;
constexpr int kMonthsOfQuarter = 3;

// A row by the names of its columns.
class Row {
  public:
    Row(const std::vector<std::string>& header, std::vector<std::string> cells, std::string where)
        : header_(header), cells_(std::move(cells)), where_(std::move(where)) {}

    std::string text(std::string_view column) const {
        const auto at =
            static_cast<std::size_t>(std::find(header_.begin(), header_.end(), column) - header_.begin());
        return at < cells_.size() ? printable(trim(cells_[at])) : std::string();
    }
    bool fits() const { return cells_.size() <= header_.size(); }
    Error wrong(std::string_view what) const {
        return {ErrorCode::usage, fmt::format("{}: {}", where_, what)};
    }
    Result<std::optional<Date>> day(std::string_view column) const {
        const auto written = text(column);
        const auto date = Date::parse(written);
        if (!written.empty() && (!date || date->precision() != DatePrecision::day)) {
            return wrong(fmt::format("{} '{}' is not a day, YYYY-MM-DD", column, written));
        }
        return written.empty() ? std::nullopt : date;
    }
    Result<int> days(std::string_view column) const {
        const auto written = text(column);
        int value = 0;
        const auto* end = written.data() + written.size();
        const auto read = std::from_chars(written.data(), end, value);
        const bool number = read.ec == std::errc() && read.ptr == end && value >= 0 && value <= kDueDaysMax;
        if (!written.empty() && !number) {
            return wrong(fmt::format("{} '{}' is not a number from 0 to {}", column, written, kDueDaysMax));
        }
        return value;
    }
    // A word that is none of these would make a line that nothing ever answers.
    Result<std::string> word(std::string_view column, const std::vector<std::string>& known) const {
        auto written = text(column);
        if (!written.empty() && std::find(known.begin(), known.end(), written) == known.end()) {
            return wrong(fmt::format("{} '{}' is none of: {}", column, written, fmt::join(known, ", ")));
        }
        return written;
    }

  private:
    const std::vector<std::string>& header_;
    std::vector<std::string> cells_;
    std::string where_;
};

Result<RegisterEntry> read_entry(const Row& row, const RegisterWords& words) {
    RegisterEntry entry;
    if (!row.fits()) {
        return row.wrong("more cells than there are columns");
    }
    entry.organisation = to_upper(row.text("organisation"));
    if (!is_ods_code(entry.organisation)) {
        return row.wrong(fmt::format("organisation '{}' is not an ODS code", entry.organisation));
    }
    entry.name = row.text("name");
    SLUICE_ASSIGN(entry.what, row.word("what", words.what));
    SLUICE_ASSIGN(entry.purpose, row.word("purpose", words.purposes));
    const auto every = row.text("period");
    if (every != "monthly" && every != "quarterly") {
        return row.wrong(fmt::format("period '{}' is none of: monthly, quarterly", every));
    }
    entry.every = every == "monthly" ? RegisterEntry::Every::month : RegisterEntry::Every::quarter;
    SLUICE_ASSIGN(entry.due_days, row.days("due_days"));
    SLUICE_ASSIGN(entry.from, row.day("from"));
    SLUICE_ASSIGN(entry.until, row.day("until"));
    if (entry.from && entry.until && *entry.until < *entry.from) {
        return row.wrong("'from' is after 'until', so nothing would ever be expected");
    }
    entry.exempt_reason = row.text("exempt_reason");
    return entry;
}

Result<void> check_header(const std::vector<std::string>& header, const std::string& name) {
    for (auto column = header.begin(); column != header.end(); ++column) {
        if (std::find(std::begin(kColumns), std::end(kColumns), *column) == std::end(kColumns)) {
            return Error(ErrorCode::usage, name + " has a column that is not known: " + printable(*column));
        }
        if (std::find(header.begin(), column, *column) != column) {
            return Error(ErrorCode::usage, name + " has the column '" + *column + "' twice");
        }
    }
    return {};
}

bool share_a_day(const RegisterEntry& a, const RegisterEntry& b) {
    return (!a.from || !b.until || *a.from <= *b.until) && (!b.from || !a.until || *b.from <= *a.until);
}

// Finds entries that ask for the same: it would be counted twice.
class Asked {
  public:
    // The line of an earlier one; 0: none.
    std::size_t add(const RegisterEntry& entry, std::size_t line) {
        auto& same = asked_[{entry.organisation, entry.what, entry.purpose, entry.every}];
        for (const auto& [other, at] : same) {
            if (share_a_day(other, entry)) {
                return at;
            }
        }
        same.emplace_back(entry, line);
        return 0;
    }

  private:
    using Key = std::tuple<std::string, std::string, std::string, RegisterEntry::Every>;
    std::map<Key, std::vector<std::pair<RegisterEntry, std::size_t>>> asked_;
};

}  // namespace

RegisterWords register_words(const schema::Documents& documents) {
    RegisterWords words;
    for (const auto& system : documents.systems) {
        const bool extract = system.name != schema::kExchangeSystem && !system.report;
        words.what.push_back(extract ? system.name + "-extract" : system.name);
    }
    for (const auto& [purpose, definition] : documents.dataset.purposes) {
        words.purposes.push_back(purpose);
    }
    return words;
}

Result<std::vector<RegisterEntry>> read_register(
    const std::string& name, std::string_view csv, const RegisterWords& words
) {
    const std::string the_register = "the register " + printable(name);
    format::RecordReader reader(csv);
    std::vector<std::string> header;
    std::vector<RegisterEntry> entries;
    Asked asked;
    std::size_t line = 1;
    std::size_t counted = 0;  // bytes whose line ends are in `line`
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        const auto at = std::min<std::size_t>(reader.byte_offset(), csv.size());
        line += static_cast<std::size_t>(std::count(csv.begin() + counted, csv.begin() + at, '\n'));
        counted = at;
        const auto where = fmt::format("{}, line {}", the_register, line);
        if (const auto fault = reader.record().fault; fault != format::CsvFault::none) {
            return Error(ErrorCode::usage, where + " is not sound CSV: " + std::string(to_string(fault)));
        }
        auto cells = reader.values();
        if (cells.empty()) {
            continue;
        }
        if (header.empty()) {
            SLUICE_TRY(check_header(cells, the_register));
            header = std::move(cells);
            continue;
        }
        const Row row(header, std::move(cells), where);
        SLUICE_ASSIGN(auto entry, read_entry(row, words));
        if (const auto earlier = asked.add(entry, line); earlier != 0) {
            return row.wrong(fmt::format("line {} expects the same already, for some of its days", earlier));
        }
        entries.push_back(std::move(entry));
    }
    if (header.empty()) {
        return Error(ErrorCode::usage, the_register + " is empty");
    }
    return entries;
}

Period period_of(const RegisterEntry& entry, const Date& day) {
    const bool monthly = entry.every == RegisterEntry::Every::month;
    const unsigned quarter = (day.month() - 1) / kMonthsOfQuarter;
    const unsigned month = monthly ? day.month() : quarter * kMonthsOfQuarter + 1;
    const Date first(day.year(), month, 1);
    const Date last = add_days(add_months(first, monthly ? 1 : kMonthsOfQuarter), -1);
    return {
        first, last,
        monthly ? fmt::format("{:04}-{:02}", day.year(), month)
                : fmt::format("{:04}-Q{}", day.year(), quarter + 1)};
}

Period last_period(const RegisterEntry& entry, const Date& day) {
    return period_of(entry, add_days(period_of(entry, day).first, -1));
}

bool is_expected(const RegisterEntry& entry, const Period& period) {
    return (!entry.from || *entry.from <= period.last) && (!entry.until || period.first <= *entry.until);
}

}  // namespace sluice::reporting
