#include "tests/e2e/gateway.hpp"

#include "gateway/format/csv_reader.hpp"

#include <ostream>
#include <stdexcept>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

void check(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw std::runtime_error(otherwise);
    }
}

void check(const Ran& ran, const std::string& what) {
    check(ran.code == 0 || ran.code == 1, what + " ended with " + std::to_string(ran.code) + ": " + ran.err);
}

const format::JsonValue& at(const format::JsonValue& object, std::string_view key) {
    const auto* found = object.find(key);
    check(found != nullptr, "there is no member " + std::string(key));
    return *found;
}

FileCounts read_counts(const format::JsonValue& file) {
    return {
        integer_at(file, "read"), integer_at(file, "accepted"), integer_at(file, "held"),
        integer_at(file, "rejected"), integer_at(file, "skipped")};
}

// bulk_95047_Admin_Patient_20261024043213_6D24….csv
std::string table_of(const std::string& file) {
    auto begin = file.find('_');
    begin = begin == std::string::npos ? begin : file.find('_', begin + 1);
    const auto end = file.rfind('_', file.rfind('_') - 1);
    return begin == std::string::npos || end <= begin ? file : file.substr(begin + 1, end - begin - 1);
}

Counts read_members(const format::JsonValue& object) {
    Counts out;
    for (const auto& member : object.members()) {
        out[member.key] = member.value.integer().value_or(-1);
    }
    return out;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const FileCounts& counts) {
    return out << "read " << counts.read << ", accepted " << counts.accepted << ", held " << counts.held
               << ", rejected " << counts.rejected << ", skipped " << counts.skipped;
}

format::JsonValue parse_json(std::string_view text) {
    Limits limits;
    limits.json_bytes_max = std::size_t{1} << 28;
    auto value = format::parse_json(text, limits);
    check(value.has_value(), value ? "" : value.error().text());
    return std::move(*value);
}

std::string text_at(const format::JsonValue& object, std::string_view key) {
    const auto& value = at(object, key);
    return std::string(value.text().value_or(value.number().value_or("")));
}

std::int64_t integer_at(const format::JsonValue& object, std::string_view key) {
    const auto number = at(object, key).integer();
    check(number.has_value(), std::string(key) + " is not a whole number");
    return *number;
}

Outcome read_outcome(std::string_view json) {
    const auto value = parse_json(json);
    Outcome out;
    out.receipt = text_at(value, "receipt");
    out.status = text_at(value, "status");
    for (const auto& file : at(value, "files").items()) {
        out.files[table_of(text_at(file, "name"))] = read_counts(file);
    }
    for (const auto& entity : at(value, "entities").members()) {
        out.entities[entity.key] = read_members(entity.value);
    }
    for (const auto& issue : at(value, "issues").items()) {
        out.issues[text_at(issue, "rule")] = integer_at(issue, "count");
    }
    return out;
}

Rows read_rows(std::string_view csv) {
    const auto records = format::parse_all(csv);
    check(records.has_value() && !records->empty(), "an export is not CSV with a header");
    Rows out;
    const auto& header = records->front();
    for (std::size_t i = 1; i < records->size(); ++i) {
        const auto& record = (*records)[i];
        check(record.size() == header.size(), "a row of an export is ragged");
        Row row;
        for (std::size_t column = 0; column < header.size(); ++column) {
            row[header[column]] = record[column];
        }
        check(out.emplace(record.front(), std::move(row)).second, "an export has an id twice");
    }
    return out;
}

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
        out.expected = read_members(at(at(truth, "final"), "expected"));
        return out;
    }
    for (const auto& candidate : at(truth, "stages").items()) {
        if (text_at(candidate, "folder") == stage) {
            out.expected = read_members(at(candidate, "expected"));
            out.issues = read_members(at(candidate, "issues"));
            for (const auto& file : at(candidate, "files").members()) {
                out.files[file.key] = read_counts(file.value);
            }
        }
    }
    check(!out.files.empty(), "truth.json has no stage " + std::string(stage));
    return out;
}

std::string Extract::file_of(const std::string& folder, std::string_view table) {
    for (const auto& name : names_in(folder)) {
        if (table_of(name) == table) {
            return folder + "/" + name;
        }
    }
    throw std::runtime_error("there is no file of " + std::string(table));
}

const Extract& small_extract() {
    static const Extract extract{Extract::Size{}};
    return extract;
}

Ran Gateway::run(std::vector<std::string> args) const {
    args.insert(args.end(), {"--data", data_});
    return run_sluice(std::move(args));
}

std::vector<std::string> Gateway::ingest_args(
    const std::string& path, const std::vector<std::string>& options
) const {
    std::vector<std::string> args{
        "ingest", path,     "--sender", std::string(kSender), "--as-of", std::string(kAsOf),
        "--json", "--data", data_};
    args.insert(args.end(), options.begin(), options.end());
    return args;
}

Ran Gateway::ingest(const std::string& path, const std::vector<std::string>& options) const {
    return run_sluice(ingest_args(path, options));
}

std::string Gateway::export_csv(std::string_view entity, const std::vector<std::string>& options) const {
    std::vector<std::string> args{"export", "--entity", std::string(entity), "--format", "csv"};
    args.insert(args.end(), options.begin(), options.end());
    auto ran = run(std::move(args));
    check(ran.code == 0, "export of " + std::string(entity) + ": " + ran.err);
    return std::move(ran.out);
}

Exports Gateway::exports() const {
    Exports out;
    for (const auto entity : kEntities) {
        out[std::string(entity)] = export_csv(entity);
    }
    return out;
}

Rows Gateway::rows(std::string_view entity, const std::vector<std::string>& options) const {
    return read_rows(export_csv(entity, options));
}

format::JsonValue Gateway::json(std::vector<std::string> args) const {
    const std::string verb = args.front();
    args.emplace_back("--json");
    const auto ran = run(std::move(args));
    check(ran, verb);
    return parse_json(ran.out);
}

format::JsonValue Gateway::lineage(std::string_view entity, const std::string& id, std::string_view field)
    const {
    const auto entries = json({"lineage", std::string(entity), id});
    for (const auto& entry : entries.items()) {
        if (text_at(entry, "field") == field) {
            return entry;
        }
    }
    return {};
}

Ingested::Ingested() {
    auto ran = bulk.ingest(small_extract().bulk());
    check(ran, "ingest of the bulk");
    bulk_outcome = read_outcome(ran.out);
    fs::copy(bulk.data(), delta.data(), fs::copy_options::recursive);
    ran = delta.ingest(small_extract().delta());
    check(ran, "ingest of the delta");
    delta_outcome = read_outcome(ran.out);
}

const Ingested& ingested() {
    static const Ingested once;
    return once;
}

}  // namespace sluice::e2e
