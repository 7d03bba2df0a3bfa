#include "gateway/format/csv_writer.hpp"

#include <utility>

namespace sluice::format {

bool CsvWriter::needs_quotes(std::string_view value) const {
    if (style_.quoting == CsvQuoting::always) {
        return true;
    }
    if (value.empty()) {
        return false;
    }
    const char special[] = {style_.dialect.delimiter, style_.dialect.quote, '\r', '\n'};
    return value.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos ||
           value.front() == ' ' || value.back() == ' ';
}

void CsvWriter::cell(std::string_view value) {
    if (in_record_) {
        text_ += style_.dialect.delimiter;
    } else {
        record_start_ = text_.size();
    }
    in_record_ = true;
    if (!needs_quotes(value)) {
        text_ += value;
        return;
    }
    text_ += style_.dialect.quote;
    for (const char c : value) {
        if (c == style_.dialect.quote) {
            text_ += c;
        }
        text_ += c;
    }
    text_ += style_.dialect.quote;
}

void CsvWriter::end_record() {
    // One empty value would read back as a blank line.
    if (in_record_ && text_.size() == record_start_) {
        text_.append(2, style_.dialect.quote);
    }
    text_ += style_.line_end == CsvLineEnd::crlf ? "\r\n" : "\n";
    in_record_ = false;
}

void CsvWriter::record(std::initializer_list<std::string_view> values) {
    for (const std::string_view value : values) {
        cell(value);
    }
    end_record();
}

std::string CsvWriter::take() {
    record_start_ = 0;
    return std::exchange(text_, {});
}

}  // namespace sluice::format
