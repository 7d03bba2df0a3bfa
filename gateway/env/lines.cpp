#include "gateway/env/lines.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/env/files.hpp"

namespace sluice::env {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Lines {
  public:
    Lines(const std::string& path, const TakeLine& take) : path_(path), take_(take) {}

    Result<void> run();

  private:
    Result<bool> add(std::string_view bytes);
    Result<bool> end_line(std::string_view line);

    const std::string& path_;
    const TakeLine& take_;
    std::string begun_;  // of a line that goes on in the next block
    std::uint64_t number_ = 0;
};

Result<bool> Lines::end_line(std::string_view line) {
    if (++number_ == 1 && line.starts_with(kByteOrderMark)) {
        line.remove_prefix(kByteOrderMark.size());
    }
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return take_(line, number_);
}

Result<bool> Lines::add(std::string_view bytes) {
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        begun_.append(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
        SLUICE_ASSIGN(const bool more, end_line(begun_));
        begun_.clear();
        if (!more) {
            return false;
        }
    }
    begun_.append(bytes);
    if (const auto most = Limits{}.record_bytes_max; begun_.size() > most) {
        return Error(
            ErrorCode::usage, path_ + ": line " + std::to_string(number_ + 1) + " is longer than " +
                                  std::to_string(most) + " bytes (record_bytes_max)"
        );
    }
    return true;
}

Result<void> Lines::run() {
    SLUICE_ASSIGN(const auto file, open_for_read(path_));
    std::string block(Limits{}.block_bytes, '\0');
    for (std::uint64_t offset = 0;;) {
        SLUICE_ASSIGN(const auto got, read_at(file, offset, std::span<char>(block)));
        if (got == 0) {
            break;
        }
        offset += got;
        SLUICE_ASSIGN(const bool more, add(std::string_view(block.data(), got)));
        if (!more) {
            return {};
        }
    }
    if (!begun_.empty()) {
        SLUICE_ASSIGN([[maybe_unused]] const bool more, end_line(begun_));
    }
    return {};
}

}  // namespace

Result<void> each_line(const std::string& path, const TakeLine& take) {
    return Lines(path, take).run();
}

}  // namespace sluice::env
