// A part of a workbook as XML: its many alike elements (rows, strings) one at a time, all the rest as one
// small tree. pugixml builds the trees; what it lets pass is checked before it sees a byte.
#pragma once

#include "gateway/format/xlsx_xml_scan.hpp"

#include <pugixml.hpp>

#include <memory>

namespace sluice::format::xlsx {

// Prefixes of namespaces are not looked at, in `name` neither. Do not move one while a node of it is in use.
class XmlPart {
  public:
    // Faults: not_utf8, doctype, bad_xml (also another root), tree_too_large, part_too_large (4 GiB).
    static Read<XmlPart> open(
        std::string bytes, std::string_view root, const XmlItems& items, const Limits& limits
    );

    pugi::xml_node root() const { return rest_->document_element(); }  // without the items
    std::size_t item_count() const { return items_.size(); }
    // Each may be asked for once; valid until the next is. Faults: bad_xml, tree_too_large.
    Read<pugi::xml_node> item(std::size_t index);

  private:
    Read<std::string> without_items() const;

    std::string bytes_;
    std::vector<XmlExtent> items_;
    std::size_t tree_bytes_max_ = 0;
    std::unique_ptr<pugi::xml_document> rest_ = std::make_unique<pugi::xml_document>();
    std::unique_ptr<pugi::xml_document> item_ = std::make_unique<pugi::xml_document>();
};

inline bool is(pugi::xml_node node, std::string_view name) {
    return node.type() == pugi::node_element && local_name(node.name()) == name;
}
pugi::xml_node child(pugi::xml_node node, std::string_view name);   // the first, or none
std::string_view attribute(pugi::xml_node node, const char* name);  // empty where there is none
bool is_true(std::string_view value);                               // 22.9.2.1: "1", "true", "on"
// Text and CDATA right below it, as stored (white space is kept whatever xml:space says).
std::string text_of(pugi::xml_node node);

}  // namespace sluice::format::xlsx
