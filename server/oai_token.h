// Where a list over OAI-PMH goes on, as a text that any server over the same store can read: it
// holds the whole request, so that nothing is kept between two pages, and a check, so that one that
// was made up, changed or handed out by another store is told apart. Used by server/oai_list.cc.
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evidence::server {

struct OaiToken {
  std::string verb, prefix, from, until, set;  // the request; times as timestamps
  std::string place;                           // in the store
  std::int64_t given = 0;                      // records before this page
  std::int64_t size = 0;                       // of the list; 0 = not counted
  std::string expires;                         // timestamp
  bool operator==(const OaiToken&) const = default;
};

std::string to_text(const OaiToken& token, std::string_view secret);
// nullopt: not handed out by this store, or too old at `now`.
std::optional<OaiToken> parse_oai_token(std::string_view text, std::string_view secret,
                                        std::string_view now);

}  // namespace evidence::server
