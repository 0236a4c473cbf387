#include "connectors/protocol/z3950_target.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "connectors/protocol/source_checks.h"

namespace evidence {
namespace {

Error bad_address(std::string_view text, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "bad_source",
          "base_url " + quoted_for_message(text, 100) + ": " + why,
          "write it like catalogue.example.org:210/DATABASE"};
}

bool is_name(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [more](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           more.find(c) != std::string_view::npos;
  });
}

Result<void> read_port(std::string_view whole, std::string_view text, int& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65'535) {
    return bad_address(whole, "its port is no number from 1 to 65535");
  }
  return {};
}

}  // namespace

Result<Z3950Target> parse_z3950_address(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kPrefixes = {"z39.50s://", "z39.50r://",
                                                                "z3950s://", "z3950://", "tcp:"};
  Z3950Target target;
  std::string_view rest = trim(text);
  for (const std::string_view prefix : kPrefixes) {
    if (!starts_with_ignoring_case(rest, prefix)) continue;
    rest.remove_prefix(prefix.size());
    break;
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const std::string_view database = rest.substr(slash + 1);
    if (!database.empty()) target.database = database;
    rest = rest.substr(0, slash);
    if (target.database.size() > 200 || !is_name(target.database, "-_.+$:~")) {
      return bad_address(text, "its database name has characters that do not belong there");
    }
  }
  std::string_view host = rest;
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return bad_address(text, "a bracket is not closed");
    host = rest.substr(1, close - 1);
    rest = rest.substr(close + 1);
    in6_addr address{};
    if (::inet_pton(AF_INET6, std::string(host).c_str(), &address) != 1) {
      return bad_address(text, "what stands in brackets is no IPv6 address");
    }
    if (!rest.empty() && rest.front() != ':') return bad_address(text, "what follows ] is no port");
    if (!rest.empty()) EVIDENCE_TRY(read_port(text, rest.substr(1), target.port));
  } else {
    if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
      host = rest.substr(0, colon);
      EVIDENCE_TRY(read_port(text, rest.substr(colon + 1), target.port));
    }
    if (!is_name(host, "-_.")) return bad_address(text, "its host is no name or address");
  }
  if (host.empty() || host.size() > 253) return bad_address(text, "it names no host");
  target.host = host;
  return target;
}

Result<Z3950Target> z3950_target(const SourceConfig& source) {
  EVIDENCE_ASSIGN(Z3950Target target, parse_z3950_address(source.base_url));
  if (const std::string value = source.option("database"); !value.empty()) target.database = value;
  target.as_xml = source.format != "marc";
  if (target.as_xml) target.syntax = "xml";
  if (const std::string value = source.option("syntax"); !value.empty()) target.syntax = value;
  if (const std::string value = source.option("element_set"); !value.empty()) {
    target.element_set = value;
  }
  target.user = source.option("user");
  target.group = source.option("group");
  target.password = source.api_key;
  target.timeout = source.timeout;
  target.allow_private_addresses = source.allow_private_addresses;
  const std::string type = source.option("query_type");
  if (!type.empty() && type != "pqf" && type != "cql") {
    return bad_source(source, "options.query_type must be pqf or cql");
  }
  target.cql = type == "cql";
  if (!is_name(target.syntax, "-.") || !is_name(target.element_set, "-_.:/") ||
      !is_name(target.database, "-_.+$:~")) {
    return bad_source(source,
                      "database, syntax or element_set has characters that do not belong there");
  }
  for (const std::string& value : {target.user, target.group, target.password}) {
    if (has_control_character(value)) {
      return bad_source(source, "user, group or the key contains a control character");
    }
  }
  if (target.as_xml != (to_lower_ascii(target.syntax) == "xml")) {
    return bad_source(source, target.as_xml
                                  ? "format \"" + source.format +
                                        "\" reads XML: leave options.syntax out, or set format "
                                        "to marc"
                                  : std::string("format \"marc\" reads ISO 2709: leave "
                                                "options.syntax out, or set format to marcxml"));
  }
  if (!target.password.empty() && !source.allow_http) {
    return bad_source(source,
                      "Z39.50 sends its password unencrypted, so it is not sent: set "
                      "allow_http = true if that is acceptable");
  }
  return target;
}

}  // namespace evidence
