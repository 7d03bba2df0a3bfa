#include "gateway/map/read_date.hpp"

#include "gateway/base/date_pattern.hpp"

namespace sluice::map {

std::optional<ReadDate> read_date(std::string_view text, const std::vector<std::string>& patterns) {
    auto date = Date::parse(text);
    if (!date) {
        date = parse_uk_local(text);
    }
    if (date) {
        return ReadDate{*date, false};
    }
    date = parse_date_as(text, patterns);
    return date ? std::optional(ReadDate{*date, true}) : std::nullopt;
}

std::optional<std::string> iso_date(std::string_view text, const std::vector<std::string>& patterns) {
    const auto date = parse_date_as(text, patterns);
    if (!date) {
        return std::nullopt;
    }
    const bool midnight = date->hour() == 0 && date->minute() == 0 && date->second() == 0;
    return (midnight ? date->truncated(DatePrecision::day) : *date).to_string();
}

bool is_too_early(const schema::Field& field, std::string_view date) {
    return field.earliest && date < std::string_view(field.earliest->to_string()).substr(0, date.size());
}

}  // namespace sluice::map
