// What is written is read again as the same records, and written again as the same bytes.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::e2e {
namespace {

// A package that was written, read again.
void read_again(const Gateway& gateway, const Files& files) {
    const TemporaryFolder folder;
    Package package;
    package.files = files;
    package.manifest_text = package.files.extract("manifest.json").mapped();
    package.write(folder / "in");
    const auto outcome = submit(gateway, folder / "in");
    EXPECT_FALSE(outcome.issues.contains("PKG-007"));
    for (const auto& [name, counts] : outcome.files) {
        EXPECT_EQ(counts.read, counts.accepted) << name << " " << counts;
    }
}

// Read into a store of its own, and written from there.
Files read_and_written(const Files& files, const std::string& purpose) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    read_again(gateway, files);
    return export_package(gateway, purpose);
}

void expect_round_trip(const Gateway& gateway, const std::string& purpose) {
    const auto first = export_package(gateway, purpose);
    const auto second = read_and_written(first, purpose);
    const auto third = read_and_written(second, purpose);

    expect_same_files(second, first);
    expect_same_files(third, second);
}

TEST(RoundTrip, of_an_extract_for_secondary_use_is_the_same_bytes) {
    expect_round_trip(ingested().bulk, "secondary-use");
}

TEST(RoundTrip, of_an_extract_for_direct_care_is_the_same_bytes) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    ASSERT_LE(gateway.ingest(small_extract().bulk(), {"--purpose", "direct-care"}).code, 1);

    expect_round_trip(gateway, "direct-care");
}

TEST(RoundTrip, of_every_file_and_the_facts_is_the_same_bytes) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::evaluation_package());

    expect_round_trip(gateway, "evaluation");
    const auto files = export_package(gateway, "evaluation");
    EXPECT_EQ(files.size(), 22U);
    EXPECT_NE(files.at("claim.csv").find("CL1,wellbeing"), std::string::npos);
}

// A file that stands there says that it is collected, and then rules ask everybody for it (RSK-004).
TEST(RoundTrip, has_no_file_of_what_no_sender_collects) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    auto package = tests::sound_package();
    submit(gateway, package);

    const auto files = export_package(gateway, "secondary-use");

    EXPECT_FALSE(package.files.contains("risk.csv"));
    EXPECT_FALSE(files.contains("risk.csv"));
    EXPECT_FALSE(files.contains("goal.csv"));
    EXPECT_TRUE(files.contains("contact.csv"));
    expect_round_trip(gateway, "secondary-use");
}

// What was taken away is gone for the next reader, too.
TEST(RoundTrip, has_a_heading_of_what_was_collected_and_is_no_more) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::sound_package());
    auto later = november();
    later.table("contact", "contact_id,person_local_id,start,outcome\n");
    submit(gateway, later);

    const auto files = export_package(gateway, "secondary-use");

    EXPECT_EQ(files.at("contact.csv"), "organisation_ods,contact_id,person_local_id,start,outcome\n");
    expect_round_trip(gateway, "secondary-use");
}

TEST(RoundTrip, of_a_store_that_went_empty_is_a_snapshot_of_headings) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::sound_package());
    auto nobody = november();
    for (auto& [name, text] : nobody.files) {
        text = text.substr(0, text.find('\n') + 1);
    }
    submit(gateway, nobody);

    const auto files = export_package(gateway, "secondary-use");
    EXPECT_EQ(files.at("person.csv").find('\n') + 1, files.at("person.csv").size());
    EXPECT_THAT(files.at("manifest.json"), testing::Not(testing::HasSubstr("nil_return")));
    expect_round_trip(gateway, "secondary-use");
}

TEST(RoundTrip, keeps_texts_that_csv_must_quote) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    auto package = tests::sound_package();
    package.patch("need", "Lives alone", "\"Lives \"\"alone\"\", says\nhe\"");
    package.patch("need", "N1,", "\"N,\"\"1\",");
    submit(gateway, package);

    expect_round_trip(gateway, "secondary-use");
}

TEST(RoundTrip, keeps_many_organisations_of_one_sender_apart) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    Package package;
    package.table(
        "person",
        "organisation_ods,organisation_name,person_local_id,nhs_number\n"
        "A81001,First Surgery,P1,9990000018\nB81001,Second Surgery,P1,9990000026\n"
    );
    package.table(
        "referral",
        "organisation_ods,referral_id,person_local_id,referral_date,status\n"
        "A81001,R1,P1,2026-10-02,accepted\nB81001,R1,P1,2026-10-03,accepted\n"
    );
    const auto outcome = submit(gateway, package);

    EXPECT_EQ(outcome.entities.at("person").at("accepted"), 2);
    EXPECT_EQ(outcome.entities.at("referral").at("accepted"), 2);
    expect_round_trip(gateway, "secondary-use");
}

TEST(RoundTrip, keeps_records_of_two_systems_apart_that_number_alike) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto package = [](const char* system, const char* number, const char* day) {
        Package out;
        out.set("submission_id", system);
        out.set("sender_system", system);
        out.table("person", std::string("person_local_id,nhs_number\nP1,") + number + "\n");
        out.table(
            "referral", std::string("referral_id,person_local_id,referral_date,status\nR1,P1,2026-10-") +
                            day + ",accepted\n"
        );
        return out;
    };
    submit(gateway, package("Alpha", "9990000018", "02"));
    submit(gateway, package("Beta", "9990000026", "20"));
    ASSERT_EQ(gateway.rows("person").size(), 2U);

    const Gateway second(folder / "second");
    read_again(second, export_package(gateway, "secondary-use"));

    const auto persons = second.rows("person");
    ASSERT_EQ(persons.size(), 2U);
    for (const auto& [id, referral] : second.rows("referral")) {
        const bool of_alpha = persons.at(referral.at("person_id")).at("nhs_number") == "9990000018";
        EXPECT_EQ(referral.at("referral_date"), of_alpha ? "2026-10-02" : "2026-10-20");
    }
    expect_round_trip(gateway, "secondary-use");
}

TEST(RoundTrip, of_a_zip_and_of_a_folder_is_the_same) {
    const TemporaryFolder folder;
    tests::full_package().write_zip(folder / "package.zip");
    tests::full_package().write(folder / "package");
    const Gateway zipped(folder / "zipped");
    const Gateway plain(folder / "plain");

    submit(zipped, folder / "package.zip", {"--workers", "2"});
    submit(plain, folder / "package", {"--workers", "1"});

    expect_same_files(export_package(zipped, "secondary-use"), export_package(plain, "secondary-use"));
}

TEST(RoundTrip, of_a_zip_that_was_written_is_read_as_the_folder) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::full_package());
    const auto write = [&](const char* name) {
        const auto ran =
            gateway.run({"export", "--format", "exchange", "--sender", "A81001", "-o", folder / name});
        EXPECT_EQ(ran.code, 0) << ran.err;
        return read_text(folder / name);
    };

    EXPECT_EQ(write("one.zip"), write("two.zip"));
    const Gateway second(folder / "second");
    submit(second, folder / "one.zip");
    expect_same_files(export_package(second, "secondary-use"), export_package(gateway, "secondary-use"));
}

// With one JSON object a line: unpacked they are the same files, but for those without a row.
TEST(RoundTrip, of_rows_as_json_lines_is_the_same_bytes) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::evaluation_package());
    const auto lines = [&](const Gateway& from) {
        return from.run({"export", "--format", "exchange-ndjson", "--purpose", "evaluation", "-o", "-"}).out;
    };
    write_text(folder / "rows.ndjson", lines(gateway));

    const auto unpacked = gateway.run({"exchange", "unpack", folder / "rows.ndjson", "-o", folder / "files"});
    ASSERT_EQ(unpacked.code, 0) << unpacked.err;

    auto files = export_package(gateway, "evaluation");
    files.erase("manifest.json");
    std::erase_if(files, [](const auto& file) {
        return std::count(file.second.begin(), file.second.end(), '\n') == 1;
    });
    EXPECT_GT(files.size(), 15U);
    expect_same_files(read_folder(folder / "files"), files);
    const Gateway second(folder / "second");
    submit(second, folder / "files", {"--sender", std::string(kSender), "--purpose", "evaluation"});
    EXPECT_EQ(lines(second), lines(gateway));
}

TEST(RoundTrip, of_rows_as_json_lines_writes_nothing_where_a_line_is_wrong) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto refusal = [&](const std::string& text) {
        write_text(folder / "rows.ndjson", text);
        const auto ran = gateway.run({"exchange", "unpack", folder / "rows.ndjson", "-o", folder / "files"});
        EXPECT_EQ(ran.code, 64);
        EXPECT_EQ(ran.err.find("9990000018"), std::string::npos);
        EXPECT_TRUE(names_in(folder.path()) == std::vector<std::string>{"rows.ndjson"});
        return ran.err;
    };
    const std::string good = R"({"file":"person","person_local_id":"P1","nhs_number":"9990000018"})";

    EXPECT_NE(refusal(good + "\n\n{\"file\":\"person\"").find("line 3"), std::string::npos);
    EXPECT_NE(
        refusal(good + "\n" + R"({"file":"pet","nhs_number":"9990000018"})").find("line 2"), std::string::npos
    );
    EXPECT_NE(refusal("\n").find("no row"), std::string::npos);
    EXPECT_NE(
        refusal(R"({"file":"person","NHS Number":"9990000018","nhs_number":"9990000026"})")
            .find("line 1: a column is there twice"),
        std::string::npos
    );
    std::string wide = R"({"file":"person","person_local_id":"P1")";
    for (int i = 0; i < 5000; ++i) {
        wide += ",\"x_" + std::to_string(i) + "\":\"1\"";
    }
    EXPECT_NE(refusal(wide + "}").find("more than 4096 columns"), std::string::npos);
}

TEST(RoundTrip, of_rows_as_json_lines_takes_one_column_in_any_spelling) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "rows.ndjson",
        "{\"file\":\"person\",\"Person Local ID\":\"P1\",\"x_Note\":\"a\"}\n"
        "{\"file\":\"person\",\"person_local_id\":\"P2\",\"X-NOTE\":\"b\"}\n"
    );

    const auto unpacked = gateway.run({"exchange", "unpack", folder / "rows.ndjson", "-o", folder / "files"});

    ASSERT_EQ(unpacked.code, 0) << unpacked.err;
    EXPECT_EQ(read_text(folder / "files/person.csv"), "person_local_id,x_Note\nP1,a\nP2,b\n");
}

TEST(Zip, that_does_not_fit_on_the_disk_leaves_nothing_in_the_way_of_the_next) {
    const TemporaryFolder folder;
    const TemporaryFolder out;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::full_package());
    const std::vector<std::string> args = {"export", "--format",    "exchange", "--sender",    "A81001",
                                           "-o",     out / "a.zip", "--data",   gateway.data()};

    EXPECT_EQ(run_sluice(args, {.file_bytes_max = 1024}).code, 74);
    EXPECT_EQ(names_in(out.path()), std::vector<std::string>());
    EXPECT_EQ(run_sluice(args).code, 0);
    EXPECT_EQ(names_in(out.path()), std::vector<std::string>{"a.zip"});
}

TEST(RoundTrip, of_an_empty_period_is_a_nil_return) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    Package package;
    package.manifest["nil_return"] = "true";

    const auto outcome = submit(gateway, package);

    EXPECT_EQ(outcome.status, "processed");
    const auto files = export_package(gateway, "secondary-use");
    EXPECT_EQ(files.size(), 1U);
    expect_same_files(read_and_written(files, "secondary-use"), files);
}

}  // namespace
}  // namespace sluice::e2e
