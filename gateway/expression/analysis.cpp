// What can be told from the tree alone.
#include "gateway/expression/ast.hpp"
#include "gateway/expression/expression.hpp"
#include "gateway/expression/functions.hpp"

#include <algorithm>
#include <array>

namespace sluice::expression {
namespace {

// The dotted path from the focus to what a part of the expression yields; no value where it yields something
// else than nodes of one path.
using Path = std::optional<std::string>;

// Functions whose result are items of their input.
constexpr std::array<std::string_view, 14> kSelecting = {"as",   "distinct", "exclude", "first", "intersect",
                                                         "last", "ofType",   "single",  "skip",  "sort",
                                                         "tail", "take",     "trace",   "where"};
static_assert(std::is_sorted(kSelecting.begin(), kSelecting.end()), "searched by halves");

class PathFinder {
  public:
    // `base` is the path of $this; the empty one is the focus itself.
    Path walk(const Ast& ast, const Path& base) {
        switch (ast.kind) {
            case Kind::self:
                return base;
            case Kind::member:
                return step(ast.has_target ? walk(ast.operands.front(), base) : base, ast.text);
            case Kind::indexer:
                walk(ast.operands[1], base);
                return walk(ast.operands[0], base);
            case Kind::type_test: {
                const Path path = walk(ast.operands[0], base);
                return ast.op == Operator::as ? path : std::nullopt;
            }
            case Kind::function:
            case Kind::host:
                return walk_call(ast, base);
            default:
                for (const auto& operand : ast.operands) {
                    walk(operand, base);
                }
                return std::nullopt;
        }
    }

    // Each found path once, without those that are only the beginning of the same chain.
    std::vector<std::string> take() { return std::move(found_); }

  private:
    Path step(const Path& path, const std::string& name) {
        if (!path) {
            return std::nullopt;
        }
        std::string longer = path->empty() ? name : *path + "." + name;
        note(*path, longer);
        return longer;
    }

    // The chain grew by a step: it takes the place of its beginning, where that was noted last.
    void note(const std::string& shorter, const std::string& longer) {
        if (!found_.empty() && growing_ && found_.back() == shorter) {
            found_.pop_back();
        }
        growing_ = std::find(found_.begin(), found_.end(), longer) == found_.end();
        if (growing_) {
            found_.push_back(longer);
        }
    }

    Path walk_call(const Ast& ast, const Path& base) {
        const Path input = ast.has_target ? walk(ast.operands.front(), base) : base;
        const bool lambda = ast.kind == Kind::function &&
                            (ast.function->shape == Shape::lambda || ast.function->shape == Shape::fold);
        growing_ = false;
        Path last;
        for (std::size_t i = 0; i < ast.argument_count(); ++i) {
            last = walk(ast.argument(i), lambda ? input : base);
            growing_ = false;
        }
        if (ast.text == "select" && ast.kind == Kind::function) {
            return last;
        }
        const bool selecting =
            ast.kind == Kind::function && std::binary_search(kSelecting.begin(), kSelecting.end(), ast.text);
        return selecting ? input : std::nullopt;
    }

    std::vector<std::string> found_;
    bool growing_ = false;  // the last entry of found_ is a chain that the next step may lengthen
};

}  // namespace

std::vector<std::string> paths(const Expression& expression) {
    PathFinder finder;
    finder.walk(expression.root(), Path(""));
    return finder.take();
}

}  // namespace sluice::expression
