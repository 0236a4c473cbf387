#include "access/link_checker.h"

#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxDetail = 200;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Some servers answer HEAD with anything but the truth; what is bad news is asked for again.
bool worth_asking_by_get(int status) {
  return status == 400 || status == 403 || status == 404 || status == 405 || status == 406 ||
         status == 410 || status == 500 || status == 501;
}

// Errors that say nothing of the link.
bool ends_the_check(const Error& error) {
  return error.code == ErrorCode::kCancelled || error.code == ErrorCode::kInternal ||
         error.slug == kLeftAlone || error.slug == "bad_ca_file";
}

LinkCheck with_cause(LinkCheck check, LinkCause cause, std::string_view detail) {
  check.cause = cause;
  check.detail = quoted_for_message(detail, kMaxDetail);
  return check;
}

}  // namespace

Result<HttpResponse> LinkChecker::ask(const WebUrl& url, const Turn& turn) {
  HttpRequest request;
  request.url = url.text;
  request.method = "HEAD";
  request.timeout = options_.timeout;
  request.max_bytes = options_.max_bytes;
  request.follow_redirects = false;
  request.cut_body = true;
  EVIDENCE_TRY(turn(url.host));
  Result<HttpResponse> answer = client_.send(request);
  // A server that breaks off or sends nonsense may only not know HEAD.
  const bool again = answer.ok() ? worth_asking_by_get(answer->status)
                                 : answer.error().slug == "connection_broken" ||
                                       answer.error().slug == "bad_answer";
  if (!again) return answer;
  request.method = "GET";
  request.headers.emplace_back("Accept", "text/html, application/pdf;q=0.9, */*;q=0.8");
  EVIDENCE_TRY(turn(url.host));
  return client_.send(request);
}

Result<LinkCheck> LinkChecker::check(const std::string& text, const Turn& turn) {
  LinkCheck check;
  check.url = text;
  const auto first = parse_web_url(text, options_.allow_ip_hosts);
  if (!first.ok()) return with_cause(check, LinkCause::kRefusedAddress, first.error().message);
  WebUrl at = *first;
  check.host = at.host;
  bool for_good = true, wants_cookies = false;
  for (int hops = 0;; ++hops) {
    check.final_host = at.host;
    check.final_url = at.text == first->text ? "" : at.text;
    Result<HttpResponse> answer = ask(at, turn);
    if (!answer.ok()) {
      if (ends_the_check(answer.error())) return answer.error();
      return with_cause(check, cause_of_error(answer.error()), answer.error().message);
    }
    check.status = answer->status;
    const auto location = answer->headers.find("location");
    if (!is_redirect(answer->status) || location == answer->headers.end()) {
      check.cause = cause_of_status(answer->status, first->text, at.text, for_good);
      if (answer->status == 429 || answer->status == 503) {
        check.wait = retry_after(*answer, clock_.now());
      }
      return check;
    }
    check.led_through.push_back(at.host);
    wants_cookies = wants_cookies || answer->headers.contains("set-cookie");
    if (hops >= options_.max_redirects) {
      // Without the cookies that it sets, a browser too would go round: that is for robots alone.
      return with_cause(check, wants_cookies ? LinkCause::kForbidden : LinkCause::kTooManyRedirects,
                        "more than " + std::to_string(options_.max_redirects) + " redirects");
    }
    for_good = for_good && (answer->status == 301 || answer->status == 308);
    const auto next = resolve_web_url(at, location->second, options_.allow_ip_hosts);
    if (!next.ok()) return with_cause(check, LinkCause::kRefusedAddress, next.error().message);
    at = *next;
  }
}

}  // namespace evidence
