#include "gateway/synth/extract.hpp"

#include "gateway/env/files.hpp"

#include <utility>

namespace sluice::synth {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;  // a file; times 63 files this is 16 MiB
constexpr std::string_view kUnknownColumn = "SessionColour";

}  // namespace

Result<Extract> Extract::create(const ExtractName& name, std::optional<Table> drifted) {
    SLUICE_TRY(env::create_directories_synced(name.folder));
    SLUICE_ASSIGN(const auto present, env::list_files(name.folder));
    if (!present.empty()) {
        // Files of another seed have other names and would be read as part of this extract.
        return Error(ErrorCode::usage, name.folder + " is not empty");
    }
    Extract extract(name.batch);
    for (const Table table : all_tables()) {
        SLUICE_ASSIGN(env::DurableFile out, env::DurableFile::create(name.folder));
        File& file = extract.files_.emplace_back(File{std::move(out), {}, drifted == table});
        file.name = name.mode + "_" + name.batch + "_" + std::string(name_of(table)) + "_" + name.stamp +
                    "_" + name.agreement + ".csv";
        put_header(file, table);
    }
    return extract;
}

void Extract::put_header(File& file, Table table) {
    const auto names = columns_of(table);
    std::vector<std::string_view> columns(names.begin(), names.end());
    if (file.drifted) {
        std::swap(columns[1], columns[2]);
        columns.push_back(kUnknownColumn);
    }
    for (const std::string_view column : columns) {
        file.csv.cell(column);
    }
    file.csv.end_record();
}

Result<void> Extract::write(const Row& row) {
    File& file = files_[static_cast<std::size_t>(row.table)];
    if (file.csv.text().size() > kBufferBytes) {
        SLUICE_TRY(file.out.write(file.csv.take()));
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const bool swapped = file.drifted && (i == 1 || i == 2);
        file.csv.cell(row.cells[swapped ? 3 - i : i]);
    }
    if (columns_of(row.table).back() == "ProcessingId") {
        file.csv.cell(batch_);
    }
    if (file.drifted) {
        file.csv.cell("green");
    }
    file.csv.end_record();
    return {};
}

Result<void> Extract::write_unterminated(const Row& row) {
    SLUICE_TRY(write(row));
    File& file = files_[static_cast<std::size_t>(row.table)];
    std::string text = file.csv.take();
    constexpr std::size_t kTail = 3;  // the closing quote, CR, LF
    text.resize(text.size() - kTail);
    return file.out.write(text);
}

Result<void> Extract::finish() {
    for (File& file : files_) {
        SLUICE_TRY(file.out.write(file.csv.take()));
        SLUICE_TRY(file.out.commit(file.name));
    }
    return {};
}

}  // namespace sluice::synth
