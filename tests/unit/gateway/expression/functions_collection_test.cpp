#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

void expect_all(const std::vector<Case>& cases) {
    for (const Case& entry : cases) {
        EXPECT_EQ(
            run(entry.expression, &person()).substr(0, entry.result == "error" ? 5 : std::string::npos),
            entry.result
        ) << entry;
    }
}

TEST(Functions, of_existence) {
    expect_all({
        {"name.empty()", "false"},
        {"nothing.empty()", "true"},
        {"name.exists()", "true"},
        {"name.exists(use = 'maiden')", "true"},
        {"name.exists(use = 'x')", "false"},
        {"nothing.exists(true)", "false"},
        {"contact.all(minutes > 10)", "true"},
        {"contact.all(minutes > 20)", "false"},
        {"nothing.all(false)", "true"},
        {"(true | false).allTrue()", "false"},
        {"(true | false).anyTrue()", "true"},
        {"(true | false).allFalse()", "false"},
        {"(true | false).anyFalse()", "true"},
        {"{}.allTrue()", "true"},
        {"{}.anyTrue()", "false"},
        {"(1 | true).allTrue()", "error"},
        {"(1|2).subsetOf(1|2|3)", "true"},
        {"(1|4).subsetOf(1|2|3)", "false"},
        {"(1|2|3).supersetOf(1|2)", "true"},
        {"{}.subsetOf(1)", "true"},
        {"contact.count()", "3"},
        {"name.given.distinct()", "Ann | Bea | Cat"},
        {"name.given.isDistinct()", "false"},
        {"contact.isDistinct()", "true"},
        {"true.not()", "false"},
        {"{}.not()", ""},
        {"(1|2).not()", "error"},
        {"id.hasValue()", "true"},
        {"name[0].hasValue()", "false"},
        {"nothing.hasValue()", "false"},
    });
}

TEST(Functions, of_filtering_and_projection) {
    expect_all({
        {"contact.where(minutes >= 30).code", "c30 | c45"},
        {"contact.where($index = 1).code", "c45"},
        {"contact.where(nothing = 1)", ""},
        {"contact.where(minutes | code)", "error"},
        {"name.select(given.count())", "2 | 2"},
        {"contact.select($this.minutes + $index)", "30 | 46 | 17"},
        {"name.given.ofType(String)", "Ann | Bea | Ann | Cat"},
        {"contact.minutes.ofType(String)", ""},
        {"1.is(Integer)", "true"},
        {"name.is(Name)", "error"},
        {"id.as(string)", "p1"},
        {"name.as(Name)", "error"},
        {"iif(active, 'yes', 'no')", "yes"},
        {"iif(nothing, 'yes', 'no')", "no"},
        {"iif(false, 'yes')", ""},
        {"iif(true, 'yes', (1|2).single())", "yes"},
        {"iif('x', 1, 2)", "error"},
        {"(1|2).iif(true, 1, 2)", "error"},
        {"(1|2|3).aggregate($this + $total, 0)", "6"},
        {"(3|1|2).aggregate(iif($total.empty() or $this < $total, $this, $total))", "1"},
        {"{}.aggregate($this, 7)", "7"},
        {"contact.minutes.sort()", "15 | 30 | 45"},
        {"contact.sort(-minutes).code", "c45 | c30 | c15"},
        {"(1 | 'a').sort()", "error"},
        {"repeat(name | given).count()", "5"},
        {"repeat('x')", "x"},
    });
}

TEST(Functions, of_subsetting_and_combining) {
    expect_all({
        {"contact.first().code", "c30"},
        {"contact.last().code", "c15"},
        {"contact.tail().code", "c45 | c15"},
        {"contact.skip(2).code", "c15"},
        {"contact.skip(-1).count()", "3"},
        {"contact.take(2).code", "c30 | c45"},
        {"contact.take(-1)", ""},
        {"contact.take(99).count()", "3"},
        {"contact.single()", "error"},
        {"id.single()", "p1"},
        {"nothing.single()", ""},
        {"nothing.last()", ""},
        {"(1|2|3).intersect(2|3|4)", "2 | 3"},
        {"(1|2|3).exclude(2)", "1 | 3"},
        {"1.combine(1).count()", "2"},
        {"1.union(1|2)", "1 | 2"},
        {"contact.code.join('-')", "c30-c45-c15"},
        {"('a'|'b').join()", "ab"},
        {"{}.join(',')", ""},
        {"(1|2).join(',')", "error"},
        {"contact.skip('x')", "error"},
    });
}

}  // namespace
}  // namespace sluice::test
