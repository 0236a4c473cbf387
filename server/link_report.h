// A reader's report of a broken link: what is kept of it, and what never is. Used by
// page_report.cc. Pure functions.
#pragma once

#include <string>

#include "access/link_health_store.h"
#include "access/link_resolver.h"
#include "model/work.h"
#include "server/body_fields.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

// The text without what could name a person: addresses with an '@', with the word before one that
// stands apart, and numbers of nine digits or more, which telephone and NHS numbers are, however
// they are parted. Valid UTF-8.
std::string without_personal_details(std::string_view text);

// Choice and comment from the form. kInvalidArgument: unknown_choice, comment_too_long.
Result<LinkReport> report_from(const BodyFields& fields);

// Fills in what was reported: nothing of it comes from the request.
void describe(const Work& work, const LinkTarget& link, const Organisation* organisation,
              LinkReport& report);

// Was the form sent from a page of another site? Browsers say so (Sec-Fetch-Site, else Origin);
// what says neither is let through, for nothing here acts in anybody's name.
bool from_another_site(const Request& request, const Services& services);

}  // namespace evidence::server
