#include "gateway/app/unknown_verb.hpp"

#include "gateway/base/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

namespace sluice::app {
namespace {

// Letters to insert, take out or replace (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string> unknown_verb(const CLI::App& app, int argc, const char* const* argv) {
    constexpr std::size_t kNear = 2;
    const std::string_view word = argc > 1 ? argv[1] : "";
    if (word.empty() || word.front() == '-') {
        return std::nullopt;
    }
    std::string nearest;
    std::size_t least = kNear + 1;
    for (const auto* verb : app.get_subcommands({})) {
        if (verb->get_name() == word) {
            return std::nullopt;
        }
        if (const auto apart = distance(word, verb->get_name()); apart < least) {
            least = apart;
            nearest = verb->get_name();
        }
    }
    return "there is no verb " + printable(word) +
           (nearest.empty() ? "; `sluice --help` lists them" : "; did you mean " + nearest + "?");
}

}  // namespace sluice::app
