// Random changes to valid expressions: whatever comes out either compiles or is refused with an offset inside
// the text, and what compiles either evaluates or fails with an error. The seed is fixed.
#include "tests/unit/gateway/expression/tree.hpp"

#include <array>
#include <random>

namespace sluice::test {
namespace {

using namespace expression;

constexpr std::array<std::string_view, 16> kSeeds = {
    "code.concept.memberOf('sp-referral-made')",
    "name.where(use = 'usual').given.first() & ' ' & name.given[1]",
    "contact.minutes.aggregate($this + $total, 0) / contact.count() >= 30.5",
    "birth + 18 years <= today() and (birth is Date) or active.not()",
    "iif(name.exists(given.matches('^A.*$')), @2024-01-31T10:00:00.5+01:00, {})",
    "(1 | 2 | 3).select($this * $index).sort(-$this).take(2).sum",
    "name.given.distinct().join(',').split(',').select(substring(0, 1).upper())",
    "%context.descendants().ofType(String).where($this.length() > 2).count()",
    "4 'g' = 4000 'mg' and 7 days ~ 1 week xor 1 'cm' < 2 '[in_i]'",
    "`name`.repeat(given | use).exclude('Ann').union(1.0 | -5 div 2 mod 3)",
    "'a\\u00e9\\n'.replace('a', 'b').indexOf('b') implies @T10:30 > @T10:29:59.999",
    "1.587.lowBoundary(2) | '12'.toInteger().power(3).sqrt().round(2) | 2.exp().ln()",
    "name.all($this.type().name = 'Name') // comment",
    "contact.skip(1).tail().intersect(contact).subsetOf(contact) /* x */",
    "'dGVzdA=='.decode('base64').encode('hex').escape('html')",
    "(('x' in ('x' | 'y')) = true) != (false contains {})",
};

constexpr std::string_view kLetters = "()[]{}.,'`\\@$%+-*/=<>!~|&0123456789abcTZxyz_ \n\t\x80\xFF?;:";

std::string mutate(std::string text, std::mt19937& random) {
    const auto below = [&random](std::size_t bound) { return random() % std::max<std::size_t>(bound, 1); };
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes; ++i) {
        const std::size_t at = below(text.size());
        const auto other = kSeeds[below(kSeeds.size())];
        switch (below(5)) {
            case 0:
                text.erase(at, 1 + below(6));
                break;
            case 1:
                text.insert(at, 1, kLetters[below(kLetters.size())]);
                break;
            case 2:
                text.replace(at, 1, 1, kLetters[below(kLetters.size())]);
                break;
            case 3:
                text.insert(at, other.substr(below(other.size()), below(20)));
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(30)));
        }
    }
    return text;
}

TEST(Fuzz, compiles_every_seed) {
    for (const auto seed : kSeeds) {
        EXPECT_TRUE(compile(seed)) << seed;
    }
}

TEST(Fuzz, refuses_or_evaluates_every_mutation) {
    std::mt19937 random(20260115);
    Context with = context();
    with.steps_max = 20'000;
    std::size_t compiled = 0;
    std::size_t evaluated = 0;

    for (int i = 0; i < 20'000; ++i) {
        const std::string text = mutate(std::string(kSeeds[random() % kSeeds.size()]), random);
        std::size_t offset = text.size() + 1;
        const auto expression = compile(text, {}, &offset);
        if (!expression) {
            ASSERT_LE(offset, text.size()) << text;
            ASSERT_FALSE(expression.error().text().empty());
            continue;
        }
        ++compiled;
        evaluated += evaluate(*expression, &person(), with) ? 1 : 0;
        ASSERT_LE(paths(*expression).size(), text.size());
    }

    EXPECT_GT(compiled, 1000U);
    EXPECT_GT(evaluated, 500U);
}

}  // namespace
}  // namespace sluice::test
