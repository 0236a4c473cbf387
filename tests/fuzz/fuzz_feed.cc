// Any bytes as a page whose links are looked for, as a stored place, a notebook, HTML and a date.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/format/feed_date.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/html_text.h"
#include "connectors/protocol/feed_place.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text(data, data + size);
  const FeedLinks links = feed_links(text, "https://example.org/a/b?c=d");
  if (!links.next.empty() && !links.next.starts_with("http") && !links.next.starts_with("HTTP") &&
      !links.next.starts_with("Http") && links.next.find("://") == std::string::npos) {
    std::abort();
  }
  absolute_url(text, text);
  absolute_url("https://example.org/a/b", text);
  if (const auto place = parse_feed_place(text); place.ok()) {
    const auto again = parse_feed_place(to_text(*place));
    if (!again.ok() || !(*again == *place)) std::abort();
  }
  parse_feed_notebook(text);
  for (const std::string& line : html_paragraphs(text)) {
    if (line.empty()) std::abort();
  }
  parse_feed_date(text);
  return 0;
}
