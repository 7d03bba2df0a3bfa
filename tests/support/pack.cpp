#include "tests/support/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

template <class T>
T value_of(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().text());
    }
    return std::move(*result);
}

Result<std::shared_ptr<const schema::Documents>> make_documents(const std::vector<SmallWorldText>& systems) {
    schema::Faults faults;
    auto documents = std::make_shared<schema::Documents>(*repository_pack().documents);
    documents->systems.clear();
    documents->mappings.clear();
    for (const auto& text : systems) {
        std::vector<schema::SourceTable> tables;
        for (const auto& table : text.tables) {
            tables.push_back(schema::read_source_table(document("table.json", table), faults));
        }
        const auto package = document("datapackage.json", text.package);
        documents->systems.push_back(schema::read_source_system(package, std::move(tables), faults));
        for (const auto& mapping : text.mappings) {
            documents->mappings.push_back(schema::read_mapping(document("mapping.json", mapping), faults));
        }
    }
    if (faults.any()) {
        return faults.error();
    }
    return std::shared_ptr<const schema::Documents>(std::move(documents));
}

}  // namespace

const std::string& source_folder() {
    static const std::string kFolder = SLUICE_SOURCE_DIR;
    return kFolder;
}

const pipeline::Pack& repository_pack() {
    static const auto kPack = value_of(pipeline::load_pack(source_folder()));
    return *kPack;
}

const map::Program& repository_program() {
    return repository_program("emis");
}

const map::Program& repository_program(std::string_view system) {
    for (const auto& program : repository_pack().mappings) {
        if (program->system().name == system) {
            return *program;
        }
    }
    throw std::runtime_error("the pack has no system " + std::string(system));
}

format::JsonValue parse(std::string_view text) {
    return value_of(format::parse_json(text));
}

format::JsonValue parse_file(const std::string& path) {
    return parse(read_text(source_folder() + "/" + path));
}

schema::Document document(std::string_view path, std::string_view text) {
    return schema::Document{std::string(path), parse(text)};
}

Result<SmallWorld> make_world(const SmallWorldText& text) {
    SmallWorld world;
    SLUICE_ASSIGN(world.documents, make_documents({text}));
    world.terms =
        std::make_shared<const terminology::Terminology>(terminology::Terminology::compile(*world.documents));
    SLUICE_ASSIGN(
        world.program, map::Program::compile(world.documents, world.documents->systems.front(), world.terms)
    );
    return world;
}

Result<std::shared_ptr<const pipeline::Pack>> make_pack(const std::vector<SmallWorldText>& systems) {
    auto pack = std::make_shared<pipeline::Pack>(repository_pack());
    SLUICE_ASSIGN(pack->documents, make_documents(systems));
    pack->terms =
        std::make_shared<const terminology::Terminology>(terminology::Terminology::compile(*pack->documents));
    pack->mappings.clear();
    for (const auto& system : pack->documents->systems) {
        SLUICE_ASSIGN(auto program, map::Program::compile(pack->documents, system, pack->terms));
        pack->mappings.push_back(std::move(program));
    }
    return std::shared_ptr<const pipeline::Pack>(std::move(pack));
}

PackCopy::PackCopy() {
    for (const char* part : {"schemas", "mappings"}) {
        fs::copy(source_folder() + "/" + part, folder_ / part, fs::copy_options::recursive);
    }
}

int PackCopy::patch(const std::string& path, std::string_view from, std::string_view to) const {
    std::string text = read_text(folder_ / path);
    const auto at = text.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error(path + " does not hold the text to replace");
    }
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    text.replace(at, from.size(), to);
    write(path, text);
    return static_cast<int>(lines) + 1;
}

void PackCopy::write(const std::string& path, std::string_view text) const {
    const std::string whole = folder_ / path;
    fs::create_directories(fs::path(whole).parent_path());
    write_text(whole, text);
}

std::string PackCopy::refusal() const {
    const auto pack = pipeline::load_pack(folder());
    return pack ? std::string() : pack.error().text();
}

}  // namespace sluice::tests
