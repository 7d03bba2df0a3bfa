#include "tests/support/gateway.hpp"

#include "gateway/format/csv_reader.hpp"

#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <ostream>
#include <stdexcept>

namespace sluice::tests {
namespace {

void check(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw std::runtime_error(otherwise);
    }
}

void check(const Ran& ran, const std::string& what) {
    check(ran.code == 0 || ran.code == 1, what + " ended with " + std::to_string(ran.code) + ": " + ran.err);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const FileCounts& counts) {
    return out << "read " << counts.read << ", accepted " << counts.accepted << ", held " << counts.held
               << ", rejected " << counts.rejected << ", skipped " << counts.skipped;
}

const format::JsonValue& member_at(const format::JsonValue& object, std::string_view key) {
    const auto* found = object.find(key);
    check(found != nullptr, "there is no member " + std::string(key));
    return *found;
}

format::JsonValue parse_json(std::string_view text) {
    Limits limits;
    limits.json_bytes_max = std::size_t{1} << 28;
    auto value = format::parse_json(text, limits);
    check(value.has_value(), value ? "" : value.error().text());
    return std::move(*value);
}

std::string text_at(const format::JsonValue& object, std::string_view key) {
    const auto& value = member_at(object, key);
    return std::string(value.text().value_or(value.number().value_or("")));
}

std::int64_t integer_at(const format::JsonValue& object, std::string_view key) {
    const auto number = member_at(object, key).integer();
    check(number.has_value(), std::string(key) + " is not a whole number");
    return *number;
}

FileCounts read_counts(const format::JsonValue& file) {
    return {
        integer_at(file, "read"), integer_at(file, "accepted"), integer_at(file, "held"),
        integer_at(file, "rejected"), integer_at(file, "skipped")};
}

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

Outcome read_outcome(std::string_view json) {
    const auto value = parse_json(json);
    Outcome out;
    out.receipt = text_at(value, "receipt");
    out.status = text_at(value, "status");
    for (const auto& file : member_at(value, "files").items()) {
        out.files[table_of(text_at(file, "name"))] = read_counts(file);
    }
    for (const auto& entity : member_at(value, "entities").members()) {
        out.entities[entity.key] = read_members(entity.value);
    }
    for (const auto& issue : member_at(value, "issues").items()) {
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

Outcome submit(const Gateway& gateway, const std::string& path, const std::vector<std::string>& options) {
    std::vector<std::string> args = {"ingest", path, "--json"};
    args.insert(args.end(), options.begin(), options.end());
    if (std::find(options.begin(), options.end(), "--as-of") == options.end()) {
        args.insert(args.end(), {"--as-of", std::string(kAsOf)});
    }
    const auto ran = gateway.run(args);
    if (ran.code < 0 || ran.code > 2) {
        throw std::runtime_error("ingest ended with " + std::to_string(ran.code) + ": " + ran.err);
    }
    return read_outcome(ran.out);
}

Outcome submit(const Gateway& gateway, const Package& package, const std::vector<std::string>& options) {
    const TemporaryFolder folder;
    package.write(folder / "package");
    return submit(gateway, folder / "package", options);
}

}  // namespace sluice::tests
