// How fast the rows of a bulk file stream past: scan, selection and the copying of kept rows, with the real
// pack, on 1, 2, ... workers; with an output also the join to patients and the writing of what is found; with
// --filled also the non-empty cells of each column. No store. See README.md.
#include "adapters/extract/header.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/pipeline/blocks.hpp"
#include "gateway/pipeline/pack.hpp"

#include "tests/bench/usage.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

using namespace sluice;

constexpr std::string_view kTable = "CareRecord_Observation";
constexpr std::string_view kDictionary = "Coding_ClinicalCode";
// What a peer is asked for, too: the row's own columns, and the patient's number as the third.
constexpr std::string_view kWritten[] = {"ObservationGuid", "PatientGuid", "EffectiveDate", "CodeId",
                                         "AssociatedText",  "Value",       "NumericUnit"};
constexpr std::size_t kNumberAt = 2;
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
    std::vector<std::uint64_t> filled;
};

struct Job {
    std::string path;
    std::uint64_t data_offset = 0;
    std::uint64_t bytes = 0;
    extract::FilePlan plan;
    Limits limits;
    std::string patients;  // the file; with an output
    std::string output;    // empty: nothing is written
    bool filled = false;
};

// NHS numbers by patient, views of the file's text.
struct Patients {
    std::string text;
    std::unordered_map<std::string_view, std::string_view> numbers;
};

Result<std::unique_ptr<Patients>> read_patients(const std::string& path) {
    auto patients = std::make_unique<Patients>();
    SLUICE_ASSIGN(patients->text, env::read_file(path, std::size_t{1} << 29));
    format::Scanner scanner;
    scanner.scan(patients->text, true);
    const auto column = [&](std::string_view name) {
        std::size_t i = 0;
        while (scanner.content(scanner.records().front(), i) != name) {
            ++i;
        }
        return i;
    };
    const auto patient = column("PatientGuid");
    const auto number = column("NhsNumber");
    patients->numbers.reserve(scanner.records().size());
    for (const auto& record : scanner.records()) {
        patients->numbers.emplace(scanner.content(record, patient), scanner.content(record, number));
    }
    return patients;
}

// Writes the entries with a wanted code that are not deleted. A peer knows nothing of confidential ones.
class Output {
  public:
    Output(const record::RowLayout& layout, std::string path) : path_(std::move(path)) {
        for (const auto name : kWritten) {
            cells_.push_back(static_cast<std::size_t>(layout.cell_of[*layout.schema().column(name)]));
        }
    }
    Result<void> load(const std::string& patients) {
        SLUICE_ASSIGN(patients_, read_patients(patients));
        return {};
    }
    void add(const extract::KeptRow& row) {
        const auto number = patients_->numbers.find(row.cells[cells_[1]]);
        const bool deleted = row.kind == extract::KeptRow::Kind::tombstone;
        if (deleted || row.choice != map::Choice::keep || number == patients_->numbers.end()) {
            return;
        }
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (i == kNumberAt) {
                writer_.cell(number->second);
            }
            writer_.cell(row.cells[cells_[i]]);
        }
        writer_.end_record();
    }
    Result<void> finish() {
        std::ofstream file(path_, std::ios::binary);
        file << "ObservationGuid,PatientGuid,NhsNumber,EffectiveDate,CodeId,AssociatedText,Value,"
                "NumericUnit\r\n"
             << writer_.take();
        file.close();
        return file ? Result<void>() : Error(ErrorCode::io, "cannot write " + path_);
    }

  private:
    std::string path_;
    std::vector<std::size_t> cells_;
    std::unique_ptr<Patients> patients_;
    format::CsvWriter writer_;
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

void add(Counts& counts, const extract::Batch& batch) {
    counts.rows += batch.read;
    counts.kept += batch.rows.size();
    counts.faults += batch.faults.size();
    for (const auto& row : batch.rows) {
        for (const auto cell : row.cells) {
            counts.cell_bytes += cell.size();
        }
    }
    counts.filled.resize(std::max(counts.filled.size(), batch.filled.size()));
    for (std::size_t i = 0; i < batch.filled.size(); ++i) {
        counts.filled[i] += batch.filled[i];
    }
}

Result<Counts> scan(const Job& job, unsigned threads) {
    Counts counts;
    std::optional<Output> output;
    if (!job.output.empty()) {
        output.emplace(*job.plan.layout, job.output);
        SLUICE_TRY(output->load(job.patients));
    }
    pipeline::Workers workers(threads);
    pipeline::BlockPipe pipe({job.path, job.data_offset}, job.plan, job.limits, workers);
    for (;;) {
        SLUICE_ASSIGN(const auto batch, pipe.next());
        if (!batch) {
            SLUICE_TRY(output ? output->finish() : Result<void>());
            return counts;
        }
        add(counts, *batch);
        for (const auto& row : batch->rows) {
            if (output) {
                output->add(row);
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
    if (job.filled) {
        std::printf("filled %llu", static_cast<unsigned long long>(counts.rows));
        for (const auto count : counts.filled) {
            std::printf(",%llu", static_cast<unsigned long long>(count));
        }
        std::printf("\n");
    }
    return {};
}

struct Arguments {
    std::string folder;
    unsigned threads = 1;
    int times = 1;
    std::string output;
    bool filled = false;
};

// A peer writes columns that no mapping keeps.
record::RowLayout layout_with(
    const schema::SourceSystem& system, const record::RowLayout& kept, bool written
) {
    auto columns = kept.columns;
    for (const auto name : kWritten) {
        const auto column = static_cast<std::uint16_t>(*kept.schema().column(name));
        if (written && kept.cell_of[column] < 0) {
            columns.push_back(column);
        }
    }
    return record::RowLayout::make(system, kept.table, columns);
}

Result<void> run(const Arguments& arguments) {
    SLUICE_ASSIGN(const auto pack, pipeline::load_pack(SLUICE_SOURCE_DIR));
    const auto& system = *pack->documents->system("emis");
    SLUICE_ASSIGN(auto wanted, read_wanted(arguments.folder + "/codes.csv"));
    CodeLinks links(system, std::move(wanted));
    Job job;
    job.path = arguments.folder + "/CareRecord_Observation.csv";
    job.patients = arguments.folder + "/Admin_Patient.csv";
    job.output = arguments.output;
    job.filled = arguments.filled;
    job.plan.program = &pack->program(system);
    const auto table = *system.table_index(kTable);
    const auto layout =
        layout_with(system, job.plan.program->layout("secondary-use", table), !job.output.empty());
    job.plan.layout = &layout;
    job.plan.links = &links;
    job.plan.count_filled = job.filled;
    SLUICE_TRY(read_header(job));
    for (int i = 0; i < arguments.times; ++i) {
        SLUICE_TRY(measure(job, arguments.threads));
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: scan_bench FOLDER [WORKERS [TIMES [OUTPUT|--filled]]]\n", stderr);
        return 2;
    }
    const auto number = [&](int i, int otherwise) { return i < argc ? std::atoi(argv[i]) : otherwise; };
    Arguments arguments{argv[1], static_cast<unsigned>(std::max(1, number(2, 1))), number(3, 1), "", false};
    arguments.filled = argc > 4 && std::string_view(argv[4]) == "--filled";
    arguments.output = argc > 4 && !arguments.filled ? argv[4] : "";
    const auto status = run(arguments);
    if (!status) {
        std::fprintf(stderr, "scan_bench: %s\n", status.error().text().c_str());
        return 1;
    }
    return 0;
}
