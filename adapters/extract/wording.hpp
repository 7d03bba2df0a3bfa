// How a system writes what a cell says: its file's encoding, its dates, and what it puts where there is
// nothing. All that is data of the source schema; what follows reads UTF-8, ISO 8601 and blanks.
#pragma once

#include "gateway/schema/source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

// Must the text of a file be decoded to be UTF-8?
bool is_windows_1252(std::string_view text, schema::TextEncoding encoding);

class Wording {
  public:
    // `system` and `table` must outlive it.
    Wording(
        const schema::SourceSystem& system, const schema::SourceTable& table, schema::TextEncoding encoding
    );

    // False: every cell is read as it stands.
    bool any() const { return any_; }
    // `text` is trimmed. What it says; a view of `text`, or of `out`.
    std::string_view read(std::string_view text, std::size_t column, std::string& out) const;

  private:
    std::string_view decoded(std::string_view text, std::string& out) const;

    const schema::SourceSystem& system_;
    const schema::SourceTable& table_;
    schema::TextEncoding encoding_;
    bool any_ = false;
};

}  // namespace sluice::extract
