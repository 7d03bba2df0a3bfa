#include "gateway/synth/extract.hpp"

#include <filesystem>
#include <utility>

namespace sluice::synth {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;  // a file; times 63 files this is 16 MiB
constexpr std::string_view kUnknownColumn = "SessionColour";

Error cannot_write(const std::string& path) {
    return {ErrorCode::io, "cannot write " + path};
}

void quote(std::string& out, std::string_view cell) {
    out += '"';
    if (cell.find('"') == std::string_view::npos) {
        out += cell;
    } else {
        for (const char c : cell) {
            out.append(c == '"' ? 2 : 1, c);
        }
    }
    out += '"';
}

}  // namespace

Result<Extract> Extract::create(const ExtractName& name, const Table* drifted) {
    std::error_code failed;
    std::filesystem::create_directories(name.folder, failed);
    if (failed) {
        return cannot_write(name.folder);
    }
    Extract extract(name.batch);
    for (const Table table : all_tables()) {
        File& file = extract.files_[static_cast<std::size_t>(table)];
        file.path = name.folder + "/" + name.mode + "_" + name.batch + "_" + std::string(name_of(table)) +
                    "_" + name.stamp + "_" + name.agreement + ".csv";
        file.out.open(file.path, std::ios::binary | std::ios::trunc);
        if (!file.out) {
            return cannot_write(file.path);
        }
        file.drifted = drifted != nullptr && *drifted == table;
        extract.header(table);
    }
    return extract;
}

void Extract::header(Table table) {
    const auto columns = columns_of(table);
    std::vector<std::string_view> cells(columns.begin(), columns.end());
    File& file = files_[static_cast<std::size_t>(table)];
    if (file.drifted) {
        std::swap(cells[1], cells[2]);
        cells.push_back(kUnknownColumn);
    }
    put(file, cells);
}

void Extract::write(const Row& row) {
    File& file = files_[static_cast<std::size_t>(row.table)];
    line_.assign(row.cells.begin(), row.cells.end());
    if (columns_of(row.table).back() == "ProcessingId") {
        line_.emplace_back(batch_);
    }
    if (file.drifted) {
        std::swap(line_[1], line_[2]);
        line_.emplace_back("green");
    }
    put(file, line_);
}

void Extract::write_unterminated(const Row& row) {
    write(row);
    File& file = files_[static_cast<std::size_t>(row.table)];
    constexpr std::size_t kTail = 3;  // the closing quote, CR, LF
    file.buffer.resize(file.buffer.size() - kTail);
}

void Extract::put(File& file, const std::vector<std::string_view>& cells) {
    // Before a record, not after it: write_unterminated() takes back the end of the last one.
    if (file.buffer.size() > kBufferBytes) {
        flush(file);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) {
            file.buffer += ',';
        }
        quote(file.buffer, cells[i]);
    }
    file.buffer += "\r\n";
}

void Extract::flush(File& file) {
    file.out.write(file.buffer.data(), static_cast<std::streamsize>(file.buffer.size()));
    file.buffer.clear();
}

Result<void> Extract::finish() {
    for (File& file : files_) {
        flush(file);
        file.out.close();
        if (!file.out) {  // also where an earlier write failed: the state sticks
            return cannot_write(file.path);
        }
    }
    return {};
}

}  // namespace sluice::synth
