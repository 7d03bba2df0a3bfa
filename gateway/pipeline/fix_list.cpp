#include "gateway/pipeline/fix_list.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/store/cells.hpp"

#include <map>
#include <optional>

namespace sluice::pipeline {
namespace {

struct Finding {
    RuleIndex rule = 0;
    std::uint32_t column = 0;
    std::string organisation;
};
using Findings = std::map<std::uint64_t, std::vector<Finding>>;  // by record

// A table as the pack has it, with its system.
struct Known {
    const schema::SourceSystem* system = nullptr;
    std::size_t table = 0;
    const schema::SourceTable& schema() const { return system->tables[table]; }
};

std::optional<Known> find_table(const Pack& pack, const std::string& name) {
    for (const auto& system : pack.documents->systems) {
        if (const auto index = system.table_index(name)) {
            return Known{&system, *index};
        }
    }
    return std::nullopt;
}

// What a row says whose record it is, as an ODS code. A system may name its organisations by keys of its own.
class OrganisationCodes {
  public:
    OrganisationCodes(store::Facts& facts, const Known& known) : facts_(facts), known_(known) {}

    Result<std::string> code_of(const std::string& key) {
        const auto table = known_.system->table_index(known_.system->organisation_table);
        if (!table || key.empty()) {
            return key;
        }
        if (const auto known = codes_.find(key); known != codes_.end()) {
            return known->second;
        }
        SLUICE_ASSIGN(const auto rows, facts_.for_prefix(fact_table(*known_.system, *table), key));
        std::string code = key;
        for (const auto& row : rows) {
            SLUICE_ASSIGN(const auto* columns, facts_.layout(row.layout));
            std::vector<std::string_view> cells;
            store::decode_cells(row.cells, cells);
            for (std::size_t i = 0; i < std::min(columns->size(), cells.size()); ++i) {
                if ((*columns)[i] == known_.system->organisation_code && !cells[i].empty()) {
                    code = std::string(cells[i]);
                }
            }
        }
        return codes_.emplace(key, std::move(code)).first->second;
    }

  private:
    store::Facts& facts_;
    Known known_;
    std::map<std::string, std::string> codes_;
};

// One file, front to back, to the rows that have findings.
class FileVisit {
  public:
    FileVisit(
        const Pack& pack, store::Store& store, const store::Receipt& owner, const std::string& organisation,
        const FixVisitor& visitor, FixCounts& counts
    )
        : pack_(pack),
          store_(store),
          owner_(owner),
          organisation_(organisation),
          visitor_(visitor),
          counts_(counts) {}

    Result<void> run(FixFile file, const std::string& sha256, const Findings& findings);

  private:
    Result<void> row(std::uint64_t record, const std::vector<std::string>& cells, const Findings& findings);
    Result<bool> is_wanted(const Finding& finding, const std::vector<std::string>& cells);
    std::string column_name(std::uint32_t column) const;

    const Pack& pack_;
    store::Store& store_;
    const store::Receipt& owner_;
    const std::string& organisation_;
    const FixVisitor& visitor_;
    FixCounts& counts_;
    FixFile file_;
    std::optional<Known> known_;
    std::optional<OrganisationCodes> codes_;
    std::optional<std::size_t> organisation_at_;  // position in the file
    bool begun_ = false;
};

std::string FileVisit::column_name(std::uint32_t column) const {
    const bool named = known_ && column > 0 && column <= known_->schema().columns.size();
    return named ? known_->schema().columns[column - 1].name : std::string();
}

Result<bool> FileVisit::is_wanted(const Finding& finding, const std::vector<std::string>& cells) {
    if (organisation_.empty()) {
        return true;
    }
    std::string code = finding.organisation;
    if (code.empty() && codes_ && organisation_at_ && *organisation_at_ < cells.size()) {
        SLUICE_ASSIGN(code, codes_->code_of(cells[*organisation_at_]));
    }
    return code == organisation_;
}

Result<void> FileVisit::row(
    std::uint64_t record, const std::vector<std::string>& cells, const Findings& findings
) {
    bool any = false;
    for (const auto& finding : findings.at(record)) {
        SLUICE_ASSIGN(const bool wanted, is_wanted(finding, cells));
        if (!wanted) {
            continue;
        }
        if (!begun_) {
            begun_ = true;
            ++counts_.files;
            SLUICE_TRY(visitor_.file(file_));
        }
        any = true;
        ++counts_.findings;
        SLUICE_TRY(visitor_.row({record, column_name(finding.column), finding.rule, cells}));
    }
    counts_.rows += any ? 1 : 0;
    return {};
}

Result<void> FileVisit::run(FixFile file, const std::string& sha256, const Findings& findings) {
    file_ = std::move(file);
    known_ = find_table(pack_, file_.table);
    if (!store_.landing().contains(sha256)) {
        return Error(
            ErrorCode::io, "the bytes of " + printable(file_.name) +
                               " are not in the landing area any more; the "
                               "list of findings without the rows is `sluice report RECEIPT --format csv`"
        );
    }
    SLUICE_ASSIGN(const auto bytes, env::open_for_read(store_.landing().path_of(sha256)));
    std::uint64_t offset = 0;
    const auto read = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
        SLUICE_ASSIGN(const auto got, env::read_at(bytes, offset, std::span<char>(buffer, size)));
        offset += got;
        return got;
    };
    const format::Dialect dialect =
        known_ ? format::Dialect{known_->system->delimiter, known_->system->quote} : format::Dialect{};
    format::RecordReader reader(read, dialect);
    bool has_header = false;
    auto wanted = findings.begin();
    while (wanted != findings.end()) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        const bool readable = reader.record().cell_count > 0;
        if (!has_header && !reader.record().blank) {
            has_header = true;
            file_.header = reader.values();
            if (known_) {
                codes_.emplace(store_.facts(owner_.submission.purpose), *known_);
                for (std::size_t i = 0; i < file_.header.size(); ++i) {
                    const bool here =
                        equals_ignoring_case(trim(file_.header[i]), known_->schema().organisation);
                    organisation_at_ = here && !organisation_at_ ? std::optional(i) : organisation_at_;
                }
            }
        }
        if (reader.ordinal() == wanted->first) {
            const auto cells =
                readable ? reader.values() : std::vector<std::string>{std::string(reader.raw())};
            SLUICE_TRY(row(wanted->first, cells, findings));
            ++wanted;
        }
    }
    // A finding is never lost, even where its row is not found.
    for (; wanted != findings.end(); ++wanted) {
        SLUICE_TRY(row(wanted->first, {}, findings));
    }
    return {};
}

}  // namespace

Result<FixCounts> visit_fix_list(
    const Pack& pack, store::Store& store, const store::Receipt& receipt, const std::string& organisation,
    const FixVisitor& visitor
) {
    FixCounts counts;
    std::map<std::pair<std::int64_t, std::uint32_t>, Findings> by_file;  // receipt, file
    SLUICE_TRY(store.receipts()
                   .visit_issues(receipt.seq, [&](const store::ReceiptIssue& issue) -> Result<void> {
                       const auto rule = pack.rules().find(issue.rule);
                       if (issue.severity == Severity::information || !rule) {
                           return {};
                       }
                       if (issue.at.file == kNoFile || issue.at.record == 0) {
                           ++counts.elsewhere;
                           return {};
                       }
                       const auto owner = issue.origin == 0 ? receipt.seq : issue.origin;
                       by_file[{owner, issue.at.file}][issue.at.record].push_back(
                           {*rule, issue.at.column, issue.organisation}
                       );
                       return {};
                   }));
    for (const auto& [place, findings] : by_file) {
        SLUICE_ASSIGN(const auto owner, store.receipts().receipt(place.first));
        const bool own = owner && owner->submission.sender == receipt.submission.sender &&
                         place.second < owner->submission.files.size();
        if (!own) {
            for (const auto& [record, found] : findings) {
                counts.elsewhere += found.size();
            }
            continue;
        }
        SLUICE_ASSIGN(const auto tallies, store.receipts().file_tallies(place.first));
        const auto& sent = owner->submission.files[place.second];
        FixFile file{sent.name, {}, {}, place.first == receipt.seq ? std::string() : owner->id};
        for (const auto& tally : tallies) {
            file.table = tally.file == place.second ? tally.table : file.table;
        }
        SLUICE_TRY(FileVisit(pack, store, *owner, organisation, visitor, counts)
                       .run(std::move(file), sent.sha256, findings));
    }
    return counts;
}

}  // namespace sluice::pipeline
