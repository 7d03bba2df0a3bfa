// From tokens to the tree, by the precedence of the grammar (N1 2.0.0, appendix B "Grammar": fhirpath.g4).
#pragma once

#include "gateway/expression/ast.hpp"
#include "gateway/expression/expression.hpp"

#include <string_view>

namespace sluice::expression {

// On an error `fault_offset` is set to the byte where the text stops making sense.
Result<Ast> parse(std::string_view text, const CompileOptions& options, std::size_t& fault_offset);

}  // namespace sluice::expression
