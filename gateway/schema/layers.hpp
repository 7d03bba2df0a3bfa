// The folders of a pack as texts: the base, then each extension in the order in which it was named.
#pragma once

#include "gateway/base/error.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::schema {

struct Layer {
    std::string folder;                        // of an extension, as it was named; empty: the base
    std::map<std::string, std::string> files;  // path within the folder -> text

    bool is_extension() const { return !folder.empty(); }
    // How a fault names a file: relative to the base, or with the folder of the extension.
    std::string shown(const std::string& path) const { return is_extension() ? folder + "/" + path : path; }
};

// ErrorCode::io where a file cannot be read, ErrorCode::usage where a folder is no extension.
Result<std::vector<Layer>> read_layers(const std::string& folder, const std::vector<std::string>& extensions);

// SHA-256 over the sorted paths and digests of all files; where an extension lies does not matter.
std::string digest_of(const std::vector<Layer>& layers);

bool starts_with(std::string_view text, std::string_view with);
bool ends_with(std::string_view text, std::string_view with);

}  // namespace sluice::schema
