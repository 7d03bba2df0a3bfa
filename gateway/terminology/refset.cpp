#include "gateway/terminology/refset.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"

#include <functional>
#include <map>

namespace sluice::terminology {
namespace {

constexpr std::string_view kRf2Header =
    "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId";
enum Rf2Cell { id, effective_time, active, module, refset_id, component, kRf2Cells };

using ReadLine = std::function<bool(std::string_view)>;  // false: no more is wanted

std::string_view without_cr(std::string_view line) {
    return !line.empty() && line.back() == '\r' ? line.substr(0, line.size() - 1) : line;
}

// Line by line through one block: a release file is larger than memory should be.
Result<void> read_lines(const std::string& path, const ReadLine& read) {
    SLUICE_ASSIGN(const auto file, env::open_for_read(path));
    const Limits limits;
    std::string block(limits.block_bytes, '\0');
    std::string rest;
    for (std::uint64_t offset = 0; offset < file.size;) {
        SLUICE_ASSIGN(
            const auto got, env::read_at(file, offset, std::span<char>(block.data(), block.size()))
        );
        if (got == 0) {
            break;
        }
        offset += got;
        rest.append(block, 0, got);
        std::string_view left = rest;
        for (auto end = left.find('\n'); end != std::string_view::npos; end = left.find('\n')) {
            if (!read(without_cr(left.substr(0, end)))) {
                return {};
            }
            left.remove_prefix(end + 1);
        }
        if (left.size() > limits.record_bytes_max) {
            return Error(ErrorCode::usage, path + " has a line that is too long for a list of codes");
        }
        rest = std::string(left);
    }
    if (!rest.empty()) {
        read(without_cr(rest));
    }
    return {};
}

// The latest state of each row of one reference set.
struct State {
    std::string effective;
    bool active = false;
    std::string code;
};
using States = std::map<std::string, State>;  // by the row's id

void read_row(std::string_view line, std::string_view refset, Refset& out, States& states) {
    const auto cells = split(line, '\t');
    if (cells.size() < kRf2Cells || cells[refset_id] != refset) {
        return;
    }
    ++out.rows;
    auto& state = states[std::string(cells[id])];
    if (state.effective <= cells[effective_time]) {
        state = {std::string(cells[effective_time]), cells[active] == "1", std::string(cells[component])};
    }
}

// False where the file is not a reference set.
Result<bool> read_file(const std::string& path, std::string_view refset, Refset& out, States& states) {
    bool first = true;
    bool is_refset = false;
    SLUICE_TRY(read_lines(path, [&](std::string_view line) {
        if (first) {
            first = false;
            is_refset = line.substr(0, kRf2Header.size()) == kRf2Header;
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
    void finish() {
        for (const auto& [code, display] : by_code_) {
            out_.members.push_back({code, display});
        }
    }

  private:
    Refset& out_;
    std::map<std::string, std::string> by_code_;
};

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
        }
    }
    members.finish();
    return out;
}

Result<Refset> read_list(const std::string& path) {
    Refset out;
    Members members(out);
    bool first = true;
    SLUICE_TRY(read_lines(path, [&](std::string_view line) {
        if (line.substr(0, 3) == "\xEF\xBB\xBF") {
            line.remove_prefix(3);
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
        const bool heading = first && !code.empty() && !is_digit(code.front());
        first = false;
        if (code.empty() || line.front() == '#' || heading) {
            return true;
        }
        ++out.rows;
        members.add(
            code, end == std::string_view::npos ? std::string_view() : unquoted(line.substr(end + 1))
        );
        return true;
    }));
    members.finish();
    return out;
}

}  // namespace sluice::terminology
