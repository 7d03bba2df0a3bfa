#include "gateway/env/log.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace sluice::env {
namespace {

struct Setup {
    LogFormat format = LogFormat::plain;
    std::unique_ptr<spdlog::logger> logger;
};

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

Setup make_setup(LogFormat format, LogLevel from) {
    Setup setup{format, nullptr};
    setup.logger =
        std::make_unique<spdlog::logger>("sluice", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    setup.logger->set_pattern(
        format == LogFormat::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                  : "%Y-%m-%dT%H:%M:%SZ %l: %v",
        spdlog::pattern_time_type::utc
    );
    setup.logger->set_level(spdlog_level(from));
    setup.logger->flush_on(spdlog::level::debug);
    return setup;
}

Setup& setup() {
    static Setup instance = make_setup(LogFormat::plain, LogLevel::info);
    return instance;
}

// Literals of ours hold no control characters; quotes and backslashes are all there is to escape.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '"';
}

void append_json(std::string& out, const LogField& field) {
    out += ',';
    append_quoted(out, field.name());
    out += ':';
    if (field.is_text()) {
        append_quoted(out, field.text());
    } else {
        out += std::to_string(field.number());
    }
}

void append_plain(std::string& out, const LogField& field) {
    out += ' ';
    out += field.name();
    out += '=';
    out += field.is_text() ? std::string(field.text()) : std::to_string(field.number());
}

}  // namespace

RuleId::RuleId(std::string_view id) : id_(id) {
    const bool known_shape =
        !id.empty() && id.size() <= 32 &&
        std::all_of(
            id.begin(), id.end(),
            [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }
        ) &&
        id.front() >= 'A' && id.front() <= 'Z';
    if (!known_shape) {
        id_ = "invalid-rule-id";
    }
}

void configure_log(LogFormat format, LogLevel from) {
    setup() = make_setup(format, from);
}

void log(LogLevel level, StaticText message, std::initializer_list<LogField> fields) {
    const Setup& current = setup();
    if (!current.logger->should_log(spdlog_level(level))) {
        return;
    }
    std::string line;
    if (current.format == LogFormat::json) {
        line = "\"message\":";
        append_quoted(line, message.view());
    } else {
        line = message.view();
    }
    for (const LogField& field : fields) {
        current.format == LogFormat::json ? append_json(line, field) : append_plain(line, field);
    }
    // As one finished text: spdlog is not asked to format, so a brace in it means nothing.
    current.logger->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace sluice::env
