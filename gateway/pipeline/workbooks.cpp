#include "gateway/pipeline/workbooks.hpp"

#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/archive.hpp"
#include "gateway/format/ole.hpp"
#include "gateway/format/xlsx.hpp"
#include "gateway/pipeline/sheet_csv.hpp"

#include <algorithm>
#include <optional>

namespace sluice::pipeline {
namespace {

using format::CellFault;
using format::WorkbookFault;
using schema::Fault;

Fault fault_of(WorkbookFault fault) {
    switch (fault) {
        case WorkbookFault::password_protected:
            return Fault::workbook_password;
        case WorkbookFault::binary_format:
            return Fault::workbook_old;
        case WorkbookFault::macros:
            return Fault::workbook_macros;
        case WorkbookFault::too_many_parts:
        case WorkbookFault::bomb:
        case WorkbookFault::workbook_too_large:
        case WorkbookFault::part_too_large:
        case WorkbookFault::tree_too_large:
        case WorkbookFault::too_many_strings:
        case WorkbookFault::strings_too_large:
        case WorkbookFault::too_many_sheets:
        case WorkbookFault::too_many_rows:
        case WorkbookFault::too_many_columns:
        case WorkbookFault::too_many_cells:
        case WorkbookFault::row_too_long:
        case WorkbookFault::text_too_large:
            return Fault::workbook_limit;
        case WorkbookFault::not_a_workbook:
        case WorkbookFault::bad_zip:
        case WorkbookFault::bad_xml:
        case WorkbookFault::not_utf8:
        case WorkbookFault::doctype:
        case WorkbookFault::missing_part:
        case WorkbookFault::bad_reference:
        case WorkbookFault::rows_out_of_order:
        case WorkbookFault::duplicate_cell:
            break;
    }
    return Fault::workbook_damaged;
}

// A row that has several odd cells of a kind is told once.
struct Odd {
    bool formula = false;
    bool other = false;
};

Odd odd_cells(const format::SheetRow& row) {
    Odd out;
    for (const auto& cell : row.cells) {
        out.formula = out.formula || cell.fault == CellFault::formula_without_value;
        out.other =
            out.other || (cell.fault != CellFault::none && cell.fault != CellFault::formula_without_value);
    }
    return out;
}

// A name that is safe to print, and has no folder in it.
std::string sheet_name(const Member& book, const format::Sheet& sheet) {
    std::string name = printable(sheet.name);
    for (char& c : name) {
        c = c == '/' || c == '\\' ? '_' : c;
    }
    return book.name + "/" + name + ".csv";
}

class Opener {
  public:
    Opener(const Member& book, const store::Landing& landing, Gathered& out)
        : book_(book), landing_(landing), out_(out) {}

    Result<void> run(const Limits& limits);

  private:
    Result<void> begin(const format::Sheet& sheet);
    Result<void> row(const format::SheetRow& row);
    Result<void> end();
    void refuse(Fault fault);

    const Member& book_;
    const store::Landing& landing_;
    Gathered& out_;
    std::vector<Member> sheets_;
    std::vector<MemberFault> remarks_;
    std::string name_;
    std::optional<store::LandingStream> stream_;
    std::optional<SheetCsv> csv_;
    bool any_row_ = false;
    bool any_formula_ = false;
};

Result<void> Opener::begin(const format::Sheet& sheet) {
    name_ = sheet_name(book_, sheet);
    any_row_ = false;
    SLUICE_ASSIGN(auto begun, landing_.begin(name_));
    stream_.emplace(std::move(begun));
    csv_.emplace(sheet, [this](std::string_view bytes) { return stream_->write(bytes); });
    return {};
}

Result<void> Opener::row(const format::SheetRow& row) {
    any_row_ = true;
    const auto odd = odd_cells(row);
    if (odd.formula) {
        remarks_.push_back({Fault::row_formula_not_worked_out, name_, row.number});
    }
    if (odd.other) {
        remarks_.push_back({Fault::row_cell_damaged, name_, row.number});
    }
    for (const auto& cell : row.cells) {
        any_formula_ = any_formula_ || cell.formula;
    }
    return csv_->row(row);
}

Result<void> Opener::end() {
    SLUICE_TRY(csv_->finish());
    csv_.reset();
    SLUICE_ASSIGN(auto landed, stream_->finish());
    stream_.reset();
    if (any_row_) {
        Member sheet;
        sheet.name = name_;
        sheet.sha256 = landed.sha256;
        sheet.bytes = landed.bytes;
        sheet.path = landing_.path_of(landed.sha256);
        sheets_.push_back(std::move(sheet));
    }
    return {};
}

void Opener::refuse(Fault fault) {
    for (auto& member : out_.members) {
        if (member.name == book_.name && member.sha256 == book_.sha256) {
            member.refused = true;
        }
    }
    out_.faults.push_back({fault, book_.name});
}

Result<void> Opener::run(const Limits& limits) {
    format::WorkbookVisitor visitor;
    visitor.begin = [this](const format::Sheet& sheet) -> Result<bool> {
        SLUICE_TRY(begin(sheet));
        return true;
    };
    visitor.row = [this](const format::SheetRow& sheet_row) { return row(sheet_row); };
    visitor.end = [this](const format::Sheet&) { return end(); };
    SLUICE_ASSIGN(const auto outcome, format::read_workbook(book_.path, limits, visitor));
    // Part of a workbook would be counted as all of it.
    if (outcome.stopped) {
        refuse(fault_of(*outcome.stopped));
        return {};
    }
    if (sheets_.empty()) {
        refuse(Fault::file_empty);
        return {};
    }
    if (outcome.calculates_on_load && any_formula_) {
        out_.remarks.push_back({Fault::workbook_formulas, book_.name});
    }
    out_.members.insert(out_.members.end(), sheets_.begin(), sheets_.end());
    out_.remarks.insert(out_.remarks.end(), remarks_.begin(), remarks_.end());
    return {};
}

// Other zips are archives, which were opened before; other compound files are nobody's.
Result<bool> is_one(const Member& member, const Limits& limits) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(member.path));
    std::string start(8, '\0');
    SLUICE_ASSIGN(const auto got, env::read_at(file, 0, std::span<char>(start.data(), start.size())));
    start.resize(got);
    if (format::is_ole(start)) {
        SLUICE_ASSIGN(const auto content, format::read_ole(member.path));
        return content != format::OleContent::other;
    }
    // One that was cut short has no list of parts any more.
    const bool called_one = to_lower(member.name).ends_with(".xlsx");
    return format::is_zip(start) && !called_one ? format::is_workbook(member.path, limits)
                                                : Result<bool>(format::is_zip(start));
}

}  // namespace

Result<void> open_workbooks(Gathered& gathered, const store::Landing& landing, const Limits& limits) {
    const auto members = gathered.members;
    for (const auto& member : members) {
        if (member.refused || member.bytes == 0) {
            continue;
        }
        SLUICE_ASSIGN(const bool workbook, is_one(member, limits));
        if (workbook) {
            SLUICE_TRY(Opener(member, landing, gathered).run(limits));
        }
    }
    std::sort(gathered.members.begin(), gathered.members.end());
    return {};
}

}  // namespace sluice::pipeline
