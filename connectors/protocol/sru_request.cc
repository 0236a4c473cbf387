#include "connectors/protocol/sru_request.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "connectors/protocol/source_checks.h"

namespace evidence {
namespace {

bool is_parameter_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

void replace_all(std::string& text, const std::string& what, std::string_view by) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Result<SruSettings> sru_settings(const SourceConfig& source) {
  SruSettings made;
  made.base_url = source.base_url;
  made.version = source.option("version").empty() ? "1.2" : source.option("version");
  made.schema = source.option("record_schema");
  made.packing = source.option("packing");
  made.sort_keys = source.option("sort_keys");
  EVIDENCE_TRY(check_web_base(source));
  if (source.base_url.find('#') != std::string::npos) {
    return bad_source(source, "base_url must have no fragment");
  }
  for (const std::string& value : {source.base_url, source.api_key}) {
    if (has_control_character(value)) {
      return bad_source(source, "base_url or api_key contains a control character");
    }
  }
  if (made.version != "1.1" && made.version != "1.2" && made.version != "2.0") {
    return bad_source(source, "options.version must be 1.1, 1.2 or 2.0 (is " +
                                  quoted_for_message(made.version, 20) + ")");
  }
  if (!made.packing.empty() && made.packing != "xml" && made.packing != "string") {
    return bad_source(source, "options.packing must be xml or string");
  }
  for (const std::string& pair : source.option_list("extra")) {
    const std::size_t equals = pair.find('=');
    const std::string name = pair.substr(0, equals);
    if (equals == std::string::npos || !is_parameter_name(name)) {
      return bad_source(
          source, "options.extra: " + quoted_for_message(pair, 60) + " is not like name=value");
    }
    made.extra.emplace_back(name, pair.substr(equals + 1));
  }
  if (const std::string name = source.option("key_parameter"); !name.empty()) {
    if (!is_parameter_name(name)) {
      return bad_source(source, "options.key_parameter is no parameter's name");
    }
    if (source.api_key.empty()) return bad_source(source, "key_parameter is set but no api_key");
    made.extra.emplace_back(name, source.api_key);
    made.secret = source.api_key;
    made.secret_shown = "REDACTED";
  }
  return made;
}

std::string sru_url(const SruSettings& settings, std::string_view query, std::int64_t start,
                    std::int64_t count) {
  QueryParameters parameters;
  const bool old = settings.version != "2.0";
  if (old) {
    parameters.emplace_back("operation", "searchRetrieve");
    parameters.emplace_back("version", settings.version);
  }
  parameters.emplace_back("query", query);
  parameters.emplace_back("startRecord", std::to_string(start));
  parameters.emplace_back("maximumRecords", std::to_string(count));
  if (!settings.schema.empty()) parameters.emplace_back("recordSchema", settings.schema);
  if (!settings.packing.empty()) {
    parameters.emplace_back(old ? "recordPacking" : "recordXMLEscaping", settings.packing);
  }
  if (!settings.sort_keys.empty()) parameters.emplace_back("sortKeys", settings.sort_keys);
  parameters.insert(parameters.end(), settings.extra.begin(), settings.extra.end());
  return url_with(settings.base_url, parameters);
}

std::string without_secret(const SruSettings& settings, std::string text) {
  if (settings.secret.empty()) return text;
  replace_all(text, percent_encode(settings.secret), settings.secret_shown);
  replace_all(text, settings.secret, settings.secret_shown);
  return text;
}

}  // namespace evidence
