#include "tests/support/delivery.hpp"

#include "tests/support/changes.hpp"
#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/pieces.hpp"
#include "tests/support/zip.hpp"

#include <filesystem>
#include <stdexcept>

namespace sluice::tests {
namespace {

using format::JsonValue;

// Of the table's latest version; its rows stand in extract.json.
std::string extract_csv(const schema::SourceTable& table, const JsonValue& rows) {
    std::vector<std::vector<std::string>> out(1);
    for (const auto& column : table.columns) {
        if (column.until.empty()) {
            out[0].push_back(column.name);
        }
    }
    for (const auto& row : rows.items()) {
        expect_keys(row, out[0]);
        std::vector<std::string> cells;
        for (const auto& name : out[0]) {
            const auto* cell = row.find(name);
            cells.push_back(cell == nullptr ? "" : plain(*cell));
        }
        out.push_back(std::move(cells));
    }
    return csv_text(out);
}

// A full extract of one patient, in which nothing is found.
Delivered small_extract() {
    Delivered out;
    const auto rows = parse_file("tests/support/extract.json");
    const auto& system = repository_program().system();
    for (const auto& table : system.required) {
        const auto name = "bulk_1_" + table + "_20261024040000_F95EE3AF-0B9D-40EB-8B28-8E858EF0091F.csv";
        out.files[name].bytes = extract_csv(*system.table(table), *rows.find(table));
    }
    return out;
}

// Files of a system that are called as its tables, with the rows of a description.
Delivered tables_of(const std::string& system_name, const std::string& description) {
    Delivered out;
    const auto rows = parse_file(description);
    const auto& system = repository_program(system_name).system();
    for (const auto& table : rows.members()) {
        out.files[table.key + ".csv"].bytes = extract_csv(*system.table(table.key), table.value);
    }
    return out;
}

Delivered delivered_of(const Package& package) {
    Delivered out;
    out.is_package = true;
    out.manifest = package.manifest;
    for (const auto& [name, bytes] : package.files) {
        out.files[name].bytes = bytes;
    }
    return out;
}

// Of one practice: a list of a person with a referral, as EMIS Web exports it.
Delivered small_report() {
    Delivered out;
    out.files["F84001 social prescribing.csv"].bytes =
        "Report name,Social prescribing\n"
        "Last run,31/10/2026\n"
        ",\n"
        "NHS Number,Date of Birth,Gender,Date,Code Term,Associated Text,Date,Code Term,\n"
        "999 000 0018,29/01/1950,Female,02/03/2026,Referral to social prescribing service,,02/03/2026,"
        "Debt and money concerns,\n";
    return out;
}

Delivered base_of(const std::string& name) {
    if (name == "report") {
        return small_report();
    }
    if (name == "package") {
        return delivered_of(sound_package());
    }
    if (name == "empty package") {
        return delivered_of(Package());
    }
    if (name == "evaluation") {
        return delivered_of(evaluation_package());
    }
    if (name == "emis") {
        return small_extract();
    }
    if (name == "systmone") {
        // The same facts as SystmOne writes them. Its manifest names every file that has rows here.
        return tables_of("tpp", "tests/support/systmone.json");
    }
    if (name == "joy") {
        return tables_of("joy", "tests/support/joy.json");
    }
    throw std::runtime_error("there is no base '" + name + "'");
}

// Every file with each of these texts in its name replaced.
std::map<std::string, DeliveredFile> renamed(
    const std::map<std::string, DeliveredFile>& files, const JsonValue& names
) {
    std::map<std::string, DeliveredFile> out;
    for (const auto& [old_name, file] : files) {
        auto name = old_name;
        for (const auto& text : names.members()) {
            const auto at = name.find(text.key);
            if (at == std::string::npos) {
                throw std::runtime_error("not in " + name + ": " + text.key);
            }
            name.replace(at, text.key.size(), plain(text.value));
        }
        out[name] = file;
    }
    return out;
}

void write_folder(const Delivered& delivered, const std::string& folder) {
    namespace fs = std::filesystem;
    for (const auto& [name, file] : delivered.files) {
        const fs::path path = folder + "/" + name;
        if (name.find("..") != std::string::npos || file.encrypted || !file.link.empty()) {
            throw std::runtime_error("only in a zip: " + name);
        }
        fs::create_directories(path.parent_path());
        write_text(path.string(), file.bytes);
    }
}

// Deflated, as senders make them; what no honest tool writes stands beside stored members.
std::string zip_of(const Delivered& delivered) {
    std::vector<ZipMember> honest;
    std::vector<RawMember> raw;
    bool is_honest = true;
    for (const auto& [name, file] : delivered.files) {
        const bool is_link = !file.link.empty();
        honest.push_back({name, file.bytes});
        raw.push_back({name, is_link ? file.link : file.bytes});
        raw.back().flags = file.encrypted ? kEncrypted : std::uint16_t{0};
        raw.back().mode = is_link ? kLinkMode : raw.back().mode;
        is_honest = is_honest && !file.encrypted && !is_link;
    }
    return is_honest ? make_zip(honest) : raw_zip(raw);
}

}  // namespace

std::string write_delivery(const JsonValue& description, const std::string& folder) {
    const auto* of = description.find("of");
    auto delivered = base_of(of == nullptr ? "" : plain(*of));
    if (const auto* changes = description.find("changes"); changes != nullptr) {
        for (const auto& item : changes->items()) {
            change(delivered, item);
        }
    }
    if (const auto* names = description.find("names"); names != nullptr) {
        delivered.files = renamed(delivered.files, *names);
    }
    if (delivered.is_package && !delivered.manifest_made) {
        delivered.make_manifest();
    }
    const auto* as = description.find("as");
    const auto form = as == nullptr ? "folder" : plain(*as);
    if (form == "folder") {
        write_folder(delivered, folder + "/delivery");
        return folder + "/delivery";
    }
    auto zip = zip_of(delivered);
    if (form == "half a zip") {
        zip.resize(zip.size() / 2);
    } else if (form != "zip") {
        throw std::runtime_error("a delivery is no '" + form + "'");
    }
    write_text(folder + "/delivery.zip", zip);
    return folder + "/delivery.zip";
}

}  // namespace sluice::tests
