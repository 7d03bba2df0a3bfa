#include "gateway/pipeline/contradictions.hpp"

#include "gateway/base/hash.hpp"

#include <algorithm>

namespace sluice::pipeline {
void Contradictions::note(std::size_t table, const extract::KeptRow& row) {
    noted_[table].push_back({hash_of(row.key), row.hash});
}

void Contradictions::settle() {
    for (auto& [table, rows] : noted_) {
        std::sort(rows.begin(), rows.end());
        for (std::size_t i = 1; i < rows.size(); ++i) {
            if (rows[i].key == rows[i - 1].key && rows[i].content != rows[i - 1].content) {
                found_[table].insert(rows[i].key);
            }
        }
    }
    noted_.clear();
}

bool Contradictions::contains(std::size_t table, std::string_view key) const {
    const auto found = found_.find(table);
    return found != found_.end() && found->second.contains(hash_of(key));
}

}  // namespace sluice::pipeline
