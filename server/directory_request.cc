#include "server/directory_request.h"

#include <algorithm>
#include <charconv>

#include "server/directory_services.h"

namespace evidence::server {
namespace {

Result<std::size_t> page_number(const Request& request) {
  const std::string_view text = request.parameter("page").value_or("1");
  std::size_t page = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
  if (error == std::errc() && end == text.data() + text.size() && page >= 1 && page <= 10'000) {
    return page;
  }
  return Error{ErrorCode::kInvalidArgument, "bad_paging",
               "page must be a number from 1 to 10,000, not " + quoted_for_message(text, 40) + ".",
               "Leave it out for the first page."};
}

}  // namespace

std::size_t LibraryFinding::pages() const {
  return std::max<std::size_t>(
      1, (answer.hits.size() + curation::kLibrariesOfPage - 1) / curation::kLibrariesOfPage);
}

std::size_t LibraryFinding::first() const {
  return std::min((page - 1) * curation::kLibrariesOfPage, answer.hits.size());
}

std::size_t LibraryFinding::last() const {
  return std::min(page * curation::kLibrariesOfPage, answer.hits.size());
}

Result<std::shared_ptr<const curation::Directory>> directory_of(Services& services) {
  if (services.directory == nullptr) {
    return Error{ErrorCode::kNotFound, "no_directory",
                 "This service keeps no directory of libraries.", ""};
  }
  return services.directory->desk.current();
}

curation::TypedLibraryQuery typed_query(const Request& request) {
  const auto text = [&](std::string_view name) {
    return std::string(request.parameter(name).value_or(""));
  };
  return {text("q"), text("area"), text("trust"), text("county"), text("postcode"), text("ods")};
}

Result<LibraryFinding> find_libraries(const Request& request, Services& services,
                                      std::string& at_fault) {
  LibraryFinding finding;
  EVIDENCE_ASSIGN(finding.directory, directory_of(services));
  at_fault = "page";
  EVIDENCE_ASSIGN(finding.page, page_number(request));
  at_fault.clear();
  EVIDENCE_ASSIGN(finding.query,
                  curation::read_library_query(typed_query(request), *finding.directory, at_fault));
  if (finding.query.postcode) {
    EVIDENCE_ASSIGN(finding.query.from, services.directory->desk.locate(*finding.query.postcode));
  }
  finding.answer = curation::search_libraries(*finding.directory, finding.query);
  return finding;
}

Result<NamedLibrary> named_library(const std::string& code, Services& services) {
  NamedLibrary named;
  EVIDENCE_ASSIGN(named.directory, directory_of(services));
  const auto good = curation::library_code(code);
  if (!good) {
    return Error{ErrorCode::kInvalidArgument, "bad_library_code",
                 quoted_for_message(code, 40) + " is neither a library’s code nor an ODS code.",
                 "An ODS code has 3 to 8 letters and digits. Look for the library by name."};
  }
  named.library = named.directory->library(*good);
  if (named.library != nullptr) return named;
  named.succession = named.directory->succession(*good);
  if (named.succession.asked == nullptr) {
    return Error{ErrorCode::kNotFound, "unknown_library",
                 "No library and no organisation with the code " + *good + " is known here.",
                 "Look for the library by name, area or postcode."};
  }
  const auto& ends = named.succession.ends;
  const bool moved = named.succession.closed && ends.size() == 1 &&
                     ends.front().organisation != nullptr &&
                     !curation::is_replaced_kind(*ends.front().organisation);
  if (moved) named.moved_to = ends.front().code;
  return named;
}

}  // namespace evidence::server
