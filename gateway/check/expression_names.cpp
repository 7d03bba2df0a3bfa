#include "gateway/check/expression_names.hpp"

#include "gateway/base/text.hpp"

namespace sluice::check {
namespace {

std::optional<std::string> unknown_step(
    std::string_view path, const schema::Entity* entity, const schema::Dataset& dataset
) {
    for (const auto step : split(path, '.')) {
        const bool field = entity != nullptr && (entity->field(step) || entity->concept_of_words(step));
        const auto* related = field ? nullptr : dataset.entity(step);
        // A value has nothing beneath it.
        if (entity == nullptr || (!field && related == nullptr)) {
            return std::string(step);
        }
        entity = related;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> unknown_name(
    const expression::Expression& expression, const schema::Entity& on, const schema::Dataset& dataset
) {
    for (const auto& path : expression::paths(expression)) {
        if (auto unknown = unknown_step(path, &on, dataset)) {
            return unknown;
        }
    }
    return std::nullopt;
}

}  // namespace sluice::check
