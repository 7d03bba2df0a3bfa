// A FHIR resource as expression nodes, typed by rules of thumb over element names: enough for the suite, not
// for the product.
#pragma once

#include "gateway/expression/node.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

class FhirNode final : public expression::Node {
  public:
    // `name` is as in the file: valueQuantity becomes the choice element value of type Quantity.
    FhirNode(std::string_view name, const FhirNode* parent);

    FhirNode& add(std::string_view name);
    void set_text(std::string text) { text_ = std::move(text); }
    void set_type(std::string type) { type_ = std::move(type); }
    // Works out types and values, children first, once all is added.
    void finish();

    void child(std::string_view name, expression::Collection& out) const override;
    void children(expression::Collection& out) const override;
    const expression::Value* value() const override { return value_ ? &*value_ : nullptr; }
    std::string_view type_name() const override { return type_; }
    std::string_view type_namespace() const override { return "FHIR"; }
    bool is_type(std::string_view name) const override;
    std::string_view name() const override { return name_; }

  private:
    const FhirNode* find(std::string_view name) const;

    std::string name_;
    std::string type_;
    const FhirNode* parent_;
    std::optional<std::string> text_;
    std::optional<expression::Value> value_;
    std::vector<std::unique_ptr<FhirNode>> children_;
};

// Reads .json or .xml; null when the file cannot be read.
std::unique_ptr<FhirNode> read_fhir(const std::string& path);

}  // namespace sluice::test
