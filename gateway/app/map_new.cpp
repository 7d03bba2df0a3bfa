// `sluice map new`: proposes a source and its mappings for files that no pack knows, as an extension pack.
// What is not likely is named and left out; no value of the files is printed or written.
#include "adapters/extract/header.hpp"
#include "adapters/extract/recognise.hpp"
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/proposed_pack.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/format/encoding.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace sluice::app {
namespace {

using pipeline::Confidence;
using pipeline::ProposedTable;
using pipeline::Sample;

constexpr std::size_t kSampleBytesMax = std::size_t{4} << 20;  // enough to tell what columns are
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The beginning of the file, without a last line that may be cut off.
Result<std::string> read_beginning(const std::string& path) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(path));
    std::string text(std::min<std::uint64_t>(file.size, kSampleBytesMax), '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(text.data(), text.size())));
    text.resize(got);
    if (got < file.size) {
        text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    }
    if (text.starts_with(kByteOrderMark)) {
        text.erase(0, kByteOrderMark.size());
    }
    return find_invalid_utf8(text) == std::string_view::npos ? text : format::utf8_from_windows_1252(text);
}

// Of the characters that part cells, the one that stands most often in the first line.
format::Dialect dialect_of(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    format::Dialect out;
    std::ptrdiff_t most = 0;
    for (const char delimiter : {',', ';', '\t'}) {
        if (const auto count = std::count(line.begin(), line.end(), delimiter); count > most) {
            most = count;
            out.delimiter = delimiter;
        }
    }
    return out;
}

Result<Sample> read_sample(const std::string& path) {
    SLUICE_ASSIGN(const auto text, read_beginning(path));
    format::RecordReader reader(std::string_view(text), dialect_of(text));
    Sample out;
    out.table = table_name(std::filesystem::path(path).stem().string());
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        if (out.header.empty()) {
            out.header = reader.values();
        } else if (!reader.record().blank) {
            out.rows.push_back(reader.values());
        }
    }
    constexpr std::size_t kHeadingsMin = 2;
    if (out.header.size() < kHeadingsMin) {
        return Error(
            ErrorCode::usage, printable(path) +
                                  " has no line of headings at its start: take the lines above the headings "
                                  "out, or save the sheet as CSV"
        );
    }
    return out;
}

// A file of which a source knows every heading needs no other.
Result<void> check_unknown(const pipeline::Pack& pack, const std::string& path, const Sample& sample) {
    const auto known = extract::recognise_by_header(pack.documents->systems, sample.header);
    if (known && extract::bind_columns(known->schema(), sample.header, "").unknown.empty()) {
        return Error(
            ErrorCode::usage, printable(path) + " is read already, as " + known->system->name + "/" +
                                  known->schema().name + ": send it as it is"
        );
    }
    return {};
}

std::string as_text(const MapNewVerb& verb, const std::vector<ProposedTable>& tables) {
    std::string text;
    for (const auto& table : tables) {
        text += fmt::format(
            "{}: {}\n", table.name,
            table.entity.empty() ? "what its rows are was not recognised; only the person is mapped"
                                 : "its rows are taken for the entity " + table.entity
        );
        for (const auto& column : table.columns) {
            std::string keys = column.row_key ? " [tells rows apart]" : "";
            keys += column.person_key ? " [says whose the row is]" : "";
            text += fmt::format("  {}{}\n", printable(column.heading), keys);
            for (const auto& one : column.fields) {
                text += fmt::format(
                    "    {:<7} {}.{}{}: {}\n", to_string(one.confidence), one.entity, one.field,
                    one.confidence < Confidence::medium ? " (not taken over)" : "", one.why
                );
            }
            text += column.fields.empty() ? "    none    not mapped\n" : "";
        }
        for (const auto& name : table.missing) {
            text += fmt::format(
                "  MISSING {}.{}: records without it are refused; say in the mapping where it comes from\n",
                table.entity, name
            );
        }
    }
    return text + fmt::format(
                      "\nWritten to {0}. Look through its mappings, write a case beside each, then:\n"
                      "  {1} map test {0}\n  {1} check FILES --extension {0}\n"
                      "Dates such as 02/03/2026 are taken for 2 March.\n",
                      verb.into, verb.common.program
                  );
}

std::string as_json(const std::vector<ProposedTable>& tables) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& table : tables) {
        json.begin_object();
        json.member("table", table.name);
        json.member("entity", table.entity);
        json.key("columns");
        json.begin_array();
        for (const auto& column : table.columns) {
            json.begin_object();
            json.member("heading", column.heading);
            json.key("row_key");
            json.boolean(column.row_key);
            json.key("person_key");
            json.boolean(column.person_key);
            json.key("fields");
            json.begin_array();
            for (const auto& one : column.fields) {
                json.begin_object();
                json.member("field", one.entity + "." + one.field);
                json.member("confidence", to_string(one.confidence));
                json.member("why", one.why);
                json.end_object();
            }
            json.end_array();
            json.end_object();
        }
        json.end_array();
        json.key("missing");
        json.begin_array();
        for (const auto& name : table.missing) {
            json.string(name);
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

Result<void> write_files(const Files& files, const std::string& folder) {
    for (const auto& [path, text] : files) {
        const auto whole = std::filesystem::path(folder) / path;
        std::error_code failed;
        std::filesystem::create_directories(whole.parent_path(), failed);
        if (failed) {
            return Error(
                ErrorCode::io, "cannot make " + whole.parent_path().string() + ": " + failed.message()
            );
        }
        SLUICE_TRY(write_output(whole.string(), text));
    }
    return {};
}

// On a copy: an extension that no verb takes is of no use to anybody.
Result<void> try_out(const MapNewVerb& verb, const Files& files) {
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    SLUICE_TRY(write_files(files, folder->path()));
    Common common = verb.common;
    common.extensions = find_extensions(common.extensions);
    common.extensions.push_back(folder->path());
    const auto pack = open_pack(common);
    return pack ? Result<void>()
                : Error(
                      ErrorCode::usage,
                      "what was proposed would not be taken, so nothing was written: " + pack.error().text()
                  );
}

}  // namespace

Result<int> map_new(const MapNewVerb& verb) {
    if (verb.name.empty() || table_name(verb.name, '-') != verb.name) {
        return Error(
            ErrorCode::usage, "--name is small letters, digits and hyphens, and begins with a letter"
        );
    }
    if (env::exists(verb.into)) {
        return Error(ErrorCode::usage, "--into is there already: name a new folder");
    }
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    if (pack->documents->system(verb.name) != nullptr) {
        return Error(ErrorCode::usage, "the pack has a source called " + verb.name + " already");
    }
    std::vector<ProposedTable> tables;
    for (const auto& path : verb.files) {
        SLUICE_ASSIGN(const auto sample, read_sample(path));
        SLUICE_TRY(check_unknown(*pack, path, sample));
        tables.push_back(pipeline::propose(*pack, sample));
    }
    SLUICE_ASSIGN(const auto files, proposed_pack(verb.name, pack->documents->dataset, tables));
    SLUICE_TRY(try_out(verb, files));
    SLUICE_TRY(write_files(files, verb.into));
    SLUICE_TRY(write_output("", verb.common.json ? as_json(tables) : as_text(verb, tables)));
    return kExitAccepted;
}

}  // namespace sluice::app
