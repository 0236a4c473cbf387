#include "access/link_check.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

struct CauseRow {
  LinkCause cause;
  std::string_view name, words;
};

constexpr std::array<CauseRow, 14> kCauses{{
    {LinkCause::kOk, "ok", "answers"},
    {LinkCause::kMoved, "moved", "answers at a new address"},
    {LinkCause::kLoginPage, "login_page", "asks to sign in"},
    {LinkCause::kForbidden, "forbidden", "turns our checks away, which says nothing for readers"},
    {LinkCause::kAskedToWait, "asked_to_wait", "asks to be checked less often"},
    {LinkCause::kNotFound, "not_found", "says that its pages are not found"},
    {LinkCause::kGone, "gone", "says that its pages are gone for good"},
    {LinkCause::kTimeout, "timeout", "does not answer in time"},
    {LinkCause::kNameUnknown, "dns", "cannot be found by its name"},
    {LinkCause::kNoConnection, "no_connection", "does not accept a connection"},
    {LinkCause::kInsecure, "tls", "offers no secure connection that can be trusted"},
    {LinkCause::kServerError, "server_error", "reports a fault of its own"},
    {LinkCause::kTooManyRedirects, "too_many_redirects", "sends its readers round in a circle"},
    {LinkCause::kRefusedAddress, "refused_address",
     "leads to an address that is not on the public web"},
}};

const CauseRow& row_of(LinkCause cause) {
  const auto* const found = std::find_if(kCauses.begin(), kCauses.end(),
                                         [&](const CauseRow& row) { return row.cause == cause; });
  return found == kCauses.end() ? kCauses.front() : *found;
}

// Labels of hosts, and segments of paths, that sign-in pages have; whole ones only, so that
// "/author/login-smith" is none.
constexpr std::array<std::string_view, 12> kSignInNames{
    "login", "signin",    "sign-in",    "sso",        "wayf", "idp",
    "auth",  "authorize", "shibboleth", "openathens", "saml", "institutional-login"};

bool names_sign_in(std::string_view part) {
  part = part.substr(0, part.find('.'));  // login.aspx
  const std::string name = to_lower_ascii(part);
  return std::find(kSignInNames.begin(), kSignInNames.end(), name) != kSignInNames.end();
}

}  // namespace

std::string_view cause_name(LinkCause cause) { return row_of(cause).name; }
std::string_view cause_in_words(LinkCause cause) { return row_of(cause).words; }

std::optional<LinkCause> cause_by_name(std::string_view name) {
  for (const CauseRow& row : kCauses) {
    if (row.name == name) return row.cause;
  }
  return std::nullopt;
}

bool is_broken(LinkCause cause) { return cause >= LinkCause::kNotFound; }

bool answers(LinkCause cause) { return cause <= LinkCause::kForbidden; }

bool may_be_our_network(LinkCause cause) {
  return cause == LinkCause::kTimeout || cause == LinkCause::kNameUnknown ||
         cause == LinkCause::kNoConnection || cause == LinkCause::kInsecure;
}

LinkCause cause_of_status(int status, std::string_view from, std::string_view at, bool for_good) {
  if (status >= 200 && status < 300) {
    if (from == at) return LinkCause::kOk;
    if (is_sign_in(at) && !is_sign_in(from)) return LinkCause::kLoginPage;
    return for_good ? LinkCause::kMoved : LinkCause::kOk;
  }
  if (status < 500 && status >= 400 && from != at && is_sign_in(at) && !is_sign_in(from)) {
    return LinkCause::kLoginPage;
  }
  switch (status) {
    case 401:
      return LinkCause::kLoginPage;
    case 404:
      return LinkCause::kNotFound;
    case 410:
      return LinkCause::kGone;
    case 429:
      return LinkCause::kAskedToWait;
    default:
      return status >= 400 && status < 500 ? LinkCause::kForbidden : LinkCause::kServerError;
  }
}

LinkCause cause_of_error(const Error& error) {
  const std::string& slug = error.slug;
  if (error.code == ErrorCode::kTimeout) return LinkCause::kTimeout;
  if (slug == "name_not_resolved") return LinkCause::kNameUnknown;
  if (slug == "tls_error") return LinkCause::kInsecure;
  if (slug == "redirect_blocked") return LinkCause::kTooManyRedirects;
  if (error.code == ErrorCode::kBlocked || error.code == ErrorCode::kInvalidArgument) {
    return LinkCause::kRefusedAddress;
  }
  if (error.code == ErrorCode::kBadContent || error.code == ErrorCode::kTooLarge) {
    return LinkCause::kServerError;
  }
  return LinkCause::kNoConnection;
}

bool is_sign_in(std::string_view url) {
  const auto parsed = parse_web_url(url, true);
  if (!parsed.ok()) return false;
  const std::vector<std::string_view> labels = split(parsed->host, '.');
  // Not the registered name itself: openathens.net's own pages are pages.
  for (std::size_t i = 0; i + 2 < labels.size(); ++i) {
    if (names_sign_in(labels[i])) return true;
  }
  std::string_view path = std::string_view(parsed->text);
  path = path.substr(std::min(path.size(), path.find("://") + 3));
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  path = path.substr(slash + 1);
  path = path.substr(0, path.find_first_of("?#"));
  const std::vector<std::string_view> segments = split(path, '/');
  return std::any_of(segments.begin(), segments.end(), names_sign_in);
}

const std::vector<ReportChoice>& report_choices() {
  static const std::vector<ReportChoice> choices{
      {"not_found", "The page was not found"},
      {"paywall", "I was asked to pay, or to sign in again and again"},
      {"wrong_work", "It opened another article, book or page"},
      {"home_page", "It opened the provider’s home page only"},
      {"no_answer", "Nothing opened, or it took too long"},
      {"security", "My browser or network warned or blocked it"},
      {"other", "Something else"},
  };
  return choices;
}

const ReportChoice* report_choice(std::string_view name) {
  for (const ReportChoice& choice : report_choices()) {
    if (choice.name == name) return &choice;
  }
  return nullptr;
}

}  // namespace evidence
