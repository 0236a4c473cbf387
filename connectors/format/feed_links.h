// What a page of a feed links to, for those who walk through feeds: the next page, and the feeds of
// a catalogue. Reads RSS, Atom and OPDS 1 and 2; used by connectors/protocol/feed.cc and the feed
// formats. Pure functions that never fail on any bytes: what is not understood gives nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

struct FeedLinks {
  enum class Kind { kUnknown, kRss, kAtom, kOpds2 };
  Kind kind = Kind::kUnknown;
  std::string next;                     // absolute; an older page of an archive (RFC 5005) too
  std::vector<std::string> catalogues;  // feeds that navigation entries lead to, absolute
  std::size_t entries = 0;              // items, entries or publications on this page
  bool opds = false;                    // there are acquisition links or catalogue links
};

// `page_url` is where the page was fetched; relative links are resolved against it.
FeedLinks feed_links(std::string_view page, std::string_view page_url);

// "../b?x=1" and "https://example.org/a/c" → "https://example.org/b?x=1". "" where either is no
// address of the web.
std::string absolute_url(std::string_view base, std::string_view reference);

}  // namespace evidence
