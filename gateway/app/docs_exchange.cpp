#include "gateway/app/docs.hpp"
#include "gateway/app/exchange_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::app {
namespace {

std::string purposes_of(const schema::Dataset& dataset, const schema::Entity& entity) {
    std::string out;
    for (const auto& [name, purpose] : dataset.purposes) {
        if (dataset.allows(name, entity)) {
            out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
        }
    }
    return out;
}

std::string key_md(const schema::Entity& entity) {
    if (entity.exchange.key.empty()) {
        return fmt::format("A row is known by `{}`.", entity.exchange.id);
    }
    std::string columns;
    for (const auto& column : entity.exchange.key) {
        columns += fmt::format("{}`{}`", columns.empty() ? "" : " and ", column);
    }
    return fmt::format("A row is known by {}.", columns);
}

std::string file_md(const schema::Documents& documents, const schema::Entity& entity) {
    std::string text = fmt::format(
        "## {}.csv\n\n{}. {} For {}.\n\n| column | must it be there | how it is written | meaning |\n"
        "|---|---|---|---|\n",
        entity.exchange.file, entity.title, key_md(entity), purposes_of(documents.dataset, entity)
    );
    for (const auto& column : contract_columns(documents, entity)) {
        const auto list =
            column.list.empty() ? std::string() : fmt::format(": [{0}](dataset.md#{0})", column.list);
        text += fmt::format(
            "| `{}` | {} | {}{} | {}{} |\n", column.name, to_string(column.must), cell_md(column.format),
            list, cell_md(column.title), column.zone == schema::Zone::identity ? " *(identity)*" : ""
        );
    }
    return text + "\n";
}

}  // namespace

std::string exchange_page(const schema::Documents& documents) {
    std::string text =
        "# Files and columns of the exchange contract\n\n" + made_md("exchange", "exchange-files");
    text += fmt::format(
        "`{}`, made from the dataset {} {}. How a package is made: [exchange.md](exchange.md).\n\n"
        "*must it be there*: `yes`, the file cannot be used without the column, and a row not without a "
        "value; `if\n"
        "known`, a value is expected where it is known; `no`, it is welcome. *(identity)*: kept only for a "
        "purpose\n"
        "that may hold who people are. Columns may stand in any order, and those that you do not have you "
        "leave\n"
        "out.\n\n",
        documents.exchange.name, documents.dataset.name, documents.dataset.version
    );
    for (const auto& entity : documents.dataset.entities) {
        text += entity.exchange.file.empty() ? std::string() : file_md(documents, entity);
    }
    text.pop_back();
    return text;
}

}  // namespace sluice::app
