// From the bytes of a query string to parameters in UTF-8. Private to access/openurl*.cc. Pure.
#pragma once

#include <string_view>

#include "access/openurl.h"

namespace evidence {

// Decoded from percent signs, otherwise as sent: bytes of any encoding. A context object that the
// parameter url_ctx_val carries is taken apart too, once. At most one parameter more than
// kOpenUrlLimits allows, so that the reader can say that there were too many.
OpenUrlParameters split_openurl_query(std::string_view query);

// Each value as UTF-8: as it is, else in the encoding that ctx_enc names, else Windows-1252.
// `repaired`: something was neither UTF-8 nor in an encoding that was named.
OpenUrlParameters openurl_in_utf8(const OpenUrlParameters& parameters, bool& repaired);

}  // namespace evidence
