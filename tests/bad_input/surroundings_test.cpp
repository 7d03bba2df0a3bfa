// What is wrong around the data: disks, rights, arguments, other processes. The store is never worse for it.
#include "tests/bad_input/scene.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/stat.h>

namespace sluice::tests {
namespace {
namespace fs = std::filesystem;

std::string receipts(const Scene& scene) {
    return run_sluice({"receipts", "--data", scene.data(), "--json"}).out;
}

void let_anybody_in(const Scene& scene) {
    fs::permissions(fs::path(scene.in()).parent_path(), fs::perms::all);
    fs::permissions(scene.in(), fs::perms::all);
    for (const auto& entry : fs::directory_iterator(scene.in())) {
        fs::permissions(entry.path(), fs::perms::all);
    }
}

TEST(Disk, that_is_full_while_landing_leaves_no_receipt_and_a_store_that_works) {
    const Scene scene;
    scene.ingest({}, {scene.path("Coding_DrugCode")});
    const auto before = receipts(scene);

    const auto run = run_sluice(scene.arguments(), {.file_bytes_max = 1'000'000});

    EXPECT_EQ(run.code, 74);
    EXPECT_NE(run.err.find("landing "), std::string::npos) << run.err;
    EXPECT_EQ(receipts(scene), before);
    expect_outcome(scene.ingest(), {});
}

TEST(Disk, that_is_full_while_unpacking_leaves_no_receipt) {
    const Scene scene;
    const auto path = scene.other("extract.zip");
    write_text(path, zip_of_clean());

    const auto run = run_sluice(scene.arguments({}, {path}), {.file_bytes_max = 1'000'000});

    EXPECT_EQ(run.code, 74);
    expect_outcome(scene.ingest({}, {path}), {});
}

// The largest file fits, the database does not.
TEST(Disk, that_is_full_while_publishing_leaves_the_store_as_it_was) {
    const Scene scene;
    const auto largest = fs::file_size(scene.path("CareRecord_Observation"));

    const auto run = run_sluice(scene.arguments(), {.file_bytes_max = largest + 4096});

    EXPECT_EQ(run.code, 74);
    EXPECT_FALSE(run.err.empty());
    EXPECT_NE(receipts(scene).find("\"received\""), std::string::npos);
    expect_outcome(scene.ingest(), {});
}

TEST(File, that_may_not_be_read_stops_before_a_receipt) {
    const Scene scene;
    let_anybody_in(scene);
    fs::permissions(scene.path("Admin_Patient"), fs::perms::none);
    fs::create_directory(scene.data());
    fs::permissions(scene.data(), fs::perms::all);

    const auto run = run_sluice(scene.arguments(), {.without_override = true});

    EXPECT_EQ(run.code, 74);
    EXPECT_NE(run.err.find("Admin_Patient"), std::string::npos) << run.err;
    EXPECT_EQ(receipts(scene), "[]\n");
}

TEST(Store, that_may_not_be_written_is_an_error_of_the_disk) {
    const Scene scene;
    let_anybody_in(scene);
    fs::create_directory(scene.data());
    fs::permissions(scene.data(), fs::perms::owner_read | fs::perms::others_read | fs::perms::others_exec);
    const Scene used;
    let_anybody_in(used);
    used.ingest();

    const auto readable = fs::perms::owner_read | fs::perms::others_read;
    fs::permissions(used.data() + "/sluice.db", readable);
    fs::permissions(used.data(), readable | fs::perms::owner_exec | fs::perms::others_exec);

    const auto fresh = run_sluice(scene.arguments(), {.without_override = true});
    const auto foreign = run_sluice(used.arguments(), {.without_override = true});

    EXPECT_EQ(fresh.code, 74) << fresh.err;
    EXPECT_EQ(foreign.code, 74) << foreign.err;
    fs::permissions(used.data(), fs::perms::all);  // so that it can be removed
    fs::permissions(scene.data(), fs::perms::all);
}

TEST(Store, that_is_damaged_is_an_error_and_not_a_crash) {
    for (const char* damage : {"start", "middle", "cut", "empty", "text"}) {
        SCOPED_TRACE(damage);
        const Scene scene;
        scene.ingest();
        const auto path = scene.data() + "/sluice.db";
        auto bytes = read_text(path);
        const std::string kind = damage;
        if (kind == "start") {
            bytes.replace(0, 100, std::string(100, 'x'));
        } else if (kind == "middle") {
            bytes.replace(4096, bytes.size() - 8192, std::string(bytes.size() - 8192, '\x7F'));
        } else if (kind == "cut") {
            bytes.resize(bytes.size() / 3);
        } else {
            bytes = kind == "empty" ? "" : "not a database";
        }
        write_text(path, bytes);
        const auto delta = Clean::get().extract("delta");

        const auto run = run_sluice(scene.arguments({}, {delta}));

        // An empty file is a new store; anything else must be noticed.
        EXPECT_EQ(run.code, kind == "empty" ? 1 : 74) << run.err << run.out;
    }
}

TEST(Store, that_is_no_folder_is_an_error_of_the_disk) {
    const Scene scene;
    write_text(scene.data(), "a file");

    const auto run = run_sluice(scene.arguments());

    EXPECT_EQ(run.code, 74);
}

TEST(Folder, may_hold_things_that_are_no_files) {
    run_cases({
        {"empty folder with the name of a file",
         [](Scene& scene) {
             fs::create_directory(scene.in() + "/minutes.csv");
             return Expect{};
         }},
        {"pipe",
         [](Scene& scene) {
             EXPECT_EQ(::mkfifo((scene.in() + "/pipe.csv").c_str(), 0666), 0);
             return Expect{.exit_code = 2, .issues = {{"ARC-005", 1}}};
         }},
        {"link to a file",
         [](Scene& scene) {
             fs::create_symlink("/etc/passwd", scene.in() + "/passwd.csv");
             return Expect{.exit_code = 2, .issues = {{"ARC-005", 1}}};
         }},
        {"link to itself",
         [](Scene& scene) {
             fs::create_symlink("loop.csv", scene.in() + "/loop.csv");
             return Expect{.exit_code = 2, .issues = {{"ARC-005", 1}}};
         }},
        {"link to the folder that holds it",
         [](Scene& scene) {
             fs::create_directory(scene.in() + "/deep");
             fs::create_directory_symlink("..", scene.in() + "/deep/up");
             return Expect{.exit_code = 2, .issues = {{"ARC-005", 1}}};
         }},
    });
}

TEST(Path, that_is_no_file_is_refused_at_once) {
    const Scene scene;
    const auto pipe = scene.other("pipe.csv");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0666), 0);
    fs::create_symlink("loop", scene.other("loop"));
    fs::create_directory(scene.other("empty"));

    EXPECT_EQ(run_sluice(scene.arguments({}, {pipe})).code, 74);
    EXPECT_EQ(run_sluice(scene.arguments({}, {"/dev/zero"})).code, 74);
    EXPECT_EQ(run_sluice(scene.arguments({}, {scene.other("loop")})).code, 64);
    EXPECT_EQ(run_sluice(scene.arguments({}, {scene.other("empty")})).code, 64);
    EXPECT_EQ(run_sluice(scene.arguments({}, {scene.other("nothing")})).code, 64);
}

TEST(Folder, that_is_too_deep_to_be_read_is_not_passed_over) {
    const Scene scene;
    const auto here = fs::current_path();
    const std::string step(200, 'd');
    fs::current_path(scene.in());
    for (int i = 0; i < 30; ++i) {
        fs::create_directory(step);
        fs::current_path(step);
    }
    write_text("a.csv", "a,b\n1,2\n");
    fs::current_path(here);

    const auto run = run_sluice(scene.arguments());

    EXPECT_EQ(run.code, 74) << run.out;
    EXPECT_NE(run.err.find("cannot list the folder"), std::string::npos) << run.err;
}

TEST(Folder, that_holds_the_store_is_read_without_it) {
    const Scene scene;
    const auto data = scene.in() + "/sluice-data";
    const std::vector<std::string> words = {"ingest", scene.in(), "--data",     data,    "--sender",
                                            "Z90001", "--as-of",  "2026-10-31", "--json"};

    const auto first = run_sluice(words);
    const auto second = run_sluice(words);

    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.out.find("sluice.db"), std::string::npos);
    EXPECT_EQ(second.out, first.out);
}

TEST(Path, named_twice_counts_once) {
    const Scene scene;

    const auto outcome =
        scene.ingest({}, {scene.in(), scene.in(), scene.path("Admin_Patient"), scene.in() + "/../in/"});

    expect_outcome(outcome, {});
}

TEST(File, that_changes_while_it_is_read_is_not_taken) {
    const Scene scene;
    const auto path = scene.other("growing.csv");
    write_text(path, "a,b\n" + std::string(50'000'000, 'x'));
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        std::ofstream file(path, std::ios::binary | std::ios::app);
        while (!stop) {
            file << "more,more\n" << std::flush;
        }
    });

    const auto run = run_sluice(scene.arguments({}, {path}));
    stop = true;
    writer.join();

    EXPECT_EQ(run.code, 74) << run.out;
    EXPECT_NE(run.err.find("changed while it was read"), std::string::npos) << run.err;
    EXPECT_EQ(receipts(scene), "[]\n");
}

TEST(Arguments, that_make_no_sense_are_refused_before_anything_is_stored) {
    const Scene scene;
    const std::string in = scene.in();
    const std::string data = scene.data();
    const std::vector<std::vector<std::string>> cases = {
        {"ingest", in, "--data", data},
        {"ingest", "--data", data, "--sender", "Z90001"},
        {"ingest", in, "--data", data, "--sender", ""},
        {"ingest", in, "--data", data, "--sender", "z90001"},
        {"ingest", in, "--data", data, "--sender", "Z9"},
        {"ingest", in, "--data", data, "--sender", "Z90001; DROP TABLE"},
        {"ingest", in, "--data", data, "--sender", "\x1b[31m"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--period", "2026-10-31/2026-10-01"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--period", "2026-10-31"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--period", "a/b/c"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--as-of", "yesterday"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--as-of", "2026-13-45"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--as-of", "2026-10"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--purpose", "profit"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--workers", "0"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--workers", "-1"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--block-bytes", "1"},
        {"ingest", in, "--data", data, "--sender", "Z90001", "--no-such-option"},
    };

    for (const auto& words : cases) {
        const auto run = run_sluice(words);
        EXPECT_EQ(run.code, 64) << words.back();
        EXPECT_FALSE(run.err.empty()) << words.back();
        EXPECT_FALSE(fs::exists(data)) << words.back();
    }
}

TEST(Period, that_is_not_over_is_a_finding) {
    const Scene over;
    const Scene open;

    expect_outcome(over.ingest({"--period", "2026-10-01/2026-10-31"}), {});
    expect_outcome(open.ingest({"--period", "2026-10-01/2026-11-01"}), {.issues = {{"SUB-001", 1}}});
}

// The second waits or says that the store is busy, and both are there in the end.
TEST(TwoIngests, at_once_never_spoil_the_store) {
    const Scene apart;
    const auto delta = Clean::get().extract("delta");
    apart.ingest();
    const auto one_by_one = apart.ingest({}, {delta});
    const Scene scene;
    scene.ingest();

    std::vector<Program> programs;
    for (const auto& path : {delta, delta, scene.path("Coding_DrugCode")}) {
        Command command;
        command.args = scene.arguments({}, {path});
        programs.emplace_back(command);
    }
    for (auto& program : programs) {
        const auto run = program.wait();
        EXPECT_TRUE(run.code == one_by_one.run.code || run.code == 1 || run.code == 74)
            << run.code << run.err;
    }

    const auto outcome = scene.ingest({}, {delta});
    EXPECT_EQ(outcome.receipt, one_by_one.receipt);
    EXPECT_EQ(outcome.status, one_by_one.status);
    EXPECT_EQ(outcome.issues, one_by_one.issues);
    expect_same_exports(outcome.exports, one_by_one.exports);
}

}  // namespace
}  // namespace sluice::tests
