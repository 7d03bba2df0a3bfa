#include "gateway/pipeline/fix_list.hpp"

#include "adapters/extract/header.hpp"
#include "adapters/extract/outline.hpp"
#include "adapters/extract/wording.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/format/encoding.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/file_table.hpp"
#include "gateway/pipeline/findings.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/store/cells.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace sluice::pipeline {
namespace {

struct Finding {
    RuleIndex rule = 0;
    store::ReceiptIssue issue;
};
using Findings = std::map<std::uint64_t, std::vector<Finding>>;  // by record

// What a row says whose record it is, as an ODS code. A system may name its organisations by keys of its own.
class OrganisationCodes {
  public:
    OrganisationCodes(store::Facts& facts, const FileTable& known) : facts_(facts), known_(known) {}

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
    FileTable known_;
    std::map<std::string, std::string> codes_;
};

// One file, front to back, to the rows that have findings.
class FileVisit {
  public:
    // `sender`: whose the rows are that do not say it.
    FileVisit(
        const schema::Documents& documents, store::Store& store, const store::Receipt& owner,
        std::string sender, const std::string& organisation, const FixVisitor& visitor, FixCounts& counts
    )
        : documents_(documents),
          store_(store),
          owner_(owner),
          sender_(std::move(sender)),
          organisation_(organisation),
          visitor_(visitor),
          counts_(counts) {}

    // `known`: nothing where the file was not recognised.
    Result<void> run(
        FixFile file, std::optional<FileTable> known, const std::string& sha256, const Findings& findings
    );

  private:
    Result<void> row(std::uint64_t record, const std::vector<std::string>& cells, const Findings& findings);
    void take_header(std::vector<std::string> header);
    Result<std::set<std::uint64_t>> headings_of(const env::OpenFile& bytes);
    Result<std::string> organisation_of(const Finding& finding, const std::vector<std::string>& cells);

    const schema::Documents& documents_;
    store::Store& store_;
    const store::Receipt& owner_;
    std::string sender_;
    const std::string& organisation_;
    const FixVisitor& visitor_;
    FixCounts& counts_;
    FixFile file_;
    format::Dialect dialect_;
    std::optional<FileTable> known_;
    std::optional<OrganisationCodes> codes_;
    std::optional<std::size_t> organisation_at_;  // position in the file
    std::string organisation_otherwise_;          // of a row whose cell is blank or that has none
    bool begun_ = false;
};

void FileVisit::take_header(std::vector<std::string> header) {
    file_.header = std::move(header);
    if (!known_) {
        return;
    }
    codes_.emplace(store_.facts(owner_.submission.purpose), *known_);
    const auto& schema = known_->schema();
    const auto binding = extract::bind_columns(schema, file_.header, "");
    for (std::size_t i = 0; i < schema.columns.size(); ++i) {
        if (schema.columns[i].name == schema.organisation) {
            organisation_at_ = binding.position[i] < 0 ? std::nullopt : std::optional(binding.position[i]);
            organisation_otherwise_ = schema.columns[i].package.empty() ? "" : sender_;
        }
    }
}

// Empty where it is not known.
Result<std::string> FileVisit::organisation_of(
    const Finding& finding, const std::vector<std::string>& cells
) {
    if (!finding.issue.organisation.empty() || !known_ || cells.empty()) {
        return finding.issue.organisation;
    }
    if (organisation_at_ && *organisation_at_ >= cells.size()) {
        return std::string();  // a row that cannot be read may be anybody's
    }
    const std::string key(organisation_at_ ? trim(cells[*organisation_at_]) : std::string_view());
    return key.empty() ? organisation_otherwise_ : codes_->code_of(key);
}

Result<void> FileVisit::row(
    std::uint64_t record, const std::vector<std::string>& cells, const Findings& findings
) {
    bool any = false;
    for (const auto& finding : findings.at(record)) {
        if (!organisation_.empty()) {
            SLUICE_ASSIGN(const auto code, organisation_of(finding, cells));
            if (code != organisation_) {
                counts_.elsewhere += is_ods_code(code) ? 0 : 1;
                continue;
            }
        }
        if (!begun_) {
            begun_ = true;
            ++counts_.files;
            SLUICE_TRY(visitor_.file(file_));
        }
        any = true;
        ++counts_.findings;
        auto column = known_ ? known_->column_name(finding.issue.at.column) : std::string();
        if (column.empty()) {
            column = missing_name(documents_, known_, finding.issue);
        }
        SLUICE_TRY(visitor_.row({record, std::move(column), finding.rule, cells}));
    }
    counts_.rows += any ? 1 : 0;
    return {};
}

// Of a report, the lines of its headings; of another file nothing is asked, and its first line is one.
Result<std::set<std::uint64_t>> FileVisit::headings_of(const env::OpenFile& bytes) {
    std::set<std::uint64_t> lines;
    dialect_ = known_ ? format::Dialect{known_->system->delimiter, known_->system->quote} : format::Dialect{};
    if (!known_ || !known_->system->report) {
        return lines;
    }
    SLUICE_ASSIGN(const auto outline, extract::outline(bytes, documents_.systems, Limits{}));
    if (outline) {
        dialect_ = outline->dialect;
        for (const auto& section : outline->sections) {
            lines.insert(section.heading_record);
        }
    }
    return lines;
}

// Of a file without a mark, that of its system.
Result<schema::TextEncoding> encoding_of(const env::OpenFile& file, const std::optional<FileTable>& known) {
    if (!known || known->system->encoding == schema::TextEncoding::utf8) {
        return schema::TextEncoding::utf8;
    }
    std::string start(4, '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    const bool marked = format::detect(std::string_view(start).substr(0, got)) != format::Encoding::utf8;
    return marked ? schema::TextEncoding::utf8 : known->system->encoding;
}

Result<void> FileVisit::run(
    FixFile file, std::optional<FileTable> known, const std::string& sha256, const Findings& findings
) {
    file_ = std::move(file);
    known_ = known;
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
    SLUICE_ASSIGN(const auto headings, headings_of(bytes));
    SLUICE_ASSIGN(const auto encoding, encoding_of(bytes, known_));
    format::RecordReader reader(read, dialect_);
    bool has_header = false;
    auto wanted = findings.begin();
    while (wanted != findings.end()) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            break;
        }
        const bool readable = reader.record().cell_count > 0;
        const bool first = !has_header && headings.empty() && !reader.record().blank;
        if (first || headings.contains(reader.ordinal())) {
            has_header = true;
            take_header(reader.values());
        }
        if (reader.ordinal() == wanted->first) {
            auto cells = readable ? reader.values() : std::vector<std::string>{std::string(reader.raw())};
            for (auto& cell : cells) {
                const bool foreign = extract::is_windows_1252(cell, encoding);
                cell = foreign ? format::utf8_from_windows_1252(cell) : std::move(cell);
            }
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

// Rows go only to who has them already: who submitted the file, and the sender of its package.
bool may_read(const store::Submission& reader, const store::Submission& owner, std::uint32_t file) {
    return owner.sender == reader.sender || owner.sender_of(file) == reader.sender;
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
                       by_file[{owner, issue.at.file}][issue.at.record].push_back({*rule, issue});
                       return {};
                   }));
    for (const auto& [place, findings] : by_file) {
        SLUICE_ASSIGN(const auto owner, store.receipts().receipt(place.first));
        const bool own = owner && place.second < owner->submission.files.size() &&
                         may_read(receipt.submission, owner->submission, place.second);
        if (!own) {
            for (const auto& [record, found] : findings) {
                counts.elsewhere += found.size();
            }
            continue;
        }
        SLUICE_ASSIGN(const auto tallies, store.receipts().file_tallies(place.first));
        const auto tally = std::find_if(tallies.begin(), tallies.end(), [&](const auto& one) {
            return one.file == place.second;
        });
        const auto& sent = owner->submission.files[place.second];
        SLUICE_ASSIGN(const auto bytes, readable(store, sent));
        FixFile file{sent.name, {}, {}, {}, place.first == receipt.seq ? std::string() : owner->id};
        std::optional<FileTable> known;
        if (tally != tallies.end()) {
            file.table = tally->table;
            file.system = tally->system;
            known = table_of(pack, *tally);
        }
        const auto& sender = owner->submission.sender_of(place.second);
        SLUICE_TRY(FileVisit(*pack.documents, store, *owner, sender, organisation, visitor, counts)
                       .run(std::move(file), known, bytes.sha256, findings));
    }
    return counts;
}

}  // namespace sluice::pipeline
