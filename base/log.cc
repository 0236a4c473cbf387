#include "base/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/result.h"

namespace evidence {
namespace {

bool g_json = false;  // written once, before threads start

// One line, whatever was in the text: no control characters, no terminal escapes.
std::string one_line(std::string_view message) {
  constexpr std::size_t kMaxMessage = 8U << 10U;
  std::string quoted = quoted_for_message(message, kMaxMessage);
  if (!g_json) {
    return quoted.substr(1, quoted.size() - 2);
  }
  // quoted_for_message has left no control character; what JSON needs besides is two escapes.
  std::string out;
  out.reserve(quoted.size() + 8);
  for (const char c : std::string_view(quoted).substr(1, quoted.size() - 2)) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

void log(spdlog::level::level_enum level, std::string_view message) {
  spdlog::logger* logger = spdlog::default_logger_raw();
  if (logger->should_log(level)) {
    logger->log(level, one_line(message));
  }
}

}  // namespace

void start_logging(std::string_view level, LogFormat format) {
  g_json = format == LogFormat::kJson;
  auto logger = std::make_shared<spdlog::logger>("evidence",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      g_json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":"%v"})"
             : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
      spdlog::pattern_time_type::utc));
  spdlog::level::level_enum threshold = spdlog::level::info;
  if (level == "debug") {
    threshold = spdlog::level::debug;
  } else if (level == "warning") {
    threshold = spdlog::level::warn;
  } else if (level == "error") {
    threshold = spdlog::level::err;
  } else if (level == "off") {
    threshold = spdlog::level::off;
  }
  logger->set_level(threshold);
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

void log_debug(std::string_view message) { log(spdlog::level::debug, message); }
void log_info(std::string_view message) { log(spdlog::level::info, message); }
void log_warning(std::string_view message) { log(spdlog::level::warn, message); }
void log_error(std::string_view message) { log(spdlog::level::err, message); }

}  // namespace evidence
