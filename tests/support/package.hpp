// Packages of the exchange contract, as a sender makes them: the tests write CSV, the manifest follows from
// it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

// A CSV file, cell by cell; quoted where it must be.
std::string csv_text(const std::vector<std::vector<std::string>>& rows);

struct Package {
    std::map<std::string, std::string> files;  // by name, with '/' for folders: the bytes
    // Keys of the manifest as JSON; what is empty is left out. `files` is made from the files above.
    std::map<std::string, std::string> manifest;
    std::string manifest_text;  // instead of the manifest; "-": there is none

    // Of A81001's system "casebook", October 2026, snapshot, secondary-use. Without files.
    Package();

    void set(const std::string& key, std::string_view text);  // a text of the manifest
    // By the name of the table; the rows are lines with the heading first.
    void table(const std::string& name, std::string_view csv) { files[name + ".csv"] = csv; }
    // Replaces every `from` in the file; throws where there is none.
    void patch(const std::string& name, std::string_view from, std::string_view to);
    void add_row(const std::string& name, std::string_view line) {
        files[name + ".csv"].append(line).append("\n");
    }

    std::string manifest_json() const;
    void write(const std::string& folder) const;  // makes the folder
    void write_zip(const std::string& path) const;
};

// Two persons, an episode each, a referral, a contact, a need, an offer of support and an assessment of the
// first; nothing is found in it.
Package sound_package();
// The same with every other file that `secondary-use` allows.
Package full_package();
// And with the facts, for the purpose evaluation.
Package evaluation_package();

}  // namespace sluice::tests
