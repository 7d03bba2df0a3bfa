#include "gateway/expression/expression.hpp"

#include "tests/unit/gateway/expression/tree.hpp"

#include <thread>

namespace sluice::test {
namespace {

using namespace expression;

std::string condition(std::string_view text) {
    const auto result = holds(*compile(text), &person(), context());
    return !result ? "error" : (!*result ? "none" : (**result ? "true" : "false"));
}

TEST(Expression, tells_a_false_condition_from_one_that_does_not_apply) {
    EXPECT_EQ(condition("id = 'p1'"), "true");
    EXPECT_EQ(condition("id = 'p2'"), "false");
    EXPECT_EQ(condition("nothing = 'p2'"), "none");
    EXPECT_EQ(condition("{}"), "none");
    EXPECT_EQ(condition("id"), "true");
    EXPECT_EQ(condition("name.given"), "error");
    EXPECT_EQ(condition("false"), "false");
}

TEST(Expression, is_copied_and_shared_between_threads) {
    const auto compiled =
        *compile("name.where(use = 'usual').given.join(',') & ' ' & contact.minutes.count().toString()");
    std::vector<std::string> results(4);

    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([copy = compiled, &result] {
            for (int i = 0; i < 200; ++i) {
                result = *evaluate(copy, &person(), context())->front().get<std::string>();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }

    EXPECT_THAT(results, testing::Each("Ann,Bea 3"));
}

TEST(Expression, keeps_its_text) {
    EXPECT_EQ(compile("a = 'x'")->text(), "a = 'x'");
}

TEST(Expression, hands_out_values_that_outlive_it) {
    Collection result;

    result = *evaluate(*compile("'a' & 'b'"), nullptr, context());

    ASSERT_EQ(result.size(), 1U);
    EXPECT_EQ(*result.front().get<std::string>(), "ab");
}

class Codes final : public Host {
  public:
    Result<bool> member_of(const Item& code, std::string_view value_set) const override {
        if (value_set == "broken") {
            return Error(ErrorCode::pack, "no such set");
        }
        const auto* found = code.get<std::string>();
        return found && *found == "c45" && value_set == "long";
    }
    Result<Collection> call(
        std::string_view function, const Collection& input, const std::vector<Collection>& arguments
    ) const override {
        std::string out(function);
        out += ":" + std::to_string(input.size());
        for (const auto& argument : arguments) {
            out += ":" + (argument.empty() ? "" : to_string(*argument.front().value()));
        }
        return Collection{Item::text(out)};
    }
};

TEST(Expression, asks_the_host_for_codes_and_functions) {
    const Codes codes;
    Context with = context();
    with.host = &codes;
    CompileOptions options;
    options.host_functions = {{"key", 0, 1, true}, {"twice", 2, 2, false}};

    for (const Case& entry : {
             Case{"contact.code.memberOf('long')", "true"},
             Case{"contact.where(code.memberOf('long')).minutes", "45"},
             Case{"contact[0].code.memberOf('long')", "false"},
             Case{"nothing.memberOf('long')", ""},
             Case{"contact.code.memberOf('broken')", "error: at offset 0: no such set"},
             Case{"key(Person)", "key:1:Person"},
             Case{"contact.twice(1, {})", "twice:3:1:"},
         }) {
        EXPECT_EQ(run(entry.expression, &person(), with, options), entry.result) << entry;
    }
}

TEST(Expression, fails_without_a_host_where_one_is_needed) {
    CompileOptions options;
    options.host_functions = {{"key", 0, 0, false}};

    EXPECT_EQ(run("id.memberOf('x')", &person()).substr(0, 6), "error:");
    EXPECT_EQ(run("key()", &person(), context(), options).substr(0, 6), "error:");
    EXPECT_FALSE(Host().member_of(Item::text("x"), "y"));
    EXPECT_FALSE(Host().call("key", {}, {}));
}

}  // namespace
}  // namespace sluice::test
