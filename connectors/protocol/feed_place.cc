#include "connectors/protocol/feed_place.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxText = 1U << 20U;

Error bad_place() {
  return {ErrorCode::kInvalidArgument, "bad_cursor", "the stored place is none of a feed harvest",
          "start the harvest of this source from its beginning"};
}

std::int64_t number_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

bool is_small(std::int64_t number) { return number >= 0 && number <= 1'000'000; }

bool is_marks(std::string_view text) {
  return text.size() % 8 == 0 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string page_mark(std::string_view url) { return sha256_hex(url).substr(0, 8); }

bool has_visited(const FeedPlace& place, std::string_view url) {
  const std::string mark = page_mark(url);
  for (std::size_t at = 0; at + 8 <= place.visited.size(); at += 8) {
    if (place.visited.compare(at, 8, mark) == 0) return true;
  }
  return false;
}

std::string to_text(const FeedPlace& place) {
  json::object out;
  out["harvest"] = place.harvest;
  if (place.ended) out["ended"] = true;
  out["feed"] = place.feed;
  if (!place.url.empty()) out["url"] = place.url;
  if (place.pages > 0) out["pages"] = place.pages;
  if (place.depth > 0) out["depth"] = place.depth;
  if (!place.visited.empty()) out["visited"] = place.visited;
  if (!place.etag.empty()) out["etag"] = place.etag;
  if (!place.modified.empty()) out["modified"] = place.modified;
  if (place.entries > 0) out["entries"] = place.entries;
  if (!place.last_page.empty()) out["last_page"] = place.last_page;
  json::array waiting;
  for (const FeedPlace::Waiting& one : place.waiting) {
    waiting.push_back(json::array{one.depth, one.url});
  }
  if (!waiting.empty()) out["waiting"] = std::move(waiting);
  json::array failed;
  for (const std::string& one : place.failed) failed.emplace_back(one);
  if (!failed.empty()) out["failed"] = std::move(failed);
  return json::serialize(out);
}

Result<FeedPlace> parse_feed_place(std::string_view text) {
  const Result<json::value> parsed = parse_json(text, kMaxText);
  if (!parsed.ok() || !parsed->is_object()) return bad_place();
  const json::object& object = parsed->get_object();
  FeedPlace place;
  place.harvest = string_member(object, "harvest");
  const std::int64_t feed = number_member(object, "feed");
  const std::int64_t pages = number_member(object, "pages");
  const std::int64_t depth = number_member(object, "depth");
  place.visited = string_member(object, "visited");
  if (place.harvest.empty() || !is_small(feed) || !is_small(pages) || !is_small(depth) ||
      !is_marks(place.visited)) {
    return bad_place();
  }
  place.feed = static_cast<std::size_t>(feed);
  place.pages = static_cast<int>(pages);
  place.depth = static_cast<int>(depth);
  place.url = string_member(object, "url");
  place.etag = string_member(object, "etag");
  place.modified = string_member(object, "modified");
  place.entries = number_member(object, "entries");
  place.last_page = string_member(object, "last_page");
  const json::value* ended = member(object, "ended");
  place.ended = ended != nullptr && ended->is_bool() && ended->get_bool();
  if (const json::value* waiting = member(object, "waiting");
      waiting != nullptr && waiting->is_array()) {
    for (const json::value& one : waiting->get_array()) {
      if (!one.is_array() || one.get_array().size() != 2 || !one.get_array()[0].is_int64() ||
          !one.get_array()[1].is_string() || !is_small(one.get_array()[0].get_int64())) {
        return bad_place();
      }
      place.waiting.push_back({static_cast<int>(one.get_array()[0].get_int64()),
                               std::string(one.get_array()[1].get_string())});
    }
  }
  if (const json::value* failed = member(object, "failed");
      failed != nullptr && failed->is_array()) {
    for (const json::value& one : failed->get_array()) {
      if (!one.is_string()) return bad_place();
      place.failed.emplace_back(one.get_string());
    }
  }
  return place;
}

std::string to_text(const FeedNotebook& notebook) {
  json::object feeds;
  for (const auto& [url, memory] : notebook) {
    json::object one;
    if (!memory.etag.empty()) one["etag"] = memory.etag;
    if (!memory.modified.empty()) one["modified"] = memory.modified;
    one["entries"] = memory.entries;
    feeds[url] = std::move(one);
  }
  return json::serialize(json::object{{"feeds", std::move(feeds)}});
}

FeedNotebook parse_feed_notebook(std::string_view text) {
  FeedNotebook notebook;
  const Result<json::value> parsed = parse_json(text, kMaxText);
  if (!parsed.ok() || !parsed->is_object()) return notebook;
  const json::value* feeds = member(parsed->get_object(), "feeds");
  if (feeds == nullptr || !feeds->is_object()) return notebook;
  for (const auto& one : feeds->get_object()) {
    if (!one.value().is_object()) continue;
    const json::object& memory = one.value().get_object();
    notebook[std::string(one.key())] = {string_member(memory, "etag"),
                                        string_member(memory, "modified"),
                                        number_member(memory, "entries")};
  }
  return notebook;
}

}  // namespace evidence
