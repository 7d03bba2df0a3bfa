#include "tests/bad_input/raw_zip.hpp"

namespace sluice::tests {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
}

std::uint32_t crc32(const std::string& bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

// What the local header and the directory say alike, from "version needed" to the length of extra fields.
void put_common(std::string& out, const RawMember& member) {
    put(out, 20, 2);
    put(out, member.flags, 2);
    put(out, 0, 2);           // stored
    put(out, 0x00210000, 4);  // 1980-01-01
    put(out, crc32(member.bytes), 4);
    put(out, member.bytes.size(), 4);
    put(out, member.bytes.size(), 4);
    put(out, member.name.size(), 2);
    put(out, 0, 2);
}

}  // namespace

// PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16.
std::string raw_zip(const std::vector<RawMember>& members) {
    std::string out;
    std::string directory;
    for (const auto& member : members) {
        const auto offset = out.size();
        out += "PK\x03\x04";
        put_common(out, member);
        out += member.name + member.bytes;
        directory += "PK\x01\x02";
        put(directory, 3U << 8U | 20U, 2);  // made on Unix
        put_common(directory, member);
        put(directory, 0, 6);  // comment, disk, internal attributes
        put(directory, std::uint64_t{member.mode} << 16U, 4);
        put(directory, offset, 4);
        directory += member.name;
    }
    const auto start = out.size();
    out += directory + "PK\x05\x06";
    put(out, 0, 4);
    put(out, members.size(), 2);
    put(out, members.size(), 2);
    put(out, directory.size(), 4);
    put(out, start, 4);
    put(out, 0, 2);
    return out;
}

}  // namespace sluice::tests
