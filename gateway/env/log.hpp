// The operator's log, on standard error. It cannot hold a patient's value: a message is a literal, a field is
// a literal name with a number or a rule id.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace sluice::env {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { plain, json };  // json: one object a line

// Text known when the program is compiled: the constructor does not take anything else.
class StaticText {
  public:
    consteval StaticText(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)
    constexpr std::string_view view() const { return text_; }

  private:
    std::string_view text_;
};

// "NHS-003": capitals, '-', digits. What has another shape is logged as "invalid-rule-id".
class RuleId {
  public:
    explicit RuleId(std::string_view id);
    std::string_view view() const { return id_; }

  private:
    std::string_view id_;  // lives as long as the text it was made from
};

class LogField {
  public:
    template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer>>>
    LogField(StaticText name, Integer number)
        : name_(name.view()), number_(static_cast<std::int64_t>(number)) {}
    LogField(StaticText name, StaticText text) : name_(name.view()), text_(text.view()), is_text_(true) {}
    LogField(StaticText name, RuleId rule) : name_(name.view()), text_(rule.view()), is_text_(true) {}

    std::string_view name() const { return name_; }
    bool is_text() const { return is_text_; }
    std::string_view text() const { return text_; }
    std::int64_t number() const { return number_; }

  private:
    std::string_view name_;
    std::string_view text_;
    std::int64_t number_ = 0;
    bool is_text_ = false;
};

// Once at start, before other threads log. Without it: plain, from info upwards.
void configure_log(LogFormat format, LogLevel from);

// From any thread. Lines are written whole.
void log(LogLevel level, StaticText message, std::initializer_list<LogField> fields = {});

}  // namespace sluice::env
