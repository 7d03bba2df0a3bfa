#include "gateway/schema/standard.hpp"

#include "gateway/format/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace sluice::schema {
namespace {

const std::vector<std::string> kHeader = {"path",      "kind",       "min",      "max", "conformance",
                                          "must_have", "correction", "decision", "why"};
enum Cell { path, kind, min, max, conformance, must_have, correction, decision, why };

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> allowed) {
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

StandardNode read_node(const std::vector<std::string>& row, std::string where, Faults& faults) {
    StandardNode node;
    node.path = row[path];
    node.group = row[kind] == "group";
    node.min = row[min];
    node.max = row[max];
    node.conformance = row[conformance];
    node.must_have = row[must_have] == "yes";
    node.correction = row[correction];
    node.why = row[why];
    node.coverage =
        row[decision].empty() ? Coverage::carried : (row[decision] == "no" ? Coverage::no : Coverage::later);
    if (!is_one_of(row[kind], {"group", "item"}) || !is_one_of(row[conformance], {"M", "R", "O"}) ||
        !is_one_of(row[must_have], {"", "yes"}) || !is_one_of(row[decision], {"", "no", "later"})) {
        faults.add(where, "kind, conformance, must_have or decision is none of the words that stand there");
    }
    if (row[decision].empty() != node.why.empty()) {
        faults.add(where, "a decision and its reason stand together or not at all");
    }
    node.where = std::move(where);
    return node;
}

// One field's part of the table.
void carry(Standard& standard, const Entity& entity, const Field& field, Faults& faults) {
    for (const auto& path : field.standard) {
        const auto node = std::find_if(standard.nodes.begin(), standard.nodes.end(), [&](const auto& entry) {
            return entry.path == path;
        });
        if (node == standard.nodes.end()) {
            faults.add(field.where, "'" + path + "' is not a node of the standard");
            continue;
        }
        if (node->coverage != Coverage::carried && field.extension.empty()) {
            faults.add(
                node->where,
                "is decided as not carried, but " + entity.name + "." + field.name + " carries it"
            );
        }
        node->coverage = Coverage::carried;
        node->carriers.push_back(entity.name + "." + field.name);
    }
}

}  // namespace

bool is_at_or_below(std::string_view path, std::string_view node) {
    return path == node || (path.starts_with(node) && path.substr(node.size()).starts_with(kBelow));
}

const StandardNode* Standard::find(std::string_view path) const {
    const auto found =
        std::find_if(nodes.begin(), nodes.end(), [&](const auto& node) { return node.path == path; });
    return found == nodes.end() ? nullptr : &*found;
}

bool Standard::must_have(const Field& field) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](const StandardNode& node) {
        return node.must_have &&
               std::any_of(field.standard.begin(), field.standard.end(), [&](const auto& path) {
                   return is_at_or_below(path, node.path);
               });
    });
}

Standard read_standard(const std::string& where, std::string_view csv, Faults& faults) {
    Standard standard;
    const auto rows = format::parse_all(csv);
    if (!rows) {
        faults.add(where, rows.error().text());
        return standard;
    }
    if (rows->empty() || rows->front() != kHeader) {
        faults.add(where + ":1", "the header is not that of a table of the standard");
        return standard;
    }
    std::set<std::string> seen;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        const std::string line = where + ":" + std::to_string(i + 1);
        if (row.size() != kHeader.size() || row[path].empty()) {
            faults.add(line, "nine cells are expected, the first filled");
        } else if (!seen.insert(row[path]).second) {
            faults.add(line, "this node stands twice");
        } else {
            standard.nodes.push_back(read_node(row, line, faults));
        }
    }
    return standard;
}

void cover(Standard& standard, const Dataset& dataset, Faults& faults) {
    for (const auto& entity : dataset.entities) {
        for (const auto& field : entity.fields) {
            carry(standard, entity, field, faults);
        }
    }
    for (const auto& node : standard.nodes) {
        const bool carried =
            std::any_of(standard.nodes.begin(), standard.nodes.end(), [&](const StandardNode& below) {
                return !below.carriers.empty() && is_at_or_below(below.path, node.path);
            });
        if (node.coverage == Coverage::carried && !carried) {
            faults.add(node.where, "no field carries this node, and it is not decided why");
        }
    }
}

}  // namespace sluice::schema
