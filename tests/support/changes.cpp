#include "tests/support/changes.hpp"

#include "gateway/format/csv_reader.hpp"

#include "tests/support/example_workbook.hpp"
#include "tests/support/key_ring.hpp"
#include "tests/support/pieces.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::tests {
namespace {

using format::JsonValue;
using Files = std::map<std::string, DeliveredFile>;
using Table = std::vector<std::vector<std::string>>;  // the headings first

constexpr std::string_view kManifest = "manifest.json";

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("a change of an example: " + what);
}

// The file of that name or of the table of that name, or the end.
Files::iterator find_file(Files& files, const std::string& name) {
    for (const auto& candidate : {name, name + ".csv"}) {
        if (const auto found = files.find(candidate); found != files.end()) {
            return found;
        }
    }
    return std::find_if(files.begin(), files.end(), [&](const auto& file) {
        return file.first.find("_" + name + "_") != std::string::npos;
    });
}

Table table_of(const std::string& csv) {
    auto rows = format::parse_all(csv);
    if (!rows || rows->empty()) {
        fail("a file is not CSV with headings");
    }
    return std::move(*rows);
}

void expect_true(const JsonValue& value) {
    if (value.boolean() != true) {
        fail("true is expected at line " + std::to_string(value.line()));
    }
}

std::size_t column_of(const Table& table, const std::string& name) {
    const auto found = std::find(table[0].begin(), table[0].end(), name);
    if (found == table[0].end()) {
        fail("there is no column " + name);
    }
    return static_cast<std::size_t>(found - table[0].begin());
}

std::vector<std::string>& row_of(Table& table, const JsonValue* number) {
    const auto row = whole(number, 1);
    if (row < 1 || static_cast<std::size_t>(row) >= table.size()) {
        fail("there is no row " + std::to_string(row));
    }
    return table[static_cast<std::size_t>(row)];
}

void set_cells(Table& table, std::vector<std::string>& row, const JsonValue& cells) {
    for (const auto& cell : cells.members()) {
        row[column_of(table, cell.key)] = text_of(cell.value);
    }
}

// Changes of the cells of a file; `what` is the whole change.
using TableChange = void (*)(Table&, const JsonValue& what);
const std::map<std::string, TableChange, std::less<>> kTableChanges = {
    {"set", [](Table& table, const JsonValue& what
            ) { set_cells(table, row_of(table, what.find("row")), *what.find("set")); }},
    {"add",
     [](Table& table, const JsonValue& what) {
         table.emplace_back(table[0].size());
         set_cells(table, table.back(), *what.find("add"));
     }},
    {"rows",
     [](Table& table, const JsonValue& what) {
         const auto kept = whole(what.find("rows"), 0);
         if (kept < 0 || static_cast<std::size_t>(kept) >= table.size()) {
             fail("there are not more rows than " + std::to_string(kept));
         }
         table.resize(static_cast<std::size_t>(kept) + 1);
     }},
    {"add_column",
     [](Table& table, const JsonValue& what) {
         for (auto& row : table) {
             row.emplace_back();
         }
         table[0].back() = plain(*what.find("add_column"));
     }},
    {"drop_column",
     [](Table& table, const JsonValue& what) {
         const auto column = column_of(table, plain(*what.find("drop_column")));
         for (auto& row : table) {
             row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
         }
     }},
    {"first_column",
     [](Table& table, const JsonValue& what) {
         const auto column = static_cast<std::ptrdiff_t>(column_of(table, plain(*what.find("first_column"))));
         for (auto& row : table) {
             std::rotate(row.begin(), row.begin() + column, row.begin() + column + 1);
         }
     }},
};

// Changes of a file as a whole; `value` is that of the change's key.
using FileChange = void (*)(Files&, Files::iterator, const JsonValue& value);
const std::map<std::string, FileChange, std::less<>> kFileChanges = {
    {"replace",
     [](Files&, Files::iterator file, const JsonValue& value) {
         for (const auto& [from, to, position] : value.members()) {
             if (replace_all(file->second.bytes, from, text_of(to)) == 0) {
                 fail(file->first + " has no " + from);
             }
         }
     }},
    {"append",
     [](Files&, Files::iterator file, const JsonValue& value) { file->second.bytes += text_of(value); }},
    {"text",
     [](Files&, Files::iterator file, const JsonValue& value) { file->second.bytes = text_of(value); }},
    {"copies",
     [](Files& files, Files::iterator file, const JsonValue& value) {
         for (std::int64_t n = 1; n <= whole(&value, 0); ++n) {
             files["copy " + std::to_string(n) + " of " + file->first] = file->second;
         }
     }},
    {"rename",
     [](Files& files, Files::iterator file, const JsonValue& value) {
         auto node = files.extract(file);
         node.key() = plain(value);
         files.insert(std::move(node));
     }},
    {"remove",
     [](Files& files, Files::iterator file, const JsonValue& value) {
         expect_true(value);
         files.erase(file);
     }},
    {"encrypted",
     [](Files&, Files::iterator file, const JsonValue& value) {
         expect_true(value);
         file->second.encrypted = true;
     }},
    {"workbook", [](Files&, Files::iterator file,
                    const JsonValue& value) { file->second.bytes = example_workbook(value); }},
    {"pgp",
     [](Files& files, Files::iterator file, const JsonValue& value) {
         static const std::map<std::string, KeyRing::How> kHow = {
             {"signed", KeyRing::How::signed_},
             {"not signed", KeyRing::How::in_armour},
             {"cut", KeyRing::How::cut},
             {"forged", KeyRing::How::forged}};
         file->second.bytes = KeyRing::shared().encrypted(file->second.bytes, kHow.at(plain(value)));
         auto node = files.extract(file);
         node.key() += ".gpg";
         files.insert(std::move(node));
     }},
    {"link", [](Files&, Files::iterator file, const JsonValue& value) { file->second.link = plain(value); }},
};

// Null: there is none.
void change_manifest(Delivered& delivered, const JsonValue& keys) {
    if (!delivered.is_package || delivered.manifest_made) {
        fail("there is no manifest to make, or it is made already");
    }
    if (keys.is_null()) {
        delivered.manifest_made = true;
        return;
    }
    for (const auto& key : keys.members()) {
        delivered.manifest[key.key] = '"' + plain(key.value) + '"';
    }
    delivered.make_manifest();
}

}  // namespace

void Delivered::make_manifest() {
    Package package;
    package.manifest = manifest;
    for (const auto& [name, file] : files) {
        package.files[name] = file.bytes;
    }
    files[std::string(kManifest)] = {package.manifest_json(), {}, false};
    manifest_made = true;
}

void change(Delivered& delivered, const JsonValue& what) {
    if (const auto* keys = what.find("manifest"); keys != nullptr && what.members().size() == 1) {
        change_manifest(delivered, *keys);
        return;
    }
    const auto* in = what.find("in");
    if (in == nullptr) {
        fail("'in' is expected, at line " + std::to_string(what.line()));
    }
    auto file = find_file(delivered.files, plain(*in));
    const bool whole = what.find("text") != nullptr || what.find("workbook") != nullptr;
    if (file == delivered.files.end() && whole) {
        file = delivered.files.try_emplace(plain(*in)).first;
    }
    if (file == delivered.files.end()) {
        fail("there is no file of " + plain(*in));
    }
    const bool has_row = what.find("row") != nullptr && what.find("set") != nullptr;
    if (what.members().size() != (has_row ? 3U : 2U)) {
        fail("one change each, with 'in' and for 'set' with 'row', at line " + std::to_string(what.line()));
    }
    const auto& member = what.members()[what.members().front().key == "in" ? 1 : 0];
    const auto& key = has_row ? std::string("set") : member.key;
    if (const auto found = kTableChanges.find(key); found != kTableChanges.end()) {
        auto table = table_of(file->second.bytes);
        found->second(table, what);
        file->second.bytes = csv_text(table);
    } else if (const auto whole_file = kFileChanges.find(key); whole_file != kFileChanges.end()) {
        whole_file->second(delivered.files, file, member.value);
    } else {
        fail("there is no change '" + key + "'");
    }
}

}  // namespace sluice::tests
