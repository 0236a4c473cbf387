// The page of one work. Rendering needs the work and where its relations lead, nothing else, so
// that it can be tested with made-up works. Used by page_work. Thread-safe.
#pragma once

#include "server/http_types.h"
#include "server/related_view.h"
#include "server/services.h"

namespace evidence::server {

Response render_work(const Request& request, const Work& work, const Surroundings& around,
                     Services& services);

}  // namespace evidence::server
