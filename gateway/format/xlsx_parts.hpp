// The zip below a workbook: parts by name, which is compared without case (part 2, 6.2.2.3) and given in
// lower case.
#pragma once

#include "gateway/format/xlsx_failure.hpp"

#include <map>

namespace sluice::format::xlsx {

inline constexpr const char* kContentTypes = "[content_types].xml";  // part 2, 7.2.3.1

// Those of the parts that are wanted which there are, whole; the others are not unpacked. Faults:
// not_a_workbook where there is no list of parts, password_protected, part_too_large, too_many_parts, bomb,
// bad_zip.
Read<std::map<std::string, std::string>> read_parts(
    const std::string& path, const std::vector<std::string>& wanted, const Limits& limits
);

}  // namespace sluice::format::xlsx
