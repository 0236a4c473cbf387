// The labelled link "search inside PRODUCT for …" of a title of which nothing but the title is
// known: where a platform's own search takes the reader's words. Used by the title-list formats.
// A value; reading it is thread-safe.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"
#include "model/record.h"

namespace evidence {

struct SearchInside {
  std::string url;      // with %7Bquery%7D where the reader's words go
  std::string product;  // "BMJ Best Practice"

  // From the options search_url ("https://platform.example/search?q={query}") and product; nothing
  // where search_url is not set. kInvalidArgument where it is no web address, has no {query}, or
  // has it where a host stands.
  static Result<std::optional<SearchInside>> from(const SourceConfig& source);

  // Adds the link, kind "search-inside", and the product as a subject of scheme "product".
  void add_to(Record& record) const;
};

inline constexpr OptionInfo kSearchUrlOption{
    "search_url",
    "the platform's search, https://platform.example/search?q={query}: gives each title (of a link "
    "list: each row without an address) a link \"Search inside PRODUCT for …\""};
inline constexpr OptionInfo kProductOption{"product",
                                           "what search_url searches, as readers see it"};

}  // namespace evidence
