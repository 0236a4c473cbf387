#include "base/http_exchange.h"

#include <sys/socket.h>

#include <utility>

#include "base/address_guard.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxHeaderBytes = 64U << 10U;

}  // namespace

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t length = size * count;
  if (exchange.file != nullptr && exchange.file->receiving()) {
    return exchange.file->write(std::string_view(bytes, length)) ? length : 0;
  }
  if (exchange.file != nullptr && exchange.file->failure()) return 0;
  // Counted here, after decoding: MAXFILESIZE does not see what a compressed body becomes.
  if (const std::size_t room = exchange.max_bytes - exchange.response.body.size(); length > room) {
    exchange.body_cut = exchange.cut_body;
    exchange.body_too_large = !exchange.cut_body;
    if (exchange.cut_body) exchange.response.body.append(bytes, room);
    return 0;
  }
  exchange.response.body.append(bytes, length);
  return length;
}

namespace {

void keep_header(std::string_view line, Exchange& exchange) {
  if (starts_with_ignoring_case(line, "HTTP/")) {
    exchange.response.headers.clear();  // of an interim answer (100, 103)
    const auto space = line.find(' ');
    exchange.response.status = 0;
    for (std::size_t i = space; i != std::string_view::npos && i + 1 < line.size() && i < space + 3;
         ++i) {
      const char digit = line[i + 1];
      if (digit < '0' || digit > '9') break;
      exchange.response.status = exchange.response.status * 10 + (digit - '0');
    }
    return;
  }
  if (trim(line).empty()) {
    exchange.headers_done = exchange.response.status >= 200;
    if (exchange.headers_done && exchange.file != nullptr) {
      exchange.file->begin(exchange.response.status, exchange.response.headers);
    }
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string name = to_lower_ascii(line.substr(0, colon));
  exchange.response.headers[std::move(name)] = std::string(trim(line.substr(colon + 1)));
}

}  // namespace

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t length = size * count;
  exchange.header_bytes += length;
  if (exchange.header_bytes > kMaxHeaderBytes) {
    exchange.headers_too_large = true;
    return 0;
  }
  // Trailers come through here too and must not pass for headers.
  if (!exchange.headers_done) keep_header(std::string_view(bytes, length), exchange);
  return length;
}

curl_socket_t on_open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(user);
  if (!exchange.allow_private_addresses && !is_public_address(&address->addr, address->addrlen)) {
    exchange.address_refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.stopped = exchange.stop != nullptr && exchange.stop->stop_requested();
  return exchange.stopped ? 1 : 0;
}

// curl answers "out of memory" (27) where one header line is too long, and "write error" (23) where
// a callback of ours said stop; what really happened is in the exchange.
Error error_of(CURLcode code, const Exchange& exchange, const std::string& host,
               const HttpRequest& request, std::string_view detail) {
  const auto make = [&](ErrorCode kind, std::string slug, const std::string& what,
                        std::string hint = "") {
    return Error{kind, std::move(slug), host + ": " + what, std::move(hint)};
  };
  const std::string reason =
      quoted_for_message(redact_secrets(detail.empty() ? curl_easy_strerror(code) : detail), 200);
  if (exchange.address_refused) {
    return make(ErrorCode::kBlocked, "address_blocked",
                "the name leads to a private or local address, which is refused",
                "set allow_private_addresses for a local server");
  }
  if (exchange.stopped) return make(ErrorCode::kCancelled, "interrupted", "interrupted");
  if (exchange.file != nullptr && exchange.file->failure()) {
    Error failure = *exchange.file->failure();
    failure.message = host + ": " + failure.message;
    return failure;
  }
  if (exchange.body_too_large || code == CURLE_FILESIZE_EXCEEDED) {
    return make(ErrorCode::kTooLarge, "response_too_large",
                "the answer is larger than " + std::to_string(request.max_bytes) + " bytes",
                "ask for smaller pages");
  }
  if (exchange.headers_too_large || code == CURLE_OUT_OF_MEMORY) {
    return make(
        ErrorCode::kTooLarge, "headers_too_large",
        "the headers of the answer are larger than " + std::to_string(kMaxHeaderBytes) + " bytes");
  }
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return make(ErrorCode::kTimeout, "timeout", "no complete answer in time (" + reason + ")");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return make(ErrorCode::kUnavailable, "name_not_resolved", "the host name is not known",
                  "check base_url and the network's name service");
    case CURLE_COULDNT_CONNECT:
      return make(ErrorCode::kUnavailable, "no_connection", "cannot connect (" + reason + ")");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
      return make(ErrorCode::kUnavailable, "tls_error",
                  "no trustworthy connection (" + reason + ")",
                  "check the server's certificate; a private authority belongs into ca_file");
    case CURLE_SSL_CACERT_BADFILE:
      return make(ErrorCode::kInvalidArgument, "bad_ca_file",
                  "the certificates of the authorities to trust cannot be read (" + reason + ")",
                  "make ca_file, or the system's certificates, a readable file of them");
    case CURLE_UNSUPPORTED_PROTOCOL:
      return make(ErrorCode::kBlocked, "scheme_blocked", "this kind of address is refused");
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return make(ErrorCode::kUnavailable, "connection_broken",
                  "the connection ended before the answer was complete (" + reason + ")");
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
      return make(ErrorCode::kBadContent, "bad_answer",
                  "the answer is not valid HTTP (" + reason + ")");
    default:
      return make(ErrorCode::kUnavailable, "request_failed", reason);
  }
}

}  // namespace evidence
