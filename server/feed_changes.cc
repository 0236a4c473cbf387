// /feeds/changes: what changed on each day, as JSON Lines that `evidence import` reads. A record
// stands in the file of the day of its newest change only, a deleted one as a tombstone: reading
// every file from some day on brings a copy of that day up to date.
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "model/record_json.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/shared_records.h"

namespace evidence::server {
namespace {

using Day = std::chrono::sys_days;

constexpr int kDaysListed = 30;
constexpr std::size_t kRecordsInChunk = 200;
constexpr std::string_view kEnding = ".jsonl";
// As in oai.cc: how long after its stamp a record may come into sight.
constexpr std::chrono::seconds kSettling{10};

std::string text_of(Day day) { return format_timestamp(day).substr(0, 10); }

Response no_store(const Request& request) {
  return problem({ErrorCode::kUnavailable, "no_store", "There are no records yet.", ""}, request);
}

// "2026-11-22.jsonl"
std::optional<Day> day_of(std::string_view file) {
  if (file.size() != 10 + kEnding.size() || !file.ends_with(kEnding)) return std::nullopt;
  const auto midnight = parse_timestamp(std::string(file.substr(0, 10)) + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*midnight);
}

// The pages of the window, one a chunk.
class Lines {
 public:
  Lines(SharedRecords& records, ChangeWindow window)
      : records_(records), window_(std::move(window)) {}

  Result<std::string> next(const std::function<bool()>& cancelled) {
    std::string chunk;
    if (ended_) return chunk;
    if (cancelled()) return Error{ErrorCode::kCancelled, "cancelled", "The reader has left.", ""};
    EVIDENCE_ASSIGN(const ChangedRecords page, records_.changed(window_, place_, kRecordsInChunk));
    for (const StoredRecord& stored : page.records) {
      chunk += record_to_json(stored.record);
      chunk.push_back('\n');
    }
    place_ = page.next;
    ended_ = place_.empty();
    return chunk;
  }

 private:
  SharedRecords& records_;
  ChangeWindow window_;
  std::string place_;
  bool ended_ = false;
};

}  // namespace

Response feed_changes(const Request& request, Services& services) {
  if (services.shared == nullptr) return no_store(request);
  const auto now = services.clock.now();
  const Day today = std::chrono::floor<std::chrono::days>(now);
  json::array files;
  for (int ago = 0; ago <= kDaysListed; ++ago) {
    const Day day = today - std::chrono::days(ago);
    json::object file;
    file["date"] = text_of(day);
    file["url"] = services.site.base_url + "/feeds/changes/" + text_of(day) + std::string(kEnding);
    file["complete"] = now >= day + std::chrono::days(1) + kSettling;
    files.emplace_back(std::move(file));
  }
  json::array sources;
  for (const SourceSummary& source : services.shared->sources()) {
    json::object one;
    one["id"] = source.id;
    one["name"] = source.name;
    one["licence"] = source.licence;
    sources.emplace_back(std::move(one));
  }
  json::object object;
  object["files"] = std::move(files);
  object["sources"] = std::move(sources);
  return json_response(json::serialize(object));
}

Response feed_changes_of_day(const Request& request, Services& services) {
  if (services.shared == nullptr) return no_store(request);
  const auto day = day_of(request.path_parameters.at("file"));
  if (!day || *day > services.clock.now()) {
    return problem({ErrorCode::kNotFound, "not_found", "There is no change file of this name.",
                    "A file is named after a day until today: 2026-11-21.jsonl; "
                    "/feeds/changes lists them."},
                   request);
  }
  ChangeWindow window;
  window.from = format_timestamp(*day);
  window.until = format_timestamp(*day + std::chrono::days(1) - std::chrono::seconds(1));
  auto lines = std::make_shared<Lines>(*services.shared, std::move(window));
  // The first page is read now, so that a store that cannot be read is an answer of its own.
  Result<std::string> first = lines->next([] { return false; });
  if (!first.ok()) return problem(first.error(), request);
  auto waiting = std::make_shared<std::optional<std::string>>(std::move(*first));
  Response response;
  response.content_type = "application/x-ndjson; charset=utf-8";
  response.producer = [lines,
                       waiting](const std::function<bool()>& cancelled) -> Result<std::string> {
    if (*waiting) {
      std::string chunk = std::move(**waiting);
      waiting->reset();
      return chunk;
    }
    return lines->next(cancelled);
  };
  return response;
}

}  // namespace evidence::server
