// Names of services and organisations that may be one. What differs in case, blanks or punctuation only is
// one name; words in another order are a suggestion for people, never joined; a name that a source has cut
// off is matched to the whole one. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::check {

struct NameCount {
    std::string name;  // as written
    std::uint64_t count = 0;
};

enum class NameKinship { letter_case, spacing, truncated, word_order };
std::string_view to_string(NameKinship kinship);

// Names that belong together, by index: the most used first, of equals the first by bytes. Of `truncated`:
// the whole name, then those cut off.
struct NameGroup {
    NameKinship kinship = NameKinship::letter_case;
    std::vector<std::size_t> names;
    std::uint64_t count = 0;  // of all of them
    std::string whole = {};   // of `truncated`: what was cut off, as it is written in full
};

struct NameRules {
    std::size_t truncated_from = 20;  // characters that a name has at least before it is taken for a part
};

// Groups by kinship, then the largest first. A name is in one group of a kinship at most. `directory`: whole
// names that need not occur themselves; a name cut off from one of them is in a group of its own, alone.
std::vector<NameGroup> related_names(
    const std::vector<NameCount>& names, const std::vector<std::string>& directory, const NameRules& rules
);

// For comparison: lower case; `compact` also without blanks and punctuation.
std::string folded(std::string_view name);
std::string compact(std::string_view name);

}  // namespace sluice::check
