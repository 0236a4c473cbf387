// Error codes of ZOOM and diagnostics of the set Bib-1 (Z39.50-1995, appendix ERR) as our errors.
#include <yaz/zoom.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "connectors/protocol/z3950_session.h"

namespace evidence {
namespace {

Error zoom_error(int code, const std::string& what) {
  switch (code) {
    case ZOOM_ERROR_CONNECT:
      return {ErrorCode::kUnavailable, "connect_failed", what, ""};
    case ZOOM_ERROR_CONNECTION_LOST:
      return {ErrorCode::kUnavailable, "connection_lost", what, ""};
    case ZOOM_ERROR_TIMEOUT:
      return {ErrorCode::kTimeout, "timeout", what, ""};
    case ZOOM_ERROR_DECODE:
      return {ErrorCode::kBadContent, "not_z3950", what,
              "is a Z39.50 server listening at this address and port?"};
    case ZOOM_ERROR_INIT:
      return {ErrorCode::kUpstream, "upstream_rejected", what,
              "the target refuses the session: are user, group and password needed or wrong?"};
    case ZOOM_ERROR_ENCODE:
    case ZOOM_ERROR_UNSUPPORTED_QUERY:
    case ZOOM_ERROR_INVALID_QUERY:
    case ZOOM_ERROR_CQL_PARSE:
    case ZOOM_ERROR_CQL_TRANSFORM:
      return {ErrorCode::kInvalidArgument, "query_rejected", what,
              "check the source's query and options.query_type"};
    case ZOOM_ERROR_UNSUPPORTED_PROTOCOL:
      return {ErrorCode::kInvalidArgument, "bad_source", what, "check base_url"};
    default:
      return {ErrorCode::kInternal, "zoom_failed", what, ""};
  }
}

template <std::size_t size>
bool is_one_of(int code, const std::array<int, size>& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Error bib1_error(int code, const std::string& what) {
  // Temporary system error; the result set is gone (27–30), which a new search brings back.
  static constexpr std::array kTemporary = {2, 27, 28, 29, 30, 128};
  static constexpr std::array kAccess = {236,   1'010, 1'011, 1'012, 1'013, 1'014,
                                         1'015, 1'016, 1'017, 1'018, 1'020, 1'021};
  static constexpr std::array kSyntax = {14, 227, 238, 239};
  if (is_one_of(code, kTemporary)) return {ErrorCode::kUnavailable, "source_failed", what, ""};
  if (is_one_of(code, kAccess)) {
    return {ErrorCode::kUpstream, "upstream_rejected", what,
            "are user, group and password needed or wrong?"};
  }
  if (is_one_of(code, kSyntax)) {
    return {ErrorCode::kUpstream, "upstream_rejected", what,
            "try other options.syntax and options.element_set"};
  }
  if (code == 12 || code == 13 || code == 31) {
    return {ErrorCode::kUpstream, "upstream_rejected", what,
            "some targets give only the first records of a large result: narrow the source's "
            "query"};
  }
  if (code == 109 || code == 235) {
    return {ErrorCode::kUpstream, "upstream_rejected", what,
            "check the database's name in base_url"};
  }
  if ((code >= 3 && code <= 11) || (code >= 107 && code <= 127) || code == 18 || code == 201 ||
      code == 229 || code == 245 || code == 246) {
    return {ErrorCode::kInvalidArgument, "query_rejected", what, "check the source's query"};
  }
  return {ErrorCode::kUpstream, "upstream_rejected", what, ""};
}

}  // namespace

Error z3950_error(int code, std::string_view set, std::string_view message,
                  std::string_view details) {
  const bool ours = set == "ZOOM";
  std::string what = ours ? "Z39.50: " : "the Z39.50 target reports: ";
  what += clean_text(truncate_utf8(message, 160));
  if (!details.empty()) what += " (" + quoted_for_message(details, 120) + ")";
  if (set == "HTTP") {
    return {ErrorCode::kBadContent, "not_z3950", "a web server answers in place of Z39.50: " + what,
            "is it an SRU server? Then protocol is sru"};
  }
  if (!ours) what += ", diagnostic " + std::to_string(code);
  return ours ? zoom_error(code, what) : bib1_error(code, what);
}

}  // namespace evidence
