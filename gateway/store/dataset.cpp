#include "gateway/store/dataset.hpp"

namespace sluice::store {

namespace {
struct TypeName {
    ColumnType type;
    std::string_view name;
};
constexpr std::array<TypeName, 5> kTypeNames = {
    {{ColumnType::text, "text"},
     {ColumnType::integer, "integer"},
     {ColumnType::decimal, "decimal"},
     {ColumnType::date, "date"},
     {ColumnType::boolean, "boolean"}}};
}  // namespace

std::string_view to_string(ColumnType type) {
    for (const TypeName& entry : kTypeNames) {
        if (entry.type == type) {
            return entry.name;
        }
    }
    return "text";
}

Result<ColumnType> column_type_of(std::string_view name) {
    for (const TypeName& entry : kTypeNames) {
        if (entry.name == name) {
            return entry.type;
        }
    }
    return Error(ErrorCode::io, "store: the catalogue names an unknown type: damaged");
}

}  // namespace sluice::store
