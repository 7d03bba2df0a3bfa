// `sluice export --format exchange` and `sluice exchange …`: packages of the exchange contract, out.
#include "gateway/outlet/exchange.hpp"

#include "adapters/exchange/lines.hpp"
#include "adapters/exchange/manifest.hpp"
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/private_output.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/format/archive_writer.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/pipeline/packages.hpp"

#include <algorithm>
#include <filesystem>

namespace sluice::app {

namespace {

using exchange::Manifest;
using outlet::ExchangeExport;

constexpr std::string_view kOwnSystem = "sluice";
constexpr std::size_t kIdDigits = 16;  // of the digest that names a package

bool ends_with_zip(const std::string& path) {
    return path.size() > 4 && to_lower(path).ends_with(".zip");
}

// Accepted records of one entity, as maps by column; nothing where the store has no such table yet.
Result<void> visit(
    store::Store& store, const schema::Entity& entity, const store::ReadOptions& options,
    const std::function<void(const ExchangeExport::Row&)>& take
) {
    const auto& tables = store.dataset().tables();
    const bool there = std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
        return table.name == entity.name;
    });
    if (!there || !entity.stored) {
        return {};
    }
    return store.dataset().visit_rows(
        entity.name, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            ExchangeExport::Row row;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                row.emplace(columns[i], values[i]);
            }
            take(row);
            return {};
        }
    );
}

Result<void> note_collected(store::Store& store, const std::string& purpose, ExchangeExport& files) {
    SLUICE_ASSIGN(const auto fields, store.collected().fields(purpose));
    for (const auto& field : fields) {
        files.note_collected(field.entity);
    }
    return {};
}

Result<ExchangeExport> gather(
    const schema::Dataset& dataset, store::Store& store, const std::string& purpose, bool identity
) {
    ExchangeExport files(dataset, purpose, identity);
    store::ReadOptions options;
    options.purpose = purpose;
    options.identity = identity;
    for (const auto& entity : dataset.entities) {
        SLUICE_TRY(visit(store, entity, options, [&](const auto& row) { files.note_id(entity, row); }));
    }
    for (const auto& entity : dataset.entities) {
        SLUICE_TRY(visit(store, entity, options, [&](const auto& row) { files.add(entity, row); }));
    }
    SLUICE_TRY(note_collected(store, purpose, files));
    return files;
}

std::string end_of_day(const std::string& date) {
    const auto end = Date::parse(date).value_or(Date()).with_time(23, 59, 59);
    return end.to_string() + std::string(uk_offset(end));
}

// The manifest that was received: nothing where the submission had none that can be read, or several.
Result<std::optional<Manifest>> manifest_of(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt
) {
    SLUICE_ASSIGN(const auto packages, pipeline::packages_of(pack, store, receipt));
    std::optional<Manifest> out;
    for (const auto& package : packages) {
        if (out && package.manifest) {
            return std::optional<Manifest>();
        }
        out = package.manifest ? package.manifest : out;
    }
    return out;
}

// What the package covers follows from what was received, never from the clock: the same store gives the same
// bytes. What a received package said of itself is carried on.
Result<void> cover_period(
    const pipeline::Pack& pack, store::Store& store, const std::string& purpose, Manifest& manifest
) {
    SLUICE_ASSIGN(const auto receipts, store.receipts().receipts());
    std::string latest;
    for (const auto& receipt : receipts) {
        const bool counts =
            receipt.status == store::kProcessed || receipt.status == store::kProcessedWithFindings;
        if (!counts || receipt.submission.purpose != purpose) {
            continue;
        }
        SLUICE_ASSIGN(const auto sent, manifest_of(pack, store, receipt));
        const auto& submission = receipt.submission;
        const std::string made = sent ? sent->generated_at : end_of_day(submission.as_of);
        const auto from = submission.period_from.empty() ? submission.as_of : submission.period_from;
        const auto to = submission.period_to.empty() ? submission.as_of : submission.period_to;
        manifest.period_start = manifest.period_start.empty() ? from : std::min(manifest.period_start, from);
        manifest.period_end = std::max(manifest.period_end, to);
        Manifest candidate;
        candidate.generated_at = made;
        if (candidate.stamp() >= latest) {
            latest = candidate.stamp();
            manifest.generated_at = made;
            manifest.ndop_applied = sent ? sent->ndop_applied : "no";
            manifest.ndop_date = sent ? sent->ndop_date : "";
        }
    }
    if (latest.empty()) {
        return Error(
            ErrorCode::usage,
            "nothing was received for the purpose " + purpose + ", so there is nothing to export"
        );
    }
    if (manifest.generated_at.substr(0, manifest.period_end.size()) < manifest.period_end) {
        manifest.generated_at = end_of_day(manifest.period_end);
    }
    return {};
}

void describe_files(const std::vector<outlet::ExchangeFile>& files, Manifest& manifest) {
    env::Sha256 digest;
    for (const auto& file : files) {
        const auto sha256 = env::sha256_hex(file.text);
        manifest.files.push_back({file.name, sha256, file.text.size(), file.rows});
        digest.update(file.name + "\n" + sha256 + "\n");
    }
    digest.update(manifest.sender_ods + "\n" + manifest.period_start + "\n" + manifest.period_end + "\n");
    manifest.submission_id = std::string(kOwnSystem) + "-" + digest.finish_hex().substr(0, kIdDigits);
    manifest.nil_return = files.empty();
}

// A folder that is new or empty, or a zip; nothing is written over.
Result<void> write_package(
    const std::string& output, const std::vector<outlet::ExchangeFile>& files, const Manifest& manifest,
    const std::string& manifest_name
) {
    std::vector<format::ZipEntry> entries = {{manifest_name, exchange::write_manifest(manifest)}};
    for (const auto& file : files) {
        entries.push_back({file.name, file.text});
    }
    std::error_code code;
    if (ends_with_zip(output)) {
        SLUICE_TRY(check_is_new(output));
        SLUICE_ASSIGN(const auto bytes, format::zip_of(entries));
        return env::write_file_durably(output, bytes);
    }
    if (std::filesystem::exists(output, code) && !std::filesystem::is_empty(output, code)) {
        return Error(ErrorCode::usage, output + " is there already and not empty; name a new folder");
    }
    SLUICE_TRY(env::create_directories_synced(output));
    // The manifest last: a package without it is not complete.
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        SLUICE_TRY(env::write_file_durably(output + "/" + entry->name, entry->bytes));
    }
    return {};
}

Result<std::string> lines_of(const outlet::ExchangeFile& file) {
    SLUICE_ASSIGN(const auto records, format::parse_all(file.text));
    std::string out;
    for (std::size_t record = 1; record < records.size(); ++record) {
        exchange::LineRow row{file.name.substr(0, file.name.rfind('.')), {}};
        for (std::size_t i = 0; i < records[record].size(); ++i) {
            row.cells.emplace_back(records.front()[i], records[record][i]);
        }
        out += exchange::write_line(row) + "\n";
    }
    return out;
}

}  // namespace

Result<int> export_exchange_lines(const ExportVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    const std::string purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_TRY(check_purpose(*pack, purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(auto output, PrivateOutput::open(verb.output));
    SLUICE_ASSIGN(auto files, gather(pack->documents->dataset, *store, purpose, verb.identity));
    for (const auto& file : files.finish()) {
        SLUICE_ASSIGN(const auto lines, lines_of(file));
        SLUICE_TRY(output.write(lines));
    }
    SLUICE_TRY(output.finish());
    return kExitAccepted;
}

Result<int> export_exchange(const ExportVerb& verb) {
    if (verb.sender.empty()) {
        return Error(ErrorCode::usage, "a package says who sends it: name the sender with --sender");
    }
    if (!is_ods_code(verb.sender)) {
        return Error(ErrorCode::usage, "--sender must be an ODS code: 3 to 8 capital letters and digits");
    }
    if (verb.output.empty() || verb.output == "-") {
        return Error(ErrorCode::usage, "a package is a folder or a zip: name it with -o");
    }
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    const std::string purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_TRY(check_purpose(*pack, purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    const auto& dataset = pack->documents->dataset;
    Manifest manifest;
    manifest.contract = pack->documents->exchange.name;
    manifest.sender_ods = verb.sender;
    manifest.sender_system = kOwnSystem;
    manifest.sender_system_version = SLUICE_VERSION;
    manifest.period_semantics = "snapshot";
    manifest.purpose = purpose;
    SLUICE_TRY(cover_period(*pack, *store, purpose, manifest));
    SLUICE_ASSIGN(auto files, gather(dataset, *store, purpose, verb.identity));
    const auto written = files.finish();
    manifest.identifier_mode = files.has_nhs_numbers() ? "nhs_number" : "none";
    describe_files(written, manifest);
    SLUICE_TRY(write_package(verb.output, written, manifest, pack->documents->exchange.manifest));
    return kExitAccepted;
}

}  // namespace sluice::app
