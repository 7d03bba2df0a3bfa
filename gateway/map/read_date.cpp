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

bool is_too_early(const schema::Field& field, std::string_view date) {
    return field.earliest && date < std::string_view(field.earliest->to_string()).substr(0, date.size());
}

}  // namespace sluice::map
