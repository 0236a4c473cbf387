// Logging through spdlog to stderr, one line an event, control characters escaped so that text from
// outside can never forge a line. Query text is never logged. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

enum class LogFormat { kText, kJson };

// Call once from app/ before threads start. level: "debug" "info" "warning" "error" "off".
void start_logging(std::string_view level, LogFormat format);

void log_debug(std::string_view message);
void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(std::string_view message);

}  // namespace evidence
