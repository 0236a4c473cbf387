// From a request to an answer of the directory; what its pages and its API share. Failures:
// kNotFound "no_directory" where the service keeps none, kInvalidArgument with the parameter's name
// in `at_fault`, and those of the store. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "curation/directory_search.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

struct LibraryFinding {
  std::shared_ptr<const curation::Directory> directory;  // holds what the answer points into
  curation::LibraryQuery query;
  curation::LibraryAnswer answer;
  std::size_t page = 1;  // from 1

  [[nodiscard]] std::size_t pages() const;  // at least 1
  [[nodiscard]] std::size_t first() const;  // of the page, from 0
  [[nodiscard]] std::size_t last() const;   // behind the page's last
};

Result<std::shared_ptr<const curation::Directory>> directory_of(Services& services);
curation::TypedLibraryQuery typed_query(const Request& request);
Result<LibraryFinding> find_libraries(const Request& request, Services& services,
                                      std::string& at_fault);

// What stands at /libraries/{code}: a library, else an organisation with what became of it.
struct NamedLibrary {
  std::shared_ptr<const curation::Directory> directory;
  const curation::LibraryEntry* library = nullptr;
  curation::Succession succession;  // where `library` is nullptr
  std::string moved_to;             // the one organisation that does its work now; "" = none
};
// Besides: kInvalidArgument "bad_library_code", kNotFound "unknown_library".
Result<NamedLibrary> named_library(const std::string& code, Services& services);

}  // namespace evidence::server
