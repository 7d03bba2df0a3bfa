// A regular expression with bounds: no text from outside can make it run away (N1 2.0.0, 5.6.8 "matches").
#pragma once

#include "gateway/base/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::expression {

inline constexpr std::size_t kPatternBytesMax = 512;
inline constexpr std::size_t kMatchedBytesMax = 4096;  // longer input is an error, never a wrong answer

// ECMAScript syntax, single-line mode (a point also stands for a line break), bytes rather than code points.
// Immutable; may be used from several threads.
class Pattern {
  public:
    static Result<std::shared_ptr<const Pattern>> compile(std::string_view text);
    virtual ~Pattern() = default;

    virtual Result<bool> is_found_in(std::string_view text) const = 0;
    virtual Result<bool> is_whole(std::string_view text) const = 0;
    // $1 .. $9 in the substitution stand for the groups.
    virtual Result<std::string> replace_in(std::string_view text, std::string_view substitution) const = 0;
};

}  // namespace sluice::expression
