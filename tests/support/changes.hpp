// The files of a delivery, and the changes that an example of a rule makes in them.
#pragma once

#include "gateway/format/json.hpp"

#include "tests/support/package.hpp"

#include <map>
#include <string>
#include <string_view>

namespace sluice::tests {

struct DeliveredFile {
    std::string bytes;
    std::string link;  // the target; empty: a file
    bool encrypted = false;
};

struct Delivered {
    std::map<std::string, DeliveredFile> files;  // by name
    bool is_package = false;
    bool manifest_made = false;                   // or left out on purpose
    std::map<std::string, std::string> manifest;  // as in Package

    // Of the files as they are.
    void make_manifest();
};

// Makes one change. Throws std::runtime_error where it cannot be made.
void change(Delivered& delivered, const format::JsonValue& what);

}  // namespace sluice::tests
