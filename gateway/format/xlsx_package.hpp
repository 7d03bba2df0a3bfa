// The parts of a workbook and how they refer to each other (Open Packaging Conventions, ECMA-376 part 2).
// Part names are compared without case (part 2, 6.2.2.3) and held in lower case, without a slash before them.
#pragma once

#include "gateway/format/xlsx_parts.hpp"

namespace sluice::format::xlsx {

struct Relationship {
    std::string id;
    std::string type;    // the last word of one that Office Open XML defines: "worksheet"; else as it is
    std::string target;  // as it is written; empty where it is outside the file
};

// REQUIRES: the path and the limits outlive it.
class Package {
  public:
    // Reads the list of parts and where the workbook is. Faults: not_a_workbook, password_protected,
    // binary_format, macros, and those of the zip.
    static Read<Package> open(const std::string& path, const Limits& limits);

    const std::string& workbook() const { return workbook_; }
    // The part that a relationship of the workbook means; empty where it is outside the file.
    std::string target(const Relationship& relationship) const;
    // Whole; goes through the zip's directory once. Faults: missing_part, part_too_large, workbook_too_large
    // of all that were asked for, those of the zip.
    Read<std::string> part(const std::string& name);
    // Of a part; none where it names none. Faults: those of a part, bad_xml and its like.
    Read<std::vector<Relationship>> relationships(const std::string& part);

  private:
    Package(const std::string& path, const Limits& limits) : path_(&path), limits_(&limits) {}
    Read<std::vector<Relationship>> relationships_in(std::string bytes) const;
    Read<void> check_content_types(std::string bytes) const;
    Read<std::optional<std::string>> find_part(const std::string& name);

    const std::string* path_;
    const Limits* limits_;
    std::string workbook_;
    std::uint64_t bytes_ = 0;  // unpacked so far
};

}  // namespace sluice::format::xlsx
