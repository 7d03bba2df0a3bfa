// Nearly all rows of a bulk file are of no use, and nothing is wrong with them. They are told by a few raw
// cells that say what those of an earlier row said which was read in full and passed over.
#pragma once

#include "adapters/extract/header.hpp"
#include "adapters/extract/known_texts.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv.hpp"
#include "gateway/schema/source.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

// One worker's; one thread; of one file.
class Glance {
  public:
    // What the reading of a row looks at before it passes the row over, by schema columns.
    struct Looks {
        std::vector<std::size_t> filled = {};    // may not be blank
        std::vector<std::size_t> decisive = {};  // what they say decides
        std::optional<std::size_t> flag = {};    // the same, and nearly all rows say one thing
    };
    // The schema must outlive it. Nothing where a row cannot be told by these cells alone.
    static std::optional<Glance> of(
        const schema::SourceTable& table, const Binding& binding, const Looks& looks
    );

    // True where the record would be passed over without a word. REQUIRES: the record is structurally sound.
    bool passes_over(const format::Scanner& scanner, const format::CsvRecord& record) {
        for (const auto& column : filled_) {
            const auto text = scanner.content(record, column.position);
            if (text.empty() || is_blank(text.front()) || is_missing(text, column)) {
                return false;
            }
        }
        return (!flag_ || scanner.content(record, *flag_) == flag_text_) &&
               known_.holds(decisive(scanner, record));
    }
    // The record was read, and passed over without a word.
    void learn(const format::Scanner& scanner, const format::CsvRecord& record);

  private:
    struct Column {
        std::uint32_t position = 0;
        const std::vector<std::string>* missing = nullptr;  // texts that stand for a blank cell
    };

    static bool is_missing(std::string_view text, const Column& column) {
        return !column.missing->empty() &&
               std::find(column.missing->begin(), column.missing->end(), trim(text)) != column.missing->end();
    }
    // The cells that decide, as they stand in the file, joined by record::kKeySeparator.
    std::string_view decisive(const format::Scanner& scanner, const format::CsvRecord& record);

    std::vector<Column> filled_;
    std::vector<std::uint32_t> decisive_;
    std::optional<std::uint32_t> flag_;
    std::string flag_text_;
    std::string joined_;
    KnownTexts known_;
};

}  // namespace sluice::extract
