#include "gateway/base/error.hpp"

#include <stdexcept>

namespace sluice {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::usage:
            return "usage";
        case ErrorCode::pack:
            return "pack";
        case ErrorCode::limit:
            return "limit";
        case ErrorCode::internal:
            return "internal";
        case ErrorCode::io:
            return "io";
        case ErrorCode::conflict:
            return "conflict";
    }
    return "internal";
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(std::string(to_string(error.code())) + ": " + error.text());
}

}  // namespace sluice
