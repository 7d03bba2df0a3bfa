#include "gateway/format/xlsx_parts.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/archive.hpp"

#include <set>

namespace sluice::format::xlsx {
namespace {

WorkbookFault workbook_fault(ArchiveFault fault) {
    switch (fault) {
        case ArchiveFault::encrypted:
            return WorkbookFault::password_protected;
        case ArchiveFault::too_many_members:
            return WorkbookFault::too_many_parts;
        case ArchiveFault::too_large:
        case ArchiveFault::ratio_too_high:
            return WorkbookFault::bomb;
        default:
            return WorkbookFault::bad_zip;
    }
}

// One reading of the zip: the parts that are wanted, and what is wrong with it.
class Reading {
  public:
    Reading(const std::vector<std::string>& wanted, std::size_t bytes_max)
        : wanted_(wanted.begin(), wanted.end()), bytes_max_(bytes_max) {}

    ArchiveVisitor visitor() {
        ArchiveVisitor visitor;
        visitor.wanted = [this](const ArchiveMember& member) {
            std::string name = to_lower(member.name);
            const bool wanted = wanted_.contains(name);
            if (!names_.insert(std::move(name)).second) {
                note(ArchiveFault::duplicate_name);
                return false;
            }
            return wanted;
        };
        visitor.begin = [this](const ArchiveMember& member) -> Result<void> {
            into_ = &parts_[to_lower(member.name)];
            return {};
        };
        visitor.chunk = [this](std::string_view chunk) -> Result<void> {
            if (into_->size() + chunk.size() > bytes_max_) {
                too_large_ = true;
                return Error(ErrorCode::limit, "a part is too large");  // ends the reading
            }
            into_->append(chunk);
            return {};
        };
        visitor.end = [](const ArchiveMember&) -> Result<void> { return {}; };
        visitor.refused = [this](const ArchiveMember& member, ArchiveFault fault) -> Result<void> {
            locked_list_ =
                locked_list_ || (fault == ArchiveFault::encrypted && to_lower(member.name) == kContentTypes);
            note(fault);
            return {};
        };
        return visitor;
    }

    Read<std::map<std::string, std::string>> outcome(const Result<ArchiveOutcome>& read) {
        if (too_large_) {
            return WorkbookFault::part_too_large;
        }
        if (!read) {
            return read.error();
        }
        if (read->stopped) {
            return workbook_fault(*read->stopped);
        }
        // Another zip with a bad member is another zip before all.
        if (!names_.contains(kContentTypes) && !locked_list_) {
            return WorkbookFault::not_a_workbook;
        }
        if (fault_) {
            return workbook_fault(*fault_);
        }
        return std::move(parts_);
    }

  private:
    void note(ArchiveFault fault) { fault_ = fault_ ? fault_ : std::optional(fault); }

    std::set<std::string, std::less<>> wanted_;
    std::size_t bytes_max_;
    std::set<std::string, std::less<>> names_;
    std::map<std::string, std::string> parts_;
    std::string* into_ = nullptr;
    bool too_large_ = false;
    bool locked_list_ = false;
    std::optional<ArchiveFault> fault_;
};

}  // namespace

Read<std::map<std::string, std::string>> read_parts(
    const std::string& path, const std::vector<std::string>& wanted, const Limits& limits
) {
    Reading reading(wanted, limits.workbook_part_bytes_max);
    return reading.outcome(read_zip(path, limits, reading.visitor()));
}

}  // namespace sluice::format::xlsx
