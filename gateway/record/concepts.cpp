#include "gateway/record/concepts.hpp"

#include "gateway/record/row.hpp"

#include <algorithm>
#include <set>

namespace sluice::record {
namespace {

class ConceptNode final : public expression::Node {
  public:
    explicit ConceptNode(Concept concept_value) : concept_(std::move(concept_value)), value_(concept_.code) {}

    void child(std::string_view name, expression::Collection& out) const override {
        const std::string* text =
            name == "system"
                ? &concept_.system
                : (name == "code" ? &concept_.code : (name == "display" ? &concept_.display : nullptr));
        if (text != nullptr && !text->empty()) {
            out.push_back(expression::Item::text(*text));
        }
    }
    void children(expression::Collection& out) const override {
        for (const auto* name : {"system", "code", "display"}) {
            child(name, out);
        }
    }
    const expression::Value* value() const override { return &value_; }
    std::string_view type_name() const override { return "Coding"; }
    const Concept& get() const { return concept_; }

  private:
    Concept concept_;
    expression::Value value_;
};

// SNOMED CT TIG, "SCTID Data Structure": in the long format (partition 1x) the namespace is the seven digits
// before partition and check digit.
std::string_view snomed_namespace(std::string_view id) {
    return id.size() > 10 && id[id.size() - 3] == '1' ? id.substr(id.size() - 10, 7) : std::string_view();
}

// The concepts that the row itself states; true where one of them is of the national edition.
bool own_concepts(const SourceRow& row, const schema::ConceptSource& source, std::vector<Concept>& out) {
    bool national = false;
    const std::string display(source.term_column.empty() ? std::string_view() : row.cell(source.term_column));
    for (const auto& code : source.codes) {
        std::string_view text = row.cell(code.column);
        while (!text.empty() && code.strip.find(text.front()) != std::string::npos) {
            text.remove_prefix(1);
        }
        const bool is_local =
            !code.local_namespaces.empty() &&
            std::find(code.local_namespaces.begin(), code.local_namespaces.end(), snomed_namespace(text)) !=
                code.local_namespaces.end();
        if (text.empty() || is_local) {
            continue;
        }
        national = national || !code.local_namespaces.empty();
        Concept found{code.system, std::string(text), display};
        if (std::find(out.begin(), out.end(), found) == out.end()) {
            out.push_back(std::move(found));
        }
    }
    return national;
}

}  // namespace

std::vector<Concept> concepts_of(const SourceRow& row) {
    const auto& source = *row.table().concepts;
    std::vector<Concept> out;
    if (own_concepts(row, source, out)) {
        return out;
    }
    if (source.by_term && out.empty()) {
        row.said(row.cell(source.term_column), true, out);
    }
    std::vector<const SourceRow*> level = {&row};
    std::set<std::string, std::less<>> seen;
    for (int hop = 0; hop < source.parent_hops_max && !level.empty(); ++hop) {
        std::vector<const SourceRow*> next;
        for (const SourceRow* at : level) {
            const auto parent = at->cell(source.parent_column);
            std::vector<const SourceRow*> rows;
            if (parent.empty() || !seen.emplace(parent).second || !at->linked("parent", rows)) {
                continue;
            }
            for (const SourceRow* found : rows) {
                if (!own_concepts(*found, source, out)) {
                    next.push_back(found);
                }
            }
        }
        level = std::move(next);
    }
    return out;
}

void append_concepts(const SourceRow& row, expression::Collection& out) {
    for (auto& found : concepts_of(row)) {
        out.emplace_back(std::make_shared<const ConceptNode>(std::move(found)));
    }
}

const Concept* concept_of(const expression::Item& item) {
    const auto* node = item.is_node() ? dynamic_cast<const ConceptNode*>(item.node()) : nullptr;
    return node == nullptr ? nullptr : &node->get();
}

}  // namespace sluice::record
