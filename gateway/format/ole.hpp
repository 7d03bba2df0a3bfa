// OLE compound files ([MS-CFB], version 3 and 4): what the Office of before 2007 wrote, and what wraps a
// workbook that has a password. Only told apart, never read.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::format {

enum class OleContent : std::uint8_t {
    encrypted_package,  // a stream EncryptedPackage or EncryptionInfo: an Office file with a password, of
                        // whichever program ([MS-OFFCRYPTO] 1.3.2)
    old_workbook,       // a stream Workbook or Book: an .xls ([MS-XLS] 2.1.2)
    other,              // another document, a message, or damaged before its directory
};

// By signature ([MS-CFB] 2.2).
bool is_ole(std::string_view first_bytes);

// Reads the header and the names in the directory: a few sectors whatever the size of the file, in bounded
// memory. An error means that the file could not be read, not that it is bad.
Result<OleContent> read_ole(const std::string& path);

}  // namespace sluice::format
