#include "tests/support/zip.hpp"

#include <memory>
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>

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
    put(out, member.method, 2);
    put(out, 0x00210000, 4);  // 1980-01-01
    put(out, crc32(member.bytes) ^ member.crc_error, 4);
    put(out, member.bytes.size(), 4);
    put(out, member.claimed_size == 0xFFFFFFFF ? member.bytes.size() : member.claimed_size, 4);
    put(out, member.name.size(), 2);
    put(out, 0, 2);
}

la_ssize_t append(archive*, void* out, const void* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

void check(bool fine) {
    if (!fine) {
        throw std::runtime_error("cannot make a zip");
    }
}

}  // namespace

std::string make_zip(const std::vector<ZipMember>& members) {
    std::string out;
    const std::unique_ptr<archive, decltype(&archive_write_free)> zip(
        archive_write_new(), archive_write_free
    );
    check(
        archive_write_set_format_zip(zip.get()) == ARCHIVE_OK &&
        archive_write_set_options(zip.get(), "zip:compression=deflate") == ARCHIVE_OK &&
        archive_write_set_bytes_in_last_block(zip.get(), 1) == ARCHIVE_OK &&
        archive_write_open(zip.get(), &out, nullptr, append, nullptr) == ARCHIVE_OK
    );
    for (const auto& member : members) {
        const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(
            archive_entry_new(), archive_entry_free
        );
        archive_entry_set_pathname(entry.get(), member.name.c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), 315'532'800, 0);  // 1980-01-01, the first day a zip can name
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.bytes.size()));
        check(
            archive_write_header(zip.get(), entry.get()) == ARCHIVE_OK &&
            archive_write_data(zip.get(), member.bytes.data(), member.bytes.size()) ==
                static_cast<la_ssize_t>(member.bytes.size())
        );
    }
    check(archive_write_close(zip.get()) == ARCHIVE_OK);
    return out;
}

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
