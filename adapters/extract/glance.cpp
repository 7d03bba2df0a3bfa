#include "adapters/extract/glance.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/record/row.hpp"

#include <algorithm>

namespace sluice::extract {

std::optional<Glance> Glance::of(
    const schema::SourceTable& table, const Binding& binding, const Looks& looks
) {
    // Where a row is several entries, or goes on with what stands above it, no row is told by itself.
    const bool alone =
        !table.repeats && std::none_of(table.columns.begin(), table.columns.end(), [](const auto& column) {
            return column.fill_down;
        });
    const auto is_made = [&](std::size_t column) { return !table.columns[column].made.empty(); };
    if (!alone || std::any_of(looks.filled.begin(), looks.filled.end(), is_made) ||
        std::any_of(looks.decisive.begin(), looks.decisive.end(), is_made)) {
        return std::nullopt;
    }
    Glance glance;
    for (const auto column : looks.filled) {
        const auto position = binding.position[column];
        if (position < 0) {
            return std::nullopt;  // what the file as a whole says, or nothing
        }
        glance.filled_.push_back({static_cast<std::uint32_t>(position), &table.columns[column].missing});
    }
    for (const auto column : looks.decisive) {
        if (const auto position = binding.position[column]; position >= 0) {
            glance.decisive_.push_back(static_cast<std::uint32_t>(position));
        }
    }
    if (looks.flag && binding.position[*looks.flag] >= 0) {
        glance.flag_ = static_cast<std::uint32_t>(binding.position[*looks.flag]);
    }
    return glance;
}

std::string_view Glance::decisive(const format::Scanner& scanner, const format::CsvRecord& record) {
    if (decisive_.size() == 1) {
        return scanner.content(record, decisive_.front());
    }
    joined_.clear();
    for (const auto position : decisive_) {
        joined_ += scanner.content(record, position);
        joined_ += record::kKeySeparator;
    }
    return joined_;
}

void Glance::learn(const format::Scanner& scanner, const format::CsvRecord& record) {
    const auto text = decisive(scanner, record);
    const auto separators =
        static_cast<std::size_t>(std::count(text.begin(), text.end(), record::kKeySeparator));
    // The same bytes say something else in quotes where quotes are doubled, and joined cells must be told
    // apart.
    const bool plain = text.find(scanner.dialect().quote) == std::string_view::npos &&
                       separators == (decisive_.size() == 1 ? 0 : decisive_.size());
    if (flag_ && known_.size() == 0) {
        flag_text_ = std::string(scanner.content(record, *flag_));
    }
    const bool usual = !flag_ || (scanner.content(record, *flag_) == flag_text_ &&
                                  flag_text_.find(scanner.dialect().quote) == std::string::npos);
    if (!plain || !usual || known_.holds(text)) {
        return;
    }
    if (known_.size() >= Limits{}.selections_kept_max) {
        known_.clear();  // starts afresh, like the memory of the selection
    }
    known_.add(text);
}

}  // namespace sluice::extract
