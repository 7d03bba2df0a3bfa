#include "gateway/format/xlsx_package.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/xlsx_xml.hpp"

#include <algorithm>

namespace sluice::format::xlsx {
namespace {

// Part 1, annex A of the transitional and of the strict form.
constexpr std::string_view kRelationshipTypes[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
};

std::string short_type(std::string_view type) {
    for (const std::string_view start : kRelationshipTypes) {
        if (type.starts_with(start)) {
            return std::string(type.substr(start.size()));
        }
    }
    return std::string(type);
}

std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
}

// Part 2, 6.5.2: "xl/workbook.xml" has its relationships in "xl/_rels/workbook.xml.rels".
std::string relationships_of(const std::string& part) {
    const std::string folder = folder_of(part);
    return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

// A target is relative to the folder of the part that names it. Above the top there is nothing.
std::string resolved(const std::string& part, std::string_view target) {
    const std::string whole =
        to_lower(target.starts_with('/') ? std::string(target) : folder_of(part) + std::string(target));
    std::vector<std::string> kept;
    for (const std::string_view step : split(whole, '/')) {
        if (step == ".." && kept.empty()) {
            return {};
        }
        if (step == "..") {
            kept.pop_back();
        } else if (!step.empty() && step != ".") {
            kept.emplace_back(step);
        }
    }
    return join(kept, "/");
}

// 15.2.14 and [MS-OFFMACRO2]: what the list of parts says of the workbook's own.
Read<void> check_type(std::string_view type) {
    if (type.find("ms-excel.sheet.binary") != std::string_view::npos) {
        return WorkbookFault::binary_format;
    }
    if (type.find("ms-excel") != std::string_view::npos &&
        type.find("macroenabled") != std::string_view::npos) {
        return WorkbookFault::macros;
    }
    const bool is_read =
        type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" ||
        type == "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml";
    return is_read ? Read<void>() : Read<void>(WorkbookFault::not_a_workbook);
}

}  // namespace

Read<Package> Package::open(const std::string& path, const Limits& limits) {
    Package package(path, limits);
    const std::string root = relationships_of("");
    SLUICE_ASSIGN(auto parts, read_parts(path, {kContentTypes, root}, limits));
    if (!parts.contains(root)) {
        return WorkbookFault::not_a_workbook;
    }
    SLUICE_ASSIGN(const auto relationships, package.relationships_in(std::move(parts[root])));
    const auto found = std::find_if(relationships.begin(), relationships.end(), [](const auto& relationship) {
        return relationship.type == "officeDocument";
    });
    if (found == relationships.end() || found->target.empty()) {
        return WorkbookFault::not_a_workbook;
    }
    package.workbook_ = resolved("", found->target);
    SLUICE_TRY(package.check_content_types(std::move(parts[kContentTypes])));
    return package;
}

// Part 2, 7.2.3: an Override of the part, else the Default of its extension.
Read<void> Package::check_content_types(std::string bytes) const {
    SLUICE_ASSIGN(const auto list, XmlPart::open(std::move(bytes), "Types", {}, *limits_));
    std::string by_extension;
    std::string by_name;
    bool has_program = false;
    const std::string extension = workbook_.substr(workbook_.rfind('.') + 1);
    for (const pugi::xml_node entry : list.root().children()) {
        const std::string type = to_lower(attribute(entry, "ContentType"));
        const std::string part = resolved("", attribute(entry, "PartName"));
        has_program =
            has_program || type == "application/vnd.ms-office.vbaproject" || part.ends_with("vbaproject.bin");
        if (is(entry, "Override") && part == workbook_) {
            by_name = type;
        }
        if (is(entry, "Default") && to_lower(attribute(entry, "Extension")) == extension) {
            by_extension = type;
        }
    }
    SLUICE_TRY(check_type(by_name.empty() ? by_extension : by_name));
    return has_program ? Read<void>(WorkbookFault::macros) : Read<void>();
}

std::string Package::target(const Relationship& relationship) const {
    return relationship.target.empty() ? std::string() : resolved(workbook_, relationship.target);
}

// Each reading is bounded by itself; many small ones of a few parts would not be.
Read<std::optional<std::string>> Package::find_part(const std::string& name) {
    SLUICE_ASSIGN(auto found, read_parts(*path_, {name}, *limits_));
    const auto at = found.find(name);
    if (at == found.end()) {
        return std::optional<std::string>();
    }
    bytes_ += at->second.size();
    if (bytes_ > limits_->workbook_bytes_max) {
        return WorkbookFault::workbook_too_large;
    }
    return std::optional(std::move(at->second));
}

Read<std::string> Package::part(const std::string& name) {
    SLUICE_ASSIGN(auto found, find_part(name));
    return found ? Read<std::string>(std::move(*found)) : Read<std::string>(WorkbookFault::missing_part);
}

Read<std::vector<Relationship>> Package::relationships(const std::string& part) {
    SLUICE_ASSIGN(auto found, find_part(relationships_of(part)));
    return found ? relationships_in(std::move(*found))
                 : Read<std::vector<Relationship>>(std::vector<Relationship>());
}

Read<std::vector<Relationship>> Package::relationships_in(std::string bytes) const {
    SLUICE_ASSIGN(const auto list, XmlPart::open(std::move(bytes), "Relationships", {}, *limits_));
    std::vector<Relationship> all;
    for (const pugi::xml_node entry : list.root().children()) {
        if (is(entry, "Relationship")) {
            const bool outside = attribute(entry, "TargetMode") == "External";
            all.push_back(
                {std::string(attribute(entry, "Id")), short_type(attribute(entry, "Type")),
                 std::string(outside ? std::string_view() : attribute(entry, "Target"))}
            );
        }
    }
    return all;
}

}  // namespace sluice::format::xlsx
