// A verb that is none, before options are looked at: the parser would complain of what follows it.
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace sluice::app {

// What to say, with the verb that is spelt most like it; nothing where the first argument is a verb or an
// option.
std::optional<std::string> unknown_verb(const CLI::App& app, int argc, const char* const* argv);

}  // namespace sluice::app
