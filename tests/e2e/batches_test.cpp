// The sets of one agreement in any order: what comes before its time waits, what comes late is put in its
// place, and in the end the store is the same.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

// Records of an extract without faults: every cell is quoted, and none holds a line end.
std::vector<std::string> lines_of(const fs::path& path) {
    std::vector<std::string> out;
    const auto text = read_text(path.string());
    for (std::size_t from = 0; from < text.size();) {
        const auto to = text.find("\r\n", from);
        out.push_back(text.substr(from, to - from));
        from = to + 2;
    }
    return out;
}

std::string key_of(const std::string& line) {
    return line.substr(0, line.find("\","));
}

// The same row with another text in that column; nothing where its table has no such column.
std::string with(
    const std::string& header, const std::string& line, const std::string& name, const std::string& text
) {
    const auto column = (',' + header).find(",\"" + name + "\"");
    if (column == std::string::npos) {
        return {};
    }
    std::size_t at = 0;
    for (auto cells = std::count(header.begin(), header.begin() + static_cast<long>(column), ','); cells > 0;
         --cells) {
        at = line.find("\",\"", at) + 2;
    }
    return line.substr(0, at) + '"' + text + '"' + line.substr(line.find('"', at + 1) + 1);
}

std::string deleted(const std::string& header, const std::string& line) {
    return with(header, line, "Deleted", "true");
}

class Batches : public testing::Test {
  protected:
    // What the second delta takes back of the first, the third says again in part.
    static void SetUpTestSuite() {
        folder_ = new TemporaryFolder;
        const Extract extract({.practices = 2, .patients = 300, .seed = 5, .faults = "none"});
        write("bulk", extract.bulk(), {{}, {}}, "95047", "20261024043213", "bulk");
        write("second bulk", extract.bulk(), {{}, {}}, "95049", "20261031054107", "bulk");
        write("first", extract.delta(), {{}, {}}, "95048", "20261031044107", "delta");
        write("second", extract.delta(), {extract.bulk(), {}}, "95049", "20261031054107", "delta");
        write("third", extract.delta(), {{}, "odd"}, "95050", "20261031064107", "delta");
        write("ahead", extract.delta(), {extract.bulk(), {}}, "95049", "20990101000000", "delta");
        write("old bulk", extract.bulk(), {{}, {}}, "371-375", "20261024043213", "");
        write("old first", extract.delta(), {{}, {}}, "376", "20261031044107", "");
        write("old second", extract.delta(), {extract.bulk(), {}}, "377-379", "20261031054107", "");
        write("old third", extract.delta(), {{}, "odd"}, "380", "20261031064107", "");
        write("final", extract.final_state(), {{}, {}}, "95051", "20261031074107", "bulk");
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }

    struct How {
        std::string back_to;  // rows are what they were in this folder, and deleted where it has none
        std::string rows;     // "odd": every other one
    };
    static void write(
        const std::string& name, const std::string& from, const How& how, const std::string& batch,
        const std::string& stamp, const std::string& mode
    ) {
        fs::create_directories(path(name));
        for (const auto& entry : fs::directory_iterator(from)) {
            const auto file = entry.path().filename().string();
            const auto table = tests::table_of(file);
            const auto agreement = file.substr(file.rfind('_'));
            const auto to = path(name) + "/" + (mode.empty() ? "" : mode + "_") + batch + "_" + table + "_" +
                            stamp + agreement;
            if (how.back_to.empty() && how.rows.empty()) {
                fs::copy_file(entry.path(), to);
                continue;
            }
            const auto lines = lines_of(entry.path());
            std::string text = lines[0] + "\r\n";
            std::map<std::string, std::vector<std::string>> before;
            if (!how.back_to.empty()) {
                for (const auto& line : lines_of(Extract::file_of(how.back_to, table))) {
                    before[key_of(line)].push_back(line);
                }
            }
            std::set<std::string> done;
            for (std::size_t i = 1; i < lines.size(); ++i) {
                const auto known = before.find(key_of(lines[i]));
                if (how.back_to.empty()) {
                    text += i % 2 == 1 ? lines[i] + "\r\n" : "";
                } else if (known == before.end()) {
                    const auto gone = deleted(lines[0], lines[i]);
                    text += gone.empty() ? "" : gone + "\r\n";
                } else if (done.insert(known->first).second) {
                    for (const auto& line : known->second) {
                        text += line + "\r\n";
                    }
                }
            }
            write_text(to, text);
        }
    }
    static std::string path(const std::string& name) { return *folder_ / name; }

    static Outcome send(const Gateway& gateway, const std::string& name) {
        const auto ran = gateway.ingest(path(name));
        EXPECT_EQ(ran.err, "") << name;
        return read_outcome(ran.out);
    }
    static Exports sent(const std::vector<std::string>& names) {
        const TemporaryFolder data;
        const Gateway gateway(data / "data");
        for (const auto& name : names) {
            send(gateway, name);
        }
        return gateway.exports();
    }
    static void expect_same(const Exports& actual, const Exports& expected) {
        for (const auto& [entity, csv] : expected) {
            EXPECT_TRUE(actual.at(entity) == csv) << entity << " differs";
        }
    }

    static TemporaryFolder* folder_;
};
TemporaryFolder* Batches::folder_ = nullptr;

TEST_F(Batches, give_one_store_in_whatever_order_they_come) {
    const auto expected = sent({"bulk", "first", "second", "third"});
    ASSERT_NE(expected, sent({"bulk", "first", "third"}));
    ASSERT_NE(expected, sent({"bulk", "first", "second"}));

    for (const auto& order : std::vector<std::vector<std::string>>{
             {"bulk", "first", "third", "second"},
             {"bulk", "second", "first", "third"},
             {"bulk", "third", "second", "first"},
             {"bulk", "third", "first", "second"},
             {"first", "bulk", "third", "second"},
             {"third", "second", "first", "bulk"},
             {"second", "third", "bulk", "first"}}) {
        SCOPED_TRACE(testing::PrintToString(order));
        expect_same(sent(order), expected);
    }
}

TEST_F(Batches, give_one_store_with_a_new_full_extract_among_them) {
    const auto expected = sent({"bulk", "first", "second", "third", "final"});

    for (const auto& order : std::vector<std::vector<std::string>>{
             {"bulk", "first", "final", "third", "second"},
             {"final", "bulk", "second", "third", "first"},
             {"third", "final", "first", "second", "bulk"}}) {
        SCOPED_TRACE(testing::PrintToString(order));
        expect_same(sent(order), expected);
    }
}

TEST_F(Batches, give_one_store_when_they_are_sent_together) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    gateway.run(
        {"ingest", path("second"), path("bulk"), path("third"), path("first"), "--sender",
         std::string(kSender), "--as-of", std::string(kAsOf)}
    );

    expect_same(gateway.exports(), sent({"bulk", "first", "second", "third"}));
}

TEST_F(Batches, wait_for_a_missing_one_by_its_number_and_go_on_by_themselves) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    send(gateway, "bulk");
    send(gateway, "first");
    const auto before = gateway.exports();

    const auto ahead = gateway.ingest(path("third"));
    const auto waiting = read_outcome(ahead.out);
    const auto between = gateway.exports();
    const auto missing = send(gateway, "second");

    EXPECT_EQ(ahead.code, 1);
    EXPECT_EQ(waiting.status, "held");
    EXPECT_EQ(waiting.issues, (Counts{{"SET-007", 1}}));
    EXPECT_NE(ahead.out.find("95049"), std::string::npos);
    EXPECT_GT(waiting.files.at("CareRecord_Observation").held, 0);
    EXPECT_EQ(between, before);
    EXPECT_EQ(missing.issues.at("SET-010"), 1);
    std::int64_t released = 0;
    for (const auto& [entity, counts] : missing.entities) {
        released += counts.at("released");
    }
    EXPECT_GT(released, 0);
    EXPECT_EQ(text_at(gateway.json({"status", waiting.receipt}), "status"), "held");
    expect_same(gateway.exports(), sent({"bulk", "first", "second", "third"}));
}

TEST_F(Batches, wait_for_the_full_extract_that_they_change) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");

    const auto early = send(gateway, "first");
    const auto again = send(gateway, "first");
    send(gateway, "bulk");

    EXPECT_EQ(early.status, "held");
    EXPECT_EQ(early.issues, (Counts{{"SET-007", 1}}));
    EXPECT_EQ(again.receipt, early.receipt);
    expect_same(gateway.exports(), sent({"bulk", "first"}));
}

// Names of version 5 have ranges of processing ids and do not tell a full extract.
TEST_F(Batches, of_earlier_versions_follow_the_ranges_of_their_names) {
    const auto expected = sent({"bulk", "first", "second", "third"});
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    send(gateway, "old bulk");
    send(gateway, "old first");

    const auto ahead = gateway.ingest(path("old third"));
    send(gateway, "old second");

    EXPECT_EQ(read_outcome(ahead.out).issues, (Counts{{"SET-007", 1}}));
    EXPECT_NE(ahead.out.find("377-379"), std::string::npos);
    expect_same(gateway.exports(), expected);
    expect_same(sent({"old third", "old first", "old bulk", "old second"}), expected);
}

// Before 2019 EMIS sent deletions of all patients when an agreement was disabled, and a full extract when it
// was activated again; since then empty files in between.
TEST_F(Batches, of_an_agreement_that_was_off_for_a_time_end_as_if_it_had_not) {
    const auto bulk = sent({"bulk"});
    const auto off = [](const std::string& header, const std::string& line) {
        return with(header, line, "Disabled", "true");
    };
    for (const bool deletions : {true, false}) {
        SCOPED_TRACE(deletions ? "with deletions" : "with empty files");
        const TemporaryFolder data;
        const Gateway gateway(data / "data");
        const auto folder = data / "off";
        fs::create_directories(folder);
        for (const auto& entry : fs::directory_iterator(path("first"))) {
            const auto name = entry.path().filename().string();
            const auto table = tests::table_of(name);
            const auto lines = lines_of(Extract::file_of(path("bulk"), table));
            std::string text = lines[0] + "\r\n";
            for (std::size_t i = 1; i < lines.size(); ++i) {
                text += table == "Agreements_SharingOrganisation" ? off(lines[0], lines[i]) + "\r\n" : "";
                text += deletions && table == "Admin_Patient" ? deleted(lines[0], lines[i]) + "\r\n" : "";
            }
            write_text(folder + "/" + name, text);
        }

        send(gateway, "bulk");
        const auto disabled = read_outcome(gateway.ingest(folder).out);
        const auto between = gateway.rows("person").size();
        send(gateway, "second bulk");

        EXPECT_GT(disabled.issues.at("SET-004"), 0);
        EXPECT_EQ(between, 0U);
        expect_same(gateway.exports(), bulk);
    }
}

TEST_F(Batches, take_up_nothing_that_waits_for_another_reason) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    const auto early = gateway.run(
        {"ingest", path("first"), path("ahead"), "--sender", std::string(kSender), "--as-of",
         std::string(kAsOf), "--json"}
    );

    const auto bulk = send(gateway, "bulk");

    EXPECT_EQ(read_outcome(early.out).issues, (Counts{{"SET-005", 1}, {"SET-007", 1}}));
    EXPECT_EQ(bulk.issues.at("SET-010"), 1);
    expect_same(gateway.exports(), sent({"bulk", "first"}));
}

// Whether the numbers of an agreement run one by one is not known until they have.
TEST_F(Batches, do_not_wait_where_nothing_says_that_one_is_missing) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    send(gateway, "bulk");

    const auto third = send(gateway, "third");
    const auto first = send(gateway, "first");

    EXPECT_EQ(third.issues.at("SET-009"), 1);
    EXPECT_EQ(first.issues.at("SET-008"), 1);
    expect_same(gateway.exports(), sent({"bulk", "first", "third"}));
}

TEST_F(Batches, go_on_without_a_missing_one_when_they_are_told_to) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    send(gateway, "bulk");
    send(gateway, "first");
    const auto waiting = send(gateway, "third");

    const auto told = read_outcome(gateway.ingest(path("third"), {"--without-missing"}).out);
    const auto without = gateway.exports();
    const auto late = send(gateway, "second");

    EXPECT_NE(told.receipt, waiting.receipt);
    EXPECT_EQ(told.issues.count("SET-007"), 0U);
    expect_same(without, sent({"bulk", "first", "third"}));
    EXPECT_EQ(late.issues.at("SET-008"), 1);
    expect_same(gateway.exports(), sent({"bulk", "first", "second", "third"}));
}

TEST_F(Batches, change_nothing_when_the_full_extract_comes_again) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    send(gateway, "bulk");
    const auto before = gateway.exports();

    const auto again = send(gateway, "second bulk");

    expect_same(gateway.exports(), before);
    for (const auto& [entity, counts] : again.entities) {
        EXPECT_EQ(counts.at("accepted") + counts.at("held") + counts.at("rejected"), 0) << entity;
    }
}

}  // namespace
}  // namespace sluice::e2e
