// How far the work is, for whoever watches. Called from the thread that called ingest(), often; keep it
// cheap.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace sluice::pipeline {

struct Progress {
    std::string_view phase;     // landing, reading, deriving
    std::uint64_t done = 0;     // bytes, or persons while deriving
    std::uint64_t total = 0;    // 0: unknown
    std::uint64_t rows = 0;     // data rows read so far
    std::uint64_t records = 0;  // dataset records derived so far
};
using Watch = std::function<void(const Progress&)>;

}  // namespace sluice::pipeline
