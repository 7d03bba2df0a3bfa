#include "tests/e2e/gateway.hpp"

#include "gateway/format/csv_reader.hpp"

#include <stdexcept>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

void check(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw std::runtime_error(otherwise);
    }
}

Outcome ingest(const Gateway& gateway, const std::string& folder) {
    const auto ran = gateway.ingest(folder);
    check(ran.code == 0 || ran.code == 1, "ingest ended with " + std::to_string(ran.code) + ": " + ran.err);
    return read_outcome(ran.out);
}

}  // namespace

SourceRows read_source(const std::string& path) {
    const std::string bytes = read_text(path);
    format::RecordReader reader{std::string_view(bytes)};
    SourceRows out;
    std::vector<std::string> header;
    for (auto more = reader.next(); more && *more; more = reader.next()) {
        const auto values = reader.values();
        if (header.empty()) {
            header = values;
            continue;
        }
        auto& row = out[static_cast<std::int64_t>(reader.ordinal())];
        for (std::size_t column = 0; column < std::min(header.size(), values.size()); ++column) {
            row[header[column]] = values[column];
        }
    }
    return out;
}

Extract::Extract(const Size& size) {
    const auto ran = run_sluice(
        {"synth", "emis", "--out", folder_ / "x", "--practices", std::to_string(size.practices), "--patients",
         std::to_string(size.patients), "--seed", std::to_string(size.seed), "--faults", size.faults}
    );
    check(ran.code == 0, "synth: " + ran.err);
}

Truth Extract::truth_of(std::string_view stage) const {
    const auto truth = parse_json(read_text(folder_ / "x/truth.json"));
    Truth out;
    if (stage == "final") {
        out.expected = tests::read_members(tests::member_at(tests::member_at(truth, "final"), "expected"));
        return out;
    }
    for (const auto& candidate : tests::member_at(truth, "stages").items()) {
        if (text_at(candidate, "folder") == stage) {
            out.expected = tests::read_members(tests::member_at(candidate, "expected"));
            out.issues = tests::read_members(tests::member_at(candidate, "issues"));
            for (const auto& file : tests::member_at(candidate, "files").members()) {
                out.files[file.key] = tests::read_counts(file.value);
            }
        }
    }
    check(!out.files.empty(), "truth.json has no stage " + std::string(stage));
    return out;
}

std::string Extract::file_of(const std::string& folder, std::string_view table) {
    for (const auto& name : names_in(folder)) {
        if (tests::table_of(name) == table) {
            return folder + "/" + name;
        }
    }
    throw std::runtime_error("there is no file of " + std::string(table));
}

const Extract& small_extract() {
    static const Extract extract{Extract::Size{}};
    return extract;
}

Ingested::Ingested() {
    bulk_outcome = ingest(bulk, small_extract().bulk());
    fs::copy(bulk.data(), delta.data(), fs::copy_options::recursive);
    delta_outcome = ingest(delta, small_extract().delta());
}

const Ingested& ingested() {
    static const Ingested once;
    return once;
}

}  // namespace sluice::e2e
