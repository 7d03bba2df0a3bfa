#include "gateway/format/csv_careful.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sluice::format {

std::size_t value_length(std::string_view raw_cell, char quote) {
    if (raw_cell.empty() || raw_cell.front() != quote) {
        return raw_cell.size();
    }
    const std::string_view content = raw_cell.substr(1, raw_cell.size() - 2);
    return content.size() - static_cast<std::size_t>(std::count(content.begin(), content.end(), quote)) / 2;
}

void CarefulReader::start_block(std::string_view block, bool at_end_of_file) {
    block_ = block;
    at_end_of_file_ = at_end_of_file;
    furthest_.at = 0;
    furthest_.delimiters.clear();
}

// Up to the delimiter or line end; nothing when the cell is complete and another follows.
std::optional<CarefulReader::Stop> CarefulReader::read_unquoted(Attempt& attempt, std::size_t end) const {
    for (std::size_t at = attempt.at; at < end; ++at) {
        const char c = block_[at];
        if (c == dialect_.quote) {
            attempt.bare_quote_at = at + 1;
        } else if (c == dialect_.delimiter || c == '\n') {
            attempt.at = at;
            return c == '\n' ? std::optional(Stop::record_end) : std::nullopt;
        }
    }
    attempt.at = end;
    return Stop::out_of_bytes;
}

// From somewhere inside the quotes; leaves `at` on the closing quote while what follows it is not known.
std::optional<CarefulReader::Stop> CarefulReader::read_quoted(Attempt& attempt, std::size_t end) const {
    while (attempt.at < end) {
        const void* found = std::memchr(block_.data() + attempt.at, dialect_.quote, end - attempt.at);
        if (found == nullptr) {
            break;
        }
        const auto quote = static_cast<std::size_t>(static_cast<const char*>(found) - block_.data());
        attempt.at = quote;
        if (quote + 1 == end) {
            return Stop::out_of_bytes;
        }
        const char after = block_[quote + 1];
        if (after == dialect_.quote) {
            attempt.at = quote + 2;
            continue;
        }
        if (after == dialect_.delimiter || after == '\n') {
            attempt.at = quote + 1;
            return after == '\n' ? std::optional(Stop::record_end) : std::nullopt;
        }
        // A CR that ends the file is data, here after a quote. That it ends a full window means nothing.
        if (after == '\r' && quote + 2 == end && (window_is_full_ || !at_end_of_file_)) {
            return Stop::out_of_bytes;
        }
        if (after == '\r' && quote + 2 < end && block_[quote + 2] == '\n') {
            attempt.at = quote + 2;
            return Stop::record_end;
        }
        return Stop::junk;
    }
    attempt.at = end;
    return Stop::unclosed;
}

bool CarefulReader::meets_furthest(std::size_t delimiter) const {
    return delimiter < furthest_.at &&
           std::binary_search(
               furthest_.delimiters.begin(), furthest_.delimiters.end(), static_cast<std::uint32_t>(delimiter)
           );
}

CarefulReader::Stop CarefulReader::advance(Attempt& attempt, std::size_t end, bool may_meet) {
    for (;;) {
        if (attempt.place == Place::cell_start) {
            if (attempt.at >= end) {
                return Stop::out_of_bytes;
            }
            const bool quoted = block_[attempt.at] == dialect_.quote;
            attempt.place = quoted ? Place::quoted : Place::unquoted;
            attempt.at += quoted ? 1 : 0;
        }
        const std::optional<Stop> stop =
            attempt.place == Place::quoted ? read_quoted(attempt, end) : read_unquoted(attempt, end);
        if (stop) {
            return *stop;
        }
        // Both attempts start a cell after this delimiter: from here on they are the same.
        if (may_meet && meets_furthest(attempt.at)) {
            has_met_ = true;
            return furthest_.stop;
        }
        attempt.delimiters.push_back(static_cast<std::uint32_t>(attempt.at));
        attempt.place = Place::cell_start;
        ++attempt.at;
    }
}

// The fault that a stop means, `none` for a good record, nothing while it cannot be known.
std::optional<CsvFault> CarefulReader::judge(const Attempt& attempt, std::size_t start, std::size_t end)
    const {
    switch (attempt.stop) {
        case Stop::junk:
            return CsvFault::junk_after_closing_quote;
        case Stop::unclosed:
            if (window_is_full_ || at_end_of_file_) {
                return CsvFault::unterminated_quote;
            }
            return std::nullopt;
        case Stop::out_of_bytes:
            if (!window_is_full_ && !at_end_of_file_) {
                return std::nullopt;
            }
            return end - start > limits_.record_bytes_max ? CsvFault::record_too_long : CsvFault::none;
        case Stop::record_end:
            break;
    }
    const std::size_t length = content_end(block_, start, attempt.at) - start;
    return length > limits_.record_bytes_max ? CsvFault::record_too_long : CsvFault::none;
}

std::optional<CarefulReader::Found> CarefulReader::read(std::size_t start) {
    const std::size_t end = std::min(block_.size(), start + limits_.record_bytes_max + 2);
    window_is_full_ = end - start == limits_.record_bytes_max + 2;
    current_.delimiters.clear();
    current_.at = start;
    current_.place = Place::cell_start;
    current_.bare_quote_at = 0;
    has_met_ = false;
    current_.stop = advance(current_, end, true);
    const std::size_t met = current_.at;
    if (has_met_ && (furthest_.stop == Stop::out_of_bytes || furthest_.stop == Stop::unclosed)) {
        furthest_.stop = advance(furthest_, end, false);
    }
    const Attempt& attempt = has_met_ ? furthest_ : current_;

    const std::optional<CsvFault> fault = judge(attempt, start, end);
    if (!fault) {
        return std::nullopt;
    }
    if (*fault == CsvFault::none) {
        return accept(attempt, start, met);
    }
    if (!has_met_ && current_.at > furthest_.at) {
        std::swap(current_, furthest_);
    }
    return first_line(start, *fault);
}

CarefulReader::Found CarefulReader::accept(const Attempt& attempt, std::size_t start, std::size_t met) {
    const bool at_newline = attempt.stop == Stop::record_end;
    const std::size_t end = at_newline ? content_end(block_, start, attempt.at) : block_.size();
    Found found;
    found.next = at_newline ? attempt.at + 1 : block_.size();
    found.record.offset = static_cast<std::uint32_t>(start);
    found.record.length = static_cast<std::uint32_t>(end - start);
    found.record.blank = end == start;
    found.record.bare_quote = current_.bare_quote_at > start || (has_met_ && attempt.bare_quote_at > met);

    ends_ = current_.delimiters;
    if (has_met_) {
        const auto from = std::lower_bound(
            attempt.delimiters.begin(), attempt.delimiters.end(), static_cast<std::uint32_t>(met)
        );
        ends_.insert(ends_.end(), from, attempt.delimiters.end());
    }
    if (!found.record.blank) {
        ends_.push_back(static_cast<std::uint32_t>(end));
    }
    found.record.cell_count = static_cast<std::uint32_t>(ends_.size());
    return found;
}

std::optional<CarefulReader::Found> CarefulReader::first_line(std::size_t start, CsvFault fault) {
    const std::size_t newline = block_.find('\n', start);
    const bool ends_here = newline != std::string_view::npos;
    if (!ends_here && !at_end_of_file_ && block_.size() - start < limits_.record_bytes_max + 2) {
        return std::nullopt;
    }
    const std::size_t end = ends_here ? content_end(block_, start, newline) : block_.size();
    Found found;
    found.next = ends_here ? newline + 1 : block_.size();
    found.skip_line = !ends_here && !at_end_of_file_;
    found.record.offset = static_cast<std::uint32_t>(start);
    // Where the line ends may be known to one block and not to another: both say the same length.
    found.record.length = static_cast<std::uint32_t>(std::min(end - start, limits_.record_bytes_max));
    found.record.fault = fault;
    ends_.clear();
    return found;
}

}  // namespace sluice::format
