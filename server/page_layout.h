// What every page shares: the frame (header, footer, sample notice, skip link), its security
// headers and the addresses it links to. Used by the page_*.cc files. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "access/organisation.h"
#include "server/http_types.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

struct Frame {
  std::string title;  // before " – <service name>"; empty on the home page
  // Header link to mark: "search", "strategies", "sources", "headings", "libraries", "about", "api"
  // or "".
  std::string_view current;
  bool sample = false;         // this page shows sample data even if the site as a whole does not
  std::string canonical_path;  // "/works/w…"; "" = no canonical link
  bool index = true;           // false asks crawlers to leave the page out
};

// Expands `template_name` in the frame. A template failure becomes a bare page with status 500.
Response render_page(int status, std::string_view template_name, PageValues& values,
                     const Frame& frame, const Request& request, Services& services);

// For a page that shows what was typed or where a reader came from: stored by nobody, told to
// nobody.
void keep_private(Response& response);

// 303 to a path of this site.
Response see_other(std::string location);

// The address that a reader came from or may go back to: "/…" of this site, at most 2,048 bytes
// without control characters, backslash or "//"; otherwise `fallback`.
std::string safe_local_path(std::string_view path, std::string_view fallback);

// "?org=<id>" where the organisation came with the address itself, so that links keep it; else "".
std::string organisation_suffix(const Request& request, const Services& services);
// Likewise for the addresses of a work whose links ask a platform's own search: with the reader's
// words.
std::string link_suffix(const std::vector<LinkTarget>& links, const Request& request,
                        const Services& services);

// The name of a static file with its fingerprint: "/static/site-0123456789abcdef.css".
std::string_view static_path(std::string_view name);

// Fills section LIBRARY: who to ask where nothing opens; or CHOOSE with an address to choose.
void fill_library(Values& values, const Organisation* organisation, const Request& request);

// "…" after at most `max_bytes`: harvested names may have 10,000 characters.
std::string shortened(std::string_view text, std::size_t max_bytes);

// A row "name: text" of section FACT, the text shortened; none where there is no text.
void add_fact(Values& page, std::string_view name, std::string_view text, std::size_t max_bytes);

}  // namespace evidence::server
