#include "gateway/record/concepts.hpp"

#include "gateway/expression/expression.hpp"

#include "tests/support/clinic.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/rows.hpp"

#include <gmock/gmock.h>

namespace sluice::record {
namespace {

constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kLocal = "urn:sluice:emis-local";

class ConceptsTest : public testing::Test {
  protected:
    ConceptsTest()
        : world_(tests::make_world(tests::clinic({})).value()),
          rows_(world_.system(), tests::all_columns(world_.system())) {}

    const SourceRow& code(
        const std::string& id, const std::string& parent, const std::string& national,
        const std::string& local = ""
    ) {
        return rows_.add(
            "Code",
            {{"Code", id}, {"Parent", parent}, {"National", national}, {"Local", local}, {"Term", "T" + id}}
        );
    }
    static std::vector<std::string> codes(const std::vector<Concept>& concepts) {
        std::vector<std::string> out;
        for (const auto& found : concepts) {
            out.push_back(found.code);
        }
        return out;
    }

    tests::SmallWorld world_;
    tests::SourceRows rows_;
};

// An id of the namespace 1000006: a concept of the supplier, not of the national edition.
constexpr const char* kSupplierId = "1672871000006103";

TEST_F(ConceptsTest, gives_the_national_concept_and_the_local_code_of_the_row) {
    const auto& row = code("1", "", "871731000000106", "^EMISNQRE582");

    EXPECT_EQ(
        concepts_of(row),
        (std::vector<Concept>{{kSnomed, "871731000000106", "T1"}, {kLocal, "EMISNQRE582", "T1"}})
    );
}

TEST_F(ConceptsTest, does_not_climb_from_a_national_concept) {
    code("2", "", "105529008");
    const auto& row = code("1", "2", "871731000000106");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("871731000000106"));
}

TEST_F(ConceptsTest, passes_over_an_id_of_a_local_namespace_to_the_nearest_national_parent) {
    code("3", "", "73211009");
    code("2", "3", "105529008");
    const auto& row = code("1", "2", kSupplierId, "LOCAL1");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("LOCAL1", "105529008"));
}

TEST_F(ConceptsTest, takes_short_ids_for_national) {
    const auto& row = code("1", "", "267076002");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("267076002"));
}

TEST_F(ConceptsTest, climbs_through_every_parent_one_row_each) {
    code("2", "", "105529008");
    code("3", "", "267076002");
    code("5", "2", kSupplierId);  // a code with two parents has two rows
    code("5", "3", kSupplierId);
    const auto& row = code("1", "5", kSupplierId, "LOCAL1");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("LOCAL1", "105529008", "267076002"));
}

TEST_F(ConceptsTest, finds_a_national_concept_twelve_parents_up_and_none_further) {
    for (const int depth : {12, 13}) {
        tests::SourceRows rows(world_.system(), tests::all_columns(world_.system()));
        for (int i = 1; i <= depth; ++i) {
            rows.add(
                "Code", {{"Code", std::to_string(i)},
                         {"Parent", i == depth ? "" : std::to_string(i + 1)},
                         {"National", i == depth ? "267076002" : kSupplierId}}
            );
        }
        const auto& row = rows.add("Code", {{"Code", "0"}, {"Parent", "1"}, {"National", kSupplierId}});

        EXPECT_EQ(concepts_of(row).size(), depth == 12 ? 1U : 0U) << depth;
    }
}

TEST_F(ConceptsTest, ends_where_parents_go_round_in_a_circle) {
    code("2", "3", kSupplierId, "LOCAL2");
    code("3", "1", kSupplierId, "LOCAL3");
    const auto& row = code("1", "2", kSupplierId, "LOCAL1");

    EXPECT_THAT(codes(concepts_of(row)), testing::UnorderedElementsAre("LOCAL1", "LOCAL2", "LOCAL3"));
}

TEST_F(ConceptsTest, ends_where_a_code_is_its_own_parent) {
    const auto& row = code("1", "1", kSupplierId, "LOCAL1");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("LOCAL1"));
}

TEST_F(ConceptsTest, ends_where_a_parent_is_not_there) {
    const auto& row = code("1", "99", kSupplierId, "LOCAL1");

    EXPECT_THAT(codes(concepts_of(row)), testing::ElementsAre("LOCAL1"));
}

TEST_F(ConceptsTest, shows_system_code_and_display_to_expressions) {
    const auto& row = code("1", "", "871731000000106");
    const auto evaluate = [&](std::string_view text) {
        return expression::evaluate(expression::compile(text).value(), &row, {}).value();
    };

    ASSERT_EQ(evaluate("concept").size(), 1U);
    ASSERT_NE(concept_of(evaluate("concept").front()), nullptr);
    EXPECT_EQ(concept_of(evaluate("concept").front())->code, "871731000000106");
    EXPECT_EQ(*evaluate("concept.system").front().get<std::string>(), kSnomed);
    EXPECT_EQ(*evaluate("concept.display").front().get<std::string>(), "T1");
    EXPECT_EQ(concept_of(evaluate("Term").front()), nullptr);
}

// A table whose rows hold codes themselves, with a list of translations beside it.
class EntryConcepts : public testing::Test {
  protected:
    const SourceRow& entry(const std::string& ctv3, const std::string& national) {
        return rows_.add(
            "SRCode", {{"IDOrganisationVisibleTo", "A81001"},
                       {"RowIdentifier", ctv3},
                       {"CTV3Code", ctv3},
                       {"CTV3Text", "in CTV3"},
                       {"SNOMEDCode", national},
                       {"SNOMEDText", national.empty() ? "" : "in SNOMED CT"}}
        );
    }
    void translate(const std::string& ctv3, const std::string& national) {
        rows_.add("SRCtv3ToSnomed", {{"RowIdentifier", ctv3}, {"CTV3Code", ctv3}, {"SNOMEDCode", national}});
    }

    const schema::SourceSystem& system_ = tests::repository_program("tpp").system();
    tests::SourceRows rows_{system_, tests::all_columns(system_)};
    static constexpr const char* kCtv3 = "http://read.info/ctv3";
};

TEST_F(EntryConcepts, have_each_code_in_its_own_words) {
    translate("XaaEC", "105529008");

    EXPECT_EQ(
        concepts_of(entry("XaaEC", "871731000000106")),
        (std::vector<Concept>{{kSnomed, "871731000000106", "in SNOMED CT"}, {kCtv3, "XaaEC", "in CTV3"}})
    ) << "what the entry states itself needs no translation";
}

TEST_F(EntryConcepts, are_translated_where_the_entry_has_an_old_code_alone) {
    translate("XaaEC", "871731000000106");
    translate("XAAEC", "105529008");

    EXPECT_EQ(
        concepts_of(entry("XaaEC", "")),
        (std::vector<Concept>{{kCtv3, "XaaEC", "in CTV3"}, {kSnomed, "871731000000106", "in CTV3"}})
    ) << "codes that differ by case alone are different codes";
}

TEST_F(EntryConcepts, tell_a_local_code_by_how_it_begins) {
    EXPECT_EQ(
        concepts_of(entry("Y3SN1", "")), (std::vector<Concept>{{"urn:sluice:tpp-local", "Y3SN1", "in CTV3"}})
    );
}

}  // namespace
}  // namespace sluice::record
