// A fix list of what cannot be read or written: it is there whole or not at all, and says why.
#include "tests/bad_input/scene.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

// A patient whose number has a typing error, and a store that knows it.
class FixListOfDamage : public testing::Test {
  protected:
    void damage(const std::string& column, const std::string& value) {
        auto patients = scene_.file("Admin_Patient");
        patients.set(1, column, value);
        patients.set(1, "NhsNumber", "9990000019");
        patients.save();
        outcome_ = scene_.ingest();
    }
    Ran list(const std::string& format, const std::string& to, const Restrictions& restrictions = {}) const {
        return run_sluice(
            {"fix-list", outcome_.receipt, "--data", scene_.data(), "--format", format, "-o", to},
            restrictions
        );
    }

    Scene scene_;
    Outcome outcome_;
    TemporaryFolder out_;
};

TEST_F(FixListOfDamage, says_that_the_landed_bytes_are_gone_and_writes_nothing) {
    damage("Surname", "Synthetic");
    fs::remove_all(scene_.data() + "/landing/objects");

    for (const std::string format : {"csv", "xlsx"}) {
        const auto ran = list(format, out_ / "list");

        EXPECT_EQ(ran.code, 74);
        EXPECT_EQ(ran.out, "");
        EXPECT_THAT(ran.err, HasSubstr("not in the landing area any more"));
        EXPECT_THAT(names_in(out_.path()), IsEmpty());
    }
}

TEST_F(FixListOfDamage, gives_a_huge_cell_and_a_formula_back_whole_as_csv_and_makes_a_workbook_all_the_same) {
    const std::string huge = "=" + std::string(200'000, 'x');
    damage("Surname", huge);

    ASSERT_EQ(list("csv", out_ / "csv").code, 0);
    ASSERT_EQ(list("xlsx", out_ / "list.xlsx").code, 0);

    const auto patients = fs::path(scene_.path("Admin_Patient")).filename().string();
    EXPECT_THAT(read_text(out_ / ("csv/" + patients)), HasSubstr("," + huge + ","));
    EXPECT_TRUE(read_text(out_ / "list.xlsx").starts_with("PK"));
}

TEST_F(FixListOfDamage, leaves_nothing_on_a_full_disk) {
    damage("Surname", std::string(200'000, 'x'));

    for (const std::string format : {"csv", "xlsx"}) {
        const auto ran = list(format, out_ / "list", {.file_bytes_max = 4096});

        EXPECT_EQ(ran.code, 74) << format << ran.err;
        EXPECT_THAT(names_in(out_.path()), IsEmpty()) << format;
    }
}

TEST_F(FixListOfDamage, says_where_it_cannot_write) {
    damage("Surname", "Synthetic");

    for (const std::string format : {"csv", "xlsx"}) {
        const auto ran = list(format, out_ / "absent/list");

        EXPECT_EQ(ran.code, 74) << format;
        EXPECT_THAT(ran.err, HasSubstr("absent/list")) << format;
    }
}

TEST_F(FixListOfDamage, writes_nothing_where_no_row_has_a_finding) {
    outcome_ = scene_.ingest();

    const auto ran = list("xlsx", out_ / "list.xlsx");

    EXPECT_EQ(ran.code, 0);
    if (ran.out.starts_with("There is no row to fix")) {
        EXPECT_THAT(names_in(out_.path()), IsEmpty());
    }
}

}  // namespace
}  // namespace sluice::tests
