// The FHIRPath suite of FHIR/fhir-test-cases (r4/fhirpath), over the file cases.json of
// SLUICE_CONFORMANCE_DIR. known_gaps.json lists every case that does not pass, with the reason; a listed case
// that passes is a fault too.
#include "gateway/expression/expression.hpp"

#include "tests/conformance/fhirpath/fhir_node.hpp"

#include <rapidjson/document.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>

namespace sluice::test {
namespace {

using expression::Collection;
using expression::Item;

std::string suite_folder() {
    const char* from_environment = std::getenv("SLUICE_CONFORMANCE_DIR");
    return std::string(from_environment ? from_environment : SLUICE_CONFORMANCE_DIR_DEFAULT) +
           "/fhirpath-r4/";
}

bool read_document(const std::string& path, rapidjson::Document& document) {
    std::ifstream stream(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    document.Parse(text.c_str());
    return !document.HasParseError();
}

std::string lower_first(std::string_view text) {
    std::string out(text);
    out[0] = static_cast<char>(out[0] >= 'A' && out[0] <= 'Z' && text != "Quantity" ? out[0] + 32 : out[0]);
    return out;
}

std::string type_of(const Item& item) {
    const auto* node = item.node();
    return node ? std::string(node->type_name()) : lower_first(expression::type_name(*item.value()));
}

std::string text_of(const Item& item) {
    const auto* value = item.value();
    if (!value) {
        return "(a node)";
    }
    const auto type = expression::type_name(*value);
    const std::string mark = type == "Time" ? "@T" : (type == "Date" || type == "DateTime" ? "@" : "");
    return mark + expression::to_string(*value);
}

std::string member(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
}

class Suite {
  public:
    explicit Suite(std::string folder) : folder_(std::move(folder)) {
        context_.now = expression::DateTime::parse("2026-01-15T10:30:00.000Z");
    }

    // Empty when the case passes, else what went wrong.
    std::string run(const rapidjson::Value& test) {
        const std::string input = member(test, "input");
        const bool must_fail = test.HasMember("invalid");
        const auto compiled = expression::compile(member(test, "expression"));
        if (!compiled) {
            return must_fail ? "" : compiled.error().text();
        }
        const auto result = expression::evaluate(*compiled, resource(input), context_);
        if (!result) {
            return must_fail ? "" : result.error().text();
        }
        if (must_fail) {
            return "no error was raised";
        }
        return difference(test, *result);
    }

  private:
    const expression::Node* resource(const std::string& input) {
        if (input.empty()) {
            return nullptr;
        }
        auto& entry = resources_[input];
        if (!entry) {
            entry = read_fhir(folder_ + input);
        }
        return entry.get();
    }

    static std::string difference(const rapidjson::Value& test, const Collection& result) {
        Collection found = result;
        if (member(test, "predicate") == "true") {
            const auto* boolean = result.size() == 1 ? result.front().get<bool>() : nullptr;
            found = {Item(expression::Value(boolean ? *boolean : !result.empty()))};
        }
        std::string text;
        for (const auto& item : found) {
            text += type_of(item) + ":" + text_of(item) + " | ";
        }
        const auto outputs = test.FindMember("outputs");
        const rapidjson::SizeType wanted = outputs != test.MemberEnd() ? outputs->value.Size() : 0;
        bool same = found.size() == wanted;
        for (rapidjson::SizeType i = 0; same && i < wanted; ++i) {
            const auto& output = outputs->value[i];
            const std::string type = member(output, "type");
            same =
                (type.empty() || type == type_of(found[i])) && member(output, "value") == text_of(found[i]);
        }
        return same ? "" : "gave " + text;
    }

    std::string folder_;
    expression::Context context_;
    std::map<std::string, std::unique_ptr<FhirNode>> resources_;
};

TEST(FhirPathSuite, passes_every_case_that_is_not_listed_as_a_gap) {
    rapidjson::Document cases;
    if (!read_document(suite_folder() + "cases.json", cases)) {
        GTEST_SKIP() << "suite absent: no fhirpath-r4/cases.json under SLUICE_CONFORMANCE_DIR";
    }
    rapidjson::Document gaps;
    ASSERT_TRUE(read_document(SLUICE_SOURCE_DIR "/tests/conformance/fhirpath/known_gaps.json", gaps));
    Suite suite(suite_folder());
    std::size_t passed = 0;
    std::size_t listed = 0;

    for (const auto& test : cases["cases"].GetArray()) {
        const std::string id = member(test, "id");
        const bool gap = gaps.HasMember(id.c_str());
        const std::string fault = suite.run(test);

        EXPECT_EQ(fault.empty(), !gap) << id << ": " << member(test, "expression") << "\n  "
                                       << (fault.empty() ? "passes, yet it is listed as a gap" : fault);
        passed += fault.empty() ? 1 : 0;
        listed += gap ? 1 : 0;
    }

    EXPECT_EQ(listed, gaps.MemberCount()) << "known_gaps.json names cases that the suite does not have";
    std::cout << passed << " of " << cases["cases"].Size() << " cases pass, " << listed
              << " are listed gaps\n";
}

}  // namespace
}  // namespace sluice::test
