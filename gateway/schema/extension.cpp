#include "gateway/schema/extension.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::schema {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
    });
}

// Numbers that can be compared: 1.10
bool is_version(std::string_view text) {
    constexpr std::size_t kDigitsMax = 9;
    const auto parts = split(text, '.');
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return !part.empty() && part.size() <= kDigitsMax && std::all_of(part.begin(), part.end(), is_digit);
    });
}

unsigned part(const std::vector<std::string_view>& parts, std::size_t index) {
    unsigned value = 0;
    if (index < parts.size()) {
        std::from_chars(parts[index].data(), parts[index].data() + parts[index].size(), value);
    }
    return value;
}

}  // namespace

bool is_version_before(std::string_view version, std::string_view other) {
    const auto a = split(version, '.');
    const auto b = split(other, '.');
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (part(a, i) != part(b, i)) {
            return part(a, i) < part(b, i);
        }
    }
    return false;
}

Extension read_extension(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only({"extension", "version", "requires", "title", "description"});
    Extension extension;
    extension.name = reader.at("extension").text();
    extension.version = reader.at("version").text();
    extension.needs = reader.find("requires").located();
    // They stand in every record that it took part in, between blanks and plus signs.
    if (!is_name(extension.name) || !is_name(extension.version)) {
        reader.fault("'extension' and 'version' are small letters, digits, dots, hyphens and underscores");
    }
    return extension;
}

void check_requirement(
    const Extension& extension, std::string_view dataset, std::string_view version, Faults& faults
) {
    if (extension.name == dataset) {
        faults.add(
            extension.folder + "/" + std::string(kExtensionFile),
            "an extension cannot have the name of the dataset, " + extension.name
        );
    }
    if (extension.needs.empty()) {
        return;
    }
    const auto parts = split(extension.needs.text, ' ');
    if (parts.size() != 2 || parts[1].substr(0, 2) != ">=" || !is_version(parts[1].substr(2))) {
        faults.add(extension.needs.where, "a dataset and its lowest version are expected: sp-mds >=1.1");
    } else if (parts[0] != dataset || is_version_before(version, parts[1].substr(2))) {
        faults.add(
            extension.needs.where, "the extension needs " + extension.needs.text + "; this is " +
                                       std::string(dataset) + " " + std::string(version)
        );
    }
}

}  // namespace sluice::schema
