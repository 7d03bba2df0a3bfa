// The compiled form of an expression: a tree that is never changed once the parser has built it.
#pragma once

#include "gateway/expression/node.hpp"
#include "gateway/expression/pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice::expression {

struct Function;

// Levels of the tree, counting also chains such as a.b.c and x or y or z. Bounds the stack of the evaluator.
inline constexpr std::uint16_t kTreeDepthMax = 512;

enum class Kind : std::uint8_t {
    literal,    // constant; {} has none
    member,     // text, of operands[0] or of $this
    function,   // function, arguments(); on operands[0] or on $this
    host,       // the same for a function of the host, named by text
    self,       // $this
    index,      // $index
    total,      // $total
    variable,   // %text
    indexer,    // operands[0][operands[1]]
    polarity,   // op over operands[0]
    binary,     // operands[0] op operands[1]
    type_test,  // operands[0] is|as type
    type,       // argument of is(), as(), ofType()
};

enum class Operator : std::uint8_t {
    none,
    implies,
    logical_or,
    logical_xor,
    logical_and,
    in,
    contains,
    equal,
    equivalent,
    not_equal,
    not_equivalent,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    unite,
    is,
    as,
    add,
    subtract,
    concatenate,
    multiply,
    divide,
    divide_whole,
    modulo,
};

struct Ast {
    Kind kind = Kind::literal;
    Operator op = Operator::none;
    bool has_target = false;  // operands[0] is what stands before the point
    std::uint16_t depth = 1;
    std::size_t offset = 0;  // of the first token in the text of the expression
    std::string text;
    std::string type_namespace;              // of a type; text is its name
    const Function* function = nullptr;      // of the table in functions.cpp: lives for ever
    std::shared_ptr<const Pattern> pattern;  // where the regular expression is a literal
    Collection constant;
    std::vector<Ast> operands;

    std::size_t argument_count() const { return operands.size() - (has_target ? 1 : 0); }
    const Ast& argument(std::size_t i) const { return operands[i + (has_target ? 1 : 0)]; }
};

}  // namespace sluice::expression
