// The point-of-care view of an answer, as a page and as JSON: no engine, no socket, so that it can
// be tested with made-up answers. Used by page_care and api_care. Pure but for the access links;
// thread-safe.
#pragma once

#include <string>

#include "server/evidence_groups.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

Response render_care(const Request& request, const CareAnswer& care, Services& services);

// The answer of /api/v1/point-of-care.
std::string care_json(const Request& request, const CareAnswer& care);

}  // namespace evidence::server
