// What came of asking whether a link still leads somewhere: causes in a closed list, with words for
// readers. Plain values and pure functions; used by the checker, its store and the pages.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

enum class LinkCause {
  kOk,
  kMoved,        // it leads on for good (301, 308) to a page that is there
  kLoginPage,    // it asks to sign in: not broken
  kForbidden,    // 4xx to us: perhaps only robots are turned away, so never called broken
  kAskedToWait,  // 429: says nothing of the link
  kNotFound,
  kGone,
  kTimeout,
  kNameUnknown,   // DNS
  kNoConnection,  // refused or broken off
  kInsecure,      // TLS: no trustworthy connection
  kServerError,   // 5xx, or no valid HTTP
  kTooManyRedirects,
  kRefusedAddress,  // it leads to an address that this service never asks: private, no web address
};

std::string_view cause_name(LinkCause cause);  // "not_found"
std::optional<LinkCause> cause_by_name(std::string_view name);
// "its pages are not found any more": goes on a sentence that begins with the platform.
std::string_view cause_in_words(LinkCause cause);
bool is_broken(LinkCause cause);  // kNotFound and what stands behind it
bool answers(LinkCause cause);    // the page, a sign-in or a refusal came: the platform works
// The fault may be our own rather than the platform's: our network, our clock, our certificates.
bool may_be_our_network(LinkCause cause);

struct LinkCheck {
  std::string url, host;  // what was asked for
  LinkCause cause = LinkCause::kOk;
  int status = 0;          // of the last answer; 0: none came
  std::string final_url;   // where it led in the end, or to where it came; "" where that is `url`
  std::string final_host;  // the host that decided: a DOI may lead to a publisher that is down
  std::vector<std::string> led_through;      // hosts that answered with a redirect
  std::string detail;                        // for operators: what the client said
  std::optional<std::chrono::seconds> wait;  // for how long final_host asked to be left alone
};

// What a last answer means. `from`: what was asked for first; `at`: where the answer came from;
// `for_good`: each redirect on the way was permanent.
LinkCause cause_of_status(int status, std::string_view from, std::string_view at, bool for_good);
// What a failed exchange means, by the slug of its error.
LinkCause cause_of_error(const Error& error);
// Does this address, to which something was redirected, ask to sign in?
bool is_sign_in(std::string_view url);

// Answers of readers to "What happened?": a closed list.
struct ReportChoice {
  std::string_view name, words;
};
const std::vector<ReportChoice>& report_choices();
// nullptr where there is none of that name.
const ReportChoice* report_choice(std::string_view name);

}  // namespace evidence
