// `sluice exchange manifest`: manifest.json beside the CSV files of a sender who has no program to write it.
#include "adapters/exchange/manifest.hpp"
#include "adapters/extract/header.hpp"
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/date.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/clock.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/format/encoding.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sluice::app {
namespace {

using exchange::Manifest;
using exchange::ManifestFile;

constexpr std::size_t kIdDigits = 16;  // of the digest that names a package without a name of its own
constexpr std::string_view kNhsNumberColumn = "nhs_number";

bool is_nhs_number(std::string_view heading) {
    return extract::heading(heading, true) == extract::heading(kNhsNumberColumn, true);
}

// What would be refused when it is sent is told here, where it can still be saved again.
Result<void> check_heading(const std::string& name, const std::vector<std::string>& cells) {
    if (cells.size() == 1 && cells.front().find_first_of(";\t") != std::string::npos) {
        return Error(
            ErrorCode::usage, printable(name) +
                                  ": its cells are separated by semicolons or tabs; save the sheet again as "
                                  "\"CSV UTF-8 (comma delimited)\""
        );
    }
    return {};
}

Result<void> check_encoding(const std::string& name, std::string_view start) {
    const auto encoding = format::detect(start);
    if (encoding == format::Encoding::utf8 || encoding == format::Encoding::utf8_bom) {
        return {};
    }
    return Error(
        ErrorCode::usage, fmt::format(
                              "{} is written in {}; save the sheet again as \"CSV UTF-8 (comma delimited)\"",
                              printable(name), format::to_string(encoding)
                          )
    );
}

struct Described {
    ManifestFile file;
    bool has_nhs_numbers = false;  // a column of them
};

// One pass: what is counted is what is digested.
Result<Described> describe(const std::string& folder, const std::string& name) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(folder + "/" + name));
    Described out;
    out.file.name = name;
    std::string start(format::kDetectBytes, '\0');
    SLUICE_ASSIGN(const auto there, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    SLUICE_TRY(check_encoding(name, std::string_view(start).substr(0, there)));
    env::Sha256 digest;
    const auto source = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
        SLUICE_ASSIGN(const auto got, env::read_at(file, out.file.bytes, std::span<char>(buffer, size)));
        digest.update(std::string_view(buffer, got));
        out.file.bytes += got;
        return got;
    };
    format::RecordReader reader(source);
    bool is_heading = true;
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        if (reader.record().blank) {
            continue;  // also above the headings
        }
        if (is_heading) {
            const auto cells = reader.values();
            SLUICE_TRY(check_heading(name, cells));
            out.has_nhs_numbers = std::any_of(cells.begin(), cells.end(), is_nhs_number);
        } else {
            ++out.file.rows;
        }
        is_heading = false;
    }
    out.file.sha256 = digest.finish_hex();
    return out;
}

bool is_csv(std::string_view name) {
    return to_lower(name).ends_with(".csv");
}

// A folder is one package: there is no second manifest in other letters.
Result<std::optional<std::string>> manifest_in(
    const std::string& folder, const schema::ExchangeContract& contract
) {
    SLUICE_ASSIGN(const auto listed, env::list_files(folder));
    for (const auto& file : listed) {
        if (file.name.find('/') == std::string::npos && contract.is_manifest(file.name)) {
            return std::optional(file.name);
        }
    }
    return std::optional<std::string>();
}

// The CSV files beside which the manifest is to lie. One in a folder below would be of another package.
Result<std::vector<std::string>> csv_files(const std::string& folder) {
    SLUICE_ASSIGN(const auto listed, env::list_files(folder));
    std::vector<std::string> out;
    for (const auto& file : listed) {
        if (!is_csv(file.name) || file.name.starts_with('.')) {
            continue;
        }
        if (file.name.find('/') != std::string::npos) {
            return Error(
                ErrorCode::usage, printable(file.name) +
                                      " lies in a folder of its own; the files of a package lie "
                                      "beside its manifest"
            );
        }
        out.push_back(file.name);
    }
    return out;
}

Result<void> describe_files(const ManifestVerb& verb, Manifest& manifest) {
    SLUICE_ASSIGN(const auto names, csv_files(verb.folder));
    if (verb.nil != names.empty()) {
        return Error(
            ErrorCode::usage,
            verb.nil ? "a nil return says that nothing happened, and CSV files lie in " + verb.folder
                     : "there is no CSV file in " + verb.folder +
                           "; if nothing happened in the period, say so with --nil"
        );
    }
    bool has_nhs_numbers = false;
    for (const auto& name : names) {
        SLUICE_ASSIGN(auto described, describe(verb.folder, name));
        has_nhs_numbers = has_nhs_numbers || described.has_nhs_numbers;
        manifest.files.push_back(std::move(described.file));
    }
    if (manifest.identifier_mode.empty()) {
        manifest.identifier_mode = has_nhs_numbers ? "nhs_number" : "none";
    }
    return {};
}

// The same files of the same sender, for the same period and use, are the same submission.
std::string made_id(const Manifest& manifest) {
    const auto digest = env::sha256_hex(exchange::content_of(manifest));
    return manifest.sender_ods + "-" + manifest.period_end + "-" + digest.substr(0, kIdDigits);
}

std::string now() {
    const auto local = parse_uk_local(format_instant(env::SystemClock().now())).value_or(Date());
    return local.to_string() + std::string(uk_offset(local));
}

// What a reader would refuse is not written.
Result<void> check_manifest(const std::string& text, const schema::ExchangeContract& contract) {
    const auto read = exchange::read_manifest(text, contract);
    std::string keys;
    for (const auto& fault : read.faults) {
        if (fault.fault == schema::Fault::package_created_early) {
            return Error(
                ErrorCode::usage, "the period is not over when the package is made: see --period and --made"
            );
        }
        keys += (keys.empty() ? "" : ", ") + fault.key;
    }
    return keys.empty()
               ? Result<void>()
               : Result<void>(Error(ErrorCode::usage, "these would not be usable in the manifest: " + keys));
}

std::string summary(const ManifestVerb& verb, const Manifest& manifest, const std::string& path) {
    std::uint64_t rows = 0;
    for (const auto& file : manifest.files) {
        rows += file.rows;
    }
    if (verb.common.json) {
        format::JsonWriter json;
        json.begin_object();
        json.member("manifest", path);
        json.member("submission_id", manifest.submission_id);
        json.key("files");
        json.integer(static_cast<std::int64_t>(manifest.files.size()));
        json.key("rows");
        json.integer(static_cast<std::int64_t>(rows));
        json.end_object();
        return json.take() + "\n";
    }
    return fmt::format(
        "Wrote {} for submission {}: {}.\nNext: sluice check {}\n", printable(path), manifest.submission_id,
        manifest.nil_return ? "a nil return"
                            : outlet::counted(manifest.files.size(), "file", "files") + ", " +
                                  outlet::counted(rows, "row", "rows"),
        printable(verb.folder)
    );
}

}  // namespace

Result<int> exchange_manifest(const ManifestVerb& verb) {
    if (!is_ods_code(verb.sender)) {
        return Error(ErrorCode::usage, "--sender must be an ODS code: 3 to 8 capital letters and digits");
    }
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(check_purpose(*pack, verb.purpose));
    const auto& contract = pack->documents->exchange;
    SLUICE_ASSIGN(const auto there, manifest_in(verb.folder, contract));
    const std::string path = verb.folder + "/" + there.value_or(contract.manifest);
    if (!verb.force && there) {
        return Error(ErrorCode::usage, path + " is there already; --force writes over it");
    }
    const auto period = split(verb.period, '/');
    if (period.size() != 2) {
        return Error(ErrorCode::usage, "--period must be FROM/TO, two dates as YYYY-MM-DD");
    }
    const auto from = Date::parse(period[0]);
    const auto to = Date::parse(period[1]);
    if (from && to && *to < *from) {
        return Error(ErrorCode::usage, "--period ends before it starts: the first date comes first");
    }
    Manifest manifest;
    manifest.contract = contract.name;
    manifest.sender_ods = verb.sender;
    manifest.sender_system = verb.system;
    manifest.sender_system_version = verb.system_version;
    manifest.period_start = period[0];
    manifest.period_end = period[1];
    manifest.period_semantics = verb.semantics;
    manifest.purpose = verb.purpose;
    manifest.identifier_mode = verb.identifier_mode;
    manifest.pseudonym_scheme = verb.pseudonym_scheme;
    manifest.key_id = verb.key_id;
    manifest.ndop_applied = verb.ndop;
    manifest.ndop_date = verb.ndop_date;
    manifest.nil_return = verb.nil;
    manifest.generated_at = verb.made.empty() ? now() : verb.made;
    SLUICE_TRY(describe_files(verb, manifest));
    manifest.submission_id = verb.submission_id.empty() ? made_id(manifest) : verb.submission_id;
    const auto text = exchange::write_manifest(manifest);
    SLUICE_TRY(check_manifest(text, contract));
    SLUICE_TRY(env::write_file_durably(path, text));
    SLUICE_TRY(write_output("", summary(verb, manifest, path)));
    return kExitAccepted;
}

}  // namespace sluice::app
