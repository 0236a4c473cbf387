// The page of one work. Rendering needs the work and where its relations lead, nothing else, so
// that it can be tested with made-up works. Used by page_work. Thread-safe.
#pragma once

#include <map>
#include <string>

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

// `related`: of a relation's target ("pmid:123") to the work in the index, where there is one.
Response render_work(const Request& request, const Work& work,
                     const std::map<std::string, WorkId>& related, Services& services);

inline constexpr std::size_t kMaxRelationsShown = 30;

}  // namespace evidence::server
