// Extension packs as an operator uses them: the example of docs/packs.md, from the command line.
#include "gateway/format/archive.hpp"

#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using Args = std::vector<std::string>;

const std::string kExample = SLUICE_SOURCE_DIR "/docs/examples/nel-sp";

// The small extract under the example, ingested once in a process.
struct Extended {
    TemporaryFolder folder;
    Gateway gateway{folder / "data"};
    Ran ran = gateway.ingest(small_extract().bulk(), {"--extension", kExample});
};
const Extended& extended() {
    static const Extended kExtended;
    return kExtended;
}

TEST(ExtensionPack, fills_its_field_and_changes_nothing_else) {
    ASSERT_EQ(extended().ran.code, ingested().bulk_outcome.issues.empty() ? 0 : 1) << extended().ran.err;
    const auto with = extended().gateway.rows("referral");
    const auto without = ingested().bulk.rows("referral");
    ASSERT_EQ(with.size(), without.size());
    std::size_t filled = 0;
    for (const auto& [id, row] : without) {
        auto other = with.at(id);
        filled += other.at("nel_route").empty() ? 0 : 1;
        EXPECT_EQ(other.at("nel_route").empty(), row.at("method").empty()) << id;
        for (const auto& [column, value] : row) {
            EXPECT_EQ(other.at(column), value) << id << " " << column;
        }
    }
    EXPECT_GT(filled, 0U);
}

TEST(ExtensionPack, is_named_by_the_report) {
    const auto receipt = read_outcome(extended().ran.out).receipt;
    const auto report = extended().gateway.run({"report", receipt, "--format", "text"});
    EXPECT_THAT(report.out, HasSubstr(" + nel-sp 1.0.0"));
}

TEST(ExtensionPack, is_named_by_every_record_that_met_it) {
    const auto without = ingested().bulk.rows("referral", {"--provenance"});
    for (const auto& [id, row] : extended().gateway.rows("referral", {"--provenance"})) {
        EXPECT_EQ(row.at("definition"), without.at(id).at("definition") + " + nel-sp 1.0.0");
    }
}

TEST(ExtensionPack, may_be_named_by_the_environment) {
    Command command;
    command.args = {"explain", "NEL-001"};
    command.variables = {"SLUICE_EXTENSIONS=" + kExample};
    const auto ran = run_sluice(command);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("Route of a referral not known"));
    EXPECT_EQ(run_sluice({"explain", "NEL-001"}).code, 64);
}

TEST(ExtensionPack, is_refused_with_file_line_and_pointer) {
    const TemporaryFolder folder;
    write_text(folder / "extension.json", "{\"extension\": \"x\",\n \"version\": 1}");
    const auto ran = run_sluice({"explain", "all", "--extension", folder.path()});
    EXPECT_EQ(ran.code, 70);
    EXPECT_THAT(ran.err, HasSubstr(folder / "extension.json" + ":2: /version: "));
    EXPECT_EQ(run_sluice({"explain", "all", "--extension", folder / "none"}).code, 64);
}

// Each is named, also where both point at one cell.
TEST(ExtensionPack, whose_rules_cannot_be_applied_has_each_of_them_named) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "x/schemas/sp-mds/rules");
    write_text(
        folder / "x/extension.json", R"({"extension": "x", "version": "1.0.0", "requires": "sp-mds >=1.1"})"
    );
    std::string rules;
    for (const auto* id : {"LOC-901", "LOC-902"}) {
        rules +=
            std::string(rules.empty() ? "" : ", ") + R"json({ "id": ")json" + id +
            R"json(", "version": "1.0", "source": "local", "severity": "error", "effect": "note", "on": "need",
            "field": "identified_date", "expression": "(identified_date | %asOf) <= %asOf", "title": "t", "problem": "p",
            "why": "w", "fix": "f", "good": { "need": {} }, "bad": { "need": {} } })json";
    }
    write_text(
        folder / "x/schemas/sp-mds/rules/x.json",
        R"({ "area": "LOC", "title": "Rules of this test", "rules": [)" + rules + "] }"
    );
    const Gateway gateway(folder / "data");

    const auto outcome = submit(gateway, tests::sound_package(), {"--extension", folder / "x"});

    EXPECT_EQ(outcome.issues.at("REC-003"), 2);
}

// Rule REC-003: it reads well, and fails on the first row that it meets.
TEST(ExtensionPack, whose_query_fails_stops_no_submission) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "x/schemas/sp-mds/rules");
    write_text(
        folder / "x/extension.json", R"({"extension": "x", "version": "1.0.0", "requires": "sp-mds >=1.1"})"
    );
    write_text(
        folder / "x/schemas/sp-mds/rules/x.json",
        R"json({ "area": "LOC", "title": "Rules of this test", "rules": [
  { "id": "LOC-901", "version": "1.0", "source": "local", "severity": "error", "effect": "note", "on": "referral",
    "sql": "SELECT referral_id AS record_id, organisation FROM referral WHERE abs(-9223372036854775807 - length(referral_id) / length(referral_id)) = 1",
    "title": "t", "problem": "p", "why": "w", "fix": "f", "good": { "referral": {} }, "bad": { "referral": {} } } ] })json"
    );
    const Gateway gateway(folder / "data");

    const auto outcome = submit(gateway, tests::sound_package(), {"--extension", folder / "x"});

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(outcome.issues.at("REC-003"), 1);
    EXPECT_FALSE(outcome.issues.contains("LOC-901"));
    EXPECT_FALSE(gateway.rows("referral").empty());
    const auto report =
        gateway.run({"report", outcome.receipt, "--format", "csv", "--extension", folder / "x"});
    EXPECT_THAT(report.out, HasSubstr("LOC-901")) << "the finding names the rule";
}

// A made-up release: real identifiers that this pack names anyway, in a reference set of the standard's
// number.
std::string release() {
    const std::string begin = "\t20260401\t1\t999000011000000103\t1373501000000105\t";
    return "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\r\n1" + begin +
           "267076002\r\n2" + begin + "81877007\r\n";
}

TEST(CodesImport, a_loaded_reference_set_takes_the_place_of_the_shipped_list) {
    const TemporaryFolder folder;
    write_text(folder / "der2_Refset_SimpleSnapshot_GB.txt", release());
    const auto ran = run_sluice(
        {"codes", "import", "--value-set", "sp-needs", "--rf2", folder / "der2_Refset_SimpleSnapshot_GB.txt",
         "--refset", "1373501000000105", "--into", folder / "refsets", "--json"}
    );
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(integer_at(parse_json(ran.out), "members"), 2);

    const auto list = run_sluice({"codes", "list", "--extension", folder / "refsets"}).out;
    EXPECT_THAT(list, HasSubstr("reference set 1373501000000105 is loaded"));
    const Args report = {"report", ingested().bulk_outcome.receipt, "--format", "html"};
    const auto shipped = "shipped lists for interpreters, languages, closures, needs, ";
    EXPECT_THAT(ingested().bulk.run(report).out, HasSubstr(shipped));
    auto with = report;
    with.insert(with.end(), {"--extension", folder / "refsets"});
    EXPECT_THAT(
        ingested().bulk.run(with).out,
        HasSubstr(
            "shipped lists for interpreters, languages, closures, referrals declined, referrals made and "
            "support; the national reference sets are not loaded"
        )
    );
}

// All parts of the workbook that a need is typed into.
std::string template_with(const std::string& path, const Args& options) {
    Args args = {"exchange", "template", "-o", path, "--file", "need"};
    args.insert(args.end(), options.begin(), options.end());
    EXPECT_EQ(run_sluice(args).code, 0);
    std::string out;
    format::ArchiveVisitor visitor;
    visitor.begin = [](const format::ArchiveMember&) -> Result<void> { return {}; };
    visitor.chunk = [&](std::string_view chunk) -> Result<void> {
        out += chunk;
        return {};
    };
    visitor.end = visitor.begin;
    visitor.refused = [](const format::ArchiveMember&, format::ArchiveFault) -> Result<void> { return {}; };
    EXPECT_TRUE(format::read_zip(path, {}, visitor));
    return out;
}

TEST(CodesImport, gives_the_template_the_members_of_the_set_alone) {
    const TemporaryFolder folder;
    write_text(folder / "der2_Refset_SimpleSnapshot_GB.txt", release());
    run_sluice(
        {"codes", "import", "--value-set", "sp-needs", "--rf2", folder / "der2_Refset_SimpleSnapshot_GB.txt",
         "--refset", "1373501000000105", "--into", folder / "refsets"}
    );

    const auto shipped = template_with(folder / "shipped.xlsx", {});
    const auto loaded = template_with(folder / "loaded.xlsx", {"--extension", folder / "refsets"});

    EXPECT_THAT(shipped, HasSubstr("105529008"));
    EXPECT_THAT(loaded, HasSubstr("267076002"));
    EXPECT_THAT(loaded, testing::Not(HasSubstr("105529008")));
}

// Of the release above, with one row more: 105441003 was a member and is none now.
TEST(CodesImport, judges_codes_by_the_set_that_is_loaded) {
    const TemporaryFolder folder;
    write_text(
        folder / "der2_Refset_SimpleFull_GB.txt",
        release() + "3\t20260401\t0\t999000011000000103\t1373501000000105\t105441003\r\n"
    );
    ASSERT_EQ(
        run_sluice({"codes", "import", "--value-set", "sp-needs", "--rf2",
                    folder / "der2_Refset_SimpleFull_GB.txt", "--refset", "1373501000000105", "--into",
                    folder / "refsets"})
            .code,
        0
    );
    // Members of the shipped list each, and one code that is of no list but has a category.
    const std::pair<const char*, Counts> kNeeds[] = {
        {"267076002", {}}, {"105441003", {{"VAL-008", 1}}}, {"105529008", {{"VAL-021", 1}}}};
    for (const auto& [code, issues] : kNeeds) {
        auto package = tests::sound_package();
        package.patch("need", "105529008", code);
        const Gateway with(folder / (std::string("with-") + code));
        const Gateway without(folder / (std::string("without-") + code));

        EXPECT_EQ(submit(with, package, {"--extension", folder / "refsets"}).issues, issues) << code;
        EXPECT_TRUE(submit(without, package).issues.empty()) << code;
    }
}

TEST(CodesImport, says_what_is_wrong_with_the_command_or_the_list) {
    const TemporaryFolder folder;
    write_text(folder / "list.csv", "code,term\n267076002,Feeling lonely\n267076003,Damaged\n");
    const Args into = {"codes", "import", "--value-set", "sp-needs", "--into", folder / "x"};
    EXPECT_EQ(run_sluice(into).code, 64);
    auto list = into;
    list.insert(list.end(), {"--list", folder / "list.csv"});
    const auto ran = run_sluice(list);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, HasSubstr("267076003"));
    EXPECT_THAT(ran.out, HasSubstr("made for the reference set 1373501000000105"));
    list.insert(list.end(), {"--refset", "1373501000000105"});
    EXPECT_THAT(run_sluice(list).out, testing::Not(HasSubstr("made for the reference set")));
}

TEST(CodesImport, writes_nothing_that_the_pack_would_not_take) {
    const TemporaryFolder folder;
    write_text(folder / "list.csv", "267076002,Feeling lonely\n");
    write_text(folder / "empty.csv", "nothing,here\n");
    const auto run = [&](const std::string& value_set, const std::string& list, const std::string& into) {
        return run_sluice(
            {"codes", "import", "--value-set", value_set, "--list", folder / list, "--into", into}
        );
    };
    ASSERT_EQ(run("sp-needs", "list.csv", folder / "x").code, 0);
    const auto before = read_text(folder / "x/mappings/codes/sp-needs.json");

    const auto empty = run("sp-needs", "empty.csv", folder / "x");
    EXPECT_EQ(empty.code, 64);
    EXPECT_THAT(empty.err, HasSubstr("no member to import"));
    for (const std::string name : {"nel-route.map", "..", "7", "Needs", ""}) {
        EXPECT_EQ(run(name, "list.csv", folder / "x").code, 64) << name;
    }
    EXPECT_EQ(run("sp-needs", "list.csv", std::string(SLUICE_SOURCE_DIR) + "/schemas").code, 64);
    std::filesystem::create_directory(folder / "broken");
    write_text(folder / "broken/extension.json", "{");
    const auto broken = run("sp-needs", "list.csv", folder / "broken");
    EXPECT_EQ(broken.code, 64);
    EXPECT_THAT(broken.err, HasSubstr("nothing was written"));
    EXPECT_EQ(names_in(folder / "broken"), std::vector<std::string>{"extension.json"});
    EXPECT_EQ(read_text(folder / "x/mappings/codes/sp-needs.json"), before);
    EXPECT_EQ(names_in(folder / "x/mappings/codes"), std::vector<std::string>{"sp-needs.json"});
}

TEST(CodesUnmapped, shows_rare_words_only_when_asked) {
    const auto ran = ingested().bulk.run({"codes", "unmapped"});
    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("(rare)"));
    EXPECT_THAT(ran.out, testing::Not(HasSubstr("When the moon is full")));
    EXPECT_THAT(ingested().bulk.run({"codes", "unmapped", "--all"}).out, HasSubstr("When the moon is full"));
    EXPECT_THAT(
        ingested().bulk.run({"codes", "unmapped", "--all", "--format", "csv"}).out,
        HasSubstr("emis,referral,priority,emis-urgency,,,When the moon is full,2,1,")
    );
}

// A system that a sender typed makes words no safer.
TEST(CodesUnmapped, hides_rare_codes_that_a_sender_typed) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch(
        "person", "postcode\n", "postcode,mobility_need,mobility_need_system,mobility_need_display\n"
    );
    package.patch("person", "SW19 1AA\n", "SW19 1AA,ZQ-1,urn:zq,Walks with Mrs Zqsmith\n");
    package.patch("person", "SW19 1AB\n", "SW19 1AB,228869008,http://snomed.info/sct,As Mr Zqjones says\n");
    submit(sender.gateway, package);

    const auto shown = sender.gateway.run({"codes", "unmapped"}).out;
    const auto all = sender.gateway.run({"codes", "unmapped", "--all"}).out;

    EXPECT_THAT(shown, HasSubstr("(rare)"));
    for (const auto* word : {"Zq", "ZQ", "urn:zq"}) {
        EXPECT_THAT(shown, testing::Not(HasSubstr(word)));
        EXPECT_THAT(all, HasSubstr(word));
    }
}

TEST(CodesUnmapped, writes_a_map_that_works_once_it_is_filled) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "ext/mappings/codes");
    write_text(folder / "ext/extension.json", R"({"extension": "filled", "version": "1"})");
    const auto file = folder / "ext/mappings/codes/emis-urgency.map.json";
    EXPECT_EQ(ingested().bulk.run({"codes", "unmapped", "--all", "--write", file}).code, 64);
    EXPECT_EQ(
        ingested().bulk.run({"codes", "unmapped", "--all", "--map", "emis-urgency", "--write", file}).code, 1
    );
    EXPECT_EQ(run_sluice({"codes", "list", "--extension", folder / "ext"}).code, 0);

    auto text = read_text(file);
    text.replace(text.find("\"code\": \"\""), 10, "\"code\": \"routine\"");
    write_text(file, text);
    const Gateway gateway(folder / "data");
    ASSERT_EQ(gateway.ingest(small_extract().bulk(), {"--extension", folder / "ext"}).code, 1);
    const auto left = gateway.run({"codes", "unmapped", "--all", "--extension", folder / "ext"});
    EXPECT_THAT(left.out, testing::Not(HasSubstr("referral.priority")));
}

TEST(PackDiff, of_a_pack_with_itself_is_nothing) {
    const auto ran = run_sluice({"pack", "diff", SLUICE_SOURCE_DIR, SLUICE_SOURCE_DIR});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("The packs are the same."));
}

TEST(PackDiff, derives_a_submission_under_both_and_counts_what_differs) {
    const auto receipt = ingested().bulk_outcome.receipt;
    const auto ran = run_sluice(
        {"pack", "diff", SLUICE_SOURCE_DIR, SLUICE_SOURCE_DIR, "--new-extension", kExample, "--receipt",
         receipt, "--data", ingested().bulk.data(), "--examples", "2", "--json"}
    );
    ASSERT_EQ(ran.code, 1) << ran.err;
    const auto root = parse_json(ran.out);
    const auto* replay = root.find("replay");
    const auto* referral = replay->find("entities")->find("referral");
    EXPECT_GT(integer_at(*referral, "changed"), 0);
    EXPECT_EQ(integer_at(*referral, "judged_otherwise"), 0);
    EXPECT_EQ(referral->find("examples")->items().size(), 2U);
    const auto* field = replay->find("fields")->find("referral.nel_route");
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(integer_at(*field, "filled"), integer_at(*referral, "changed"));
    EXPECT_EQ(replay->find("fields")->members().size(), 1U);
    // Under the pack that took it in, the replay gives what was counted then.
    const auto accepted = referral->find("verdicts")->find("accepted")->items();
    EXPECT_EQ(accepted.front().integer(), ingested().bulk_outcome.entities.at("referral").at("accepted"));
}

// A pack of before has no rule for what is only looked for since, and lacks the documents that came later.
TEST(PackDiff, reads_a_pack_of_before) {
    const SenderStore sender;
    const auto outcome = submit(sender.gateway, tests::sound_package());
    const auto before = sender.folder / "before";
    std::filesystem::create_directories(before);
    for (const std::string part : {"/schemas", "/mappings"}) {
        std::filesystem::copy(
            SLUICE_SOURCE_DIR + part, before + part, std::filesystem::copy_options::recursive
        );
    }
    std::filesystem::remove(before + "/schemas/sp-mds/core.csv");
    std::filesystem::remove(before + "/schemas/sp-mds/rules/submission.json");

    const auto ran =
        sender.gateway.run({"pack", "diff", before, SLUICE_SOURCE_DIR, "--receipt", outcome.receipt});
    const auto other_way = run_sluice({"pack", "diff", SLUICE_SOURCE_DIR, before});

    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("SUB-001"));
    EXPECT_EQ(other_way.code, 70) << "what is new has to be whole";
    EXPECT_THAT(other_way.err, HasSubstr("no rule reports the fault 'submission/period'"));
}

TEST(PackDiff, says_that_a_folder_or_a_receipt_is_not_there) {
    const TemporaryFolder folder;
    EXPECT_EQ(run_sluice({"pack", "diff", SLUICE_SOURCE_DIR, folder.path()}).code, 64);
    EXPECT_EQ(
        run_sluice({"pack", "diff", SLUICE_SOURCE_DIR, SLUICE_SOURCE_DIR, "--receipt", "SLU-0000-0000-1",
                    "--data", ingested().bulk.data()})
            .code,
        64
    );
}

TEST(PackDiff, says_that_the_landed_bytes_are_gone) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto receipt = submit(gateway, tests::sound_package()).receipt;
    std::filesystem::remove_all(folder / "data/landing");

    const auto ran =
        gateway.run({"pack", "diff", SLUICE_SOURCE_DIR, SLUICE_SOURCE_DIR, "--receipt", receipt});

    EXPECT_EQ(ran.code, 74);
    EXPECT_THAT(ran.err, HasSubstr("of receipt " + receipt + " are not in the landing area any more"));
}

}  // namespace
}  // namespace sluice::e2e
