// The repository's own pack, and copies of it that a test may spoil.
#pragma once

#include "gateway/format/json.hpp"
#include "gateway/pipeline/pack.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

// The root of the sources: holds schemas/ and mappings/.
const std::string& source_folder();
// Compiled at the first call; throws where it does not compile.
const pipeline::Pack& repository_pack();
// That of EMIS.
const map::Program& repository_program();
// Of the system of that name; throws where the pack has none.
const map::Program& repository_program(std::string_view system);

format::JsonValue parse(std::string_view text);         // throws where it is not JSON
format::JsonValue parse_file(const std::string& path);  // below source_folder()
schema::Document document(std::string_view path, std::string_view text);

// The documents of the repository's pack with one source system and its mappings put in place of EMIS: a
// small world in which a test sees everything. Throws what does not compile.
struct SmallWorld {
    std::shared_ptr<const schema::Documents> documents;
    std::shared_ptr<const terminology::Terminology> terms;
    std::shared_ptr<const map::Program> program;

    const schema::SourceSystem& system() const { return documents->systems.front(); }
};
struct SmallWorldText {
    std::string package;
    std::vector<std::string> tables;
    std::vector<std::string> mappings;
};
Result<SmallWorld> make_world(const SmallWorldText& text);
// A whole pack of several such systems.
Result<std::shared_ptr<const pipeline::Pack>> make_pack(const std::vector<SmallWorldText>& systems);

// A pack of its own, for one test.
class PackCopy {
  public:
    PackCopy();

    const std::string& folder() const { return folder_.path(); }
    // Replaces the first `from` of the file; throws where it is not there. Answers the 1-based line.
    int patch(const std::string& path, std::string_view from, std::string_view to) const;
    void write(const std::string& path, std::string_view text) const;
    // The text of the error with which the pack is refused; empty where it is taken.
    std::string refusal() const;

  private:
    TemporaryFolder folder_;
};

}  // namespace sluice::tests
