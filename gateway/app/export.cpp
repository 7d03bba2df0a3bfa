#include "gateway/outlet/export.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/private_output.hpp"
#include "gateway/env/terminal.hpp"
#include "gateway/outlet/csv.hpp"
#include "gateway/outlet/json.hpp"
#include "gateway/outlet/text.hpp"
#include "gateway/reporting/report_data.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include <unistd.h>

namespace sluice::app {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 20;

// Where a record came from differs between one bulk and a bulk with a delta; the record does not. So an
// export says whose record it is and for what it may be used, and the rest only when asked.
constexpr std::string_view kOriginColumns[] = {"legal_basis",   "receipt",  "source_file",
                                               "source_record", "mapping",  "mapping_digest",
                                               "definition",    "held_back"};

outlet::ColumnType written_as(store::ColumnType type) {
    switch (type) {
        case store::ColumnType::integer:
        case store::ColumnType::decimal:
            return outlet::ColumnType::number;
        case store::ColumnType::boolean:
            return outlet::ColumnType::boolean;
        case store::ColumnType::text:
        case store::ColumnType::date:
            break;
    }
    return outlet::ColumnType::text;
}

outlet::ColumnType written_as(const store::TableSpec& table, std::string_view column) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& spec) {
        return spec.name == column;
    });
    if (found != table.columns.end()) {
        return written_as(found->type);
    }
    return column == "source_record" ? outlet::ColumnType::number : outlet::ColumnType::text;
}

// Streams rows to one of the two writers.
class Exporter {
  public:
    Exporter(const ExportVerb& verb, const store::TableSpec& table) : verb_(verb), table_(table) {}

    Result<void> open() {
        SLUICE_ASSIGN(auto output, PrivateOutput::open(verb_.output));
        output_.emplace(std::move(output));
        return {};
    }
    Result<void> row(const std::vector<std::string>& columns, const std::vector<store::Value>& values) {
        start(columns);
        outlet::ExportRow kept;
        for (const auto index : indexes_) {
            kept.push_back(values[index]);
        }
        csv_ ? csv_->row(kept) : ndjson_->row(kept);
        pending_ += csv_ ? csv_->take() : ndjson_->take();
        return pending_.size() < kFlushBytes ? Result<void>() : flush();
    }
    // A table without rows still has its header.
    Result<void> finish() {
        if (!started_) {
            std::vector<std::string> columns;
            for (const auto& column : table_.columns) {
                if (!column.is_identity() || verb_.identity) {
                    columns.push_back(column.name);
                }
            }
            columns.insert(columns.end(), store::kProvenanceColumns.begin(), store::kProvenanceColumns.end());
            start(columns);
        }
        if (csv_) {
            pending_ += csv_->take();
        }
        SLUICE_TRY(flush());
        return output_->finish();
    }

  private:
    void start(const std::vector<std::string>& columns) {
        if (started_) {
            return;
        }
        started_ = true;
        std::vector<outlet::ExportColumn> out;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool origin = std::find(std::begin(kOriginColumns), std::end(kOriginColumns), columns[i]) !=
                                std::end(kOriginColumns);
            if (!origin || verb_.provenance) {
                indexes_.push_back(i);
                out.push_back({columns[i], written_as(table_, columns[i])});
            }
        }
        if (verb_.format == "csv" && !verb_.common.json) {
            csv_.emplace(std::move(out));
        } else {
            ndjson_.emplace(std::move(out));
        }
    }
    Result<void> flush() {
        SLUICE_TRY(output_->write(pending_));
        pending_.clear();
        return {};
    }

    const ExportVerb& verb_;
    const store::TableSpec& table_;
    std::optional<PrivateOutput> output_;
    bool started_ = false;
    std::vector<std::size_t> indexes_;
    std::optional<outlet::CsvExport> csv_;
    std::optional<outlet::NdjsonExport> ndjson_;
    std::string pending_;
};

}  // namespace

Result<int> export_entity(const ExportVerb& verb) {
    if (verb.entity.empty()) {
        return Error(
            ErrorCode::usage, "name the entity with --entity, or write all of them with --format exchange"
        );
    }
    if (!verb.purpose.empty()) {
        SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
        SLUICE_TRY(check_purpose(*pack, verb.purpose));
    }
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto* table, find_table(*store, verb.entity));
    store::ReadOptions options;
    options.purpose = verb.purpose;
    options.identity = verb.identity;
    Exporter exporter(verb, *table);
    SLUICE_TRY(exporter.open());
    SLUICE_TRY(store->dataset().visit_rows(
        verb.entity, options,
        [&](const auto& columns, const auto& values) { return exporter.row(columns, values); }
    ));
    SLUICE_TRY(exporter.finish());
    return kExitAccepted;
}

Result<int> completeness(const CompletenessVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(verb.purpose.empty() ? Result<void>() : check_purpose(*pack, verb.purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto report, reporting::completeness_data(*pack, *store, verb.purpose));
    const std::string format = verb.common.json ? "json" : verb.format;
    std::string text;
    if (format == "json") {
        text = outlet::completeness_json(report) + "\n";
    } else if (format == "text") {
        const bool colour = env::colours_allowed(STDOUT_FILENO);
        text = outlet::completeness_text(
            report, static_cast<std::size_t>(env::terminal_width(STDOUT_FILENO)),
            colour ? outlet::Colour::yes : outlet::Colour::no
        );
    } else {
        text = outlet::completeness_csv(report);
    }
    SLUICE_TRY(write_output("", text));
    return kExitAccepted;
}

}  // namespace sluice::app
