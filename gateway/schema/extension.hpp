// An extension pack: a folder that adds fields, codes, rules and mappings to the dataset and changes none of
// its own (docs/packs.md). `extension.json` at its top says what it is.
#pragma once

#include "gateway/schema/document.hpp"

#include <string>

namespace sluice::schema {

struct Extension {
    std::string name;
    std::string version;
    Located needs;  // "sp-mds >=1.1"; may be empty
    std::string folder;
};

inline constexpr std::string_view kExtensionFile = "extension.json";

// Keys: extension, version, requires, title, description.
Extension read_extension(const Document& document, Faults& faults);

// A fault where the dataset is another one or too old for it.
void check_requirement(
    const Extension& extension, std::string_view dataset, std::string_view version, Faults& faults
);

// Part by part, as numbers: 1.9 is before 1.10, and 1.1 is 1.1.0.
bool is_version_before(std::string_view version, std::string_view other);

}  // namespace sluice::schema
