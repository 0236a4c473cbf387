#include "connectors/protocol/feed_settings.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/http_client.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/protocol/feed.h"
#include "connectors/protocol/source_checks.h"

namespace evidence {
namespace {

constexpr int kMostPages = 10'000;
constexpr int kMostDepth = 20;
constexpr std::size_t kMostFeeds = 1'000;

constexpr std::array kOptions{
    OptionInfo{"urls", "the addresses of the feeds; base_url alone is one feed"},
    OptionInfo{"follow_next", "\"yes\" (unless set) or \"no\": read a feed's further pages too"},
    OptionInfo{"max_pages", "of one feed or catalogue in one harvest, 1 to 10000; 500 unless set"},
    OptionInfo{
        "navigation",
        "\"yes\" or \"no\" (unless set): walk through the catalogues that an OPDS feed leads "
        "to"},
    OptionInfo{"max_depth", "of that walk, 1 to 20; 4 unless set"},
    OptionInfo{"allowed_hosts", "other hosts that pages and catalogues may lie on"},
};

Result<int> number(const SourceConfig& source, const char* name, int unless_set, int most) {
  const std::string text = source.option(name);
  if (text.empty()) return unless_set;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > most) {
    return bad_source(source,
                      std::string("options.") + name + " must be 1 to " + std::to_string(most));
  }
  return value;
}

}  // namespace

Result<FeedSettings> feed_settings(const SourceConfig& source) {
  FeedSettings settings;
  settings.urls = source.option_list("urls");
  std::erase(settings.urls, "");
  if (settings.urls.empty() && !source.base_url.empty()) settings.urls.push_back(source.base_url);
  if (settings.urls.empty()) {
    return bad_source(source, "neither options.urls nor base_url names a feed");
  }
  if (settings.urls.size() > kMostFeeds) {
    return bad_source(source,
                      "options.urls names more than " + std::to_string(kMostFeeds) + " feeds");
  }
  for (const std::string& url : settings.urls) {
    const bool https = url.starts_with("https://");
    if (!https && !(source.allow_http && url.starts_with("http://"))) {
      return bad_source(source, "the address " + quoted_for_message(redact_secrets(url)) +
                                    " must begin with https://");
    }
    const Result<WebUrl> parsed = parse_web_url(url, true);
    if (!parsed.ok()) return bad_source(source, parsed.error().message);
  }
  EVIDENCE_ASSIGN(settings.follow_next, yes_or_no(source, "follow_next", true));
  EVIDENCE_ASSIGN(settings.navigation, yes_or_no(source, "navigation", false));
  EVIDENCE_ASSIGN(settings.max_pages, number(source, "max_pages", 500, kMostPages));
  EVIDENCE_ASSIGN(settings.max_depth, number(source, "max_depth", 4, kMostDepth));
  for (const std::string& host : source.option_list("allowed_hosts")) {
    settings.hosts.push_back(to_lower_ascii(host));
  }
  settings.whole = source.format == "opds" && settings.follow_next;
  return settings;
}

std::span<const OptionInfo> feed_options() { return kOptions; }

}  // namespace evidence
