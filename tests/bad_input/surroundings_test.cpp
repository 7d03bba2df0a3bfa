#include "tests/bad_input/scene.hpp"
