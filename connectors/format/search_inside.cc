#include "connectors/format/search_inside.h"

#include <utility>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::string_view kPlaceholder = "{query}";
constexpr std::string_view kEncoded = "%7Bquery%7D";

}  // namespace

Result<std::optional<SearchInside>> SearchInside::from(const SourceConfig& source) {
  const std::string given = source.option("search_url");
  const std::string product = clean_text(source.option("product"));
  const auto bad = [&](const std::string& what) {
    return Error{ErrorCode::kInvalidArgument, "bad_search_url",
                 "options.search_url " + quoted_for_message(given) + " " + what,
                 "write it like https://platform.example/search?q={query}"};
  };
  if (given.empty()) {
    if (product.empty()) return std::optional<SearchInside>{};
    return bad("is missing, but options.product names what it searches");
  }
  const std::size_t at = given.find(kPlaceholder);
  if (at == std::string::npos) return bad("has no {query} where the reader's words go");
  if (given.find(kPlaceholder, at + 1) != std::string::npos) return bad("has {query} twice");
  const std::size_t host = given.find("://");
  if (host == std::string::npos || given.find_first_of("/?#", host + 3) > at) {
    return bad("has {query} outside of its path and query");
  }
  if (product.empty()) return bad("needs options.product, the name that readers see");
  std::string encoded = given;
  encoded.replace(at, kPlaceholder.size(), kEncoded);
  const Result<WebUrl> url = parse_web_url(encoded);
  if (!url.ok()) return bad("is no web address: " + url.error().message);
  if (url->text.find(kEncoded) == std::string::npos) return bad("loses its {query}");
  return std::optional(SearchInside{url->text, product});
}

void SearchInside::add_to(Record& record) const {
  if (record.deleted) return;
  record.links.push_back({url, "search-inside", false, product});
  record.subjects.push_back({"product", "", product, "", "", false});
}

}  // namespace evidence
