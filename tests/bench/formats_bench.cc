// Reads files of any format as a harvest does, without a store: megabytes per second of CPU and
// peak memory, one line per run. Usage:
//   formats_bench FORMAT FILE… [--times N] [--json]
// FORMAT is a name of the registry, or "auto"; --times reads small files over and over, --json
// writes each record as the store would.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/encoding.h"
#include "connectors/connector.h"
#include "model/record_json.h"

namespace {

using namespace evidence;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

struct Settings {
  std::string format;
  std::vector<std::string> files;
  int times = 1;
  bool with_json = false;
};

struct Totals {
  std::size_t files = 0, entries = 0, records = 0, problems = 0;
  std::size_t bytes = 0, json_bytes = 0;
};

const Format* format_of(const Settings& settings, const std::string& path) {
  if (settings.format != "auto") return format_by_name(settings.format);
  Result<std::unique_ptr<ByteSource>> file = open_file(path);
  if (!file.ok()) return nullptr;
  std::string head(4096, '\0');
  const Result<std::size_t> count = (*file)->read(head);
  if (!count.ok()) return nullptr;
  head.resize(*count);
  for (const Format* format : formats()) {
    if (format->recognises(head, path)) return format;
  }
  return nullptr;
}

// False where the file cannot be read at all; one that ends in an error counts as far as it goes.
bool read_file(const Settings& settings, const std::string& path, Totals& totals) {
  const Format* format = format_of(settings, path);
  Result<std::unique_ptr<ByteSource>> file = open_file(path);
  if (format == nullptr || !file.ok()) {
    const char* why = file.ok() ? "no such format" : file.error().message.c_str();
    std::fprintf(stderr, "%s: %s\n", path.c_str(), why);
    return false;
  }
  const std::unique_ptr<ByteSource> text = format->is_text() ? utf8_source(**file) : nullptr;
  const std::unique_ptr<EntryReader> reader = format->open(text ? *text : **file);
  ++totals.files;
  for (;;) {
    Result<std::optional<EntryReader::Entry>> entry = reader->next();
    if (!entry.ok()) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), entry.error().message.c_str());
      return true;
    }
    if (!entry->has_value()) return true;
    RawEntry& raw = (**entry).raw;
    ++totals.entries;
    totals.bytes += raw.bytes.size();
    bool repaired = false;
    if (format->is_text()) raw.bytes = utf8_text(raw.bytes, repaired);
    const ParsedEntry parsed = format->parse(raw);
    totals.records += parsed.records.size();
    totals.problems += parsed.problems.size();
    if (!settings.with_json) continue;
    for (const Record& record : parsed.records) totals.json_bytes += record_to_json(record).size();
  }
}

Settings settings_from(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--json") {
      settings.with_json = true;
    } else if (argument == "--times" && i + 1 < count) {
      settings.times = std::max(1, std::atoi(arguments[++i]));
    } else if (settings.format.empty()) {
      settings.format = argument;
    } else {
      settings.files.emplace_back(argument);
    }
  }
  return settings;
}

}  // namespace

int main(int count, char** arguments) {
  const Settings settings = settings_from(count, arguments);
  if (settings.files.empty()) {
    std::fprintf(stderr, "usage: formats_bench FORMAT|auto FILE... [--times N] [--json]\n");
    return 2;
  }
  Totals totals;
  const double start = cpu_seconds();
  for (int round = 0; round < settings.times; ++round) {
    for (const std::string& path : settings.files) {
      if (!read_file(settings, path, totals)) return 1;
    }
  }
  const double seconds = std::max(cpu_seconds() - start, 1e-6);
  const double megabytes = static_cast<double>(totals.bytes) / 1e6;
  std::printf(
      "%-16s %zu files, %zu entries, %zu records, %zu problems, %.1f MB, %.2f s of CPU: "
      "%.0f MB/s, %.0f records/s, peak %.0f MB\n",
      settings.format.c_str(), totals.files, totals.entries, totals.records, totals.problems,
      megabytes, seconds, megabytes / seconds, static_cast<double>(totals.records) / seconds,
      peak_megabytes());
  if (settings.with_json) {
    std::printf("%.1f MB of JSON\n", static_cast<double>(totals.json_bytes) / 1e6);
  }
  return 0;
}
