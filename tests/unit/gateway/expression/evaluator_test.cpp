#include "gateway/expression/evaluator.hpp"

#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

using namespace expression;

TEST(Evaluator, walks_members_of_every_item) {
    for (const Case& entry : {
             Case{"id", "p1"},
             Case{"Person.id", "p1"},
             Case{"$this.id", "p1"},
             Case{"name.given", "Ann | Bea | Ann | Cat"},
             Case{"name[1].given[1]", "Cat"},
             Case{"name[5]", ""},
             Case{"name[{}]", ""},
             Case{"nothing.at.all", ""},
             Case{"name", "(node) | (node)"},
             Case{"'text'.id", ""},
         }) {
        EXPECT_EQ(run(entry.expression, &person()), entry.result) << entry;
    }
}

TEST(Evaluator, keeps_a_field_that_is_called_like_its_record) {
    Tree record("referral");
    record.typed("referral");
    record.add("referral", text("inner"));

    EXPECT_EQ(run("referral", &record), "inner");
}

TEST(Evaluator, gives_nothing_for_an_empty_focus) {
    EXPECT_EQ(run("id"), "");
    EXPECT_EQ(run("$this"), "");
    EXPECT_EQ(run("1 + 1"), "2");
}

TEST(Evaluator, reads_variables_of_the_context) {
    Context with = context();
    with.variables["asOf"] = {Item(date("2026-01-15"))};
    with.root = &person();
    CompileOptions options;
    options.variables = {"asOf", "missing"};
    const Tree other("other");

    EXPECT_EQ(run("%asOf > @2025", &other, with, options), "true");
    EXPECT_EQ(run("%context.id & %resource.id", &other, with, options), "p1p1");
    EXPECT_EQ(run("%sct", &other, with, options), "http://snomed.info/sct");
    EXPECT_EQ(run("%`vs-x`", &other, with, options), "http://hl7.org/fhir/ValueSet/x");
    EXPECT_EQ(
        run("%missing", &other, with, options),
        "error: at offset 0: variable %missing was not given to this evaluation"
    );
}

TEST(Evaluator, tests_types_of_models_and_of_values) {
    for (const Case& entry : {
             Case{"$this is Person", "true"},
             Case{"$this is Test.Person", "true"},
             Case{"$this is Other.Person", "false"},
             Case{"id is string", "true"},
             Case{"id is System.String", "false"},
             Case{"birth is Date", "true"},
             Case{"birth is System.Date", "true"},
             Case{"1 is Integer", "true"},
             Case{"1.0 is Decimal", "true"},
             Case{"nothing is Date", ""},
             Case{"(birth as Date).toString()", "1974-12-25"},
             Case{"birth as String", ""},
             Case{
                 "(name as Name).use",
                 "error: at offset 1: 'is' and 'as' need one item on their left, there are several"},
         }) {
        EXPECT_EQ(run(entry.expression, &person()), entry.result) << entry;
    }
}

TEST(Evaluator, turns_signs_of_numbers_only) {
    EXPECT_EQ(run("-(1.50)"), "-1.50");
    EXPECT_EQ(run("-(4 days)"), "-4 days");
    EXPECT_EQ(run("+1"), "1");
    EXPECT_EQ(run("-{}"), "");
    EXPECT_EQ(run("-'a'"), "error: at offset 0: a sign needs one number after it");
}

TEST(Evaluator, stops_when_the_steps_are_used_up) {
    Tree ring("a");
    Tree back("b");
    ring.link(back);
    back.link(ring);
    Context limited = context();
    limited.steps_max = 10'000;

    EXPECT_EQ(
        run("descendants().count()", &ring, limited),
        "error: at offset 0: the expression took more steps than allowed"
    );
    EXPECT_EQ(holds(*compile("descendants().exists()"), &ring, limited).error().code(), ErrorCode::limit);
    EXPECT_EQ(holds(*compile("-'a'"), &ring, limited).error().code(), ErrorCode::pack);
    EXPECT_EQ(run("repeat(a | b).count()", &ring, limited), "2");
    EXPECT_EQ(
        run("(1|2|3|4|5|6|7|8|9).select(%context.name.given)", &person(), context()).substr(0, 9), "Ann | Bea"
    );
}

TEST(Evaluator, takes_its_steps_from_what_several_evaluations_have_together) {
    const auto count = *compile("(1|2|3|4|5|6|7|8|9).count() = 9");
    std::uint64_t left = 500;
    Context shared = context();
    shared.steps_left = &left;

    EXPECT_TRUE(holds(count, nullptr, shared));
    const auto once = 500 - left;
    EXPECT_GT(once, 9U);
    EXPECT_TRUE(holds(count, nullptr, shared));
    EXPECT_EQ(left, 500 - 2 * once);
    left = once - 1;
    EXPECT_EQ(holds(count, nullptr, shared).error().code(), ErrorCode::limit);
    EXPECT_EQ(left, 0U);
}

TEST(Evaluator, reports_comparisons_that_go_too_deep_instead_of_guessing) {
    Tree first("x");
    first.add("v", text("1"));
    first.link(first);
    Tree second("x");
    second.add("v", text("1"));
    second.link(second);
    Context with = context();
    with.variables["other"] = {Item(&second)};
    CompileOptions options;
    options.variables = {"other"};

    EXPECT_EQ(run("$this = $this", &first, with, options), "true");
    EXPECT_EQ(
        run("($this = %other).empty()", &first, with, options),
        "error: at offset 1: a comparison took more steps, or went deeper, than allowed"
    );
}

TEST(Evaluator, bounds_the_texts_that_it_makes) {
    EXPECT_EQ(
        run("(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25).aggregate($total & $total, "
            "'x')")
            .substr(0, 6),
        "error:"
    );
}

}  // namespace
}  // namespace sluice::test
