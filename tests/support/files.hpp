// Files as a test sees them: whole. Each throws std::runtime_error where the system says no.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

std::string read_text(const std::string& path);
void write_text(const std::string& path, std::string_view bytes);
std::vector<std::string> names_in(const std::string& folder);  // sorted; files and folders

}  // namespace sluice::tests
