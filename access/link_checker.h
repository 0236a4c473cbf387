// Asks whether one link still leads somewhere: HEAD, then, where the answer may be one to HEAD
// alone, GET of a page's beginning. Every redirect is judged before it is followed. One object may
// serve several threads where its client does.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "access/link_check.h"
#include "base/clock.h"
#include "base/http_client.h"
#include "base/url.h"

namespace evidence {

// Of the error by which a turn says that this host has asked not to be asked now.
inline constexpr std::string_view kLeftAlone = "left_alone";

struct LinkCheckerOptions {
  int max_redirects = 8;
  std::chrono::milliseconds timeout{20'000};  // of one request
  std::size_t max_bytes = 16U << 10U;         // of a page, by GET
  bool allow_ip_hosts = false;                // tests and local servers only
};

class LinkChecker {
 public:
  // Called before each request with the host that is about to be asked; waits for its turn. An
  // error that is kCancelled, kInternal or has the slug kLeftAlone ends the check.
  using Turn = std::function<Result<void>(const std::string& host)>;

  // Both have to outlive the checker.
  LinkChecker(HttpClient& client, const Clock& clock, LinkCheckerOptions options = {})
      : client_(client), clock_(clock), options_(options) {}

  // What is wrong with the link is a cause, not an Error. kCancelled: stopped; kLeftAlone: a host
  // on the way asked to wait; bad_ca_file: ours cannot be used. Nothing is known then.
  Result<LinkCheck> check(const std::string& url, const Turn& turn);

 private:
  Result<HttpResponse> ask(const WebUrl& url, const Turn& turn);

  HttpClient& client_;
  const Clock& clock_;
  const LinkCheckerOptions options_;
};

}  // namespace evidence
