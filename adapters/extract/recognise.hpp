// Which table of which system a file is: by name, else by header (gp-extracts R1, R2).
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/schema/documents.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

struct Recognised {
    const schema::SourceSystem* system = nullptr;  // null: no system knows it
    std::size_t table = 0;
    bool by_name = false;
    std::string version;                        // of the name grammar; empty when recognised by header
    std::map<std::string, std::string> groups;  // of the file's name: mode, batch, stamp, agreement

    const schema::SourceTable& schema() const { return system->tables[table]; }
    std::string group(const std::string& name) const;
};

// `name` may have folders, only the base name counts. Nothing where no grammar of any system fits.
std::optional<Recognised> recognise_by_name(
    const std::vector<schema::SourceSystem>& systems, std::string_view name
);

// Does the name follow the grammar of some system, whatever table it names? Then the name counts, not the
// header.
bool follows_grammar(const std::vector<schema::SourceSystem>& systems, std::string_view name);

// The day of a file name's stamp, yyyyMMddHHmmss; nothing where it is none.
std::optional<Date> date_of_stamp(std::string_view stamp);

// The table whose columns the header matches best, all mandatory ones present; nothing where none does.
// `reports`: of systems whose files are made for people only.
std::optional<Recognised> recognise_by_header(
    const std::vector<schema::SourceSystem>& systems, const std::vector<std::string>& header,
    bool reports = false
);

}  // namespace sluice::extract
