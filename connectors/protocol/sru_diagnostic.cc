// Diagnostics of SRU as messages and errors. The numbers are those of the list
// info:srw/diagnostic/1 (SRU 1.2 and 2.0, appendix on diagnostics).
#include <yaz/diagsrw.h>

#include "base/text.h"
#include "connectors/protocol/sru_reply.h"

namespace evidence {

std::string text_of(const SruDiagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (text.empty() && diagnostic.number > 0) {
    if (const char* known = yaz_diag_srw_str(diagnostic.number); known != nullptr) text = known;
  }
  if (text.empty()) text = "a diagnostic without a message";
  text = clean_text(truncate_utf8(text, 200));
  if (!diagnostic.details.empty()) text += " (" + quoted_for_message(diagnostic.details, 120) + ")";
  if (diagnostic.number > 0) return text + ", diagnostic " + std::to_string(diagnostic.number);
  return diagnostic.uri.empty() ? text : text + ", " + quoted_for_message(diagnostic.uri, 80);
}

Error error_of(const SruDiagnostic& diagnostic) {
  const std::string what = "the SRU server reports: " + text_of(diagnostic);
  const int number = diagnostic.number;
  switch (number) {
    case 2:   // system temporarily unavailable
    case 52:  // result set temporarily unavailable
    case 64:  // record temporarily unavailable
      return {ErrorCode::kUnavailable, "source_failed", what, ""};
    case 3:
    case 68:
    case 69:
    case 236:
      return {ErrorCode::kUpstream, "upstream_rejected", what,
              "is a key needed or wrong, or this address not allowed?"};
    case 4:
    case 5:
      return {ErrorCode::kInvalidArgument, "query_rejected", what,
              "set options.version to what the server speaks: 1.1, 1.2 or 2.0"};
    case 60:
    case 61:
      return {ErrorCode::kUpstream, "upstream_rejected", what,
              "some servers give only the first records of a large result: narrow the source's "
              "query"};
    case 66:
    case 67:
      return {ErrorCode::kInvalidArgument, "query_rejected", what,
              "set options.record_schema to a schema that the server's explain record names"};
    case 71:
      return {ErrorCode::kInvalidArgument, "query_rejected", what, "set options.packing"};
    case 235:
      return {ErrorCode::kInvalidArgument, "query_rejected", what,
              "check base_url in the source's file"};
    default:
      break;
  }
  if (number >= 6 && number <= 49) {
    return {ErrorCode::kInvalidArgument, "query_rejected", what,
            "check the source's query and options"};
  }
  return {ErrorCode::kUpstream, "upstream_rejected", what, ""};
}

}  // namespace evidence
