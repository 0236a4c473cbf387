#include "access/link_template.h"

#include <optional>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::string_view kTarget = "{target}";
constexpr std::string_view kSampleTarget = "https://journals.example.org/a";

// The value of the placeholder `name` (without braces); nullopt for one that does not exist.
std::optional<std::string> value_of(std::string_view name, const TemplateValues& values,
                                    std::string_view target) {
  if (name == "entityID") return percent_encode(values.entity_id);
  if (name == "scope") return percent_encode(values.scope);
  if (name == "customer_id") return percent_encode(values.customer_id);
  if (name == "target") return std::string(target);
  if (name == "target_enc") return percent_encode(target);
  if (name == "target_enc2") return percent_encode(percent_encode(target));
  return std::nullopt;
}

std::string why_not_placeholder(std::string_view name, const TemplateValues& values) {
  const auto value = value_of(name, values, kSampleTarget);
  if (!value) {
    return "has the unknown placeholder " + quoted_for_message("{" + std::string(name) + "}", 40) +
           "; known are {entityID}, {scope}, {customer_id}, {target}, {target_enc}, {target_enc2}";
  }
  if (value->empty()) {
    return "uses {" + std::string(name) + "}, which this organisation does not set";
  }
  return "";
}

}  // namespace

std::string why_not_template(std::string_view text, const TemplateValues& values) {
  if (!text.starts_with("https://")) return "must begin with https://";
  const std::size_t host_end = text.find_first_of("/?#", 8);
  if (host_end == std::string_view::npos ||
      text.substr(8, host_end - 8).find('{') < std::string_view::npos) {
    return "must name its host in full, with a '/' behind it and no placeholder in it";
  }
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return "has a '{' without a '}'";
    if (std::string why = why_not_placeholder(text.substr(at + 1, end - at - 1), values);
        !why.empty()) {
      return why;
    }
  }
  if (text.find(kTarget) != std::string_view::npos && !text.ends_with(kTarget)) {
    return "must end with {target}: what stands behind a target as it is would become part of it; "
           "use {target_enc}";
  }
  const auto url = parse_web_url(fill_template(text, values, kSampleTarget));
  return url.ok() ? "" : url.error().message;
}

std::string fill_template(std::string_view text, const TemplateValues& values,
                          std::string_view target) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t at = text.find('{');
    filled += text.substr(0, at);
    if (at == std::string_view::npos) break;
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) {
      filled += text.substr(at);
      break;
    }
    filled += value_of(text.substr(at + 1, end - at - 1), values, target).value_or("");
    text.remove_prefix(end + 1);
  }
  return filled;
}

bool has_values(std::string_view text, const TemplateValues& values) {
  const auto missing = [text](std::string_view name, const std::string& value) {
    return value.empty() && text.find(name) != std::string_view::npos;
  };
  return !missing("{entityID}", values.entity_id) && !missing("{scope}", values.scope) &&
         !missing("{customer_id}", values.customer_id);
}

bool has_target(std::string_view text) { return text.find("{target") != std::string_view::npos; }

}  // namespace evidence
