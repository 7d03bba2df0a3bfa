// CSV out (RFC 4180): the same values give the same bytes, always.
#pragma once

#include "gateway/format/csv.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace sluice::format {

enum class CsvQuoting { when_needed, always };
enum class CsvLineEnd { crlf, lf };

struct CsvStyle {
    Dialect dialect;
    CsvQuoting quoting = CsvQuoting::when_needed;
    CsvLineEnd line_end = CsvLineEnd::crlf;  // RFC 4180 section 2.1
};

// Appends to a string of its own. A value is quoted when it holds a delimiter, quote, CR or LF, and where it
// would else be misread: a record of one empty value, a value that starts or ends with a space.
class CsvWriter {
  public:
    explicit CsvWriter(CsvStyle style = {}) : style_(style) {}

    void cell(std::string_view value);
    void end_record();
    void record(std::initializer_list<std::string_view> values);

    const std::string& text() const { return text_; }
    // The text so far; the writer starts empty again, for writing in pieces.
    std::string take();

  private:
    bool needs_quotes(std::string_view value) const;

    CsvStyle style_;
    std::string text_;
    std::size_t record_start_ = 0;
    bool in_record_ = false;
};

}  // namespace sluice::format
