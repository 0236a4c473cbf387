// Where a harvest of feeds stands, as a text any process can go on from, and what is remembered
// between harvests. Used by the feed connector alone. Plain values; a text that is no such place is
// kInvalidArgument "bad_cursor"; a notebook that is not understood is an empty one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

struct FeedPlace {
  struct Waiting {
    int depth = 0;
    std::string url;
    bool operator==(const Waiting&) const = default;
  };

  std::string harvest;              // hash of the settings: a place belongs to one list of feeds
  std::size_t feed = 0;             // in the source's list
  std::string url;                  // the page to fetch; "" = the feed's first
  int depth = 0;                    // of navigation above this page
  int pages = 0;                    // fetched of this feed
  std::vector<Waiting> waiting;     // catalogues still to be visited
  std::string visited;              // eight hexadecimal digits for each page met in this feed
  std::vector<std::string> failed;  // what could not be had so far, one line each
  // Of this feed's first page; they are believed when the whole feed has been read.
  std::string etag, modified;
  std::int64_t entries = 0;
  std::string last_page;  // hash
  bool ended = false;     // all was tried; something failed
  bool operator==(const FeedPlace&) const = default;
};

std::string to_text(const FeedPlace& place);
Result<FeedPlace> parse_feed_place(std::string_view text);

std::string page_mark(std::string_view url);  // eight hexadecimal digits
bool has_visited(const FeedPlace& place, std::string_view url);

// By the feed's address.
struct FeedMemory {
  std::string etag, modified;
  std::int64_t entries = 0;  // on its first page
};
using FeedNotebook = std::map<std::string, FeedMemory, std::less<>>;

std::string to_text(const FeedNotebook& notebook);
FeedNotebook parse_feed_notebook(std::string_view text);

}  // namespace evidence
