#include "gateway/expression/expression.hpp"

#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

using namespace expression;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> paths_of(std::string_view text) {
    CompileOptions options;
    options.variables = {"asOf"};
    return paths(*compile(text, options));
}

TEST(Analysis, names_the_longest_chains_in_order_of_appearance) {
    EXPECT_THAT(
        paths_of("code.concept.memberOf('x') and EffectiveDate <= %asOf and code.concept = '1'"),
        ElementsAre("code.concept", "EffectiveDate")
    );
    EXPECT_THAT(paths_of("a or a.b or a"), ElementsAre("a", "a.b"));
    EXPECT_THAT(paths_of("$this.a.b[c].d"), ElementsAre("c", "a.b.d"));
    EXPECT_THAT(paths_of("'x'"), IsEmpty());
    EXPECT_THAT(paths_of("%asOf.a"), IsEmpty());
}

TEST(Analysis, follows_what_runs_over_items_of_a_path) {
    EXPECT_THAT(
        paths_of("linked.where(code = 'x').date"), ElementsAre("linked", "linked.code", "linked.date")
    );
    EXPECT_THAT(paths_of("a.first().b"), ElementsAre("a", "a.b"));
    EXPECT_THAT(paths_of("a.select(b.c).d"), ElementsAre("a", "a.b.c", "a.b.c.d"));
    EXPECT_THAT(paths_of("(a as Quantity).unit"), ElementsAre("a.unit"));
    EXPECT_THAT(paths_of("a.exists(b) and iif(c, d, e)"), ElementsAre("a", "a.b", "c", "d", "e"));
    EXPECT_THAT(paths_of("x.combine(y)"), ElementsAre("x", "y"));
}

}  // namespace
}  // namespace sluice::test
