// What the command line may assume about the screen it writes to.
#pragma once

namespace sluice::env {

bool is_terminal(int descriptor);

// In columns; `otherwise` where the descriptor is no terminal or does not tell.
int terminal_width(int descriptor, int otherwise = 80);

// A terminal, not TERM=dumb, and NO_COLOR is not set to something (https://no-color.org). Reads the
// environment: call it before threads start.
bool colours_allowed(int descriptor);

}  // namespace sluice::env
