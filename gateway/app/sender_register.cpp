#include "gateway/app/sender_register.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sluice::app {
namespace {

constexpr std::string_view kColumns[] = {"organisation", "name", "what",  "purpose",      "period",
                                         "due_days",     "from", "until", "exempt_reason"};
constexpr int kDueDaysMax = 366;
constexpr int kMonthsOfQuarter = 3;

// The cells of one row by the names of their columns.
class RowCells {
  public:
    RowCells(const std::vector<std::string>& header, const std::vector<std::string>& cells, std::size_t line)
        : header_(header), cells_(cells), line_(line) {}

    std::string text(std::string_view column) const {
        const auto at =
            static_cast<std::size_t>(std::find(header_.begin(), header_.end(), column) - header_.begin());
        return at < cells_.size() ? std::string(trim(cells_[at])) : std::string();
    }
    Error wrong(std::string_view column) const {
        return {ErrorCode::usage, fmt::format("the register, line {}: {} cannot be used", line_, column)};
    }
    Result<std::optional<Date>> day(std::string_view column) const {
        const auto written = text(column);
        const auto date = Date::parse(written);
        if (!written.empty() && (!date || date->precision() != DatePrecision::day)) {
            return wrong(column);
        }
        return written.empty() ? std::nullopt : date;
    }
    Result<int> days(std::string_view column) const {
        const auto written = text(column);
        int value = 0;
        const auto* end = written.data() + written.size();
        const auto read = std::from_chars(written.data(), end, value);
        const bool number = read.ec == std::errc() && read.ptr == end && value >= 0 && value <= kDueDaysMax;
        return written.empty() || number ? Result<int>(value) : Result<int>(wrong(column));
    }

  private:
    const std::vector<std::string>& header_;
    const std::vector<std::string>& cells_;
    std::size_t line_;
};

Result<RegisterEntry> read_entry(const RowCells& row) {
    RegisterEntry entry;
    entry.organisation = to_upper(row.text("organisation"));
    if (!is_ods_code(entry.organisation)) {
        return row.wrong("organisation");
    }
    entry.name = row.text("name");
    entry.what = row.text("what");
    entry.purpose = row.text("purpose");
    const auto every = row.text("period");
    if (every != "monthly" && every != "quarterly") {
        return row.wrong("period (monthly or quarterly)");
    }
    entry.every = every == "monthly" ? RegisterEntry::Every::month : RegisterEntry::Every::quarter;
    SLUICE_ASSIGN(entry.due_days, row.days("due_days"));
    SLUICE_ASSIGN(entry.from, row.day("from"));
    SLUICE_ASSIGN(entry.until, row.day("until"));
    entry.exempt_reason = row.text("exempt_reason");
    return entry;
}

}  // namespace

Result<std::vector<RegisterEntry>> read_register(std::string_view csv) {
    SLUICE_ASSIGN(const auto records, format::parse_all(csv));
    if (records.empty()) {
        return Error(ErrorCode::usage, "the register is empty");
    }
    const auto& header = records.front();
    for (const auto& name : header) {
        if (std::find(std::begin(kColumns), std::end(kColumns), name) == std::end(kColumns)) {
            return Error(ErrorCode::usage, "the register has a column that is not known: " + printable(name));
        }
    }
    std::vector<RegisterEntry> entries;
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (!records[i].empty()) {
            SLUICE_ASSIGN(auto entry, read_entry({header, records[i], i + 1}));
            entries.push_back(std::move(entry));
        }
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

}  // namespace sluice::app
