#include "gateway/base/issue.hpp"

namespace sluice {

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::fatal:
            return "fatal";
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::information:
            return "information";
    }
    return "information";
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::skipped:
            return "skipped";
        case Verdict::accepted:
            return "accepted";
        case Verdict::held:
            return "held";
        case Verdict::rejected:
            return "rejected";
    }
    return "skipped";
}

}  // namespace sluice
