// The table that a file of a receipt was read as, as today's pack has it.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/receipt.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::pipeline {

struct FileTable {
    const schema::SourceSystem* system = nullptr;
    std::size_t table = 0;

    const schema::SourceTable& schema() const { return system->tables[table]; }
    // Of a 1-based column; empty where there is none.
    std::string column_name(std::uint32_t column) const;
};

// Nothing where the file was not recognised, or the pack no longer has its table. Two systems may have a
// table of one name. The pack must outlive it.
std::optional<FileTable> table_of(const Pack& pack, const store::FileTally& file);

}  // namespace sluice::pipeline
