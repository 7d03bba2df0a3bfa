// FHIR JSON by RapidJSON, FHIR XML by Boost.PropertyTree: a door of this test alone.
#include "tests/conformance/fhirpath/fhir_node.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <fstream>
#include <iterator>

namespace sluice::test {
namespace {

using boost::property_tree::ptree;

void add_xml(FhirNode& node, const ptree& tree) {
    for (const auto& [name, entry] : tree) {
        if (name == "<xmlattr>") {
            if (const auto value = entry.get_optional<std::string>("value")) {
                node.set_text(*value);
            }
            // Attributes that are elements in FHIR.
            for (const char* attribute : {"id", "url"}) {
                if (const auto value = entry.get_optional<std::string>(attribute)) {
                    node.add(attribute).set_text(*value);
                }
            }
        } else if (name == "div") {
            node.add(name).set_text("<div/>");
        } else if (!name.empty() && name.front() != '<') {
            add_xml(node.add(name), entry);
        }
    }
}

std::unique_ptr<FhirNode> read_xml(std::istream& stream) {
    namespace xml = boost::property_tree::xml_parser;
    ptree tree;
    xml::read_xml(stream, tree, xml::no_comments | xml::trim_whitespace);
    auto root = std::make_unique<FhirNode>(tree.front().first, nullptr);
    root->set_type(tree.front().first);
    add_xml(*root, tree.front().second);
    return root;
}

std::string text_of(const rapidjson::Value& value) {
    if (value.IsString()) {
        return {value.GetString(), value.GetStringLength()};
    }
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return buffer.GetString();
}

void add_object(FhirNode& node, const rapidjson::Value& object);

// `beside` is the entry of the twin property with an underscore, or null.
void add_json(FhirNode& node, const rapidjson::Value& value, const rapidjson::Value* beside) {
    if (value.IsObject()) {
        add_object(node, value);
    } else if (!value.IsNull()) {
        node.set_text(text_of(value));
    }
    if (beside && beside->IsObject()) {
        add_object(node, *beside);
    }
}

void add_object(FhirNode& node, const rapidjson::Value& object) {
    for (const auto& member : object.GetObject()) {
        const std::string name = member.name.GetString();
        if (name == "resourceType" || name.front() == '_') {
            continue;
        }
        const auto twin = object.FindMember(("_" + name).c_str());
        const auto* beside = twin != object.MemberEnd() ? &twin->value : nullptr;
        if (!member.value.IsArray()) {
            add_json(node.add(name), member.value, beside);
            continue;
        }
        for (rapidjson::SizeType i = 0; i < member.value.Size(); ++i) {
            const auto* entry = beside && beside->IsArray() && i < beside->Size() ? &(*beside)[i] : nullptr;
            add_json(node.add(name), member.value[i], entry);
        }
    }
}

std::unique_ptr<FhirNode> read_json(const std::string& text) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseNumbersAsStringsFlag>(text.c_str());
    if (document.HasParseError() || !document.IsObject()) {
        return nullptr;
    }
    auto root = std::make_unique<FhirNode>(document["resourceType"].GetString(), nullptr);
    root->set_type(document["resourceType"].GetString());
    add_object(*root, document);
    return root;
}

}  // namespace

std::unique_ptr<FhirNode> read_fhir(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        return nullptr;
    }
    std::unique_ptr<FhirNode> root;
    if (path.ends_with(".xml")) {
        root = read_xml(stream);
    } else {
        root = read_json(std::string(std::istreambuf_iterator<char>(stream), {}));
    }
    if (root) {
        root->finish();
    }
    return root;
}

}  // namespace sluice::test
