#include "gateway/app/docs.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/json.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

// Titles of every JSON file of the folder.
Result<Titles> titles_of(const std::string& folder, std::string_view id) {
    Titles titles;
    SLUICE_ASSIGN(const auto files, env::list_files(folder));
    for (const auto& file : files) {
        SLUICE_ASSIGN(const auto text, env::read_file(folder + '/' + file.name, Limits().json_bytes_max));
        SLUICE_ASSIGN(const auto root, format::parse_json(text));
        const auto* key = root.find(id);
        const auto* title = root.find("title");
        if (key != nullptr && title != nullptr) {
            titles[std::string(key->text().value_or(""))] = title->text().value_or("");
        }
    }
    return titles;
}

}  // namespace

std::string made_md(std::string_view page) {
    return fmt::format(
        "<!-- Written by `sluice docs {0} -o docs/{0}.md`. Do not edit: change the pack and write it again. "
        "-->\n\n",
        page
    );
}

std::string cell_md(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '|' ? "\\|" : std::string(1, c);
    }
    return out;
}

Result<int> docs(const Common& common, const std::string& page, const std::string& output) {
    SLUICE_ASSIGN(const auto folder, find_pack(common.pack));
    SLUICE_ASSIGN(const auto documents, schema::load_documents(folder));
    const std::string dataset = folder + "/schemas/sp-mds/";
    std::string text;
    if (page == "rules") {
        SLUICE_ASSIGN(const auto areas, titles_of(dataset + "rules", "area"));
        text = rules_page(documents, areas);
    } else if (page == "dataset") {
        SLUICE_ASSIGN(const auto lists, titles_of(dataset + "codes", "id"));
        text = dataset_page(documents, lists);
    } else {
        text = standard_page(documents);
    }
    SLUICE_TRY(write_output(output, text));
    return kExitAccepted;
}

}  // namespace sluice::app
