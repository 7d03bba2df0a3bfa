#include "gateway/schema/layers.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/env/files.hpp"
#include "gateway/schema/extension.hpp"

namespace sluice::schema {
namespace {

// JSON Schemas for senders: they say what documents say, and are none of the pack.
constexpr std::string_view kForSenders = "schemas/exchange/";

Result<void> read_part(const std::string& folder, const std::string& part, Layer& layer) {
    SLUICE_ASSIGN(const auto listed, env::list_files_and_links(folder + "/" + part));
    for (const auto& file : listed) {
        const std::string path = part + "/" + file.name;
        const bool is_document = ends_with(path, ".json") || ends_with(path, ".csv");
        if (is_document && !starts_with(path, kForSenders)) {
            SLUICE_ASSIGN(layer.files[path], env::read_file(folder + "/" + path, Limits{}.json_bytes_max));
        }
    }
    return {};
}

// It may hold only one of the two folders.
Result<Layer> read_extension_layer(std::string folder) {
    while (folder.size() > 1 && folder.back() == '/') {
        folder.pop_back();
    }
    const std::string name(kExtensionFile);
    if (!env::exists(folder + "/" + name)) {
        return Error(ErrorCode::usage, "there is no extension pack in " + folder + ": it has no " + name);
    }
    Layer layer;
    layer.folder = folder;
    SLUICE_ASSIGN(layer.files[name], env::read_file(folder + "/" + name, Limits{}.json_bytes_max));
    for (const std::string part : {"schemas", "mappings"}) {
        if (env::exists(folder + "/" + part)) {
            SLUICE_TRY(read_part(folder, part, layer));
        }
    }
    return layer;
}

}  // namespace

bool starts_with(std::string_view text, std::string_view with) {
    return text.substr(0, with.size()) == with;
}
bool ends_with(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

Result<std::vector<Layer>> read_layers(
    const std::string& folder, const std::vector<std::string>& extensions
) {
    std::vector<Layer> layers(1);
    SLUICE_TRY(read_part(folder, "schemas", layers.front()));
    SLUICE_TRY(read_part(folder, "mappings", layers.front()));
    for (const auto& extension : extensions) {
        SLUICE_ASSIGN(auto layer, read_extension_layer(extension));
        layers.push_back(std::move(layer));
    }
    return layers;
}

std::string digest_of(const std::vector<Layer>& layers) {
    env::Sha256 digest;
    for (const auto& layer : layers) {
        digest.update(layer.is_extension() ? "extension\n" : "");
        for (const auto& [path, text] : layer.files) {
            digest.update(path + "\n" + env::sha256_hex(text) + "\n");
        }
    }
    return digest.finish_hex();
}

}  // namespace sluice::schema
