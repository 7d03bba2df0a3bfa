// Canaries: what identifies the synthetic patients must not turn up where it has no business.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice::e2e {
namespace {

using Canaries = std::set<std::string>;

// Cells of one column that are long enough to be nobody else's.
void collect(const SourceRows& rows, const std::string& column, std::size_t length_min, Canaries& out) {
    for (const auto& [number, row] : rows) {
        const auto cell = row.find(column);
        if (cell != row.end() && cell->second.size() >= length_min) {
            out.insert(cell->second);
        }
    }
}

Canaries collect(std::string_view table, const std::vector<std::string>& columns, std::size_t length_min) {
    Canaries out;
    for (const auto& folder : {small_extract().bulk(), small_extract().delta()}) {
        const auto rows = read_source(Extract::file_of(folder, table));
        for (const auto& column : columns) {
            collect(rows, column, length_min, out);
        }
    }
    return out;
}

// What `text` has of them; empty is good.
Canaries found_in(std::string_view text, const Canaries& canaries) {
    Canaries out;
    for (const auto& canary : canaries) {
        if (text.find(canary) != std::string_view::npos) {
            out.insert(canary);
        }
    }
    return out;
}

Canaries names() {
    return collect("Admin_Patient", {"Surname", "GivenName", "MiddleNames"}, 5);
}
Canaries addresses() {
    return collect("Admin_Patient", {"NumberAndStreet", "EmailAddress", "HomePhone", "MobilePhone"}, 7);
}
Canaries free_text() {
    return collect("CareRecord_Observation", {"AssociatedText"}, 6);
}

void expect_silent(const Ran& ran, const std::string& what) {
    const auto numbers = collect("Admin_Patient", {"NhsNumber"}, 9);
    const auto postcodes = collect("Admin_Patient", {"Postcode"}, 6);
    for (const auto& canaries : {numbers, postcodes, names(), addresses(), free_text()}) {
        EXPECT_FALSE(canaries.empty());
        EXPECT_EQ(found_in(ran.out, canaries), Canaries()) << what << ", standard output";
        EXPECT_EQ(found_in(ran.err, canaries), Canaries()) << what << ", standard error";
    }
}

TEST(Reports, name_rows_and_never_what_stands_in_them) {
    const auto& gateway = ingested().bulk;
    const auto& receipt = ingested().bulk_outcome.receipt;
    for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
             {"report", receipt, "--format", "html"},
             {"report", receipt, "--format", "text"},
             {"report", receipt, "--format", "csv"},
             {"report", receipt, "--format", "json"},
             {"status", receipt},
             {"status", receipt, "--json"},
             {"receipts"},
             {"receipts", "--json"}}) {
        expect_silent(gateway.run(args), testing::PrintToString(args));
    }
}

TEST(Ingest, names_rows_and_never_what_stands_in_them) {
    for (const std::string purpose : {"secondary-use", "direct-care"}) {
        for (const bool json : {false, true}) {
            const TemporaryFolder folder;
            std::vector<std::string> args{
                "ingest",  small_extract().bulk(), "--sender",  std::string(kSender),
                "--as-of", std::string(kAsOf),     "--purpose", purpose};
            if (json) {
                args.emplace_back("--json");
            }

            const auto ran = Gateway(folder / "data").run(args);

            EXPECT_EQ(ran.code, 1) << ran.err;
            expect_silent(ran, purpose);
        }
    }
}

TEST(Check, names_rows_and_never_what_stands_in_them) {
    for (const std::string format : {"text", "json", "html", "csv"}) {
        const auto ran =
            run_sluice({"check", small_extract().bulk(), "--as-of", std::string(kAsOf), "--format", format});

        EXPECT_EQ(ran.code, 1) << ran.err;
        expect_silent(ran, format);
    }
}

// Without its braces, which mean something in a pattern.
std::regex guid_of(const Row& row) {
    const auto& guid = row.at("OrganisationGuid");
    return std::regex(guid.front() == '{' ? guid.substr(1, guid.size() - 2) : guid);
}

// Two federations in one store.
TEST(Report, shows_a_sender_no_organisation_of_another) {
    const Extract mine({.practices = 1, .patients = 100, .seed = 3, .faults = "none"});
    const Extract theirs({.practices = 1, .patients = 100, .seed = 4, .faults = "none"});
    // Another practice: the generator gives the first of each extract the same ids.
    Row practice;
    for (const auto& [number, row] : read_source(Extract::file_of(theirs.bulk(), "Admin_Organisation"))) {
        practice = row.at("ODSCode") == "Z90001" ? row : practice;
    }
    for (const auto& name : names_in(theirs.bulk())) {
        auto text = read_text(theirs.bulk() + "/" + name);
        text = std::regex_replace(text, std::regex("Z90001"), "Y80001");
        text = std::regex_replace(text, guid_of(practice), "B0000000-0000-4000-8000-000000000001");
        write_text(theirs.bulk() + "/" + name, text);
    }
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto receipt = read_outcome(gateway.ingest(mine.bulk()).out).receipt;
    ASSERT_LE(gateway.run({"ingest", theirs.bulk(), "--sender", "B82002", "--as-of", "2026-12-01"}).code, 1);

    for (const std::string format : {"json", "html"}) {
        const auto report = gateway.run({"report", receipt, "--format", format}).out;
        EXPECT_NE(report.find("Z90001"), std::string::npos) << format;
        EXPECT_EQ(report.find("Y80001"), std::string::npos) << format;
    }
    EXPECT_EQ(gateway.json({"report", receipt}).find("organisations")->items().size(), 1U);
}

TEST(SecondaryUse, keeps_no_name_address_or_free_text_in_the_database) {
    for (const auto* gateway : {&ingested().bulk, &ingested().delta}) {
        for (const auto& name : names_in(gateway->data())) {
            if (name != "landing") {
                const auto bytes = read_text(gateway->data() + "/" + name);
                EXPECT_EQ(found_in(bytes, names()), Canaries()) << name;
                EXPECT_EQ(found_in(bytes, addresses()), Canaries()) << name;
                EXPECT_EQ(found_in(bytes, free_text()), Canaries()) << name;
            }
        }
    }
}

TEST(SecondaryUse, has_no_identity_to_export) {
    const auto plain = ingested().bulk.export_csv("person");
    const auto asked = ingested().bulk.export_csv("person", {"--identity"});

    EXPECT_EQ(found_in(plain, names()), Canaries());
    EXPECT_EQ(found_in(asked, names()), Canaries());
}

// The names of the columns that an export has only with --identity.
std::set<std::string> identity_columns(const Gateway& gateway, std::string_view entity) {
    std::set<std::string> out;
    const auto plain = gateway.rows(entity);
    const auto asked = gateway.rows(entity, {"--identity"});
    for (const auto& [column, value] : asked.begin()->second) {
        if (!plain.begin()->second.contains(column)) {
            out.insert(column);
        }
    }
    return out;
}

// All files of the package as one text.
std::string package_of(const Gateway& gateway, const std::vector<std::string>& options) {
    const TemporaryFolder folder;
    std::vector<std::string> args = {"export",    "--format",    "exchange", "--sender",    "A81001",
                                     "--purpose", "direct-care", "-o",       folder / "out"};
    args.insert(args.end(), options.begin(), options.end());
    const auto ran = gateway.run(args);
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::string text;
    for (const auto& name : names_in(folder / "out")) {
        text += read_text(folder / ("out/" + name));
    }
    return text;
}

TEST(DirectCare, gives_identity_columns_only_to_whoever_asks_for_them) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto ran = gateway.ingest(small_extract().bulk(), {"--purpose", "direct-care"});
    ASSERT_EQ(ran.code, 1) << ran.err;

    for (const auto entity : kEntities) {
        const auto csv = gateway.export_csv(entity, {"--provenance"});
        EXPECT_EQ(found_in(csv, names()), Canaries()) << entity;
        EXPECT_EQ(found_in(csv, addresses()), Canaries()) << entity;
        EXPECT_EQ(found_in(csv, free_text()), Canaries()) << entity;
    }

    const auto ndjson = gateway.run({"export", "--format", "exchange-ndjson", "--purpose", "direct-care"});
    ASSERT_EQ(ndjson.code, 0) << ndjson.err;
    EXPECT_EQ(found_in(ndjson.out, names()), Canaries());
    EXPECT_EQ(found_in(package_of(gateway, {}), names()), Canaries());
    EXPECT_EQ(found_in(package_of(gateway, {}), addresses()), Canaries());
    EXPECT_EQ(found_in(package_of(gateway, {}), free_text()), Canaries());
    EXPECT_GT(found_in(package_of(gateway, {"--identity"}), names()).size(), 10U);

    EXPECT_THAT(identity_columns(gateway, "person"), testing::IsSupersetOf({"given_name", "family_name"}));
    const auto asked = gateway.export_csv("person", {"--identity"});
    EXPECT_GT(found_in(asked, names()).size(), 10U);
    EXPECT_GT(found_in(asked, addresses()).size(), 10U);
}

// As the tables are in the file: CREATE TABLE statements stand in it as text.
TEST(DirectCare, keeps_identity_columns_in_tables_of_their_own) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    gateway.ingest(small_extract().bulk(), {"--purpose", "direct-care"});
    const auto bytes = read_text(gateway.data() + "/sluice.db");
    const std::string start = "CREATE TABLE \"";

    std::set<std::string> holders;
    for (auto at = bytes.find(start); at != std::string::npos; at = bytes.find(start, at + 1)) {
        const auto statement = bytes.substr(at, bytes.find(')', at) - at);
        const auto name = statement.substr(start.size(), statement.find('"', start.size()) - start.size());
        for (const auto* column :
             {"\"family_name\"", "\"given_name\"", "\"mobile_phone\"", "\"associated_text\""}) {
            if (statement.find(column) != std::string::npos) {
                holders.insert(name);
            }
        }
    }

    EXPECT_TRUE(holders.contains("person_identity"));
    for (const auto& name : holders) {
        EXPECT_TRUE(name.ends_with("_identity")) << name;
    }
}

TEST(Landing, is_for_the_owner_alone) {
    struct stat status {};
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(ingested().delta.data())) {
        ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
        const bool in_landing = entry.path().string().find("/landing/") != std::string::npos;
        files += in_landing && entry.is_regular_file() ? 1 : 0;
        EXPECT_EQ(status.st_mode & 0777U, entry.is_directory() ? 0700U : 0600U) << entry.path();
    }
    EXPECT_GE(files, 21);
}

TEST(Export, is_a_new_file_for_the_owner_alone) {
    const TemporaryFolder folder;
    const auto& gateway = ingested().bulk;
    const std::vector<std::vector<std::string>> verbs = {
        {"export", "--entity", "person"}, {"export", "--format", "exchange-ndjson"}};
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        auto args = verbs[i];
        const auto path = folder / std::to_string(i);
        args.insert(args.end(), {"-o", path});

        ASSERT_EQ(gateway.run(args).code, 0);

        struct stat status {};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U);
        EXPECT_EQ(read_text(path), gateway.run(verbs[i]).out);
        write_text(path, "kept");
        const auto again = gateway.run(args);
        EXPECT_EQ(again.code, 64);
        EXPECT_THAT(again.err, testing::HasSubstr(path + " is there already; name a new file"));
        EXPECT_EQ(read_text(path), "kept");
    }
    EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"0", "1"})) << "nothing else is left";
}

// It keeps nothing, so there is nothing to write over.
TEST(Export, may_go_through_a_pipe) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, tests::sound_package());
    const auto pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);

    const auto ran = gateway.run({"export", "--entity", "person", "-o", pipe});

    EXPECT_EQ(ran.code, 0) << ran.err;
    std::string got(std::size_t{1} << 16, '\0');
    const auto count = ::read(reader, got.data(), got.size());
    ::close(reader);
    ASSERT_GT(count, 0);
    got.resize(static_cast<std::size_t>(count));
    EXPECT_EQ(got, gateway.export_csv("person"));
    EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

}  // namespace
}  // namespace sluice::e2e
