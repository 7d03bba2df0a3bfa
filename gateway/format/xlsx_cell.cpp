#include "gateway/format/xlsx_cell.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/xlsx_date.hpp"
#include "gateway/format/xlsx_value.hpp"

namespace sluice::format::xlsx {
namespace {

// The value of one cell, once it is known that there is one.
class CellReader {
  public:
    CellReader(pugi::xml_node cell, const CellContext& context, std::deque<std::string>& made)
        : cell_(cell), context_(context), made_(made) {}

    SheetCell read(std::string value) {
        const std::string_view type = attribute(cell_, "t");
        if (type == "s") {
            shared(value);
        } else if (type == "str" || type == "inlineStr") {
            keep(unescaped(std::move(value)));
        } else if (type == "b") {
            boolean(std::move(value));
        } else if (type == "e") {
            out_.kind = CellKind::error;
            keep(std::move(value));
        } else if (type == "d") {
            iso_date(std::move(value));
        } else if (type.empty() || type == "n") {
            number(std::move(value));
        } else {
            out_.fault = CellFault::unknown_type;
            keep(std::move(value));
        }
        return out_;
    }

  private:
    void keep(std::string text) { out_.text = made_.emplace_back(std::move(text)); }

    void shared(const std::string& value) {
        const auto index = parse_index(trim(value));
        const auto text = index ? context_.strings.at(*index) : std::nullopt;
        out_.text = text.value_or(std::string_view());
        out_.fault = text ? CellFault::none : CellFault::no_such_string;
    }

    void boolean(std::string value) {
        out_.kind = CellKind::boolean;
        const std::string_view stored = trim(value);
        if (stored == "1" || stored == "true") {
            out_.text = "TRUE";
        } else if (stored == "0" || stored == "false") {
            out_.text = "FALSE";
        } else {
            out_.fault = CellFault::not_a_boolean;
            keep(std::move(value));
        }
    }

    NumberFormat format() {
        const auto format = context_.styles.format(attribute(cell_, "s"));
        out_.fault = format ? out_.fault : CellFault::no_such_style;
        return format.value_or(NumberFormat());
    }

    void iso_date(std::string value) {
        out_.kind = CellKind::date;
        if (auto date = iso_date_text(value, format())) {
            out_.kind = date->kind;
            keep(std::move(date->text));
        } else {
            out_.fault = CellFault::no_such_date;
            keep(std::move(value));
        }
    }

    void number(std::string value) {
        out_.kind = CellKind::number;
        const NumberFormat shown_as = format();
        auto text = number_text(value);
        if (!text) {
            out_.fault = CellFault::not_a_number;
            keep(std::move(value));
            return;
        }
        const bool is_date = shown_as.date || shown_as.time;
        auto date = is_date ? date_text(value, shown_as, context_.from_1904) : std::nullopt;
        if (date) {
            out_.kind = date->kind;
        } else if (is_date) {
            out_.fault = CellFault::no_such_date;
        }
        keep(std::move(date ? date->text : *text));
    }

    pugi::xml_node cell_;
    const CellContext& context_;
    std::deque<std::string>& made_;
    SheetCell out_;
};

// Of a cell of another type than a string, and of a formula, an empty value is none.
bool has_value(std::string_view type, bool has_formula, pugi::xml_node value, std::string_view text) {
    if (type == "str") {
        return value && (has_formula || !text.empty());
    }
    return !trim(text).empty() || (type == "inlineStr" && !text.empty());
}

}  // namespace

std::optional<SheetCell> read_cell(
    pugi::xml_node cell, const CellContext& context, std::deque<std::string>& made
) {
    const std::string_view type = attribute(cell, "t");
    const auto rich = type == "inlineStr" ? child(cell, "is") : pugi::xml_node();
    const auto value = rich ? rich : child(cell, "v");
    const bool has_formula = static_cast<bool>(child(cell, "f"));
    std::string text = rich ? rich_text(rich) : text_of(value);
    if (!has_value(type, has_formula, value, text)) {
        if (!has_formula) {
            return std::nullopt;
        }
        SheetCell unknown;
        unknown.fault = CellFault::formula_without_value;
        unknown.formula = true;
        return unknown;
    }
    SheetCell out = CellReader(cell, context, made).read(std::move(text));
    out.formula = has_formula;
    return out;
}

}  // namespace sluice::format::xlsx
