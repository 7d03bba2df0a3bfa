// Extension packs: what they may add to the repository's pack, and what they are refused for.
#include "gateway/schema/documents.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include <sys/stat.h>

namespace sluice::schema {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::source_folder;

const std::string kExample = source_folder() + "/docs/examples/nel-sp";

// An extension of one document beside extension.json.
class Extension {
  public:
    Extension() { write("extension.json", R"({"extension": "ext", "version": "2.1.0"})"); }

    void write(const std::string& path, std::string_view text) const {
        const std::string whole = folder_ / path;
        std::filesystem::create_directories(std::filesystem::path(whole).parent_path());
        tests::write_text(whole, text);
    }
    const std::string& folder() const { return folder_.path(); }
    // The text of the error with which it is refused; empty where it is taken.
    std::string refusal() const {
        const auto documents = load_documents(source_folder(), {folder()});
        return documents ? std::string() : documents.error().text();
    }
    std::string refusal(const std::string& path, std::string_view text) const {
        write(path, text);
        return refusal();
    }

  private:
    tests::TemporaryFolder folder_;
};

const std::string kReferral = "schemas/sp-mds/entities/referral.json";

std::string one_field(const std::string& name, const std::string& more) {
    return "{\"extends\": \"referral\", \"fields\": [\n{\"name\": \"" + name +
           "\", \"title\": \"T\", \"zone\": \"secondary\", \"conformance\": \"optional\", " + more + "}]}";
}

TEST(Extension, adds_fields_codes_rules_and_mappings_and_says_so) {
    const auto documents = load_documents(source_folder(), {kExample});
    ASSERT_TRUE(documents) << documents.error().text();
    const auto* referral = documents->dataset.entity("referral");
    const auto field = referral->field("nel_route");
    ASSERT_TRUE(field);
    EXPECT_EQ(referral->fields[*field].extension, "nel-sp");
    EXPECT_TRUE(documents->rules.find("NEL-001"));
    EXPECT_EQ(
        documents->definition(),
        documents->dataset.name + " " + documents->dataset.version + " + nel-sp 1.0.0"
    );
    const auto* reasons = documents->code_system("decline-reason");
    EXPECT_EQ(reasons->codes.back().code, "nel_waiting_time");
    EXPECT_THAT(reasons->origin.extensions, ElementsAre("nel-sp"));
}

TEST(Extension, is_part_of_the_digest_wherever_it_lies) {
    const Extension copy;
    std::filesystem::copy(
        kExample, copy.folder(),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing
    );
    const auto base = load_documents(source_folder());
    const auto one = load_documents(source_folder(), {kExample});
    const auto other = load_documents(source_folder(), {copy.folder() + "/"});
    ASSERT_TRUE(base && one && other);
    EXPECT_NE(base->digest, one->digest);
    EXPECT_EQ(one->digest, other->digest);
}

TEST(Extension, cannot_change_a_field_of_the_base) {
    const Extension extension;
    const auto text = extension.refusal(kReferral, one_field("status", "\"type\": \"text\""));
    EXPECT_THAT(
        text, HasSubstr(extension.folder() + "/" + kReferral + ":2: /fields/0/name: 'status' is a field")
    );
}

TEST(Extension, cannot_make_records_of_the_base_wrong) {
    const Extension extension;
    const auto text = extension.refusal(
        kReferral, R"({"extends": "referral", "fields": [{"name": "x", "title": "X", "type": "text",
                       "zone": "secondary", "conformance": "mandatory"}]})"
    );
    EXPECT_THAT(text, HasSubstr("neither mandatory nor an id"));
}

TEST(Extension, names_its_fields_as_the_dataset_does) {
    const std::string text = "\"type\": \"text\"";
    for (const std::string name :
         {"Referral_Date", "1st", "_x", "a b", "x.y", R"(a\"; drop)", R"(\u00e9)", ""}) {
        const Extension extension;
        EXPECT_THAT(
            extension.refusal(kReferral, one_field(name, text)),
            HasSubstr(extension.folder() + "/" + kReferral + ":2: /fields/0/name: a name is small letters")
        ) << name;
    }
    EXPECT_THAT(
        Extension().refusal(kReferral, one_field("x", text + ", \"exchange\": \"Column X\"")),
        HasSubstr("/fields/0/exchange: a name is small letters")
    );
    EXPECT_EQ(Extension().refusal(kReferral, one_field("x_1", text + ", \"exchange\": \"y_1\"")), "");
}

TEST(Extension, cannot_take_a_column_of_the_contract) {
    const std::string text = "\"type\": \"text\"";
    for (const std::string name :
         {"deleted", "organisation_ods", "sender_system", "person_local_id", "x_mine", "code_display",
          "display"}) {
        EXPECT_THAT(
            Extension().refusal(kReferral, one_field(name, text)),
            HasSubstr(
                kReferral + ":2: /fields/0: '" + name + "' is a column of the file referral.csv already"
            )
        ) << name;
    }
    EXPECT_EQ(Extension().refusal(kReferral, one_field("deleted", text + ", \"exchange\": \"erased\"")), "");
}

TEST(Extension, cannot_extend_what_is_not_there) {
    EXPECT_THAT(
        Extension().refusal("schemas/sp-mds/entities/x.json", R"({"extends": "garden", "fields": []})"),
        HasSubstr("there is no entity 'garden' to extend")
    );
    EXPECT_THAT(
        Extension().refusal(kReferral, one_field("x", "\"type\": \"code\", \"codes\": \"garden\"")),
        HasSubstr("there is no CodeSystem 'garden'")
    );
}

TEST(Extension, cannot_replace_a_list_or_a_code) {
    const std::string path = "schemas/sp-mds/codes/decline-reason.json";
    EXPECT_THAT(
        Extension().refusal(path, R"({"resourceType": "CodeSystem", "id": "decline-reason", "concept": []})"),
        HasSubstr("there is another list with the id 'decline-reason'")
    );
    EXPECT_THAT(
        Extension().refusal(
            path,
            R"({"resourceType": "CodeSystem", "extends": "decline-reason", "concept": [{"code": "not_now"}]})"
        ),
        HasSubstr("/concept/0: 'not_now' is a code of 'decline-reason' already")
    );
}

TEST(Extension, cannot_take_the_id_of_a_rule_nor_the_name_of_a_mapping) {
    const Extension extension;
    for (const std::string path : {"schemas/sp-mds/rules/need.json", "mappings/emis/need.json"}) {
        extension.write(path, tests::read_text(source_folder() + "/" + path));
    }
    EXPECT_THAT(extension.refusal(), HasSubstr("the rule NED-001 stands twice"));
}

TEST(Extension, cannot_map_a_code_otherwise) {
    const auto map = [](const std::string& code, const std::string& target) {
        return R"({"resourceType": "ConceptMap", "id": "emis-urgency", "group": [{"source": "urn:sluice:emis-text",
                   "element": [{"code": ")" +
               code + R"(", "target": [{"code": ")" + target + R"("}]}]}]})";
    };
    const std::string path = "mappings/codes/emis-urgency.map.json";
    EXPECT_THAT(
        Extension().refusal(path, map("Soon", "urgent")), HasSubstr("'Soon' is mapped already, to 'soon'")
    );
    EXPECT_EQ(Extension().refusal(path, map("Whenever", "routine")), "");
}

// A map that a data manager filled in by hand must not make values that are neither a code nor words.
TEST(Extension, maps_to_codes_that_are_there) {
    const auto map = [](const std::string& url, const std::string& target) {
        return R"({"resourceType": "ConceptMap", "id": "emis-sex", "group": [{"source": "urn:sluice:emis-text",
                   "target": ")" +
               url + R"(", "element": [{"code": "woman", "target": [)" + target + R"(]}]}]})";
    };
    const std::string path = "mappings/codes/emis-sex.map.json";
    const std::string gender = "urn:sluice:sp-mds:gender";

    EXPECT_EQ(Extension().refusal(path, map(gender, R"({"code": "2", "equivalence": "equivalent"})")), "");
    EXPECT_EQ(Extension().refusal(path, map(gender, R"({"code": "", "equivalence": "unmatched"})")), "");
    EXPECT_THAT(
        Extension().refusal(path, map(gender, R"({"code": "77"})")),
        HasSubstr(
            "emis-sex.map.json:2: /group/0/element/0/target/0: '77' is not a code of the list '" + gender
        )
    );
    EXPECT_THAT(
        Extension().refusal(path, map("urn:sluice:sp-mds:sex", R"({"code": "2"})")),
        HasSubstr("there is no code list with the url 'urn:sluice:sp-mds:sex'")
    );
    EXPECT_THAT(
        Extension().refusal(path, map(gender, R"({"code": "2", "equivalence": "disjoint"})")),
        HasSubstr("/equivalence: with a code it may be")
    );
    EXPECT_THAT(
        Extension().refusal(path, map(gender, R"({"code": "2"}, {"code": "1"})")),
        HasSubstr("/target/1: this code is mapped already, to '2'")
    );
}

TEST(Extension, may_add_members_to_a_value_set) {
    const Extension extension;
    extension.write(
        "mappings/codes/sp-needs.json", R"({"resourceType": "ValueSet", "id": "sp-needs",
        "identifier": [{"value": "1373501000000105"}],
        "compose": {"include": [{"system": "http://snomed.info/sct", "concept": [{"code": "228273003"}]}]}})"
    );
    const auto documents = load_documents(source_folder(), {extension.folder()});
    ASSERT_TRUE(documents) << documents.error().text();
    const auto set =
        std::find_if(documents->value_sets.begin(), documents->value_sets.end(), [](const auto& entry) {
            return entry.id == "sp-needs";
        });
    EXPECT_TRUE(std::any_of(set->members.begin(), set->members.end(), [](const auto& member) {
        return member.code == "228273003";
    }));
    EXPECT_FALSE(set->is_standin());
}

TEST(Extension, is_refused_by_a_dataset_that_is_too_old_for_it) {
    const Extension extension;
    const auto needing = [&](const std::string& needs) {
        return extension.refusal(
            "extension.json",
            "{\"extension\": \"ext\", \"version\": \"1\",\n \"requires\": \"" + needs + "\"}"
        );
    };
    EXPECT_EQ(needing("sp-mds >=1.1"), "");
    EXPECT_THAT(
        needing("sp-mds >=9.0"), HasSubstr("extension.json:2: /requires: the extension needs sp-mds >=9.0")
    );
    EXPECT_THAT(needing("other >=1.0"), HasSubstr("the extension needs other >=1.0"));
    EXPECT_THAT(needing("sp-mds >=99999999999999999999.1"), HasSubstr("a dataset and its lowest version"));
    EXPECT_THAT(needing("sp-mds >="), HasSubstr("a dataset and its lowest version are expected"));
    EXPECT_THAT(needing("sp-mds"), HasSubstr("a dataset and its lowest version are expected"));
}

TEST(Extension, holds_nothing_that_there_is_only_once) {
    for (const std::string name : {"dataset.json", "exchange.json", "core.csv", "standard.csv"}) {
        EXPECT_THAT(
            Extension().refusal("schemas/sp-mds/" + name, "{}"),
            HasSubstr(name + ": no document of a pack is expected here")
        );
    }
}

TEST(Extension, is_named_once_and_not_as_the_dataset) {
    const Extension one;
    const Extension other;

    const auto twice = load_documents(source_folder(), {one.folder(), other.folder()});

    ASSERT_FALSE(twice);
    EXPECT_THAT(
        twice.error().text(),
        HasSubstr(other.folder() + "/extension.json: the extension 'ext' is there already: " + one.folder())
    );
    EXPECT_THAT(
        one.refusal("extension.json", R"({"extension": "sp-mds", "version": "1"})"),
        HasSubstr("an extension cannot have the name of the dataset, sp-mds")
    );
}

TEST(Extension, weighs_a_field_with_no_less_than_nothing) {
    EXPECT_THAT(
        Extension().refusal(kReferral, one_field("x", "\"type\": \"text\", \"weight\": -1")),
        HasSubstr("/fields/0/weight: a number from 0 to 1000 is expected here")
    );
}

// As a ConfigMap is mounted.
TEST(Extension, may_be_mounted_as_links) {
    const Extension extension;
    const auto folder = std::filesystem::path(extension.folder()) / "schemas/sp-mds/entities";
    extension.write("schemas/sp-mds/entities/..1/referral.json", one_field("x", "\"type\": \"text\""));
    std::filesystem::create_directory_symlink("..1", folder / "..data");
    std::filesystem::create_symlink("..data/referral.json", folder / "referral.json");

    const auto documents = load_documents(source_folder(), {extension.folder()});

    ASSERT_TRUE(documents) << documents.error().text();
    EXPECT_TRUE(documents->dataset.entity("referral")->field("x"));
}

TEST(Extension, ignores_nothing_that_it_cannot_read) {
    const auto refusal_of = [](const auto& put) {
        const Extension extension;
        extension.write(kReferral, one_field("x", "\"type\": \"text\""));
        put(std::filesystem::path(extension.folder()) / "schemas/sp-mds/entities/person.json");
        return extension.refusal();
    };
    const auto refused = HasSubstr("entities/person.json: neither a file, nor a link to one, nor a folder");
    EXPECT_THAT(
        refusal_of([](const auto& path) { std::filesystem::create_symlink("nowhere.json", path); }), refused
    );
    EXPECT_THAT(
        refusal_of([](const auto& path) { std::filesystem::create_directory_symlink("..", path); }), refused
    );
    EXPECT_THAT(refusal_of([](const auto& path) { ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0); }), refused);
}

TEST(Extension, must_say_what_it_is) {
    const tests::TemporaryFolder folder;
    const auto documents = load_documents(source_folder(), {folder.path()});
    ASSERT_FALSE(documents);
    EXPECT_EQ(documents.error().code(), ErrorCode::usage);
    EXPECT_THAT(
        Extension().refusal("extension.json", R"({"extension": "A B", "version": "1"})"),
        HasSubstr("small letters")
    );
}

TEST(Version, is_compared_part_by_part) {
    EXPECT_TRUE(is_version_before("1.9", "1.10"));
    EXPECT_FALSE(is_version_before("1.1.0", "1.1"));
    EXPECT_FALSE(is_version_before("2.0", "1.9"));
}

}  // namespace
}  // namespace sluice::schema
