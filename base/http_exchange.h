// What libcurl tells about one exchange, and what its ending means. Used by http_client.cc alone;
// one thread at a time.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "base/download_file.h"
#include "base/http_client.h"
#include "base/stop_flag.h"

namespace evidence {

// What the callbacks of one exchange fill, and why they ended it.
struct Exchange {
  HttpResponse response;
  std::size_t max_bytes = 0;
  std::size_t header_bytes = 0;
  bool headers_done = false;
  bool allow_private_addresses = false;
  bool body_too_large = false;
  bool cut_body = false;  // what is asked for; body_cut: it was done
  bool body_cut = false;
  bool headers_too_large = false;
  bool address_refused = false;
  DownloadFile* file = nullptr;    // where the body goes; nullptr: into the response
  const StopFlag* stop = nullptr;  // ends the exchange
  bool stopped = false;
};

// libcurl's callbacks; `user` is an Exchange.
std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* user);
std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* user);
curl_socket_t on_open_socket(void* user, curlsocktype purpose, curl_sockaddr* address);
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

Error error_of(CURLcode code, const Exchange& exchange, const std::string& host,
               const HttpRequest& request, std::string_view detail);

}  // namespace evidence
