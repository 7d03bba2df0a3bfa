#include "gateway/schema/document.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

constexpr std::size_t kFaultsShownMax = 20;

// RFC 6901, section 3.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

void Faults::add(std::string where, std::string_view what) {
    lines_.push_back(std::move(where) + ": " + std::string(what));
}

Error Faults::error() const {
    std::string text = "the pack was refused:";
    for (std::size_t i = 0; i < std::min(lines_.size(), kFaultsShownMax); ++i) {
        text += "\n  " + lines_[i];
    }
    if (lines_.size() > kFaultsShownMax) {
        text += "\n  and " + std::to_string(lines_.size() - kFaultsShownMax) + " more";
    }
    return Error(ErrorCode::pack, std::move(text));
}

Reader::Reader(const Document& document, Faults& faults) : Reader(&document, &faults, &document.root, "") {}

Reader::Reader(const Document* document, Faults* faults, const format::JsonValue* value, std::string pointer)
    : document_(document), faults_(faults), value_(value), pointer_(std::move(pointer)) {}

Reader Reader::find(std::string_view name) const {
    const auto* member = value_ != nullptr && value_->is_object() ? value_->find(name) : nullptr;
    return Reader(document_, faults_, member, pointer_ + "/" + escaped(name));
}

Reader Reader::at(std::string_view name) const {
    Reader member = find(name);
    if (present() && !member.present()) {
        fault("'" + std::string(name) + "' is missing");
    }
    return member;
}

std::vector<Reader> Reader::items() const {
    std::vector<Reader> out;
    if (!present()) {
        return out;
    }
    if (!value_->is_array()) {
        fault("an array is expected here");
        return out;
    }
    std::size_t i = 0;
    for (const auto& item : value_->items()) {
        out.push_back(Reader(document_, faults_, &item, pointer_ + "/" + std::to_string(i++)));
    }
    return out;
}

std::vector<std::pair<std::string, Reader>> Reader::members() const {
    std::vector<std::pair<std::string, Reader>> out;
    if (!present()) {
        return out;
    }
    if (!value_->is_object()) {
        fault("an object is expected here");
        return out;
    }
    for (const auto& member : value_->members()) {
        out.emplace_back(
            member.key, Reader(document_, faults_, &member.value, pointer_ + "/" + escaped(member.key))
        );
    }
    return out;
}

std::string Reader::text() const {
    return text_or("");
}

std::string Reader::text_or(std::string_view otherwise) const {
    if (!present()) {
        return std::string(otherwise);
    }
    if (!value_->is_string()) {
        fault("a string is expected here");
        return std::string(otherwise);
    }
    return std::string(*value_->text());
}

Located Reader::located() const {
    return Located{text(), where()};
}

Decimal Reader::decimal() const {
    const auto value = Decimal::parse(text());
    if (!value && is_text()) {
        fault("a decimal in quotes is expected here");
    }
    return value.value_or(Decimal());
}

std::int64_t Reader::integer_or(std::int64_t otherwise) const {
    if (!present()) {
        return otherwise;
    }
    const auto number = value_->integer();
    if (!number) {
        fault("a whole number is expected here");
    }
    return number.value_or(otherwise);
}

std::int64_t Reader::integer_in(std::int64_t min, std::int64_t max, std::int64_t otherwise) const {
    const auto number = integer_or(otherwise);
    if (present() && (number < min || number > max)) {
        fault("a number from " + std::to_string(min) + " to " + std::to_string(max) + " is expected here");
        return otherwise;
    }
    return number;
}

bool Reader::boolean_or(bool otherwise) const {
    if (!present()) {
        return otherwise;
    }
    const auto boolean = value_->boolean();
    if (!boolean) {
        fault("true or false is expected here");
    }
    return boolean.value_or(otherwise);
}

std::vector<std::string> Reader::texts() const {
    std::vector<std::string> out;
    for (const Reader& item : items()) {
        out.push_back(item.text());
    }
    return out;
}

bool Reader::is_text() const {
    return present() && value_->is_string();
}
bool Reader::is_object() const {
    return present() && value_->is_object();
}

void Reader::only(std::initializer_list<std::string_view> names, std::initializer_list<std::string_view> more)
    const {
    for (const auto& [name, member] : members()) {
        const bool known = std::find(names.begin(), names.end(), name) != names.end() ||
                           std::find(more.begin(), more.end(), name) != more.end();
        if (!known) {
            member.fault("'" + name + "' is not known here");
        }
    }
}

void Reader::fault(std::string_view what) const {
    faults_->add(where(), what);
}

std::string Reader::where() const {
    const std::string line = value_ != nullptr ? ":" + std::to_string(value_->line()) : "";
    return document_->path + line + ": " + (pointer_.empty() ? "/" : pointer_);
}

}  // namespace sluice::schema
