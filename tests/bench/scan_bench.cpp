// How fast the rows of a bulk file stream past: scan, selection and the copying of kept rows, with the real
// pack, on 1, 2, ... workers. No store. See README.md.
#include "adapters/extract/header.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/pipeline/blocks.hpp"
#include "gateway/pipeline/pack.hpp"

#include "tests/bench/usage.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

using namespace sluice;

constexpr std::string_view kTable = "CareRecord_Observation";
constexpr std::string_view kDictionary = "Coding_ClinicalCode";
constexpr std::string_view kSelected = "105529008";    // of the value set sp-needs
constexpr std::string_view kUnselected = "271649006";  // of none

// In place of the code dictionary: a code that is wanted is a need, every other one is not.
class CodeLinks final : public record::LinkResolver {
  public:
    CodeLinks(const schema::SourceSystem& system, std::unordered_set<std::string> wanted)
        : layout_(layout_of(system)),
          selected_(layout_, {kSelected}, nullptr),
          unselected_(layout_, {kUnselected}, nullptr),
          wanted_(std::move(wanted)) {}

    void linked(
        const record::SourceRow& row, const schema::ForeignKey& key,
        std::vector<const record::SourceRow*>& out
    ) override {
        if (key.table == kDictionary) {
            out.push_back(wanted_.contains(row.key_of(key.columns)) ? &selected_ : &unselected_);
        }
    }

  private:
    static record::RowLayout layout_of(const schema::SourceSystem& system) {
        const auto table = *system.table_index(kDictionary);
        const auto column = *system.tables[table].column("SnomedCTConceptId");
        return record::RowLayout::make(system, table, {static_cast<std::uint16_t>(column)});
    }

    record::RowLayout layout_;
    record::SourceRow selected_;
    record::SourceRow unselected_;
    std::unordered_set<std::string> wanted_;
};

struct Counts {
    std::uint64_t rows = 0;
    std::uint64_t kept = 0;
    std::uint64_t faults = 0;
    std::uint64_t cell_bytes = 0;
};

struct Job {
    std::string path;
    std::uint64_t data_offset = 0;
    std::uint64_t bytes = 0;
    extract::FilePlan plan;
    Limits limits;
};

Result<std::unordered_set<std::string>> read_wanted(const std::string& path) {
    SLUICE_ASSIGN(const auto text, env::read_file(path, std::size_t{1} << 20));
    SLUICE_ASSIGN(const auto rows, format::parse_all(text));
    std::unordered_set<std::string> wanted;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        wanted.insert(rows[i].empty() ? std::string() : rows[i].front());
    }
    return wanted;
}

Result<void> read_header(Job& job) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(job.path));
    std::string start(std::min<std::uint64_t>(file.size, 65536), '\0');
    SLUICE_TRY(env::read_at(file, 0, start));
    job.bytes = file.size;
    job.data_offset = start.find('\n') + 1;
    SLUICE_ASSIGN(const auto rows, format::parse_all(std::string_view(start).substr(0, job.data_offset)));
    job.plan.binding = extract::bind_columns(job.plan.layout->schema(), rows.front(), "");
    return {};
}

Result<Counts> scan(const Job& job, unsigned threads) {
    Counts counts;
    pipeline::Workers workers(threads);
    pipeline::BlockPipe pipe({job.path, job.data_offset}, job.plan, job.limits, workers);
    for (;;) {
        SLUICE_ASSIGN(const auto batch, pipe.next());
        if (!batch) {
            return counts;
        }
        counts.rows += batch->read;
        counts.kept += batch->rows.size();
        counts.faults += batch->faults.size();
        for (const auto& row : batch->rows) {
            for (const auto cell : row.cells) {
                counts.cell_bytes += cell.size();
            }
        }
    }
}

Result<void> measure(const Job& job, unsigned threads) {
    bench::reset_peak_memory();
    const auto begin = std::chrono::steady_clock::now();
    const double processor = bench::processor_seconds();
    SLUICE_ASSIGN(const auto counts, scan(job, threads));
    const double used = bench::processor_seconds() - processor;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf(
        "sluice  workers %u  %6.3f s (processor %.3f s)  %6.2f M rows/s  %5.0f MB/s  peak %4.0f MB  rows "
        "%llu kept %llu "
        "faults %llu cell bytes %llu\n",
        threads, seconds, used, static_cast<double>(counts.rows) / seconds / 1e6,
        static_cast<double>(job.bytes) / seconds / 1e6, static_cast<double>(bench::peak_memory_bytes()) / 1e6,
        static_cast<unsigned long long>(counts.rows), static_cast<unsigned long long>(counts.kept),
        static_cast<unsigned long long>(counts.faults), static_cast<unsigned long long>(counts.cell_bytes)
    );
    return {};
}

Result<void> run(const std::string& folder, unsigned threads, int times) {
    SLUICE_ASSIGN(const auto pack, pipeline::load_pack(SLUICE_SOURCE_DIR));
    const auto& system = *pack->documents->system("emis");
    SLUICE_ASSIGN(auto wanted, read_wanted(folder + "/codes.csv"));
    CodeLinks links(system, std::move(wanted));
    Job job;
    job.path = folder + "/CareRecord_Observation.csv";
    job.plan.program = &pack->program(system);
    job.plan.layout = &job.plan.program->layout("secondary-use", *system.table_index(kTable));
    job.plan.links = &links;
    SLUICE_TRY(read_header(job));
    for (int i = 0; i < times; ++i) {
        SLUICE_TRY(measure(job, threads));
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: scan_bench FOLDER [WORKERS [TIMES]]\n", stderr);
        return 2;
    }
    const auto number = [&](int i, int otherwise) { return i < argc ? std::atoi(argv[i]) : otherwise; };
    const auto status = run(argv[1], static_cast<unsigned>(std::max(1, number(2, 1))), number(3, 1));
    if (!status) {
        std::fprintf(stderr, "scan_bench: %s\n", status.error().text().c_str());
        return 1;
    }
    return 0;
}
