// What a request's header must look like before anything acts on it: the checks that Beast 1.81
// leaves out and that request smuggling lives from (docs/decisions on HTTP limits; RFC 9112 §2–7).
// Pure functions without networking types, so that tests and fuzzers need no socket.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http_types.h"

namespace evidence::server {

// Looks for the end of a header block in the bytes received so far.
struct HeaderScan {
  enum class State {
    kIncomplete,
    kComplete,
    kMalformed,  // bare LF or CR, NUL, folded line: refuse now, do not wait for more
  };
  State state = State::kIncomplete;
  std::size_t length = 0;       // of the block with its empty line, when complete
  bool has_first_line = false;  // tells a target that is too long from too many fields
};
// `from`: where an earlier, incomplete scan of the same bytes may go on (its whole last line).
HeaderScan scan_header_block(std::string_view bytes, std::size_t& from);

struct RequestHead {
  std::string method, target;
  unsigned version = 11;                                    // 10 or 11 for HTTP/1.0, 1.1
  std::vector<std::pair<std::string, std::string>> fields;  // in order, names in lower case
};

struct GuardLimits {
  std::size_t max_target_bytes = 8U << 10U;
  std::size_t max_body_bytes = 64U << 10U;
  std::size_t max_fields = 64;
};

struct Refusal {
  int status = 400;
  std::string slug, detail;
};

struct HeadVerdict {
  std::optional<Refusal> refusal;  // answer it and close the connection
  std::size_t content_length = 0;
  bool chunked = false;
  bool expects_continue = false;
  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

HeadVerdict check_head(const RequestHead& head, const GuardLimits& limits);

// The snapshot of the fields that handlers see, taken before any body or trailer is read. Repeated
// fields are joined with ", " (cookies with "; ").
void copy_head(const RequestHead& head, Request& request);

// The address that counts as the reader's: the peer's, or, where the peer is a trusted proxy, the
// last address in X-Forwarded-For that is not itself trusted.
std::string client_address(const std::string& peer, const Request& request,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace evidence::server
