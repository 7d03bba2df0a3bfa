// What we could not do. `Error` goes to the operator; what is wrong with the data is an `Issue` and goes to
// the sender. The two are never mixed, and neither may hold a patient's value.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace sluice {

// Maps one to one to the exit codes of the command line (sysexits.h).
enum class ErrorCode {
    usage,     // the caller asked for something that does not make sense: 64
    pack,      // a document of the pack is broken: 70
    limit,     // it would take more work than is allowed: 70
    internal,  // a broken invariant or an unexpected exception: 70
    io,        // disk full, permission, a file that went away: 74
    conflict,  // the same identity with other content: 64
};

std::string_view to_string(ErrorCode code);

class Error {
  public:
    Error() = default;
    Error(ErrorCode code, std::string text) : code_(code), text_(std::move(text)) {}

    ErrorCode code() const { return code_; }
    // One English sentence for an operator; never a value from a record.
    const std::string& text() const { return text_; }

  private:
    ErrorCode code_ = ErrorCode::internal;
    std::string text_;
};

// Makes `Result::value()` throw something that says what happened; caught at the seams named in design.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace sluice

// Returns early with the error of a Result<...>-valued expression, else goes on.
#define SLUICE_TRY(expression)                                   \
    do {                                                         \
        if (auto sluice_result = (expression); !sluice_result) { \
            return sluice_result.error();                        \
        }                                                        \
    } while (false)

// Declares `name` from a Result or returns its error: SLUICE_ASSIGN(auto file, open(path));
#define SLUICE_ASSIGN_CONCAT(a, b) a##b
#define SLUICE_ASSIGN_LINE(declaration, expression, line)           \
    auto SLUICE_ASSIGN_CONCAT(sluice_result_, line) = (expression); \
    if (!SLUICE_ASSIGN_CONCAT(sluice_result_, line)) {              \
        return SLUICE_ASSIGN_CONCAT(sluice_result_, line).error();  \
    }                                                               \
    declaration = std::move(*SLUICE_ASSIGN_CONCAT(sluice_result_, line))
#define SLUICE_ASSIGN_EXPAND(declaration, expression, line) SLUICE_ASSIGN_LINE(declaration, expression, line)
#define SLUICE_ASSIGN(declaration, expression) SLUICE_ASSIGN_EXPAND(declaration, expression, __LINE__)
