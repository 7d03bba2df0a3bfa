// An example that asks for what does not exist must not pass for one that was sent.
#include "tests/support/delivery.hpp"

#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace sluice::tests {
namespace {

std::string write(const std::string& description, const TemporaryFolder& folder) {
    return write_delivery(parse(description), folder.path());
}

std::string changed(const std::string& change) {
    return R"({"of": "package", "changes": [)" + change + "]}";
}

TEST(Delivery, that_cannot_be_made_as_it_is_described_throws) {
    const std::string descriptions[] = {
        "{}",
        R"({"of": "parcel"})",
        R"({"of": "package", "as": "tar"})",
        R"({"of": "emis", "changes": [{"manifest": {}}]})",
        changed(R"({"manifest": {}}, {"manifest": {}})"),
        changed(R"({"set": {"outcome": "dna"}})"),
        changed(R"({"in": "contacts", "set": {"outcome": "dna"}})"),
        changed(R"({"in": "contact", "set": {"result": "dna"}})"),
        changed(R"({"in": "contact", "row": 3, "set": {"outcome": "dna"}})"),
        changed(R"({"in": "contact", "row": 2, "replace": {"dna": "came"}})"),
        changed(R"({"in": "contact", "replace": {"nowhere": "came"}})"),
        changed(R"({"in": "contact", "rows": 3})"),
        changed(R"({"in": "contact", "drop_column": "result"})"),
        changed(R"({"in": "contact", "remove": false})"),
        changed(R"({"in": "contact", "append": "a\n", "rename": "b"})"),
        changed(R"({"in": "contact", "append": {"text": "a\n", "often": 2}})"),
        changed(R"({"in": "contact", "append": {"bytes": "€"}})"),
        changed(R"({"in": "contact", "shuffle": true})"),
        changed(R"({"in": "contact", "encrypted": true})"),
        changed(R"({"in": "contact", "link": "person.csv"})"),
        changed(R"({"in": "contact", "rename": "../contact.csv"})"),
    };
    for (const auto& description : descriptions) {
        const TemporaryFolder folder;
        EXPECT_THROW(write(description, folder), std::runtime_error) << description;
    }
}

TEST(Delivery, is_made_as_it_is_described) {
    const TemporaryFolder folder;
    const auto path = write(
        changed(
            R"({"in": "contact", "row": 2, "set": {"outcome": "came, late"}}, {"manifest": {"purpose": "direct-care"}},
               {"in": "contact", "append": [{"bytes": "\u00e9"}, {"text": "{n};", "times": 3}]}, {"in": "need", "remove": true})"
        ),
        folder
    );

    const auto contact = read_text(path + "/contact.csv");
    const auto manifest = read_text(path + "/manifest.json");
    EXPECT_THAT(
        contact, testing::HasSubstr("C2,P2,R2,2026-10-26T09:30:00+00:00,,\"came, late\",face_to_face\n")
    );
    EXPECT_THAT(
        contact, testing::EndsWith("\xE9"
                                   "1;2;3;")
    );
    EXPECT_THAT(manifest, testing::HasSubstr("\"purpose\": \"direct-care\""));
    EXPECT_THAT(manifest, testing::HasSubstr("\"need.csv\"")) << "made before the file was taken out";
    EXPECT_THAT(names_in(path), testing::Not(testing::Contains("need.csv")));
}

}  // namespace
}  // namespace sluice::tests
