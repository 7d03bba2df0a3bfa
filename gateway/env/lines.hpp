// Text files line by line, in memory that does not grow with the file.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sluice::env {

// False: no more is wanted. An error stops, too, and is handed on.
using TakeLine = std::function<Result<bool>(std::string_view line, std::uint64_t number)>;

// Every line with its number from 1, without LF or CRLF and without a byte-order mark before the first. The
// line lives during the call. ErrorCode::usage for one that is longer than record_bytes_max.
Result<void> each_line(const std::string& path, const TakeLine& take);

}  // namespace sluice::env
