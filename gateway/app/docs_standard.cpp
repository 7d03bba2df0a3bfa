#include "gateway/app/docs.hpp"
#include "gateway/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::app {
namespace {

using schema::Coverage;
using schema::kBelow;
using schema::StandardNode;

std::string section_of(const StandardNode& node) {
    return node.path.substr(0, node.path.find(kBelow));
}

std::string carried_md(const StandardNode& node) {
    switch (node.coverage) {
        case Coverage::no:
            return "not carried: " + cell_md(node.why);
        case Coverage::later:
            return "not yet: " + cell_md(node.why);
        case Coverage::carried:
            break;
    }
    std::vector<std::string> names;
    for (const auto& carrier : node.carriers) {
        names.push_back("`" + carrier + "`");
    }
    return names.empty() ? "by what stands below it" : join(names, ", ");
}

// The section is the heading; indented by depth, so that the tree is seen.
std::string node_md(const StandardNode& node) {
    const auto parts = std::count(node.path.begin(), node.path.end(), '>');
    const auto last = node.path.rfind(kBelow);
    std::string indent;
    for (auto i = parts; i > 1; --i) {
        indent += "&emsp;";
    }
    const auto name = last == std::string::npos ? node.path : node.path.substr(last + kBelow.size());
    return fmt::format(
        "| {}{} | {} | {}..{} | {} | {} |\n", indent,
        node.group ? fmt::format("*{}*", cell_md(name)) : cell_md(name), node.conformance, node.min,
        node.max == "*" ? "\\*" : node.max, node.must_have ? "yes" : "", carried_md(node)
    );
}

std::string counts_md(const schema::Standard& standard) {
    const auto count = [&](Coverage coverage, bool groups) {
        return std::count_if(standard.nodes.begin(), standard.nodes.end(), [&](const auto& node) {
            return node.coverage == coverage && node.group == groups;
        });
    };
    std::string text = "| | groups | items | together |\n|---|---|---|---|\n";
    const std::pair<std::string_view, Coverage> kRows[] = {
        {"carried", Coverage::carried},
        {"not carried, and why", Coverage::no},
        {"not yet, and why", Coverage::later}};
    for (const auto& [name, coverage] : kRows) {
        const auto groups = count(coverage, true);
        const auto items = count(coverage, false);
        text += fmt::format("| {} | {} | {} | {} |\n", name, groups, items, groups + items);
    }
    const auto groups = std::count_if(standard.nodes.begin(), standard.nodes.end(), [](const auto& node) {
        return node.group;
    });
    const auto all = standard.nodes.size();
    return text +
           fmt::format("| all | {} | {} | {} |\n\n", groups, all - static_cast<std::size_t>(groups), all);
}

std::string corrections_md(const schema::Standard& standard) {
    std::string text =
        "## Corrections\n\nWhere the published file contradicts itself or its own text, it is read like "
        "this. The file "
        "is not edited.\n\n";
    for (const auto& node : standard.nodes) {
        if (!node.correction.empty()) {
            text += fmt::format("- **{}**: {}\n", node.path, node.correction);
        }
    }
    return text;
}

}  // namespace

std::string standard_page(const schema::Documents& documents) {
    const auto& standard = documents.standard;
    std::string text = "# The standard, node by node\n\n";
    text += made_md("standard");
    text += fmt::format(
        "Every node of the PRSB social prescribing standard v1.1, and where `{}` {} holds it "
        "([dataset.md](dataset.md)). *M/R/O*:\nmandatory, required, optional. *must-have*: the standard's "
        "own mark; "
        "what stands below such a node is part of it.\nA group, in italics, is carried when something below "
        "it is. "
        "The decisions stand in `schemas/sp-mds/standard.csv`; that a\nnode is carried is worked out from "
        "the fields. "
        "Fields that the standard does not have are listed "
        "in\n[dataset.md](dataset.md#local-extensions).\n\n",
        documents.dataset.name, documents.dataset.version
    );
    text += counts_md(standard);
    std::string section;
    for (const auto& node : standard.nodes) {
        if (section != section_of(node)) {
            section = section_of(node);
            text += fmt::format(
                "{}## {}\n\n| node | M/R/O | how many | must-have | carried |\n|---|---|---|---|---|\n",
                &node == &standard.nodes.front() ? "" : "\n", section
            );
        }
        text += node_md(node);
    }
    return text + "\n" + corrections_md(standard);
}

}  // namespace sluice::app
