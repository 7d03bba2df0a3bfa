#include "tests/conformance/fhirpath/fhir_node.hpp"

#include <array>
#include <utility>

namespace sluice::test {
namespace {

using expression::Value;
using Pair = std::pair<std::string_view, std::string_view>;

// Elements that have one of many types: the type stands behind the name.
constexpr std::array<std::string_view, 6> kChoices = {"value",  "deceased",      "effective",
                                                      "answer", "multipleBirth", "onset"};
constexpr std::array kChoiceTypes = {Pair{"Age", "Age"},         Pair{"Boolean", "boolean"},
                                     Pair{"Code", "code"},       Pair{"Coding", "Coding"},
                                     Pair{"Date", "date"},       Pair{"DateTime", "dateTime"},
                                     Pair{"Decimal", "decimal"}, Pair{"Integer", "integer"},
                                     Pair{"Period", "Period"},   Pair{"Quantity", "Quantity"},
                                     Pair{"String", "string"},   Pair{"Uri", "uri"},
                                     Pair{"Uuid", "uuid"},       Pair{"CodeableConcept", "CodeableConcept"}};

constexpr std::array kPrimitiveTypes = {Pair{"abstract", "boolean"}, Pair{"active", "boolean"},
                                        Pair{"birthDate", "date"},   Pair{"code", "code"},
                                        Pair{"created", "dateTime"}, Pair{"date", "dateTime"},
                                        Pair{"end", "dateTime"},     Pair{"experimental", "boolean"},
                                        Pair{"gender", "code"},      Pair{"id", "id"},
                                        Pair{"issued", "instant"},   Pair{"minutesDuration", "positiveInt"},
                                        Pair{"offset", "integer"},   Pair{"rank", "positiveInt"},
                                        Pair{"start", "dateTime"},   Pair{"status", "code"},
                                        Pair{"system", "uri"},       Pair{"timestamp", "dateTime"},
                                        Pair{"total", "integer"},    Pair{"type", "code"},
                                        Pair{"url", "uri"},          Pair{"use", "code"}};
constexpr std::array kComplexTypes = {
    Pair{"address", "Address"},       Pair{"assigner", "Reference"},  Pair{"category", "CodeableConcept"},
    Pair{"code", "CodeableConcept"},  Pair{"coding", "Coding"},       Pair{"extension", "Extension"},
    Pair{"identifier", "Identifier"}, Pair{"meta", "Meta"},           Pair{"name", "HumanName"},
    Pair{"period", "Period"},         Pair{"subject", "Reference"},   Pair{"telecom", "ContactPoint"},
    Pair{"text", "Narrative"},        Pair{"type", "CodeableConcept"}};

// Direct ancestors.
constexpr std::array kParents = {
    Pair{"Age", "Quantity"},
    Pair{"Count", "Quantity"},
    Pair{"Distance", "Quantity"},
    Pair{"Duration", "Quantity"},
    Pair{"canonical", "uri"},
    Pair{"code", "string"},
    Pair{"id", "string"},
    Pair{"markdown", "string"},
    Pair{"oid", "uri"},
    Pair{"positiveInt", "integer"},
    Pair{"unsignedInt", "integer"},
    Pair{"url", "uri"},
    Pair{"uuid", "uri"}};

template <class Table>
std::string_view look_up(const Table& table, std::string_view key) {
    for (const auto& [name, value] : table) {
        if (name == key) {
            return value;
        }
    }
    return {};
}

std::optional<Value> read_primitive(const std::string& text, std::string_view type) {
    if (type == "boolean") {
        return Value(text == "true");
    }
    if (type == "integer" || type == "positiveInt" || type == "unsignedInt") {
        return Value(std::int64_t{std::stoll(text)});
    }
    if (type == "decimal") {
        return Value(*Decimal::parse(text));
    }
    if (type == "date" || type == "dateTime" || type == "instant") {
        if (const auto date = Date::parse(text); date && type == "date") {
            return Value(*date);
        }
        if (const auto date_time = expression::DateTime::parse(text)) {
            return Value(*date_time);
        }
    }
    return Value(text);
}

}  // namespace

FhirNode::FhirNode(std::string_view name, const FhirNode* parent) : name_(name), parent_(parent) {
    for (const auto choice : kChoices) {
        if (name.substr(0, choice.size()) == choice) {
            const auto type = look_up(kChoiceTypes, name.substr(choice.size()));
            if (!type.empty()) {
                name_ = choice;
                type_ = type;
            }
        }
    }
}

FhirNode& FhirNode::add(std::string_view name) {
    children_.push_back(std::make_unique<FhirNode>(name, this));
    return *children_.back();
}

const FhirNode* FhirNode::find(std::string_view name) const {
    for (const auto& entry : children_) {
        if (entry->name_ == name) {
            return entry.get();
        }
    }
    return nullptr;
}

void FhirNode::finish() {
    for (const auto& entry : children_) {
        entry->finish();
    }
    const bool primitive = text_.has_value();
    if (type_.empty()) {
        type_ = primitive ? look_up(kPrimitiveTypes, name_) : look_up(kComplexTypes, name_);
    }
    if (type_.empty()) {
        type_ = primitive ? "string" : "BackboneElement";
    }
    // A decimal that stands inside a quantity.
    if (primitive && name_ == "value" && parent_ &&
        (parent_->type_ == "Quantity" || parent_->type_ == "Age")) {
        type_ = "decimal";
    }
    if (primitive) {
        value_ = read_primitive(*text_, type_);
    } else if (type_ == "Quantity" || type_ == "Age") {
        const auto* amount = find("value");
        const auto* unit = find("code") ? find("code") : find("unit");
        const auto* number = amount && amount->value() ? std::get_if<Decimal>(amount->value()) : nullptr;
        if (number) {
            value_ = Value(expression::Quantity{*number, unit ? *unit->text_ : ""});
        }
    }
}

void FhirNode::child(std::string_view name, expression::Collection& out) const {
    for (const auto& entry : children_) {
        if (entry->name_ == name) {
            out.push_back(expression::Item(entry.get()));
        }
    }
}

void FhirNode::children(expression::Collection& out) const {
    for (const auto& entry : children_) {
        out.push_back(expression::Item(entry.get()));
    }
}

bool FhirNode::is_type(std::string_view name) const {
    for (std::string_view type = type_; !type.empty(); type = look_up(kParents, type)) {
        if (type == name) {
            return true;
        }
    }
    return !parent_ && (name == "Resource" || name == "DomainResource");
}

}  // namespace sluice::test
