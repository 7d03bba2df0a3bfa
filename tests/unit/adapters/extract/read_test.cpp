// The reader of one block, and with it rules CSV-001, CSV-004, CSV-005, CSV-006, CSV-007, ROW-001, ROW-004,
// LNK-002, PRV-001, PRV-002, PRV-003 and PRV-004.
#include "adapters/extract/read.hpp"

#include "gateway/base/text.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <map>
#include <random>

namespace sluice::extract {
namespace {

using schema::Fault;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = KeptRow::Kind;

const std::string kReferral = tests::mapping(
    "referral", "referral", R"J("referral_date": { "from": "Day" })J",
    R"J("when": "code.concept.memberOf('sp-referral-made')", "anchor": true)J"
);

class ReadTest : public testing::Test {
  protected:
    ReadTest()
        : world_(tests::make_world(tests::clinic({tests::person_mapping(), kReferral})).value()),
          shared_(world_.system(), tests::all_columns(world_.system())) {
        shared_.add("Code", {{"Code", "1"}, {"National", "871731000000106"}});
        shared_.add("Code", {{"Code", "3"}, {"National", "73211009"}});
        use("Entry", {"Org", "Person", "Entry", "Day", "Code", "Text", "Deleted", "Secret", "Seq"});
    }

    void use(std::string_view table, std::vector<std::string> header) {
        const auto index = *world_.system().table_index(table);
        plan_.program = world_.program.get();
        plan_.layout = &world_.program->layout("direct-care", index);
        plan_.binding = bind_columns(world_.system().tables[index], header, "");
        plan_.links = &shared_;
    }
    Batch read(const std::string& text, const Limits& limits = {}) {
        return BlockReader(plan_, limits).read(blocks_.emplace_back(text), true).value();
    }
    static std::vector<Fault> faults(const Batch& batch) {
        std::vector<Fault> out;
        for (const auto& fault : batch.faults) {
            out.push_back(fault.fault);
        }
        return out;
    }

    tests::SmallWorld world_;
    tests::SourceRows shared_;
    FilePlan plan_;
    std::deque<std::string> blocks_;  // which the cells of a batch point into
};

const std::string kGood = "O1,P1,E1,2026-03-02,1,said,false,false,7\n";

TEST_F(ReadTest, keeps_a_row_that_is_selected_with_its_key_and_person) {
    const auto batch = read(kGood);

    ASSERT_EQ(batch.rows.size(), 1U);
    const auto& row = batch.rows[0];
    EXPECT_EQ(row.kind, Kind::row);
    EXPECT_EQ(row.choice, map::Choice::keep);
    EXPECT_EQ(
        row.key,
        "O1\x1fP1\x1f"
        "E1"
    );
    EXPECT_EQ(row.person, "O1\x1fP1");
    EXPECT_EQ(row.order, 7);
    EXPECT_EQ(row.cells.size(), plan_.layout->columns.size());
    EXPECT_EQ(batch.read, 1U);
    EXPECT_EQ(batch.skipped + batch.rejected, 0U);
    EXPECT_EQ(batch.consumed, kGood.size());
}

TEST_F(ReadTest, skips_rows_that_nothing_selects_and_does_not_count_blank_lines) {
    const auto batch = read("O1,P1,E1,2026-03-02,3,,false,false,1\n\n" + kGood);

    EXPECT_EQ(batch.records, 3U);
    EXPECT_EQ(batch.read, 2U);
    EXPECT_EQ(batch.skipped, 1U);
    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(batch.rows[0].record, 2U);
}

// What was read of a block, one line for each row and fault, and the counts.
std::string told(const Batch& batch, std::uint64_t record, std::uint64_t offset) {
    std::map<std::uint64_t, std::string> lines;
    for (const auto& row : batch.rows) {
        auto& line = lines[record + row.record];
        line += "@" + std::to_string(offset + row.byte_offset) + " kind " +
                std::to_string(static_cast<int>(row.kind)) + " choice " +
                std::to_string(static_cast<int>(row.choice)) + " key " + row.key;
    }
    for (const auto& fault : batch.faults) {
        lines[record + fault.record] += "@" + std::to_string(offset + fault.byte_offset) + " " +
                                        std::string(to_string(fault.fault)) + " in " +
                                        std::to_string(fault.place);
    }
    std::string out;
    for (const auto& [at, line] : lines) {
        out += std::to_string(at) + line + "\n";
    }
    return out;
}

std::string random_row(std::mt19937& random) {
    const auto any = [&](const std::vector<std::string>& cells) { return cells[random() % cells.size()]; };
    const auto often = [&](const std::string& usual, const std::vector<std::string>& cells) {
        return random() % 4 == 0 ? any(cells) : usual;
    };
    return often(
               "O1", {"", "\"O1\"", " O1", "   ",
                      "O\x1F"
                      "1"}
           ) +
           ',' +
           often(
               "P1", {"", "\"P2\"",
                      "P\x1F"
                      "1"}
           ) +
           ',' + often("E1", {"", "\"\"", "\"\"\"\"", " E1 "}) + ',' + often("2026-03-02", {"", "x"}) + ',' +
           any(
               {"1", "3", "\"3\"", "3", " 3", "\"3 \"", "99", "", "\"\"\"3\"\"\"", "\"\"3", "3\xA3",
                std::string("3\0", 2)}
           ) +
           ',' +
           often("said", {"", "\"two\nlines\"", "\"comma, and \"\"quotes\"\"\"", "\"open", "\"junk\"x"}) +
           ',' + often("false", {"true", "TRUE", "False", "\"false\"", "", "maybe", "0", "\"tr\"\"ue\""}) +
           ',' + often("false", {"true", "", "maybe"}) + ',' + any({"7", "8"}) +
           often("", {",", ",more", ",,"}) + any({"\n", "\r\n"});
}

// Rows that were passed over teach the reader which ones it need not read; it must not show.
TEST_F(ReadTest, reads_a_row_alike_whatever_came_before_it) {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> rows;
        std::string text;
        for (int i = 0; i < 40; ++i) {
            rows.push_back(random_row(random));
            // A stray quote takes in the rows after it: told of one block, not of rows.
            const bool stray = rows.back().find("\"open") != std::string::npos;
            rows.back() = stray ? kGood : rows.back();
            text += rows.back();
        }
        std::string expected;
        std::uint64_t skipped = 0;
        std::uint64_t rejected = 0;
        std::uint64_t offset = 0;
        std::uint64_t records = 0;
        for (const auto& row : rows) {
            const auto alone = read(row);
            expected += told(alone, records, offset);
            skipped += alone.skipped;
            rejected += alone.rejected;
            offset += row.size();
            records += alone.records;
        }

        const auto together = read(text);

        ASSERT_EQ(told(together, 0, 0), expected) << text;
        EXPECT_EQ(together.skipped, skipped);
        EXPECT_EQ(together.rejected, rejected);
    }
}

TEST_F(ReadTest, reads_a_long_block_like_short_ones) {
    std::string text;
    std::string expected;
    std::uint64_t records = 0;
    for (int i = 0; i < 9'000; ++i) {
        // One row in the middle is longer than what is read of a block at a time.
        const std::string said = i == 4'000 ? std::string(300'000, 'x') : "said";
        const std::string code = i % 7 == 0 ? "1" : "3";
        const auto row =
            "O1,P1,E" + std::to_string(i) + ",2026-03-02," + code + "," + said + ",false,false,1\n";
        expected += told(read(row), records++, text.size());
        text += row;
    }

    const auto batch = read(text);

    EXPECT_EQ(told(batch, 0, 0), expected);
    EXPECT_EQ(batch.consumed, text.size());
    EXPECT_EQ(batch.records, records);
}

TEST_F(ReadTest, counts_the_filled_cells_of_each_column_where_it_is_asked) {
    plan_.count_filled = true;

    const auto batch = read(
        "O1,P1,E1,2026-03-02,3,,false,false,\n"
        "\"O1\",\"\",\"E\"\"2\",x,99,\"\",,\"a\",yy\r\n"
        "O1,too,few\n"
    );

    EXPECT_THAT(batch.filled, ElementsAre(2, 1, 2, 2, 2, 0, 1, 2, 1));
    plan_.count_filled = false;
    EXPECT_THAT(read(kGood).filled, IsEmpty());
}

struct Spoilt {
    const char* name;
    std::string text;
    Fault fault;
    std::uint32_t column;
};
const Spoilt kSpoilt[] = {
    {"too few cells", "O1,P1,E1,2026-03-02,1\n", Fault::csv_ragged_row, 0},
    {"too many cells", "O1,P1,E1,2026-03-02,1,said,false,false,7,8\n", Fault::csv_ragged_row, 0},
    {"open quote", "O1,P1,E1,2026-03-02,1,\"said,false,false,7\n", Fault::csv_unterminated_quote, 0},
    {"text after a quote", "O1,P1,E1,2026-03-02,1,\"sa\"id,false,false,7\n", Fault::csv_junk_after_quote, 0},
    {"NUL", std::string("O1,P1,E1,2026-03-02,1,sa\0id,false,false,7\n", 42), Fault::csv_nul_byte, 0},
    {"Windows-1252", "O1,P1,E1,2026-03-02,1,Zo\xEB,false,false,7\n", Fault::csv_invalid_utf8, 0},
    {"long cell", "O1,P1,E1,2026-03-02,1," + std::string(101, 'x') + ",false,false,7\n",
     Fault::csv_cell_too_long, 0},
    {"long row", "O1,P1,E1,2026-03-02,1," + std::string(400, 'x') + ",false,false,7\n",
     Fault::csv_record_too_long, 0},
    {"no entry id", "O1,P1,,2026-03-02,1,said,false,false,7\n", Fault::row_missing_key, 3},
    {"no practice", ",P1,E1,2026-03-02,1,said,false,false,7\n", Fault::row_missing_key, 1},
    {"a separator in an id",
     "O1,P1,E\x1F"
     "1,2026-03-02,1,said,false,false,7\n",
     Fault::row_ambiguous_key, 0},
    {"a separator in the person",
     "O1,P\x1F"
     "1,E1,2026-03-02,1,said,false,false,7\n",
     Fault::row_ambiguous_key, 0},
    {"no code", "O1,P1,E1,2026-03-02,,said,false,false,7\n", Fault::value_code_missing, 8},
};

TEST_F(ReadTest, rejects_one_row_for_one_fault_and_reads_on) {
    Limits limits;
    limits.cell_bytes_max = 100;
    limits.record_bytes_max = 300;
    for (const auto& spoilt : kSpoilt) {
        const auto batch = read(kGood + spoilt.text + kGood, limits);

        ASSERT_THAT(faults(batch), ElementsAre(spoilt.fault)) << spoilt.name;
        EXPECT_EQ(batch.faults[0].record, 1U) << spoilt.name;
        EXPECT_EQ(batch.faults[0].byte_offset, kGood.size()) << spoilt.name;
        EXPECT_EQ(batch.faults[0].place, spoilt.column) << spoilt.name;
        EXPECT_EQ(batch.read, 3U) << spoilt.name;
        EXPECT_EQ(batch.rejected, 1U) << spoilt.name;
        EXPECT_EQ(batch.rows.size(), 2U) << spoilt.name;
    }
}

TEST_F(ReadTest, holds_a_row_whose_code_is_not_there) {
    const auto batch = read("O1,P1,E1,2026-03-02,99,said,false,false,7\n");

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(batch.rows[0].choice, map::Choice::hold);
    EXPECT_EQ(batch.rows[0].fault, Fault::link_unknown_code);
    EXPECT_THAT(batch.faults, IsEmpty());  // the loader reports it
}

TEST_F(ReadTest, takes_a_deleted_row_for_a_tombstone_even_without_a_code) {
    const auto batch = read("O1,P1,E1,,,,TRUE,false,7\n");

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(batch.rows[0].kind, Kind::tombstone);
    EXPECT_THAT(batch.faults, IsEmpty());
}

TEST_F(ReadTest, keeps_a_confidential_entry_out_only_where_it_would_be_kept) {
    const auto batch =
        read("O1,P1,E1,2026-03-02,1,said,false,true,7\nO1,P1,E2,2026-03-02,3,said,false,true,8\n");

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(batch.rows[0].kind, Kind::excluded);
    EXPECT_EQ(batch.rows[0].fault, Fault::privacy_confidential_entry);
    EXPECT_EQ(batch.skipped, 1U);
}

TEST_F(ReadTest, lets_a_person_go_who_left_the_scope) {
    use("Person", {"Org", "Person", "Dummy", "Gone"});

    const auto batch = read("O1,P1,false,true\nO1,P2,true,false\nO1,P3,,\n");

    ASSERT_EQ(batch.rows.size(), 3U);
    EXPECT_EQ(batch.rows[0].kind, Kind::scope_exit);
    EXPECT_EQ(batch.rows[1].kind, Kind::excluded);
    EXPECT_EQ(batch.rows[1].fault, Fault::privacy_dummy_person);
    EXPECT_EQ(batch.rows[2].kind, Kind::row);
}

TEST_F(ReadTest, names_the_first_reason_for_which_a_patient_is_kept_out) {
    const auto& program = tests::repository_program();
    const auto index = *program.system().table_index("Admin_Patient");
    FilePlan plan;
    plan.program = &program;
    plan.layout = &program.layout("secondary-use", index);
    plan.binding = bind_columns(
        program.system().tables[index],
        {"OrganisationGuid", "PatientGuid", "DummyType", "PatientTypeDescription", "IsConfidential",
         "SpineSensitive"},
        ""
    );
    BlockReader reader(plan, {});

    const auto batch = reader
                           .read(
                               "O,A,true,Regular,true,true\nO,B,false,Dummy,false,false\n"
                               "O,C,false,Regular,true,true\nO,D,false,Regular,false,true\n"
                               "O,E,false,Regular,false,false\n",
                               true
                           )
                           .value();

    ASSERT_EQ(batch.rows.size(), 5U);
    EXPECT_EQ(batch.rows[0].fault, Fault::privacy_dummy_person);
    EXPECT_EQ(batch.rows[1].fault, Fault::privacy_dummy_person);
    EXPECT_EQ(batch.rows[2].fault, Fault::privacy_confidential_person);
    EXPECT_EQ(batch.rows[3].fault, Fault::privacy_sensitive_person);
    EXPECT_EQ(batch.rows[4].kind, Kind::row);
}

TEST_F(ReadTest, rejects_a_code_that_a_spreadsheet_damaged_or_that_was_mistyped) {
    use("Code", {"Code", "National"});

    const auto batch = read("1,1672871000006110\n2,8.71731E+14\n3,871731000000107\n4,871731000000106\n5,\n");

    EXPECT_THAT(
        faults(batch), ElementsAre(
                           Fault::snomed_id_spreadsheet_truncated, Fault::snomed_id_spreadsheet_exponent,
                           Fault::snomed_id_invalid
                       )
    );
    EXPECT_EQ(batch.rejected, 3U);
    EXPECT_EQ(batch.rows.size(), 2U);
}

TEST_F(ReadTest, takes_any_spelling_of_true_for_a_flag) {
    for (const std::string yes : {"true", "TRUE", "1", "yes", "Y"}) {
        const auto deleted = read("O1,P1,E1,2026-03-02,1,said," + yes + ",false,7\n");
        const auto secret = read("O1,P1,E1,2026-03-02,1,said,false," + yes + ",7\n");

        EXPECT_EQ(deleted.rows.at(0).kind, Kind::tombstone) << yes;
        EXPECT_EQ(secret.rows.at(0).kind, Kind::excluded) << yes;
        EXPECT_TRUE(faults(deleted).empty() && faults(secret).empty()) << yes;
    }
    for (const std::string no : {"false", "FALSE", "0", "no", "N", ""}) {
        EXPECT_EQ(read("O1,P1,E1,2026-03-02,1,said," + no + "," + no + ",7\n").rows.at(0).kind, Kind::row)
            << no;
    }
}

TEST_F(ReadTest, keeps_out_a_row_whose_flag_cannot_be_read_and_deletes_none) {
    const auto secret = read("O1,P1,E1,2026-03-02,1,said,false,maybe,7\n");
    const auto deleted = read("O1,P1,E1,2026-03-02,1,said,maybe,false,7\n");

    EXPECT_EQ(secret.rows.at(0).kind, Kind::excluded);
    EXPECT_THAT(faults(secret), ElementsAre(Fault::value_boolean_invalid));
    EXPECT_EQ(deleted.rows.at(0).kind, Kind::row);
    EXPECT_THAT(faults(deleted), ElementsAre(Fault::value_boolean_invalid));
}

TEST_F(ReadTest, keeps_out_a_person_who_leaves_and_must_be_kept_out) {
    use("Person", {"Org", "Person", "Born", "NhsNumber", "Dummy", "Gone", "Seq"});

    EXPECT_EQ(read("O1,P1,1950-01-02,,false,true,7\n").rows.at(0).kind, Kind::scope_exit);
    EXPECT_EQ(read("O1,P1,1950-01-02,,true,true,7\n").rows.at(0).kind, Kind::excluded);
}

TEST_F(ReadTest, keeps_a_row_that_nothing_selects_where_an_earlier_version_may_be_known) {
    const KeyFilter all;
    const KeyFilter none{std::vector<std::uint64_t>()};
    const std::string dropped = "O1,P1,E1,2026-03-02,3,,false,false,1\n";

    plan_.kept_before = &all;
    EXPECT_EQ(read(dropped).rows.at(0).choice, map::Choice::drop);
    plan_.kept_before = &none;
    EXPECT_TRUE(read(dropped).rows.empty());
}

TEST_F(ReadTest, tells_rows_of_one_key_apart_by_all_that_the_file_says) {
    const auto hash = [&](const std::string& row) { return read(row).rows.at(0).hash; };

    EXPECT_EQ(
        hash(kGood), hash("O1,P1,E1,2026-03-02,1,said,false,false,8\n")
    );  // the sequence does not count
    EXPECT_NE(
        hash(kGood), hash("O1,P1,E1,2026-03-02,1,says,false,false,7\n")
    );  // a column that is not kept does
    EXPECT_NE(hash("O1,P1,E1,2026-03-02,1,a,,false,7\n"), hash("O1,P1,E1,2026-03-02,1,,a,false,7\n"));
}

TEST_F(ReadTest, only_counts_where_it_is_told_to) {
    plan_.count_only = true;

    const auto batch = read(kGood + "not even a row\n\n");

    EXPECT_EQ(batch.read, 2U);
    EXPECT_EQ(batch.skipped, 2U);
    EXPECT_THAT(batch.rows, IsEmpty());
    EXPECT_THAT(batch.faults, IsEmpty());
}

TEST_F(ReadTest, trims_cells_and_reads_quoted_ones) {
    const auto batch = read("O1,P1, E1 ,\"2026-03-02\",1,\"a \"\"b\"\", c\",false,false,7\n");

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(
        batch.rows[0].key,
        "O1\x1fP1\x1f"
        "E1"
    );
}

TEST_F(ReadTest, gives_cells_as_they_are_meant_wherever_their_bytes_stand) {
    const auto batch = read("O1,P1,\" E \"\"1\"\"\",\"2026-03-02\",1,,false,false,7\n" + kGood);

    ASSERT_EQ(batch.rows.size(), 2U);
    const auto entry =
        static_cast<std::size_t>(plan_.layout->cell_of[*plan_.layout->schema().column("Entry")]);
    EXPECT_EQ(batch.rows[0].cells.at(entry), "E \"1\"");
    EXPECT_EQ(batch.rows[1].cells.at(entry), "E1");
}

TEST_F(ReadTest, needs_a_longer_block_where_no_record_is_whole) {
    BlockReader reader(plan_, {});

    const auto part = reader.read(kGood.substr(0, 20), false).value();
    const auto whole = reader.read(kGood, false).value();

    EXPECT_EQ(part.consumed, 0U);
    EXPECT_EQ(part.records, 0U);
    EXPECT_EQ(whole.rows.size(), 1U);
}

// All rows and faults of a text that is read in blocks of this size, with their places in the text.
std::string read_in_blocks(const FilePlan& plan, const std::string& text, std::size_t size) {
    BlockReader reader(plan, {});
    std::string out;
    std::size_t at = 0;
    std::uint64_t records = 0;
    std::size_t take = size;
    while (at < text.size()) {
        const bool last = at + take >= text.size();
        const auto batch = reader.read(std::string_view(text).substr(at, take), last).value();
        for (const auto& row : batch.rows) {
            out += std::to_string(records + row.record) + '@' + std::to_string(at + row.byte_offset) + ' ' +
                   row.key + ' ' + std::to_string(row.hash) + '\n';
        }
        for (const auto& fault : batch.faults) {
            out += std::to_string(records + fault.record) + '@' + std::to_string(at + fault.byte_offset) +
                   ' ' + std::string(to_string(fault.fault)) + '\n';
        }
        records += batch.records;
        at += batch.consumed;
        take = batch.consumed == 0 ? take * 2 : size;
    }
    return out;
}

// Rows and faults come block by block: their order within the text is what counts.
std::vector<std::string> sorted_lines(const std::string& text) {
    std::vector<std::string> out;
    for (const auto line : split(text, '\n')) {
        out.emplace_back(line);
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST_F(ReadTest, finds_the_same_whatever_the_size_of_its_blocks) {
    std::string text;
    for (const auto& spoilt : kSpoilt) {
        text +=
            kGood + spoilt.text + "O1,P2,E5,2026-03-02,1,\"two\nlines, \"\"quoted\"\"\",false,false,7\r\n\n";
    }

    const auto whole = read_in_blocks(plan_, text, text.size());

    EXPECT_THAT(whole, testing::HasSubstr("csv/junk-after-quote"));
    for (const std::size_t size : {1U, 7U, 40U, 41U, 64U, 100U, 1000U}) {
        EXPECT_EQ(sorted_lines(read_in_blocks(plan_, text, size)), sorted_lines(whole)) << size;
    }
}

TEST_F(ReadTest, finds_the_same_in_large_blocks_with_long_rows) {
    std::string text;
    for (int i = 0; i < 9000; ++i) {
        const bool long_one = i % 4000 == 3999;
        text += "O1,P1,E" + std::to_string(i) + ",2026-03-02,1,\"" +
                std::string(long_one ? 300'000 : 10, i % 2 == 0 ? 'x' : '\n') + "\",false,false,7\r\n";
        text += i % 1000 == 0 ? "O1,P1,E1,\"stray\n" : "";
    }

    const auto whole = read_in_blocks(plan_, text, text.size());

    EXPECT_THAT(whole, testing::HasSubstr("E8999 "));
    EXPECT_THAT(whole, testing::HasSubstr("csv/"));
    EXPECT_EQ(sorted_lines(read_in_blocks(plan_, text, 50'000)), sorted_lines(whole));
}

}  // namespace
}  // namespace sluice::extract
