// The table of functions, and what a function is given.
#pragma once

#include "gateway/expression/evaluator.hpp"

#include <cstdint>
#include <string_view>

namespace sluice::expression {

// How the arguments are read.
enum class Shape : std::uint8_t {
    values,   // evaluated where the call stands
    lambda,   // evaluated for each item, with $this and $index
    fold,     // lambda, with $total as well
    type,     // a type name
    pattern,  // values, the first of which is a regular expression
};

struct Function {
    std::string_view name;
    std::uint8_t arguments_min;
    std::uint8_t arguments_max;
    Shape shape;
    bool (*run)(Call& call);  // appends to call.out; false after call.fail()
};

// Null where there is no function of that name.
const Function* find_function(std::string_view name);

}  // namespace sluice::expression
