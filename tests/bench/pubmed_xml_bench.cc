// Reads a PubMed XML file as `evidence import` does, without a store: megabytes per second of CPU
// and peak memory. Usage: pubmed_xml_bench FILE [--json]
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/byte_source.h"
#include "connectors/connector.h"
#include "model/record_json.h"

namespace {

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

}  // namespace

int main(int count, char** arguments) {
  using namespace evidence;
  if (count < 2) {
    std::fprintf(stderr, "usage: pubmed_xml_bench FILE [--json]\n");
    return 2;
  }
  const bool with_json = count > 2 && std::string(arguments[2]) == "--json";
  Result<std::unique_ptr<ByteSource>> file = open_file(arguments[1]);
  if (!file.ok()) {
    std::fprintf(stderr, "%s\n", file.error().message.c_str());
    return 2;
  }
  const Format* format = format_by_name("pubmed-xml");
  if (format == nullptr) return 70;
  const std::unique_ptr<EntryReader> reader = format->open(**file);
  const double start = cpu_seconds();
  std::size_t bytes = 0;
  std::size_t json_bytes = 0;
  std::size_t records = 0;
  std::size_t problems = 0;
  for (;;) {
    Result<std::optional<EntryReader::Entry>> entry = reader->next();
    if (!entry.ok()) {
      std::fprintf(stderr, "%s\n", entry.error().message.c_str());
      return 1;
    }
    if (!entry->has_value()) break;
    bytes += (**entry).raw.bytes.size();
    const ParsedEntry parsed = format->parse((**entry).raw);
    records += parsed.records.size();
    problems += parsed.problems.size();
    if (!with_json) continue;
    for (const Record& record : parsed.records) json_bytes += record_to_json(record).size();
  }
  const double seconds = cpu_seconds() - start;
  std::printf("%zu records, %zu problems, %.1f MB, %.2f s of CPU: %.0f MB/s, peak %.0f MB\n",
              records, problems, static_cast<double>(bytes) / 1e6, seconds,
              static_cast<double>(bytes) / 1e6 / seconds, peak_megabytes());
  if (with_json) std::printf("%.1f MB of JSON\n", static_cast<double>(json_bytes) / 1e6);
  return 0;
}
