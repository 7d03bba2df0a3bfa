#include "gateway/app/docs.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/json.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

// The titles of areas stand in the files of the rules, for readers only.
Result<void> add_areas(const std::string& pack, Titles& titles) {
    const std::string folder = pack + "/schemas/sp-mds/rules";
    if (!env::exists(folder)) {
        return {};
    }
    SLUICE_ASSIGN(const auto files, env::list_files(folder));
    for (const auto& file : files) {
        SLUICE_ASSIGN(const auto text, env::read_file(folder + '/' + file.name, Limits().json_bytes_max));
        SLUICE_ASSIGN(const auto root, format::parse_json(text));
        const auto* key = root.find("area");
        const auto* title = root.find("title");
        if (key != nullptr && title != nullptr) {
            titles[std::string(key->text().value_or(""))] = title->text().value_or("");
        }
    }
    return {};
}

}  // namespace

std::string made_md(std::string_view page) {
    return made_md(page, page);
}

std::string made_md(std::string_view page, std::string_view file) {
    return fmt::format(
        "<!-- Written by `sluice docs {} -o docs/{}.md`. Do not edit: change the pack and write it again. "
        "-->\n\n",
        page, file
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
    const auto extensions = find_extensions(common.extensions);
    SLUICE_ASSIGN(const auto documents, schema::load_documents(folder, extensions));
    std::string text;
    if (page == "rules") {
        Titles areas;
        SLUICE_TRY(add_areas(folder, areas));
        for (const auto& extension : extensions) {
            SLUICE_TRY(add_areas(extension, areas));
        }
        text = rules_page(documents, areas);
    } else if (page == "dataset") {
        text = dataset_page(documents);
    } else if (page == "exchange") {
        text = exchange_page(documents);
    } else {
        text = standard_page(documents);
    }
    SLUICE_TRY(write_output(output, text));
    return kExitAccepted;
}

}  // namespace sluice::app
