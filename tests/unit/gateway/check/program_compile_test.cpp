// What is refused when the pack is read.
#include "gateway/check/program.hpp"

#include "tests/unit/gateway/check/program_records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using testing::HasSubstr;

struct Spoilt {
    const char* path;
    const char* from;
    const char* to;
    const char* pointer;
};
const Spoilt kSpoilt[] = {
    {"schemas/sp-mds/rules/contact.json", "contact_date <= %asOf\"", "contact_date <= %asOn\"",
     "/rules/0/expression"},
    {"schemas/sp-mds/rules/contact.json", "contact_date.empty() or", "contact_date.empty( or",
     "/rules/0/expression"},
    {"schemas/sp-mds/entities/contact.json", "\"condition\": \"outcome = 'attended'\"",
     "\"condition\": \"outcome = \"", "/fields/9/condition"},
    {"schemas/sp-mds/entities/contact.json", "\"condition\": \"outcome = 'attended'\"",
     "\"condition\": \"outcomes = 'attended'\"", "/fields/9/condition: 'outcomes' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "\"need_id.exists() or", "\"nope.exists() or",
     "/rules/2/expression: 'nope' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.need.where(stats = 'active').empty()",
     "/rules/2/expression: 'stats' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.need.status_display.empty()",
     "/rules/2/expression: 'status_display' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.birth_date.day.empty()",
     "/rules/2/expression: 'day' is neither a field"},
};

TEST(CheckCompile, refuses_an_expression_that_does_not_compile_with_its_place) {
    for (const auto& spoilt : kSpoilt) {
        const tests::PackCopy pack;
        const int line = pack.patch(spoilt.path, spoilt.from, spoilt.to);

        EXPECT_THAT(
            pack.refusal(),
            HasSubstr(std::string(spoilt.path) + ":" + std::to_string(line) + ": " + spoilt.pointer)
        );
    }
}

}  // namespace
}  // namespace sluice::check
