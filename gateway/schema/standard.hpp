// The nodes of the PRSB social prescribing standard, and what this dataset does with each (schemas/README.md,
// "standard.csv"). That a node is carried is worked out from the fields, so the page cannot promise what no
// field holds. Immutable after load.
#pragma once

#include "gateway/schema/dataset.hpp"
#include "gateway/schema/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

inline constexpr std::string_view kBelow = " > ";
// Is the path that of the node, or of one below it?
bool is_at_or_below(std::string_view path, std::string_view node);

enum class Coverage { carried, no, later };

struct StandardNode {
    std::string path;  // names joined by kBelow
    bool group = false;
    std::string min;
    std::string max;
    std::string conformance;  // M, R or O
    bool must_have = false;
    std::string correction;  // what is read otherwise than published; may be empty
    Coverage coverage = Coverage::carried;
    std::string why;                         // of `no` and `later`
    std::string where;                       // file and line
    std::vector<std::string> carriers = {};  // entity.field, in the order of the dataset
};

struct Standard {
    std::vector<StandardNode> nodes;  // in the order of the standard

    const StandardNode* find(std::string_view path) const;
    // Is a field that carries these paths one that the standard calls a must-have: at or below such a node?
    bool must_have(const Field& field) const;
};

// Header path,kind,min,max,conformance,must_have,correction,decision,why. `where` is for the faults.
Standard read_standard(const std::string& where, std::string_view csv, Faults& faults);

// Sets the carriers. Faults: a field whose path is no node, a node that is neither carried nor decided, and
// one that is both; an extension may carry what the dataset itself leaves out.
void cover(Standard& standard, const Dataset& dataset, Faults& faults);

}  // namespace sluice::schema
