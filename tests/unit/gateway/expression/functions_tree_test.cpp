#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

using namespace expression;

TEST(Functions, of_the_tree) {
    for (const Case& entry : {
             Case{"children().count()", "8"},
             Case{"name.children().count()", "6"},
             Case{"descendants().count()", "20"},
             Case{"descendants().where($this is String).count()", "9"},
             Case{"name[0].children()", "usual | Ann | Bea"},
             Case{"id.children()", ""},
             Case{"1.children()", ""},
             Case{"type().name", "Person"},
             Case{"type().namespace", "Test"},
             Case{"1.type().name", "Integer"},
             Case{"birth.type().namespace", "System"},
             Case{"1.type()", "(node)"},
             Case{"1.type().children()", "System | Integer"},
             Case{"name.given.trace('names').count()", "4"},
             Case{"today()", "2026-01-15"},
             Case{"now()", "2026-01-15T10:30:00Z"},
             Case{"timeOfDay()", "10:30:00"},
         }) {
        EXPECT_EQ(run(entry.expression, &person()), entry.result) << entry;
    }
}

TEST(Functions, read_no_clock) {
    EXPECT_EQ(run("now()", nullptr, Context()), "error: at offset 0: now() was not given to this evaluation");
    EXPECT_EQ(
        run("today()", nullptr, Context()), "error: at offset 0: today() was not given to this evaluation"
    );
    Context dated;
    dated.today = Date::parse("2025-06-30");
    EXPECT_EQ(run("today()", nullptr, dated), "2025-06-30");
    EXPECT_EQ(run("timeOfDay()", nullptr, dated).substr(0, 6), "error:");
}

TEST(Functions, find_extensions_by_url) {
    Tree root("resource");
    auto& first = root.add("extension");
    first.add("url", text("http://a"));
    first.add("value", text("1"));
    root.add("extension").add("url", text("http://b"));

    EXPECT_EQ(run("extension('http://a').value", &root), "1");
    EXPECT_EQ(run("extension('http://c').exists()", &root), "false");
    EXPECT_EQ(run("extension({})", &root), "");
}

}  // namespace
}  // namespace sluice::test
