#include "gateway/terminology/refset.hpp"

#include "gateway/base/date.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/env/lines.hpp"

#include <map>
#include <set>

namespace sluice::terminology {
namespace {

constexpr std::string_view kRf2Header =
    "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId";
enum Rf2Cell { id, effective_time, active, module, refset_id, component, kRf2Cells };

// The latest state of each row of one reference set.
struct State {
    std::string effective;
    bool active = false;
    std::string code;
};
using States = std::map<std::string, State>;  // by the row's id

// YYYYMMDD (RF2, "effectiveTime").
bool is_day(std::string_view text) {
    const auto iso = text.size() == 8 ? std::string(text.substr(0, 4)) + "-" +
                                            std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6))
                                      : std::string();
    return Date::parse(iso).has_value();
}

void read_row(std::string_view line, std::string_view refset, Refset& out, States& states) {
    const auto cells = split(line, '\t');
    if (cells.size() < kRf2Cells) {
        out.unreadable += trim(line).empty() ? 0 : 1;
        return;
    }
    if (cells[refset_id] != refset) {
        return;
    }
    ++out.rows;
    if (cells[id].empty() || !is_day(cells[effective_time]) ||
        (cells[active] != "0" && cells[active] != "1")) {
        ++out.unreadable;
        return;
    }
    auto& state = states[std::string(cells[id])];
    if (state.effective <= cells[effective_time]) {
        state = {std::string(cells[effective_time]), cells[active] == "1", std::string(cells[component])};
    }
}

// False where the file is not a reference set.
Result<bool> read_file(const std::string& path, std::string_view refset, Refset& out, States& states) {
    bool is_refset = false;
    SLUICE_TRY(env::each_line(path, [&](std::string_view line, std::uint64_t number) -> Result<bool> {
        if (number == 1) {
            is_refset = line.starts_with(kRf2Header);
            return is_refset;
        }
        read_row(line, refset, out, states);
        return true;
    }));
    return is_refset;
}

// Sorts out what is no identifier and what stands twice.
class Members {
  public:
    explicit Members(Refset& out) : out_(out) {}

    void add(std::string_view code, std::string_view display) {
        if (judge_snomed_id(code) != SnomedFault::none) {
            out_.damaged.emplace_back(printable(code));
        } else if (!by_code_.emplace(code, display).second) {
            ++out_.duplicates;
        }
    }
    void withdraw(std::string_view code) {
        if (judge_snomed_id(code) == SnomedFault::none) {
            withdrawn_.emplace(code);
        }
    }
    void finish() {
        for (const auto& [code, display] : by_code_) {
            out_.members.push_back({code, display});
        }
        for (const auto& code : withdrawn_) {
            if (!by_code_.contains(code)) {
                out_.withdrawn.push_back({code, ""});
            }
        }
    }

  private:
    Refset& out_;
    std::map<std::string, std::string> by_code_;
    std::set<std::string> withdrawn_;
};

// A set without a member would count as loaded, and place no code.
Result<Refset> finish(Members& members, Refset& out, const std::string& path) {
    members.finish();
    if (out.members.empty()) {
        return Error(
            ErrorCode::usage, path + " has no member to import: " + std::to_string(out.rows) + " rows, " +
                                  std::to_string(out.inactive) + " inactive, " +
                                  std::to_string(out.unreadable) + " unreadable, " +
                                  std::to_string(out.damaged.size()) + " with a damaged identifier"
        );
    }
    return std::move(out);
}

Result<std::vector<std::string>> text_files(const std::string& path) {
    const auto listed = env::list_files(path);
    if (!listed) {
        return std::vector<std::string>{path};  // not a folder, or not there: opening it says so
    }
    std::vector<std::string> files;
    for (const auto& file : *listed) {
        if (file.name.ends_with(".txt") && base_name(file.name).find("Refset_") != std::string_view::npos) {
            files.push_back(path + "/" + file.name);
        }
    }
    return files;
}

}  // namespace

Result<Refset> read_rf2(const std::string& path, std::string_view refset) {
    Refset out;
    States states;
    bool any = false;
    SLUICE_ASSIGN(const auto files, text_files(path));
    for (const auto& file : files) {
        SLUICE_ASSIGN(const bool is_refset, read_file(file, refset, out, states));
        any = any || is_refset;
    }
    if (!any) {
        return Error(
            ErrorCode::usage, "no file of " + path + " is an RF2 reference set (der2_…Refset_….txt)"
        );
    }
    if (out.rows == 0) {
        return Error(ErrorCode::usage, path + " does not have the reference set " + std::string(refset));
    }
    Members members(out);
    for (const auto& [row, state] : states) {
        out.version = std::max(out.version, state.effective);
        if (state.active) {
            members.add(state.code, "");
        } else {
            ++out.inactive;
            members.withdraw(state.code);
        }
    }
    return finish(members, out, path);
}

Result<Refset> read_list(const std::string& path) {
    Refset out;
    Members members(out);
    SLUICE_TRY(env::each_line(path, [&](std::string_view line, std::uint64_t number) -> Result<bool> {
        if (line.find('\0') != std::string_view::npos) {
            return Error(
                ErrorCode::usage, path + " is not UTF-8 text: save it as UTF-8, and import it again"
            );
        }
        line = trim(line);
        const auto end = line.find_first_of(",\t");
        const auto unquoted = [](std::string_view cell) {
            cell = trim(cell);
            return cell.size() > 1 && cell.front() == '"' && cell.back() == '"'
                       ? cell.substr(1, cell.size() - 2)
                       : cell;
        };
        const auto code = unquoted(line.substr(0, end));
        const bool heading = number == 1 && !code.empty() && !is_digit(code.front());
        if (code.empty() || line.front() == '#' || heading) {
            return true;
        }
        ++out.rows;
        members.add(
            code, end == std::string_view::npos ? std::string_view() : unquoted(line.substr(end + 1))
        );
        return true;
    }));
    return finish(members, out, path);
}

}  // namespace sluice::terminology
