// The whole job on an extract: landing, reading, deriving and the commit, each with its time. With --again
// the same files are sent once more by another sender: every row is unchanged. With another folder what it
// holds is sent after them by the same sender. See README.md.
#include "gateway/pipeline/ingest.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/bench/usage.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace sluice;
using Clock = std::chrono::steady_clock;

// Adds up the time between one progress report and the next by the phase of the later one.
class Stopwatch {
  public:
    struct Sum {
        double seconds = 0;
        double processor = 0;
    };
    void see(const pipeline::Progress& progress) {
        lap(std::string(progress.phase));
        rows_ = progress.rows;
    }
    void lap(const std::string& phase) {
        const auto now = Clock::now();
        const double processor = bench::processor_seconds();
        auto& sum = sums_[phase];
        sum.seconds += std::chrono::duration<double>(now - last_).count();
        sum.processor += processor - last_processor_;
        last_ = now;
        last_processor_ = processor;
    }
    Sum of(const std::string& phase) const {
        const auto found = sums_.find(phase);
        return found == sums_.end() ? Sum{} : found->second;
    }
    double all() const { return std::chrono::duration<double>(last_ - begin_).count(); }
    std::uint64_t rows() const { return rows_; }

  private:
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_ = begin_;
    double last_processor_ = bench::processor_seconds();
    std::map<std::string, Sum> sums_;
    std::uint64_t rows_ = 0;
};

struct Arguments {
    std::string folder;
    std::string data;
    unsigned workers = 1;
    bool again = false;
    std::string delta = {};  // sent after it by the same sender; empty: nothing is
};

Result<void> submit(
    const pipeline::Pack& pack, store::Store& store, const Arguments& arguments, const std::string& folder,
    const std::string& sender
) {
    pipeline::IngestOptions options;
    options.paths = {folder};
    options.sender = sender;
    options.received_at = "2026-11-01T00:00:00Z";
    options.workers = arguments.workers;
    bench::reset_peak_memory();
    Stopwatch watch;
    options.watch = [&watch](const pipeline::Progress& progress) { watch.see(progress); };
    SLUICE_ASSIGN(const auto receipt, pipeline::ingest(pack, store, options));
    watch.lap("commit");
    std::uint64_t bytes = 0;
    for (const auto& file : receipt.submission.files) {
        bytes += file.bytes;
    }
    const auto rows = static_cast<double>(watch.rows());
    std::printf("%s, %u workers", sender.c_str(), arguments.workers);
    for (const std::string phase : {"landing", "reading", "deriving", "commit"}) {
        const auto sum = watch.of(phase);
        std::printf("  %s %.2f s (processor %.2f)", phase.c_str(), sum.seconds, sum.processor);
    }
    std::printf(
        "\n    all %.2f s  %.0f rows  %.3f M rows/s  %.0f MB/s  reading alone %.3f M rows/s  peak %.0f MB\n",
        watch.all(), rows, rows / watch.all() / 1e6, static_cast<double>(bytes) / watch.all() / 1e6,
        rows / watch.of("reading").seconds / 1e6, static_cast<double>(bench::peak_memory_bytes()) / 1e6
    );
    return {};
}

Result<void> run(const Arguments& arguments) {
    SLUICE_ASSIGN(const auto pack, pipeline::load_pack(SLUICE_SOURCE_DIR));
    std::error_code ignored;
    std::filesystem::remove_all(arguments.data, ignored);
    SLUICE_ASSIGN(const auto store, store::open_sqlite(arguments.data));
    SLUICE_TRY(submit(*pack, *store, arguments, arguments.folder, "A81001"));
    if (arguments.again) {
        SLUICE_TRY(submit(*pack, *store, arguments, arguments.folder, "A81002"));
    }
    if (!arguments.delta.empty()) {
        SLUICE_TRY(submit(*pack, *store, arguments, arguments.delta, "A81001"));
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs(
            "usage: job_bench EXTRACT STORE [WORKERS [--again|DELTA]]   STORE is emptied first\n", stderr
        );
        return 2;
    }
    Arguments arguments{argv[1], argv[2]};
    arguments.again = argc > 4 && std::string(argv[4]) == "--again";
    arguments.delta = argc > 4 && !arguments.again ? argv[4] : "";
    arguments.workers = argc > 3 ? static_cast<unsigned>(std::max(1, std::atoi(argv[3]))) : 1;
    const auto status = run(arguments);
    if (!status) {
        std::fprintf(stderr, "job_bench: %s\n", status.error().text().c_str());
        return 1;
    }
    return 0;
}
