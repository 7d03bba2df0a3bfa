#include "gateway/outlet/fix_list.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/private_output.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/pipeline/fix_list.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <set>

#include <sys/stat.h>

namespace sluice::app {
namespace {

// Where the list goes: it is there whole or not at all.
class FixListWriter {
  public:
    virtual ~FixListWriter() = default;
    virtual Result<void> begin_file(const pipeline::FixFile& file) = 0;
    virtual Result<void> line(const outlet::FixLine& line) = 0;
    virtual Result<void> finish() = 0;
};

class XlsxFixList final : public FixListWriter {
  public:
    explicit XlsxFixList(std::string path) : path_(std::move(path)) {}

    Result<void> begin_file(const pipeline::FixFile& file) override {
        if (!book_) {
            SLUICE_ASSIGN(folder_, TemporaryFolder::make_beside(path_));
            SLUICE_ASSIGN(auto book, outlet::Workbook::create(written(), folder_->path()));
            book_.emplace(std::move(book));
        }
        const auto name = file.table.empty() ? std::string(base_name(file.name)) : file.table;
        return outlet::begin_fix_sheet(*book_, name, file.header);
    }
    Result<void> line(const outlet::FixLine& line) override { return outlet::write_fix_row(*book_, line); }
    Result<void> finish() override {
        if (!book_) {
            return {};
        }
        SLUICE_TRY(book_->finish());
        const bool mine = ::chmod(written().c_str(), S_IRUSR | S_IWUSR) == 0;
        if (!mine || std::rename(written().c_str(), path_.c_str()) != 0) {
            return env::file_error("write", path_, errno);
        }
        return {};
    }

  private:
    std::string written() const { return folder_->path() + "/fix-list.xlsx"; }

    std::string path_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::optional<outlet::Workbook> book_;
};

class CsvFixList final : public FixListWriter {
  public:
    explicit CsvFixList(std::string folder) : folder_(std::move(folder)) {}

    Result<void> begin_file(const pipeline::FixFile& file) override {
        if (!work_) {
            SLUICE_ASSIGN(work_, TemporaryFolder::make_beside(folder_));
        }
        SLUICE_TRY(close_file());
        SLUICE_ASSIGN(auto opened, env::DurableFile::create(work_->path()));
        file_.emplace(std::move(opened));
        name_ = free_name(file.name);
        return file_->write(outlet::fix_list_header(file.header));
    }
    Result<void> line(const outlet::FixLine& line) override {
        return file_->write(outlet::fix_list_line(line));
    }
    Result<void> finish() override {
        SLUICE_TRY(close_file());
        if (work_ && std::rename(work_->path().c_str(), folder_.c_str()) != 0) {
            return env::file_error("write", folder_, errno);
        }
        return {};
    }

  private:
    Result<void> close_file() {
        if (file_) {
            SLUICE_TRY(file_->commit(name_));
            file_.reset();
        }
        return {};
    }

    // A sender's file name may be anything; of two files of one name the second has a number.
    std::string free_name(const std::string& sent) {
        std::string name;
        for (const char c : outlet::visible(base_name(sent))) {
            name += c == '/' || c == '\\' ? '_' : c;
        }
        name = name.empty() || name.front() == '.' ? "file" + name : name;
        const auto end = name.size() - std::min<std::size_t>(name.size(), 4);
        name = equals_ignoring_case(std::string_view(name).substr(end), ".csv") ? name.substr(0, end) : name;
        for (std::size_t number = 1;; ++number) {
            const auto tried = name + (number == 1 ? "" : "-" + std::to_string(number)) + ".csv";
            if (names_.insert(to_lower(tried)).second) {
                return tried;
            }
        }
    }

    std::string folder_;
    std::string name_;
    std::set<std::string> names_;
    std::unique_ptr<TemporaryFolder> work_;
    std::optional<env::DurableFile> file_;
};

// Not there, or empty: what stays of an earlier list would be taken for a part of this one.
bool is_free_folder(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(path, error);
    return !std::filesystem::exists(status) ||
           (std::filesystem::is_directory(status) && std::filesystem::is_empty(path, error));
}

Result<std::unique_ptr<FixListWriter>> make_writer(const FixListVerb& verb) {
    if (verb.format == "xlsx") {
        if (to_lower(verb.output).ends_with(".csv")) {
            return Error(
                ErrorCode::usage, "the list would be a workbook, and " + printable(verb.output) +
                                      " is called CSV: name a file that ends in .xlsx, or say --format csv"
            );
        }
        SLUICE_TRY(check_is_new(verb.output));
        return std::unique_ptr<FixListWriter>(std::make_unique<XlsxFixList>(verb.output));
    }
    if (to_lower(verb.output).ends_with(".xlsx")) {
        return Error(
            ErrorCode::usage, "the list would be a folder of CSV files, and " + printable(verb.output) +
                                  " is called a workbook: name a folder, or leave out --format csv"
        );
    }
    // The folder itself, also where it is spelt "list/".
    const auto folder = verb.output.substr(0, verb.output.find_last_not_of('/') + 1);
    if (!is_free_folder(folder)) {
        return Error(
            ErrorCode::usage, printable(folder) + " is there already; name a new folder for the CSV files"
        );
    }
    return std::unique_ptr<FixListWriter>(std::make_unique<CsvFixList>(folder));
}

std::string counts_json(const store::Receipt& receipt, const pipeline::FixCounts& counts) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("receipt", receipt.id);
    for (const auto& [name, count] :
         {std::pair("files", counts.files), std::pair("rows", counts.rows),
          std::pair("findings", counts.findings), std::pair("elsewhere", counts.elsewhere)}) {
        json.key(name);
        json.integer(static_cast<std::int64_t>(count));
    }
    json.end_object();
    return json.take() + "\n";
}

std::string counts_text(
    const FixListVerb& verb, const store::Receipt& receipt, const pipeline::FixCounts& counts
) {
    using outlet::counted;
    const auto elsewhere =
        counts.elsewhere == 0
            ? std::string()
            : fmt::format(
                  "{} not about a row of these files{}; `{} report {} --format text` has them.\n",
                  counted(counts.elsewhere, "finding is", "findings are"),
                  verb.organisation.empty() ? "" : ", or about one of which it is not known whose it is",
                  verb.common.program, receipt.id
              );
    if (counts.rows == 0) {
        const auto whose = verb.organisation.empty() ? std::string() : " of " + verb.organisation;
        return "There is no row" + whose + " to fix, so nothing was written.\n" + elsewhere;
    }
    return fmt::format(
        "{} of {} with {}: {}\n{}It holds patient data. It is for {} alone: keep it as safe as the extract, "
        "and "
        "delete it when the rows are put right.\n",
        counted(counts.rows, "row", "rows"), counted(counts.files, "file", "files"),
        counted(counts.findings, "finding", "findings"), verb.output, elsewhere, receipt.submission.sender
    );
}

}  // namespace

Result<int> fix_list(const FixListVerb& verb) {
    if (!verb.organisation.empty() && !is_ods_code(verb.organisation)) {
        return Error(
            ErrorCode::usage, "--organisation must be an ODS code: 3 to 8 capital letters and digits"
        );
    }
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto receipt, find_receipt(*store, verb.receipt));
    SLUICE_ASSIGN(const auto writer, make_writer(verb));
    pipeline::FixVisitor visitor;
    std::string system;
    visitor.file = [&](const pipeline::FixFile& file) {
        system = file.system;
        return writer->begin_file(file);
    };
    visitor.row = [&](const pipeline::FixRow& row) {
        const auto& rule = pack->rules()[row.rule];
        const auto words = rule.words_for(system);
        return writer->line(
            {row.record, row.column, words.problem, words.fix, rule.id, rule.severity, row.cells}
        );
    };
    SLUICE_ASSIGN(
        const auto counts, pipeline::visit_fix_list(*pack, *store, receipt, verb.organisation, visitor)
    );
    SLUICE_TRY(writer->finish());
    SLUICE_TRY(
        write_output("", verb.common.json ? counts_json(receipt, counts) : counts_text(verb, receipt, counts))
    );
    return kExitAccepted;
}

}  // namespace sluice::app
