// `sluice exchange template`: empty files of the exchange contract to fill, as CSV headings or as a workbook.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/exchange_columns.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/durable_file.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/outlet/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace sluice::app {
namespace {

using outlet::SheetColumn;
using outlet::Workbook;

constexpr std::string_view kCodesSheet = "codes";
constexpr std::string_view kSystems = "code systems";
constexpr std::size_t kFixedColumns = 1;
constexpr double kWidthMin = 12;
constexpr double kWidthMax = 34;

struct TemplateFile {
    std::string name;  // referral
    std::string title;
    std::vector<ContractColumn> columns;
};

Result<std::vector<TemplateFile>> files_of(const schema::Documents& documents, const TemplateVerb& verb) {
    std::vector<TemplateFile> out;
    std::string known;
    for (const auto& entity : documents.dataset.entities) {
        const auto& file = entity.exchange.file;
        if (file.empty()) {
            continue;
        }
        known += (known.empty() ? "" : ", ") + file;
        if (!verb.files.empty() &&
            std::find(verb.files.begin(), verb.files.end(), file) == verb.files.end()) {
            continue;
        }
        auto columns = contract_columns(documents, entity);
        std::erase_if(columns, [&](const auto& column) {
            return !verb.identity && column.zone == schema::Zone::identity;
        });
        out.push_back({file, entity.title, std::move(columns)});
    }
    for (const auto& wanted : verb.files) {
        if (std::none_of(out.begin(), out.end(), [&](const auto& file) { return file.name == wanted; })) {
            return Error(
                ErrorCode::usage, "the contract has no file " + printable(wanted) + "; it has " + known
            );
        }
    }
    return out;
}

// The output says by its ending what it is; another ending would become a folder of that name.
Result<bool> is_workbook(const TemplateVerb& verb) {
    const auto ending = to_lower(std::filesystem::path(verb.output).extension().string());
    if (!verb.format.empty() || ending.empty() || ending == ".xlsx") {
        return verb.format.empty() ? ending == ".xlsx" : verb.format == "xlsx";
    }
    return Error(
        ErrorCode::usage,
        printable(verb.output) +
            ": name a workbook that ends in .xlsx, or a folder for CSV files; with --format "
            "any name will do"
    );
}

Result<void> write_csv(const std::string& folder, const std::vector<TemplateFile>& files) {
    std::error_code code;
    if (std::filesystem::exists(folder, code) && !std::filesystem::is_empty(folder, code)) {
        return Error(ErrorCode::usage, folder + " is there already and not empty; name a new folder");
    }
    SLUICE_TRY(env::create_directories_synced(folder));
    for (const auto& file : files) {
        format::CsvWriter csv;
        for (const auto& column : file.columns) {
            csv.cell(column.name);
        }
        csv.end_record();
        SLUICE_TRY(env::write_file_durably(folder + "/" + file.name + ".csv", csv.take()));
    }
    return {};
}

// Where the codes of each list stand on their sheet.
class CodesSheet {
  public:
    CodesSheet(const schema::Documents& documents, const std::vector<TemplateFile>& files) {
        for (const auto& file : files) {
            for (const auto& column : file.columns) {
                if (const auto* codes = documents.code_system(column.list)) {
                    add(column.list, codes->codes);
                }
                add_suggested(documents, column.suggested);
                if (column.is_system) {
                    add(std::string(kSystems), std::vector<SystemName>{{"snomed", "SNOMED CT"}});
                }
            }
        }
    }
    // The range for a drop-down list; empty where the list has no codes.
    std::string range(const std::string& list) const {
        const auto found = ranges_.find(list);
        return found == ranges_.end() ? std::string() : found->second;
    }
    Result<void> write(Workbook& book) const {
        SLUICE_TRY(book.begin_sheet(kCodesSheet, {{"list", 26}, {"code", 22}, {"in words", 70}}, 0));
        for (const auto& row : rows_) {
            SLUICE_TRY(book.row(row));
        }
        return {};
    }

  private:
    struct SystemName {
        std::string code;
        std::string display;
    };

    template <class Code>
    void add(const std::string& list, const std::vector<Code>& codes) {
        if (codes.empty() || ranges_.contains(list)) {
            return;
        }
        const auto first = rows_.size() + 2;  // below the heading
        for (const auto& code : codes) {
            rows_.push_back({list, code.code, code.display});
        }
        ranges_[list] = fmt::format("={}!$B${}:$B${}", kCodesSheet, first, rows_.size() + 1);
    }
    // Those of SNOMED CT: codes of one supplier mean nothing elsewhere. Of a reference set that is loaded its
    // members alone: what is chosen here must not be found later (VAL-021).
    void add_suggested(const schema::Documents& documents, const std::string& id) {
        for (const auto& set : documents.value_sets) {
            std::vector<schema::SystemCode> codes;
            std::copy_if(
                set.members.begin(), set.members.end(), std::back_inserter(codes),
                [&](const auto& code) {
                    return code.system == kSnomedSystem && !code.deprecated && set.speaks_for(code);
                }
            );
            if (set.id == id) {
                add(id, codes);
            }
        }
    }

    std::vector<std::vector<std::string>> rows_;
    std::map<std::string, std::string> ranges_;
};

std::string comment_of(const ContractColumn& column) {
    auto text = fmt::format(
        "{}\nMust it be there: {}\nHow it is written: {}", column.title, to_string(column.must), column.format
    );
    const auto& list = column.list.empty() ? column.suggested : column.list;
    return list.empty() ? text : text + fmt::format("\nThe codes of {}: sheet \"{}\"", list, kCodesSheet);
}

SheetColumn sheet_column(const ContractColumn& column, const CodesSheet& codes) {
    SheetColumn out;
    out.title = column.name;
    out.width = std::clamp(static_cast<double>(column.name.size()) + 2, kWidthMin, kWidthMax);
    out.comment = comment_of(column);
    out.plain_title = column.must != ContractColumn::Must::yes;
    // With a time the cell is text: no spreadsheet writes an offset.
    const bool day = column.type == schema::FieldType::date && column.format == kDayFormat;
    out.fill = day ? SheetColumn::Fill::day : SheetColumn::Fill::text;
    out.choices = codes.range(
        column.is_system ? std::string(kSystems) : (column.list.empty() ? column.suggested : column.list)
    );
    return out;
}

Result<void> write_instructions(Workbook& book, const std::vector<TemplateFile>& files) {
    SLUICE_TRY(book.begin_sheet("read me", {{"How to fill this workbook", 100}}, 0));
    const std::vector<std::string> lines = {
        "Each sheet is one file. Use the sheets that you need, and leave the others empty.",
        "One row is one record. Do not change the headings; a column that you do not have stays empty.",
        "Columns with a bold heading are needed. Point at a heading to see what belongs there.",
        "Give every record an id of your own, and never use it again for another record.",
        "Dates are written year first: 2026-10-07. Codes are text: do not change the format of the cells.",
        "Where a cell has a list, choose from it. What the codes mean is on the sheet \"codes\".",
        "Codes of needs and of support (sp-needs, sp-support on that sheet) are the usual ones; another "
        "SNOMED "
        "CT code may be typed. If you have no code, write the words into the column code_display.",
        "An empty cell says that the value is missing. Do not write NULL, n/a or unknown.",
        "When you are done, save each sheet that has rows as \"CSV UTF-8 (comma delimited)\", named like the "
        "sheet.",
        "Then run: sluice exchange manifest FOLDER … and sluice check FOLDER",
        "",
        "Sheets:"};
    for (const auto& line : lines) {
        SLUICE_TRY(book.row({line}));
    }
    for (const auto& file : files) {
        SLUICE_TRY(book.row({file.name + ": " + file.title}));
    }
    return {};
}

Result<void> write_workbook(
    const schema::Documents& documents, const std::string& output, const std::vector<TemplateFile>& files
) {
    if (env::exists(output)) {
        return Error(ErrorCode::usage, output + " is there already; name a new file");
    }
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    const std::string path = folder->path() + "/template.xlsx";
    SLUICE_ASSIGN(auto book, Workbook::create(path, folder->path()));
    SLUICE_TRY(write_instructions(book, files));
    const CodesSheet codes(documents, files);
    for (const auto& file : files) {
        std::vector<SheetColumn> columns;
        for (const auto& column : file.columns) {
            columns.push_back(sheet_column(column, codes));
        }
        SLUICE_TRY(book.begin_sheet(file.name, columns, kFixedColumns));
    }
    SLUICE_TRY(codes.write(book));
    SLUICE_TRY(book.finish());
    SLUICE_ASSIGN(const auto bytes, env::read_file(path, Limits{}.json_bytes_max));
    return write_output(output, bytes);
}

std::string summary(const TemplateVerb& verb, const std::vector<TemplateFile>& files) {
    if (!verb.common.json) {
        return fmt::format(
            "Wrote {}: {} to fill.\n", printable(verb.output), outlet::counted(files.size(), "file", "files")
        );
    }
    format::JsonWriter json;
    json.begin_object();
    json.member("output", verb.output);
    json.key("files");
    json.begin_array();
    for (const auto& file : files) {
        json.string(file.name);
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> exchange_template(const TemplateVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_ASSIGN(const auto files, files_of(*pack->documents, verb));
    SLUICE_ASSIGN(const bool workbook, is_workbook(verb));
    SLUICE_TRY(
        workbook ? write_workbook(*pack->documents, verb.output, files) : write_csv(verb.output, files)
    );
    SLUICE_TRY(write_output("", summary(verb, files)));
    return kExitAccepted;
}

}  // namespace sluice::app
