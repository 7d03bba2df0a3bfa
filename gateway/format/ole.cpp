#include "gateway/format/ole.hpp"

#include <array>
#include <fstream>
#include <optional>
#include <vector>

namespace sluice::format {
namespace {

// [MS-CFB] 2.2, offsets in the header.
constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kSectorShiftAt = 30;
constexpr std::size_t kDirectoryAt = 48;
constexpr std::size_t kNextTableOfTablesAt = 68;
constexpr std::size_t kTablesAt = 76;
constexpr std::size_t kTablesInHeader = 109;
// 2.6.1: an entry of the directory, the length of its name with the two bytes of its end, its kind.
constexpr std::size_t kEntryBytes = 128;
constexpr std::size_t kNameLengthAt = 64;
constexpr std::size_t kKindAt = 66;
constexpr char kStream = 2;

constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // above it are marks: end of chain, free (2.1)
constexpr std::size_t kDirectorySectorsMax = 4096;
constexpr std::size_t kTableSectorsMax = 4096;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    }
    return value;
}

// The file by its sectors. Whatever is not there reads as nothing.
class Sectors {
  public:
    Sectors(std::ifstream& file, std::string_view header)
        : file_(file),
          header_(header),
          bytes_(std::size_t{1} << static_cast<unsigned>(header[kSectorShiftAt])) {}

    std::optional<std::string> read(std::uint32_t sector) {
        std::string bytes(bytes_, '\0');
        file_.clear();
        file_.seekg(static_cast<std::streamoff>((std::uint64_t{sector} + 1) * bytes_));
        file_.read(bytes.data(), static_cast<std::streamsize>(bytes_));
        return sector <= kLastSector && file_ ? std::optional(bytes) : std::nullopt;
    }

    // What follows a sector in its chain (2.3).
    std::optional<std::uint32_t> after(std::uint32_t sector) {
        const std::size_t per_table = bytes_ / 4;
        const auto table = table_sector(sector / per_table);
        const auto bytes = table ? read(*table) : std::nullopt;
        return bytes ? std::optional(number_at(*bytes, sector % per_table * 4)) : std::nullopt;
    }

  private:
    // Where the table stands that tells of sectors; those of a large file are listed in a chain (2.5).
    std::optional<std::uint32_t> table_sector(std::size_t index) {
        if (index < kTablesInHeader) {
            return number_at(header_, kTablesAt + index * 4);
        }
        const std::size_t per_list = bytes_ / 4 - 1;
        std::size_t left = (index - kTablesInHeader) / per_list;
        auto bytes = left < kTableSectorsMax ? read(number_at(header_, kNextTableOfTablesAt)) : std::nullopt;
        for (; bytes && left > 0; --left) {
            bytes = read(number_at(*bytes, per_list * 4));
        }
        return bytes ? std::optional(number_at(*bytes, (index - kTablesInHeader) % per_list * 4))
                     : std::nullopt;
    }

    std::ifstream& file_;
    std::string_view header_;
    std::size_t bytes_;
};

// The ASCII of its UTF-16; what is not ASCII is in no name that is looked for.
std::string name_of(std::string_view entry) {
    const std::size_t length = std::size_t{static_cast<unsigned char>(entry[kNameLengthAt])} / 2;
    std::string name;
    for (std::size_t i = 0; i + 1 < length && i < kNameLengthAt / 2; ++i) {
        name += entry[2 * i + 1] == '\0' ? entry[2 * i] : '?';
    }
    return name;
}

OleContent content_of(std::string_view directory_sector) {
    OleContent content = OleContent::other;
    for (std::size_t at = 0; at + kEntryBytes <= directory_sector.size(); at += kEntryBytes) {
        const auto entry = directory_sector.substr(at, kEntryBytes);
        const std::string name = entry[kKindAt] == kStream ? name_of(entry) : std::string();
        if (name == "EncryptedPackage" || name == "EncryptionInfo") {
            return OleContent::encrypted_package;
        }
        if (name == "Workbook" || name == "Book") {
            content = OleContent::old_workbook;
        }
    }
    return content;
}

}  // namespace

bool is_ole(std::string_view first_bytes) {
    return first_bytes.substr(0, 8) == "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
}

Result<OleContent> read_ole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Error(ErrorCode::io, "cannot read " + path);
    }
    std::array<char, kHeaderBytes> start{};
    file.read(start.data(), start.size());
    const std::string_view header(start.data(), static_cast<std::size_t>(file.gcount()));
    const bool known_sectors = header.size() == kHeaderBytes && is_ole(header) &&
                               (header[kSectorShiftAt] == 9 || header[kSectorShiftAt] == 12);
    if (!known_sectors) {
        return OleContent::other;
    }
    Sectors sectors(file, header);
    std::optional<std::uint32_t> sector = number_at(header, kDirectoryAt);
    for (std::size_t i = 0; sector && i < kDirectorySectorsMax; ++i) {
        const auto bytes = sectors.read(*sector);
        const OleContent content = bytes ? content_of(*bytes) : OleContent::other;
        if (content != OleContent::other || !bytes) {
            return content;
        }
        sector = sectors.after(*sector);
    }
    return OleContent::other;
}

}  // namespace sluice::format
