#include "gateway/app/environment.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

namespace sluice::app {
namespace {

// In a process of its own, which is told to end while the folder holds something.
int status_of_interrupted(int signal, const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) {
        const auto folder = TemporaryFolder::make_beside(path);
        tests::write_text((*folder)->path() + "/rows.csv", "a patient's row");
        ::kill(::getpid(), signal);
        for (;;) {
            ::pause();
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

TEST(TemporaryFolder, beside_a_file_is_gone_when_the_work_is_interrupted) {
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) {
        const tests::TemporaryFolder folder;

        const int status = status_of_interrupted(signal, folder / "list.xlsx");

        ASSERT_TRUE(WIFEXITED(status));
        EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
        EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    }
}

TEST(TemporaryFolder, that_was_given_its_name_stays) {
    const tests::TemporaryFolder folder;
    {
        const auto work = TemporaryFolder::make_beside(folder / "list");
        ASSERT_TRUE(work);
        std::filesystem::rename((*work)->path(), folder / "list");
    }
    EXPECT_TRUE(std::filesystem::is_directory(folder / "list"));
}

TEST(TemporaryFolder, says_what_cannot_be_written) {
    const tests::TemporaryFolder folder;

    const auto work = TemporaryFolder::make_beside(folder / "nowhere/list.xlsx");

    ASSERT_FALSE(work);
    EXPECT_EQ(work.error().code(), ErrorCode::io);
    EXPECT_NE(work.error().text().find("nowhere/list.xlsx"), std::string::npos);
}

}  // namespace
}  // namespace sluice::app
