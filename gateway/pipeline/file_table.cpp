#include "gateway/pipeline/file_table.hpp"

#include "adapters/extract/recognise.hpp"

namespace sluice::pipeline {

std::string FileTable::column_name(std::uint32_t column) const {
    return column > 0 && column <= schema().columns.size() ? schema().columns[column - 1].name
                                                           : std::string();
}

std::optional<FileTable> table_of(const Pack& pack, const store::FileTally& file) {
    std::string system = file.system;
    if (system.empty()) {  // the receipt of an older store: its name may tell
        const auto named = extract::recognise_by_name(pack.documents->systems, file.name);
        system = named ? named->system->name : std::string();
    }
    for (const auto& one : pack.documents->systems) {
        const auto index = one.table_index(file.table);
        if (index && (system.empty() || one.name == system)) {
            return FileTable{&one, *index};
        }
    }
    return std::nullopt;
}

}  // namespace sluice::pipeline
