#include "gateway/check/profiles.hpp"

#include <algorithm>

namespace sluice::check {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_filled(const record::Cell& cell) {
    return cell.present && (!cell.text.empty() || !cell.display.empty());
}

}  // namespace

ProfileProgram ProfileProgram::compile(
    const schema::Documents& documents, const schema::Profile& profile, std::string_view purpose
) {
    ProfileProgram out;
    out.documents_ = &documents;
    out.profile_ = &profile;
    out.purpose_ = purpose;
    out.nodes_.resize(documents.standard.nodes.size());
    out.mark_required(documents.standard);
    out.find_carriers(documents);
    for (const auto& name : profile.fields) {
        const auto dot = name.find('.');
        const auto entity = *documents.dataset.entity_index(name.substr(0, dot));
        const auto field = *documents.dataset.entities[entity].field(name.substr(dot + 1));
        out.fields_.push_back({entity, static_cast<FieldIndex>(field)});
    }
    return out;
}

// Mandatory nodes of the profile's sections, the nodes that it asks for besides, and the groups around these.
void ProfileProgram::mark_required(const schema::Standard& standard) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const auto& node = standard.nodes[i];
        const std::string_view path = node.path;
        const auto parent = path.rfind(schema::kBelow);
        if (parent == std::string_view::npos) {
            sections_.push_back(i);
        }
        for (std::size_t j = i; parent != std::string_view::npos && j-- > 0;) {
            if (standard.nodes[j].path == path.substr(0, parent)) {
                nodes_[j].children.push_back(i);
                break;
            }
        }
        const bool in_section = contains(profile_->sections, path.substr(0, path.find(schema::kBelow)));
        const bool around_must =
            std::any_of(profile_->must.begin(), profile_->must.end(), [&](const auto& must) {
                return schema::is_at_or_below(must, path);
            });
        nodes_[i].required = (in_section && node.conformance == "M" && node.min != "0") || around_must;
    }
}

void ProfileProgram::find_carriers(const schema::Documents& documents) {
    const auto& dataset = documents.dataset;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        auto& node = nodes_[i];
        for (std::size_t e = 0; e < dataset.entities.size(); ++e) {
            for (std::size_t f = 0; f < dataset.entities[e].fields.size(); ++f) {
                const auto& field = dataset.entities[e].fields[f];
                const bool below = is_below(static_cast<NodeIndex>(i), field);
                node.partly_dropped = node.partly_dropped || (below && !dataset.allows(purpose_, field.zone));
                // What a record can never be without shows of no group that it was filled.
                if (below && dataset.allows(purpose_, field.zone) &&
                    !schema::is_sent_id(dataset.entities[e], field)) {
                    node.carriers.push_back({static_cast<schema::EntityIndex>(e), static_cast<FieldIndex>(f)}
                    );
                }
            }
        }
        const bool one_entity =
            !node.carriers.empty() &&
            std::all_of(node.carriers.begin(), node.carriers.end(), [&](const auto& carrier) {
                return carrier.entity == node.carriers.front().entity;
            });
        node.entity = node.carriers.empty() ? schema::EntityIndex{0} : node.carriers.front().entity;
        node.repeats = one_entity && documents.standard.nodes[i].max == "*" &&
                       dataset.entities[node.entity].name != dataset.person;
    }
}

bool ProfileProgram::asks_less() const {
    return std::any_of(nodes_.begin(), nodes_.end(), [](const Node& node) {
        return node.required && node.partly_dropped;
    });
}

bool ProfileProgram::is_below(NodeIndex node, const schema::Field& field) const {
    return std::any_of(field.standard.begin(), field.standard.end(), [&](const auto& path) {
        return schema::is_at_or_below(path, documents_->standard.nodes[node].path);
    });
}

bool ProfileProgram::is_in(NodeIndex node, const record::Record& record) const {
    const auto& carriers = nodes_[node].carriers;
    return std::any_of(carriers.begin(), carriers.end(), [&](const Carrier& carrier) {
        return record.entity_index == carrier.entity && is_filled(record.cells[carrier.field]);
    });
}

// It stands against the record that should hold it; where there is none, against the person.
ProfileFinding ProfileProgram::missing(
    std::size_t node, std::span<const record::Record> records, const Scope& scope
) const {
    ProfileFinding out;
    const auto& first = nodes_[node].carriers.front();
    const auto of = [&](auto&& wanted) {
        return std::find_if(scope.begin(), scope.end(), [&](std::size_t index) {
            return wanted(records[index]);
        });
    };
    auto at = of([&](const record::Record& record) { return record.entity_index == first.entity; });
    const bool own = at != scope.end();
    if (!own) {
        at = of([&](const record::Record& record) {
            return record.entity->name == documents_->dataset.person;
        });
    }
    out.record = at == scope.end() ? scope.front() : *at;
    if (own && !documents_->standard.nodes[node].group) {
        out.field = first.field;
    } else {
        out.node = static_cast<NodeIndex>(node);
    }
    return out;
}

void ProfileProgram::visit(
    std::size_t index, std::span<const record::Record> records, const Scope& scope,
    std::vector<ProfileFinding>& out
) const {
    const auto& node = nodes_[index];
    if (node.carriers.empty()) {
        return;
    }
    const bool present = std::any_of(scope.begin(), scope.end(), [&](std::size_t record) {
        return is_in(static_cast<NodeIndex>(index), records[record]);
    });
    if (!present) {
        if (node.required && !node.partly_dropped) {
            out.push_back(missing(index, records, scope));
        } else if (node.required) {
            // It may have come in the part that the purpose drops; its other parts are asked for themselves.
            for (const auto child : node.children) {
                visit(child, records, scope, out);
            }
        }
        return;
    }
    const auto descend = [&](const Scope& inner) {
        for (const auto child : node.children) {
            visit(child, records, inner, out);
        }
    };
    if (!node.repeats || scope.size() == 1) {
        descend(scope);
        return;
    }
    for (const auto record : scope) {
        if (records[record].entity_index == node.entity) {
            descend({record});
        }
    }
}

void ProfileProgram::check_fields(std::span<const record::Record> records, std::vector<ProfileFinding>& out)
    const {
    for (std::size_t i = 0; i < records.size(); ++i) {
        for (const auto& field : fields_) {
            if (records[i].entity_index == field.entity && !is_filled(records[i].cells[field.field])) {
                out.push_back({i, field.field, kNoNode, false});
            }
        }
        const auto role = records[i].entity->field(profile_->role_field.text);
        if (!profile_->role.empty() && role && is_filled(records[i].cells[*role]) &&
            records[i].cells[*role].text != profile_->role) {
            out.push_back({i, static_cast<FieldIndex>(*role), kNoNode, true});
        }
    }
}

std::vector<ProfileFinding> ProfileProgram::run(std::span<const record::Record> records) const {
    std::vector<ProfileFinding> out;
    Scope scope;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].verdict != Verdict::rejected) {
            scope.push_back(i);
        }
    }
    if (!scope.empty()) {
        for (const auto section : sections_) {
            visit(section, records, scope, out);
        }
    }
    check_fields(records, out);
    return out;
}

}  // namespace sluice::check
