// What is found of a file or a set before any row is read: rules FIL-001, FIL-002, FIL-004 to FIL-011,
// SET-001 and SET-002.
#include "gateway/pipeline/sets.hpp"

#include "gateway/base/text.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace sluice::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kFirst = "F95EE3AF-0B9D-40EB-8B28-8E858EF0091F";
constexpr const char* kSecond = "A95EE3AF-0B9D-40EB-8B28-8E858EF0091A";

class SetsTest : public testing::Test {
  protected:
    const Pack& pack() const { return tests::repository_pack(); }
    const schema::SourceSystem& system() const { return tests::repository_program().system(); }

    static std::string name_of(
        std::string_view table, std::string_view agreement = kFirst, std::string_view stamp = "20260101040000"
    ) {
        return "bulk_1_" + std::string(table) + "_" + std::string(stamp) + "_" + std::string(agreement) +
               ".csv";
    }
    std::vector<std::string> columns_of(std::string_view table) const {
        std::vector<std::string> out;
        for (const auto& column : system().table(table)->columns) {
            if (column.until.empty()) {
                out.push_back(column.name);
            }
        }
        return out;
    }
    static std::string line(const std::vector<std::string>& cells) {
        std::string out;
        for (const auto& cell : cells) {
            out += (out.empty() ? "" : ",") + cell;
        }
        return out + "\r\n";
    }
    // A member of the submission with these bytes, inspected.
    MemberFile member(const std::string& name, const std::string& bytes) {
        MemberFile file;
        file.index = static_cast<std::uint32_t>(tally_.files.size());
        file.name = name;
        file.path = folder_ / std::to_string(file.index);
        file.bytes = bytes.size();
        std::ofstream(file.path, std::ios::binary) << bytes;
        tally_.files.emplace_back();
        const auto done = inspect(file, pack(), tally_);
        EXPECT_TRUE(done) << done.error().text();
        return file;
    }
    MemberFile member_of(
        std::string_view table, std::string_view agreement = kFirst, std::string_view stamp = "20260101040000"
    ) {
        return member(name_of(table, agreement, stamp), line(columns_of(table)));
    }
    std::vector<std::string> rules() const {
        std::vector<std::string> out;
        for (const auto& issue : tally_.issues()) {
            out.push_back(issue.rule);
        }
        return out;
    }

    tests::TemporaryFolder folder_;
    Tally tally_{tests::repository_pack().rules()};
};

TEST_F(SetsTest, knows_a_file_by_name_and_finds_where_its_rows_begin) {
    const auto header = line(columns_of("Admin_Patient"));

    const auto file = member(name_of("Admin_Patient"), header + "x\r\n");

    ASSERT_TRUE(file.recognised);
    EXPECT_TRUE(file.recognised->by_name);
    EXPECT_EQ(file.sections.front().header, columns_of("Admin_Patient"));
    EXPECT_EQ(file.sections.front().data_offset, header.size());
    EXPECT_EQ(tally_.files[0].table, "Admin_Patient");
    EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(SetsTest, knows_a_file_by_header_past_a_byte_order_mark_and_blank_lines) {
    const std::string start = "\xEF\xBB\xBF\r\n" + line(columns_of("Admin_Patient"));

    const auto file = member("patients.csv", start + "x\r\n");

    ASSERT_TRUE(file.recognised);
    EXPECT_FALSE(file.recognised->by_name);
    EXPECT_EQ(file.sections.front().header.front(), "PatientGuid");
    EXPECT_EQ(file.sections.front().data_offset, start.size());
}

TEST_F(SetsTest, sees_cells_in_csv_only) {
    EXPECT_TRUE(member("minutes.csv", "Present\nA\n").has_cells);
    EXPECT_TRUE(member("minutes", "Present,Absent\nA,B\n").has_cells);
    EXPECT_FALSE(member("minutes.txt", "Dear all\nA\n").has_cells);
    EXPECT_FALSE(member("minutes.json", "{\"present\":\"A\",\"absent\":\"B\"}\n").has_cells);
    EXPECT_FALSE(member("minutes.csv", "\xEF\xBB\xBF [1, 2]\n").has_cells);
    EXPECT_FALSE(member("minutes.xml", "<minutes a='1,2'/>\n").has_cells);
    EXPECT_FALSE(member("photo.csv", std::string("a,b\0\n", 5)).has_cells);
}

struct Spoilt {
    const char* name;
    const char* file;
    std::string bytes;
    const char* rule;
    bool rejected;
};

TEST_F(SetsTest, says_what_is_wrong_with_a_file_as_a_whole) {
    const auto known = name_of("Admin_Patient");
    const Spoilt spoilt[] = {
        {"no system knows it", "minutes of the meeting.csv", "Present,Absent\r\nA,B\r\n", "FIL-001", false},
        {"nothing in it", known.c_str(), "", "FIL-002", true},
        {"UTF-16", known.c_str(), std::string("\xFF\xFEO\0r\0g\0", 8), "FIL-004", true},
        {"blank lines only", known.c_str(), "\r\n\r\n", "FIL-011", true},
        {"a header that cannot be read", known.c_str(), "\"PatientGuid", "FIL-011", true},
    };
    for (const auto& wanted : spoilt) {
        const auto before = tally_.issues().size();

        const auto file = member(wanted.file, wanted.bytes);

        ASSERT_EQ(tally_.issues().size(), before + 1) << wanted.name;
        EXPECT_EQ(tally_.issues().back().rule, wanted.rule) << wanted.name;
        EXPECT_EQ(tally_.issues().back().at.file, file.index) << wanted.name;
        EXPECT_EQ(file.rejected, wanted.rejected) << wanted.name;
    }
}

TEST_F(SetsTest, says_how_a_header_differs_once_for_each_column) {
    const auto bind = [&](const std::vector<std::string>& header) {
        const auto before = tally_.issues().size();
        auto file = member(name_of("Admin_Patient"), line(header));
        bind_file(file, tests::repository_program(), "secondary-use", tally_);
        const auto all = rules();
        return std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(before), all.end());
    };
    const auto columns = columns_of("Admin_Patient");
    const auto without = [&](const std::string& name) {
        auto out = columns;
        out.erase(std::find(out.begin(), out.end(), name));
        return out;
    };
    auto more = columns;
    more.insert(more.end(), {"New One", "New Two"});
    auto twice = columns;
    twice.push_back("Postcode");
    auto reordered = columns;
    std::swap(reordered[3], reordered[9]);

    EXPECT_THAT(bind(columns), IsEmpty());
    EXPECT_THAT(bind(more), ElementsAre("FIL-005", "FIL-005"));
    EXPECT_THAT(bind(without("Postcode")), ElementsAre("FIL-006"));
    EXPECT_THAT(bind(without("CarerName")), IsEmpty());  // nothing uses it
    EXPECT_THAT(bind(without("Surname")), IsEmpty());    // not kept for secondary use
    EXPECT_THAT(bind(without("DateOfBirth")), ElementsAre("FIL-007"));
    EXPECT_THAT(bind(reordered), ElementsAre("FIL-008"));
    EXPECT_THAT(bind(twice), ElementsAre("FIL-009"));
}

TEST_F(SetsTest, puts_files_that_belong_together_into_one_set) {
    std::vector<MemberFile> members;
    for (const auto& table : system().required) {
        members.push_back(member_of(table));
    }

    const auto sets = group_sets(members, tally_);

    ASSERT_EQ(sets.size(), 1U);
    EXPECT_EQ(sets[0].agreement, to_lower(kFirst));
    EXPECT_EQ(sets[0].stamp, "20260101040000");
    EXPECT_TRUE(sets[0].is_bulk);
    EXPECT_EQ(sets[0].members.size(), members.size());
    EXPECT_THAT(sets[0].missing, IsEmpty());
    EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(SetsTest, reads_shared_tables_first_then_persons_then_what_hangs_on_them) {
    std::vector<MemberFile> members;
    for (const auto& table : system().required) {
        members.insert(members.begin(), member_of(table));
    }

    const auto sets = group_sets(members, tally_);

    std::vector<int> order;
    for (const auto i : sets.at(0).members) {
        const auto& table = members[i].recognised->schema();
        order.push_back(table.name == "Admin_Patient" ? 1 : (table.scope == schema::Scope::shared ? 0 : 2));
    }
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_THAT(order, testing::Contains(1));
}

TEST_F(SetsTest, names_each_required_file_that_is_missing) {
    const std::vector<MemberFile> members = {member_of("Admin_Patient"), member_of("Admin_Organisation")};

    const auto sets = group_sets(members, tally_);

    ASSERT_EQ(sets.size(), 1U);
    EXPECT_EQ(sets[0].missing.size(), system().required.size() - 2);
    EXPECT_THAT(rules(), testing::Each("SET-001"));
    EXPECT_EQ(rules().size(), sets[0].missing.size());
}

TEST_F(SetsTest, keeps_agreements_and_stamps_apart_and_orders_them_by_stamp) {
    const std::vector<MemberFile> members = {
        member_of("Admin_Patient", kFirst, "20260103040000"),
        member_of("Admin_Patient", kSecond, "20260102040000"),
        member_of("Admin_Patient", kFirst, "20260101040000")};

    const auto sets = group_sets(members, tally_);

    ASSERT_EQ(sets.size(), 3U);
    EXPECT_EQ(sets[0].stamp, "20260101040000");
    EXPECT_EQ(sets[1].agreement, to_lower(kSecond));
    EXPECT_EQ(sets[2].stamp, "20260103040000");
    const auto all = rules();
    EXPECT_EQ(std::count(all.begin(), all.end(), "SET-002"), 1);
}

TEST_F(SetsTest, reports_two_files_of_one_table) {
    auto second = name_of("Admin_Patient");
    const std::vector<MemberFile> members = {
        member_of("Admin_Patient"), member("again/" + second, line(columns_of("Admin_Patient")))};

    (void)group_sets(members, tally_);

    const auto all = rules();
    EXPECT_EQ(std::count(all.begin(), all.end(), "FIL-010"), 1);
}

TEST_F(SetsTest, leaves_files_of_no_system_out) {
    const std::vector<MemberFile> members = {member("notes.csv", "A,B\r\n")};

    EXPECT_THAT(group_sets(members, tally_), IsEmpty());
}

}  // namespace
}  // namespace sluice::pipeline
