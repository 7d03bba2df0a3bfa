#include "gateway/expression/expression.hpp"

#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

using namespace expression;

std::size_t fault_offset(std::string_view text) {
    std::size_t offset = 9999;
    const auto compiled = compile(text, {}, &offset);
    return compiled ? 9999 : offset;
}

TEST(Parser, follows_the_precedence_of_the_grammar) {
    for (const Case& entry : {
             Case{"1 + 2 * 3", "7"},
             Case{"(1 + 2) * 3", "9"},
             Case{"7 - 2 - 1", "4"},
             Case{"-1 + 3", "2"},
             Case{"2 + 3 = 5 and 1 < 2", "true"},
             Case{"true or false and false", "true"},
             Case{"false implies true or false", "true"},
             Case{"1 | 2 = 1 | 2", "true"},
             Case{"1 + 1 is Integer", "true"},
             Case{"'a' & 'b' = 'ab'", "true"},
             Case{"1 in 1 | 2", "true"},
             Case{"-2.abs()", "-2"},
             Case{"(-2).abs()", "2"},
             Case{"2 in (1 | 2) = true", "false"},
         }) {
        EXPECT_EQ(run(entry.expression), entry.result) << entry;
    }
}

TEST(Parser, lets_keywords_be_names_where_the_grammar_does) {
    Tree tree("row");
    tree.add("contains", text("a"));
    tree.add("is", text("b"));
    tree.add("div", text("c"));

    EXPECT_EQ(run("contains & is & $this.div", &tree), "abc");
    EXPECT_EQ(run("`div`", &tree), "c");
}

TEST(Parser, says_at_which_offset_an_expression_breaks) {
    EXPECT_EQ(fault_offset("a.b ="), 5U);
    EXPECT_EQ(fault_offset("a.b = 'x' 'y'"), 10U);
    EXPECT_EQ(fault_offset("(a"), 2U);
    EXPECT_EQ(fault_offset("a."), 2U);
    EXPECT_EQ(fault_offset("a[1"), 3U);
    EXPECT_EQ(fault_offset("a.frobnicate()"), 2U);
    EXPECT_EQ(fault_offset("x and %y"), 6U);
    EXPECT_EQ(fault_offset("a.substring()"), 2U);
    EXPECT_EQ(fault_offset("@2015-02-30"), 0U);
    EXPECT_EQ(fault_offset("a and and b"), 6U);
    EXPECT_EQ(fault_offset("1 is 2"), 5U);
    EXPECT_EQ(fault_offset("a.matches('(')"), 10U);
    EXPECT_EQ(fault_offset(""), 0U);
}

TEST(Parser, names_what_it_expected_and_found) {
    EXPECT_EQ(compile("a.frobnicate()").error().text(), "at offset 2: there is no function frobnicate()");
    EXPECT_EQ(
        compile("a b").error().text(),
        "at offset 2: expected an operator or the end of the expression, found 'b'"
    );
    EXPECT_EQ(compile("a.take(1, 2)").error().text(), "at offset 2: take() takes 1 arguments, not 2");
    EXPECT_EQ(compile("a +").error().code(), ErrorCode::pack);
}

TEST(Parser, accepts_variables_and_host_functions_that_the_options_name) {
    CompileOptions options;
    options.variables = {"asOf"};
    options.host_functions = {{"getResourceKey", 0, 0, false}};

    EXPECT_TRUE(compile("date <= %asOf and getResourceKey() = 'x'", options));
    EXPECT_FALSE(compile("date <= %asof", options));
    EXPECT_FALSE(compile("getResourceKey(1)", options));
    EXPECT_TRUE(compile("%sct & %resource.id & %`vs-x` & %'ext-y'", options));
}

TEST(Parser, refuses_an_unknown_value_set_of_member_of) {
    CompileOptions options;
    options.is_value_set = [](std::string_view name) { return name == "known"; };

    EXPECT_TRUE(compile("code.memberOf('known')", options));
    EXPECT_EQ(
        compile("code.memberOf('other')", options).error().text(),
        "at offset 14: there is no value set 'other'"
    );
}

TEST(Parser, knows_index_and_total_only_where_they_have_a_value) {
    EXPECT_TRUE(compile("a.where($index > 0)"));
    EXPECT_TRUE(compile("a.aggregate($total + $this, 0)"));
    EXPECT_FALSE(compile("$index"));
    EXPECT_FALSE(compile("a.where($total > 0)"));
    EXPECT_FALSE(compile("$that"));
}

TEST(Parser, bounds_nesting_and_length_of_chains) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "1" + std::string(depth, ')');
    };
    const auto chain = [](std::size_t steps) {
        std::string text = "true";
        for (std::size_t i = 0; i < steps; ++i) {
            text += " or false";
        }
        return text;
    };

    EXPECT_TRUE(compile(nested(64)));
    EXPECT_FALSE(compile(nested(65)));
    EXPECT_TRUE(compile(chain(500)));
    EXPECT_FALSE(compile(chain(600)));
    EXPECT_FALSE(compile(std::string(100, '-') + "1"));
    EXPECT_EQ(run(chain(500)), "true");
}

}  // namespace
}  // namespace sluice::test
