#include "gateway/format/xlsx.hpp"

#include "gateway/format/archive.hpp"
#include "gateway/format/ole.hpp"
#include "gateway/format/xlsx_package.hpp"
#include "gateway/format/xlsx_sheet.hpp"
#include "gateway/format/xlsx_value.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace sluice::format {
namespace {

using xlsx::attribute;
using xlsx::Read;
using xlsx::Relationship;

struct SheetEntry {
    Relationship part;
    Sheet sheet;
};

// What the workbook's own part says (18.2.27).
struct Contents {
    std::vector<SheetEntry> sheets;
    bool from_1904 = false;
    bool calculates_on_load = false;
};

Result<std::string> first_bytes(const std::string& path) {
    std::error_code ignored;
    std::ifstream file;
    if (std::filesystem::is_regular_file(path, ignored)) {
        file.open(path, std::ios::binary);
    }
    if (!file.is_open()) {
        return Error(ErrorCode::io, "cannot read " + path + ": not there, or not a regular file");
    }
    std::array<char, 8> start{};
    file.read(start.data(), start.size());
    return std::string(start.data(), static_cast<std::size_t>(file.gcount()));
}

// 18.2.19; a sheet refers to its part by the attribute r:id.
Read<std::vector<SheetEntry>> sheets_of(
    pugi::xml_node workbook, const std::vector<Relationship>& relationships, const Limits& limits
) {
    std::vector<SheetEntry> sheets;
    std::size_t count = 0;
    for (const pugi::xml_node entry : xlsx::child(workbook, "sheets").children()) {
        if (!xlsx::is(entry, "sheet")) {
            continue;
        }
        if (++count > limits.workbook_sheets_max) {
            return WorkbookFault::too_many_sheets;
        }
        const auto id = entry.find_attribute([](pugi::xml_attribute a) {
            return std::string_view(a.name()).ends_with(":id");
        });
        const auto named =
            std::find_if(relationships.begin(), relationships.end(), [&](const auto& candidate) {
                return candidate.id == id.value();
            });
        if (named == relationships.end()) {
            return WorkbookFault::missing_part;
        }
        if (named->type != "worksheet") {
            continue;  // a chart or a dialogue
        }
        const std::string_view state = attribute(entry, "state");
        SheetEntry sheet{*named, {}};
        sheet.sheet.name = xlsx::unescaped(std::string(attribute(entry, "name")));
        sheet.sheet.ordinal = static_cast<std::uint32_t>(sheets.size() + 1);
        sheet.sheet.state = state == "hidden"       ? SheetState::hidden
                            : state == "veryHidden" ? SheetState::very_hidden
                                                    : SheetState::visible;
        sheets.push_back(std::move(sheet));
    }
    return sheets;
}

// [MS-OFFMACRO2] 2.2 and the macro sheets of Excel 4.
bool is_program(const Relationship& relationship) {
    return relationship.type.ends_with("/vbaProject") || relationship.type.ends_with("/xlMacrosheet") ||
           relationship.type.ends_with("/xlIntlMacrosheet");
}

// A part that the workbook may do without.
Read<std::optional<std::string>> named_part(
    xlsx::Package& package, const std::vector<Relationship>& relationships, std::string_view type
) {
    for (const auto& relationship : relationships) {
        if (relationship.type == type) {
            SLUICE_ASSIGN(auto bytes, package.part(package.target(relationship)));
            return std::optional(std::move(bytes));
        }
    }
    return std::optional<std::string>();
}

Read<Contents> read_contents(
    xlsx::Package& package, const std::vector<Relationship>& relationships, const Limits& limits
) {
    SLUICE_ASSIGN(auto part, package.part(package.workbook()));
    SLUICE_ASSIGN(const auto xml, xlsx::XmlPart::open(std::move(part), "workbook", {}, limits));
    const auto says = [&](std::string_view element, const char* name) {
        return xlsx::is_true(attribute(xlsx::child(xml.root(), element), name));
    };
    Contents contents;
    SLUICE_ASSIGN(contents.sheets, sheets_of(xml.root(), relationships, limits));
    contents.from_1904 = says("workbookPr", "date1904");
    contents.calculates_on_load = says("calcPr", "fullCalcOnLoad");
    return contents;
}

Read<void> read_all(
    const std::string& path, const Limits& limits, const WorkbookVisitor& visitor, WorkbookOutcome& outcome
) {
    SLUICE_ASSIGN(auto package, xlsx::Package::open(path, limits));
    SLUICE_ASSIGN(const auto relationships, package.relationships(package.workbook()));
    if (std::any_of(relationships.begin(), relationships.end(), is_program)) {
        return WorkbookFault::macros;
    }
    SLUICE_ASSIGN(auto contents, read_contents(package, relationships, limits));
    outcome.calculates_on_load = contents.calculates_on_load;
    xlsx::CellContext context;
    context.from_1904 = contents.from_1904;
    SLUICE_ASSIGN(auto styles, named_part(package, relationships, "styles"));
    if (styles) {
        SLUICE_ASSIGN(context.styles, xlsx::Styles::read(std::move(*styles), limits));
    }
    SLUICE_ASSIGN(auto strings, named_part(package, relationships, "sharedStrings"));
    if (strings) {
        SLUICE_ASSIGN(context.strings, xlsx::Strings::read(std::move(*strings), limits));
    }
    std::uint64_t text_bytes = 0;
    for (auto& entry : contents.sheets) {
        outcome.stopped_sheet = entry.sheet.ordinal;
        outcome.stopped_row = 0;
        SLUICE_ASSIGN(auto bytes, package.part(package.target(entry.part)));
        SLUICE_TRY(xlsx::SheetReader(context, limits, visitor, outcome, text_bytes)
                       .read(std::move(bytes), std::move(entry.sheet)));
    }
    return {};
}

WorkbookFault fault_of(OleContent content) {
    switch (content) {
        case OleContent::encrypted_package:
            return WorkbookFault::password_protected;
        case OleContent::old_workbook:
            return WorkbookFault::binary_format;
        default:
            return WorkbookFault::not_a_workbook;
    }
}

// The fault that a file of these first bytes has before it is opened as a package.
Result<std::optional<WorkbookFault>> outer_fault(const std::string& path) {
    SLUICE_ASSIGN(const auto start, first_bytes(path));
    if (is_ole(start)) {
        SLUICE_ASSIGN(const auto content, read_ole(path));
        return std::optional(fault_of(content));
    }
    return is_zip(start) ? std::nullopt : std::optional(WorkbookFault::not_a_workbook);
}

}  // namespace

Result<WorkbookOutcome> read_workbook(
    const std::string& path, const Limits& limits, const WorkbookVisitor& visitor
) {
    WorkbookOutcome outcome;
    SLUICE_ASSIGN(outcome.stopped, outer_fault(path));
    if (outcome.stopped) {
        return outcome;
    }
    if (const auto read = read_all(path, limits, visitor, outcome); !read) {
        const xlsx::Failure failure = read.error();
        if (const auto* error = std::get_if<Error>(&failure)) {
            return *error;
        }
        outcome.stopped = std::get<WorkbookFault>(failure);
        return outcome;
    }
    outcome.stopped_sheet = 0;
    outcome.stopped_row = 0;
    return outcome;
}

Result<bool> is_workbook(const std::string& path, const Limits& limits) {
    SLUICE_ASSIGN(auto fault, outer_fault(path));
    if (!fault) {
        const auto package = xlsx::Package::open(path, limits);
        if (package) {
            return true;
        }
        const xlsx::Failure failure = package.error();
        if (const auto* error = std::get_if<Error>(&failure)) {
            return *error;
        }
        fault = std::get<WorkbookFault>(failure);
        return fault == WorkbookFault::macros || fault == WorkbookFault::binary_format;
    }
    return fault != WorkbookFault::not_a_workbook;
}

}  // namespace sluice::format
