// Which work an OpenURL means: for the page /openurl and for the API, which decide alike. Asks the
// index only. Thread-safe. Failures beside those of the Searcher: insufficient_metadata
// (kInvalidArgument) where there is nothing to find a work by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/openurl.h"
#include "base/result.h"
#include "search/searcher.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

inline constexpr std::size_t kOpenUrlChoices = 5;

struct OpenUrlChoice {
  WorkHead work;
  std::string line;  // "Smith J. BMJ 2023"
};

struct OpenUrlAnswer {
  enum class Kind {
    kFound,    // the first of `works`
    kSeveral,  // it may be one of `works`; a person has to look
    kNotHeld,
  };
  Kind kind = Kind::kNotHeld;
  OpenUrl asked;  // its warnings tell of conflicts too
  std::vector<OpenUrlChoice> works;
};

// What the request's own address asks for, as it was sent.
OpenUrl openurl_of_request(const Request& request);

// Identifiers first: the DOI wins over PubMed numbers that lead elsewhere. Then title, author and
// place as a printed reference is matched; then ISSN, volume and first page.
Result<OpenUrlAnswer> find_openurl(OpenUrl asked, const Request& request, Services& services);

// The error of an OpenURL that names nothing.
Error insufficient_metadata();

}  // namespace evidence::server
