// Any bytes as a zip: members are told one after the other, begun before they are read and ended or refused
// once; what comes out is what is counted, within the limits. What the headers claim is believed nowhere.
#include "gateway/base/text.hpp"
#include "gateway/format/archive.hpp"

#include "tests/fuzz/memory_file.hpp"

#include <cstdint>
#include <set>

namespace {

using namespace sluice;
using namespace sluice::format;

Limits small_limits() {
    Limits limits;
    limits.archive_members_max = 32;
    limits.archive_bytes_max = 1 << 20;
    limits.archive_ratio_max = 50;
    limits.archive_ratio_from = 64 << 10;
    return limits;
}

// What a reader of an archive is told, and whether it may be told that next.
class Told {
  public:
    ArchiveVisitor visitor() {
        ArchiveVisitor visitor;
        visitor.begin = [this](const ArchiveMember& member) -> Result<void> {
            SLUICE_ASSERT(!open_ && member.ordinal > ordinal_);
            SLUICE_ASSERT(!name_fault(member.name) && names_.insert(member.name).second);
            open_ = true;
            ordinal_ = member.ordinal;
            bytes_ = 0;
            return {};
        };
        visitor.chunk = [this](std::string_view chunk) -> Result<void> {
            SLUICE_ASSERT(open_);
            bytes_ += chunk.size();
            return {};
        };
        visitor.end = [this](const ArchiveMember& member) -> Result<void> {
            SLUICE_ASSERT(open_ && member.ordinal == ordinal_ && member.size == bytes_);
            open_ = false;
            ++whole_;
            all_bytes_ += bytes_;
            return {};
        };
        visitor.refused = [this](const ArchiveMember& member, ArchiveFault) -> Result<void> {
            SLUICE_ASSERT(open_ ? member.ordinal == ordinal_ : member.ordinal > ordinal_);
            open_ = false;
            ordinal_ = member.ordinal;
            return {};
        };
        return visitor;
    }
    void check(const ArchiveOutcome& outcome, const Limits& limits) const {
        SLUICE_ASSERT(outcome.member_count == whole_ && whole_ <= limits.archive_members_max);
        SLUICE_ASSERT(all_bytes_ <= outcome.bytes);
        SLUICE_ASSERT(outcome.stopped || (!open_ && outcome.bytes <= limits.archive_bytes_max));
    }

  private:
    bool open_ = false;
    std::size_t ordinal_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t all_bytes_ = 0;
    std::size_t whole_ = 0;
    std::set<std::string> names_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const fuzz::MemoryFile file(bytes);
    const Limits limits = small_limits();
    Told told;
    const auto outcome = read_zip(file.path(), limits, told.visitor());
    SLUICE_ASSERT(outcome.has_value());
    told.check(*outcome, limits);
    return 0;
}
