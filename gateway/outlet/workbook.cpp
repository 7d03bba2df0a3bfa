#include "gateway/outlet/workbook.hpp"

#include "gateway/base/text.hpp"
#include "gateway/outlet/words.hpp"

#include <set>

#include <xlsxwriter.h>

namespace sluice::outlet {
namespace {

constexpr std::string_view kCut = " … (cut: longer than a spreadsheet can hold)";
constexpr std::size_t kSheetNameMax = 31;
constexpr double kCommentScale = 1.8;  // of the size that a comment has otherwise

// In the units in which the format counts: a character beyond U+FFFF is two.
std::string fitting(std::string_view text) {
    const auto units = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte & 0xC0U) == 0x80U ? 0U : (byte >= 0xF0U ? 2U : 1U);
    };
    constexpr std::size_t kKept = kSheetCellMax - 64;  // the rest is for the words that it was cut
    std::size_t length = 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        kept = length <= kKept && units(text[i]) > 0 ? i : kept;
        length += units(text[i]);
    }
    return length <= kSheetCellMax ? std::string(text)
                                   : std::string(text.substr(0, kept)) + std::string(kCut);
}

// XML 1.0, 2.2: of the control characters it has tab, line feed and carriage return. libxlsxwriter takes
// texts that end at NUL, and has an escape of its own that no reader but a spreadsheet undoes.
std::string sheet_text(std::string_view foreign) {
    std::string text;
    for (const char c : well_formed(foreign)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F) {
            text += "\xEF\xBF\xBD";
        } else {
            text += c;
        }
    }
    return fitting(text);
}

Error failed(lxw_error error) {
    return {ErrorCode::io, std::string("the workbook could not be written: ") + lxw_strerror(error)};
}

Result<void> check_columns(std::size_t count) {
    if (count > kSheetColumnsMax) {
        return Error(
            ErrorCode::usage,
            "a sheet holds " + grouped(kSheetColumnsMax) + " columns and there are more: write CSV"
        );
    }
    return {};
}

}  // namespace

struct Workbook::State {
    lxw_workbook* book = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* head = nullptr;
    lxw_format* body = nullptr;
    lxw_format* plain_head = nullptr;
    lxw_format* day = nullptr;
    lxw_row_t next_row = 0;
    std::set<std::string> names;  // in lower case: a spreadsheet takes them for the same

    std::string free_name(std::string_view wanted) {
        std::string plain;
        for (const char c : visible(wanted)) {
            plain += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : '_';
        }
        for (std::size_t number = 1;; ++number) {
            const std::string end = number == 1 ? "" : " " + std::to_string(number);
            // Bytes are more than characters, so that what fits in bytes fits.
            std::string name = plain.substr(0, kSheetNameMax - end.size());
            while (!name.empty() && find_invalid_utf8(name) != std::string::npos) {
                name.pop_back();
            }
            name = (name.empty() ? "Sheet" : name) + end;
            if (names.insert(to_lower(name)).second) {
                return name;
            }
        }
    }
    // All of a column but the title. REQUIRES: the sheet was begun.
    Result<void> set_up(lxw_col_t at, const SheetColumn& column) {
        lxw_format* const fills[] = {nullptr, body, day};
        auto* const fill = fills[static_cast<std::size_t>(column.fill)];
        auto error = worksheet_set_column(sheet, at, at, column.width, fill);
        if (error == LXW_NO_ERROR && !column.comment.empty()) {
            const auto text = sheet_text(column.comment);
            lxw_comment_options options{};
            options.x_scale = kCommentScale;
            options.y_scale = kCommentScale;
            error = worksheet_write_comment_opt(sheet, 0, at, text.c_str(), &options);
        }
        if (error == LXW_NO_ERROR && !column.choices.empty()) {
            std::string range = column.choices;
            lxw_data_validation choice{};
            choice.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
            choice.value_formula = range.data();
            choice.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
            error = worksheet_data_validation_range(sheet, 1, at, kSheetRowsMax - 1, at, &choice);
        }
        return error == LXW_NO_ERROR ? Result<void>() : Result<void>(failed(error));
    }
    // A book that was not finished is closed for its memory alone; where it lies is the caller's.
    ~State() {
        if (book != nullptr) {
            lxw_workbook_free(book);
        }
    }
};

Workbook::Workbook(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workbook::Workbook(Workbook&& other) noexcept = default;
Workbook::~Workbook() = default;

Result<Workbook> Workbook::create(const std::string& path, const std::string& folder) {
    auto state = std::make_unique<State>();
    std::string temporary = folder;
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = temporary.data();
    state->book = workbook_new_opt(path.c_str(), &options);
    if (state->book == nullptr) {
        return Error(ErrorCode::io, "the workbook could not be begun");
    }
    state->head = workbook_add_format(state->book);
    format_set_bold(state->head);
    format_set_text_wrap(state->head);
    format_set_align(state->head, LXW_ALIGN_VERTICAL_TOP);
    state->body = workbook_add_format(state->book);
    format_set_text_wrap(state->body);
    format_set_align(state->body, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(state->body, "@");  // text, also when somebody edits the cell
    state->plain_head = workbook_add_format(state->book);
    format_set_text_wrap(state->plain_head);
    format_set_align(state->plain_head, LXW_ALIGN_VERTICAL_TOP);
    state->day = workbook_add_format(state->book);
    format_set_num_format(state->day, "yyyy-mm-dd");
    return Workbook(std::move(state));
}

Result<void> Workbook::begin_sheet(
    std::string_view name, const std::vector<SheetColumn>& columns, std::size_t fixed
) {
    SLUICE_TRY(check_columns(columns.size()));
    state_->sheet = workbook_add_worksheet(state_->book, state_->free_name(name).c_str());
    if (state_->sheet == nullptr) {
        return Error(ErrorCode::io, "the workbook could not be given another sheet");
    }
    state_->next_row = 0;
    const auto count = static_cast<lxw_col_t>(columns.size());
    for (lxw_col_t column = 0; column < count; ++column) {
        SLUICE_TRY(state_->set_up(column, columns[column]));
    }
    worksheet_freeze_panes(state_->sheet, 1, static_cast<lxw_col_t>(fixed));
    for (lxw_col_t column = 0; column < count; ++column) {
        const auto text = sheet_text(columns[column].title);
        auto* format = columns[column].plain_title ? state_->plain_head : state_->head;
        const auto error = worksheet_write_string(state_->sheet, 0, column, text.c_str(), format);
        if (error != LXW_NO_ERROR) {
            return failed(error);
        }
    }
    state_->next_row = 1;
    return {};
}

Result<void> Workbook::row(const std::vector<std::string>& cells) {
    if (state_->next_row >= kSheetRowsMax) {
        return Error(
            ErrorCode::usage, "a sheet holds " + grouped(kSheetRowsMax) +
                                  " rows and there are more: write CSV, or one organisation at a time"
        );
    }
    SLUICE_TRY(check_columns(cells.size()));
    const auto count = static_cast<lxw_col_t>(cells.size());
    for (lxw_col_t column = 0; column < count; ++column) {
        if (cells[column].empty()) {
            continue;
        }
        const auto text = sheet_text(cells[column]);
        const auto error =
            worksheet_write_string(state_->sheet, state_->next_row, column, text.c_str(), state_->body);
        if (error != LXW_NO_ERROR) {
            return failed(error);
        }
    }
    ++state_->next_row;
    return {};
}

Result<void> Workbook::finish() {
    // It frees the book whatever comes of it.
    const auto error = workbook_close(std::exchange(state_->book, nullptr));
    return error == LXW_NO_ERROR ? Result<void>() : Result<void>(failed(error));
}

}  // namespace sluice::outlet
