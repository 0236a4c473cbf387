// What a page of a paging JSON service says about paging. Only those members are read; the entries
// themselves are the format's affair. Used by the connectors over rest_pages.h, which each have
// their own reader made of these. Pure functions.
//
// Failures: kBadContent "cut_reply" where the text is not complete JSON, "bad_reply" where it is
// something else than a page; kUpstream "upstream_error" with the service's own words where it
// reports a failure inside a page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/http_client.h"
#include "base/json.h"
#include "base/result.h"

namespace evidence {

struct RestMarks {
  std::int64_t entries = 0;           // on this page
  std::optional<std::int64_t> total;  // in the whole result, where the page says so
  std::string next;                   // the service's place of the next page; "" = there is none
  std::int64_t page_size = 0;         // that the service used, where it says so
  // DOAJ: the days of change of the newest and oldest entry, and whether they came newest first.
  std::string newest, oldest;
  bool newest_first = true;
};

// The reply's outermost object. Bytes that are not UTF-8 do not matter here: the format notes them
// with their entry.
Result<json::value> parse_page(std::string_view body, std::size_t max_bytes);

// An array below the members on `path` ("resultList.result"); nullptr where there is none.
const json::array* array_at(const json::object& object, std::string_view path);
const json::object* object_member(const json::object& object, std::string_view key);

// A whole number of 0 and above, also where it is written as a string.
std::optional<std::int64_t> count_member(const json::object& object, std::string_view key);

// A token for the next page. "" where the member is absent, null or empty; kBadContent where it is
// anything that cannot be sent back.
Result<std::string> token_member(const json::object& object, std::string_view key);

// The error that a reply without the members of a page stands for.
Error not_a_page(std::string_view service, const json::object& reply);

// The reply's Date header as ISO 8601 with "Z"; "" where it is absent or not understood.
std::string date_of(const HttpResponse& response);

}  // namespace evidence
