#include "tests/integration/harvest_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "base/clock.h"
#include "model/record_json.h"
#include "store/sqlite_record_store.h"
#include "tests/support/source_dir.h"

namespace evidence::test {
namespace fs = std::filesystem;

namespace {

std::unique_ptr<RecordStore> open_read_only(const fs::path& data) {
  static SystemClock clock;
  SqliteStoreOptions options;
  options.directory = data;
  options.read_only = true;
  auto store = open_sqlite_store(options, clock);
  return store.ok() ? std::move(store).value() : nullptr;
}

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}

}  // namespace

HarvestConfig::HarvestConfig() {
  fs::copy(test::source_dir() / "config", path(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::remove_all(path() / "sources");
  fs::create_directory(path() / "sources");
}

void HarvestConfig::set_source(const std::string& id, const std::string& settings) {
  std::string text = "id = \"" + id + "\"\n";
  const auto unless_said = [&](const std::string& key, const std::string& value) {
    if (("\n" + settings).find("\n" + key + " = ") == std::string::npos) {
      text += key + " = " + value + "\n";
    }
  };
  unless_said("email", "\"library@example.org\"");
  unless_said("allow_http", "true");
  unless_said("allow_private_addresses", "true");
  unless_said("requests_per_second", "1000");
  unless_said("timeout_ms", "5000");
  std::ofstream(path() / "sources" / (id + ".toml"), std::ios::trunc) << text << settings;
}

std::vector<std::string> HarvestConfig::command(const fs::path& data,
                                                const std::vector<std::string>& words) const {
  std::vector<std::string> all{"--config", (path() / "evidence.toml").string(), "--data",
                               data.string(), "--no-progress"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

StoreDump dump_store(const fs::path& data, const std::string& source,
                     const std::vector<std::string>& keys) {
  StoreDump dump;
  const auto store = open_read_only(data);
  if (!store) return dump;
  WorkId after;
  for (;;) {
    const auto works = must(store->works_after(after, 1'000));
    if (works.empty()) break;
    after = works.back();
    for (const WorkId& work : works) {
      for (const Record& record : must(store->records_of(work))) {
        if (record.source != source) continue;
        if (!dump.records.emplace(record.source_record_id, record_to_json(record)).second) {
          throw std::runtime_error(record.source_record_id + " stands twice in the store");
        }
      }
    }
  }
  for (const std::string& key : keys) {
    const auto found = must(store->find_record(source, key));
    if (found && found->record.deleted) dump.tombstones.insert(key);
  }
  const StoreStatus status = must(store->status());
  dump.live = status.records;
  dump.deleted = status.deleted_records;
  dump.works = status.works;
  for (const Problem& problem : must(store->problems(source, 10'000))) {
    // What Crossref forgot of a place is read again: only an interruption makes it forget.
    if (problem.code == "pages_lost") continue;
    dump.problems.insert(problem.code + ": " + problem.reason);
  }
  if (const auto state = must(store->harvest_state(source))) {
    dump.finished = state->finished;
    dump.cursor = state->cursor;
  }
  return dump;
}

std::string StoreDump::difference(const StoreDump& other) const {
  std::string text;
  const auto say = [&text](const std::string& what) { text += what + "\n"; };
  const auto count = [&](const std::string& name, std::int64_t here, std::int64_t there) {
    if (here != there) say(name + ": " + std::to_string(here) + " and " + std::to_string(there));
  };
  count("live", live, other.live);
  count("deleted", deleted, other.deleted);
  count("works", works, other.works);
  count("finished", finished ? 1 : 0, other.finished ? 1 : 0);
  if (cursor != other.cursor) say("cursor: " + cursor + " and " + other.cursor);
  int left = 10;
  for (const auto& [key, json] : records) {
    const auto found = other.records.find(key);
    const bool same = found != other.records.end() && found->second == json;
    if (!same && left-- > 0) {
      say(json + " and " + (found == other.records.end() ? "nothing" : found->second));
    }
  }
  for (const auto& [key, json] : other.records) {
    if (!records.contains(key) && left-- > 0) say("nothing and " + json);
  }
  const auto only = [&](const std::string& name, const std::set<std::string>& here,
                        const std::set<std::string>& there) {
    std::vector<std::string> differing;
    std::set_symmetric_difference(here.begin(), here.end(), there.begin(), there.end(),
                                  std::back_inserter(differing));
    for (const std::string& one : differing) {
      say(name + (here.contains(one) ? " only here: " : " only there: ") + one);
    }
  };
  only("tombstone", tombstones, other.tombstones);
  only("problem", problems, other.problems);
  return text;
}

int cut_runs(const fs::path& data, const std::string& source) {
  const auto store = open_read_only(data);
  if (!store) return 0;
  const auto runs = store->runs(source, 10'000);
  if (!runs.ok()) return 0;
  return static_cast<int>(std::count_if(runs->begin(), runs->end(),
                                        [](const HarvestRun& run) { return run.ended.empty(); }));
}

}  // namespace evidence::test
