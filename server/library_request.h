// A request to the reader's own library: what it says, and the ways to send it. Nothing is sent or
// kept here; who asks is left blank, to be filled in where it is sent from, and stands in no
// address. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "access/openurl.h"
#include "access/organisation.h"
#include "server/http_types.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// "info:sid/evidence.example.org:evidence": who we are to a resolver; "" where the service does not
// know its own address.
std::string referrer_id(const SiteOptions& site);

// "Smith J. Trial of X. BMJ. 2023; 380(1): 101-109." of what is known.
std::string openurl_sentence(const OpenUrl& asked);

// What document supply needs to know, one a line, then what only the reader can fill in.
// `organisation` nullptr = not chosen: then no scheme and code.
std::string copy_request_text(const OpenUrl& asked, const Organisation* organisation);

// "mailto:library@example.org?subject=…&body=…". A body that would make the address too long for
// mail programs is left out, and `whole` says so.
struct MailAddress {
  std::string href;
  bool whole = true;
};
MailAddress mail_address(std::string_view email, std::string_view subject, std::string_view body);

// The library's ways: section ASK_LIBRARY with its name, e-mail and pages, or ASK_NOBODY with an
// address to choose an organisation.
void fill_ask_library(Values& values, const Organisation* organisation, std::string_view subject,
                      const std::string& text, const Request& request);

// Section COPY_REQUEST of _request.tpl: the request for a copy of what is asked for.
void fill_copy_request(Values& values, const OpenUrl& asked, const Request& request,
                       const Services& services);

}  // namespace evidence::server
