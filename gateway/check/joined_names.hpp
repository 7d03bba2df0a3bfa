// Names as a table by name should count them: ways of writing that differ in capitals, blanks or punctuation
// only are one. Nothing else is joined: of a name that was cut off, and of one with the same words in another
// order, it is said beside the name. Pure; any thread.
#pragma once

#include "gateway/check/names.hpp"

namespace sluice::check {

inline constexpr std::size_t kSameWordsShown = 10;

struct JoinedName {
    std::vector<NameCount> written;  // the most used first; the name goes by that one
    std::uint64_t count = 0;         // of all ways
    std::size_t rank = 0;            // by count; equals share it
    std::string cut_from;            // the whole name, of the names or the directory; may be empty
    // Other names, the most used first, to be looked at by people: as many as are shown, and how many more.
    std::vector<std::string> same_words;
    std::size_t same_words_more = 0;

    const std::string& name() const { return written.front().name; }
};

struct JoinedNames {
    std::size_t as_written = 0;     // names that differ in anything
    std::size_t ignoring_case = 0;  // in more than capitals
    std::vector<JoinedName> names;  // by rank, then by name
};

JoinedNames join_names(
    const std::vector<NameCount>& names, const std::vector<std::string>& directory, const NameRules& rules
);

}  // namespace sluice::check
