// Libraries and organisations as JSON of the API, and what pages say of them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "server/directory_request.h"
#include "server/templates.h"

namespace evidence::server {

std::string library_href(std::string_view code);
json::object library_view(const curation::LibraryEntry& entry,
                          const curation::Directory& directory);
json::object organisation_view(const curation::Succession& succession,
                               const curation::Directory& directory);
// Lists with addresses to follow.
json::array choices_view(const curation::LibraryAnswer& answer);
json::array notes_view(const curation::LibraryAnswer& answer);
std::string choice_href(const curation::LibraryChoice& choice);

// "Not confirmed since 15 January 2025. Check before you travel."; "" where it is not stale.
std::string stale_text(const curation::Library& library, const PartialDate& today);
// "3.4 km (2.1 miles)"
std::string distance_text(double km);

// One row of a list of libraries in section `section`.
void add_library_row(Values& values, std::string_view section, const curation::LibraryEntry& entry,
                     std::optional<double> km, const PartialDate& today);

}  // namespace evidence::server
