#include "gateway/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace sluice {

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "sluice: broken invariant: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace sluice
