#include "connectors/protocol/source_checks.h"

#include <algorithm>

#include "base/http_client.h"
#include "base/text.h"

namespace evidence {

Error bad_source(const SourceConfig& source, const std::string& what) {
  return {ErrorCode::kInvalidArgument, "bad_source",
          "source " + quoted_for_message(source.id, 40) + ": " + what,
          "correct its file under config/sources/"};
}

Result<void> check_web_base(const SourceConfig& source) {
  if (source.base_url.starts_with("https://")) return {};
  if (source.allow_http && source.base_url.starts_with("http://")) return {};
  return bad_source(source, "base_url must begin with https:// (is " +
                                quoted_for_message(redact_secrets(source.base_url)) + ")");
}

Result<void> check_page_size(const SourceConfig& source, int most_per_page) {
  if (source.page_size >= 1 && source.page_size <= most_per_page) return {};
  return bad_source(source, "page_size must be 1 to " + std::to_string(most_per_page) + " (is " +
                                std::to_string(source.page_size) + ")");
}

Result<void> check_pace(const SourceConfig& source) {
  // The negation also catches what is no number.
  if (!(source.requests_per_second > 0)) {
    return bad_source(source, "requests_per_second must be above 0");
  }
  if (source.timeout.count() <= 0) return bad_source(source, "timeout must be above 0");
  return {};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

Result<bool> yes_or_no(const SourceConfig& source, const std::string& option, bool unless_set) {
  const std::string text = to_lower_ascii(source.option(option));
  if (text.empty()) return unless_set;
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return bad_source(source, "options." + option + " must be \"yes\" or \"no\" (is " +
                                quoted_for_message(text, 40) + ")");
}

}  // namespace evidence
