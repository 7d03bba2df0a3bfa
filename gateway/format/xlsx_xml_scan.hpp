// Where the elements of an XML text begin and end, and what pugixml lets pass: a document type, more than one
// root, references to characters that are none or to entities.
#pragma once

#include "gateway/format/xlsx_failure.hpp"

namespace sluice::format::xlsx {

// Elements of this name at this depth, the root being 0, and how many there may be. No name: none.
struct XmlItems {
    std::size_t depth = 0;
    std::string_view name = {};  // REQUIRES: outlives the call
    std::size_t count_max = 0;
    WorkbookFault too_many = WorkbookFault::bad_xml;
};

struct XmlExtent {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// The items in their order; none lies in another. Whether tags match is for pugixml to say. Faults: doctype,
// bad_xml, that of too many items. REQUIRES: less than 4 GiB.
Read<std::vector<XmlExtent>> scan_xml(std::string_view text, const XmlItems& items);

// Without the prefix of its namespace.
std::string_view local_name(std::string_view name);

}  // namespace sluice::format::xlsx
