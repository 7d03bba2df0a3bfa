// FHIRPath (HL7 FHIRPath N1 2.0.0, http://hl7.org/fhirpath/N1/, with the FHIR R4 additions memberOf, hasValue
// and extension): the one expression language of mappings, rules and resources.
//
//   SLUICE_ASSIGN(auto when, compile("code.concept.memberOf('sp-referral-made')", options, nullptr));
//   SLUICE_ASSIGN(auto applies, holds(when, row, context));
//
// An Expression is immutable and may be used from several threads at once. Evaluation reads no clock, no file
// and no network: what it needs stands in the Context.
//
// What differs from, or goes past, N1: integers and decimals have 18 digits; a quotient has at most 8
// decimals; exp, ln, log, sqrt and a power with a fraction are computed in floating point and rounded to 8
// decimals; units of unit.hpp convert, other units compare only with themselves; of two quantities with units
// only lengths multiply (to m2), other products are empty. From the trial-use part of the specification:
// split, join, trim, sort, matchesFull, lastIndexOf, encode, decode, escape, unescape, comparable, precision,
// lowBoundary, highBoundary.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/expression/node.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::expression {

struct Ast;

class Expression {
  public:
    explicit Expression(std::shared_ptr<const Ast> root, std::string text)
        : root_(std::move(root)), text_(std::move(text)) {}

    const Ast& root() const { return *root_; }
    const std::string& text() const { return text_; }

  private:
    std::shared_ptr<const Ast> root_;
    std::string text_;
};

// A function that the host adds, such as getResourceKey.
struct HostFunction {
    std::string name;
    std::uint8_t arguments_min = 0;
    std::uint8_t arguments_max = 0;
    bool takes_type = false;  // the argument is a type name and reaches the host as its text: f(Patient)
};

// What the host knows and an expression may ask for. Must be safe to call from several threads at once.
class Host {
  public:
    virtual ~Host();
    // Is the code in the value set? `code` is one item of the input of memberOf: a text, or a node such as a
    // Coding. The default is an error.
    virtual Result<bool> member_of(const Item& code, std::string_view value_set) const;
    // Calls a function named in CompileOptions::host_functions. The default is an error.
    virtual Result<Collection> call(
        std::string_view function, const Collection& input, const std::vector<Collection>& arguments
    ) const;
};

struct CompileOptions {
    std::vector<std::string> variables;  // names that %name may have besides those of the specification
    // When set, each literal value set of memberOf is asked for, and an unknown one refused.
    std::function<bool(std::string_view)> is_value_set;
    std::vector<HostFunction> host_functions;
    std::size_t depth_max = Limits{}.expression_depth_max;  // nesting of brackets and arguments
};

// Everything that is pointed to must outlive the evaluation, and the nodes also its result.
struct Context {
    const Node* root = nullptr;  // %context, %resource and %rootResource; null: the focus
    std::map<std::string, Collection, std::less<>> variables;  // without the %
    std::optional<Date> today;                                 // else the date of `now`
    std::optional<DateTime> now;  // its offset is also that of times which have none; else UTC
    const Host* host = nullptr;
    std::uint64_t steps_max = 1'000'000;  // each node of the expression and each item visited is a step
    // Of several evaluations together: what each takes is taken from it, and none takes more than is left.
    // Null: there is no such limit.
    std::uint64_t* steps_left = nullptr;
};

// An unknown function or variable, a wrong number of arguments, an unreadable literal or regular expression,
// and any grammar fault is an error of code `pack`. Its text says what was expected and at which byte;
// `fault_offset`, where given, is set to that byte (0-based), so that a caller can add file, line and
// pointer.
Result<Expression> compile(
    std::string_view text, const CompileOptions& options = {}, std::size_t* fault_offset = nullptr
);

// `focus` is $this at the top; null is an empty focus. An error (never with a value of the data) of code
// `pack` is what the specification calls one: several items where one is needed, operands of types that do
// not go together. Of code `limit`: it would take more steps than allowed.
Result<Collection> evaluate(const Expression& expression, const Node* focus, const Context& context);

// The result as a condition: no value = empty, "it does not apply"; a boolean is itself; another single item
// is true (N1 2.0.0, 4.5 "Singleton Evaluation of Collections"); several items are an error.
Result<std::optional<bool>> holds(const Expression& expression, const Node* focus, const Context& context);

// Static analysis for the pre-filter of bulk rows: the dotted paths of members that are read from the focus,
// as far as plain steps go, in order of appearance, each once. Steps inside where(...), select(...) and the
// like are relative to what these run over: linked.where(code = 'x').date gives linked, linked.code,
// linked.date. A path stands for all that is beneath it: where an expression goes on from a union, from
// iif(...) or the like, its further steps are not named. A type at the start (Patient.name) is kept as
// written. Not included: what starts at a variable, and use of the focus as a whole ($this, children(),
// descendants(), a function of the host).
std::vector<std::string> paths(const Expression& expression);

// Says whether the value set of that id has no members.
using IsEmptySet = std::function<bool(std::string_view)>;
// False where the condition can never be true, because it asks for membership in value sets that are empty;
// true wherever that is not certain.
bool may_hold(const Expression& condition, const IsEmptySet& is_empty);
// The same of a value: code.where(memberOf('nobody-filled-this')).first() never yields one.
bool may_yield(const Expression& expression, const IsEmptySet& is_empty);

}  // namespace sluice::expression
