#include "gateway/pipeline/file_table.hpp"

namespace sluice::pipeline {

std::string FileTable::column_name(std::uint32_t column) const {
    return schema().label_at(column);
}

std::optional<FileTable> table_of(const Pack& pack, const store::FileTally& file) {
    for (const auto& system : pack.documents->systems) {
        const auto index = system.table_index(file.table);
        if (index && system.name == file.system) {
            return FileTable{&system, *index};
        }
    }
    return std::nullopt;
}

}  // namespace sluice::pipeline
