// How fast pages of records go into the store and come back out, on this machine's disk.
//   store_bench [DIRECTORY [RECORDS]]   (default: a directory under the temporary one, 100,000)
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "store/sqlite_record_store.h"

namespace {

using namespace evidence;

constexpr int kPageSize = 500;

Record make_record(int number, int version) {
  Record record;
  record.source = "bench";
  record.source_record_id = std::to_string(30'000'000 + number);
  record.datestamp = "2026-11-22";
  record.title = "A randomised comparison, number " + std::to_string(number) + ", version " +
                 std::to_string(version);
  std::string text;
  // Words that differ from record to record, about 800 bytes.
  unsigned state = static_cast<unsigned>(number) * 2'654'435'761U + 1;
  while (text.size() < 800) {
    state = state * 1'664'525U + 1'013'904'223U;
    text += "word" + std::to_string(state % 5'000) + ' ';
  }
  record.abstract = {{"METHODS", text.substr(0, 400)}, {"RESULTS", text.substr(400)}};
  for (int i = 0; i < 4; ++i) {
    record.contributors.push_back({"Family" + std::to_string(i), "Given", "G", "author", "", ""});
  }
  record.publication.title = "Journal of Benchmarks";
  record.publication.volume = "12";
  record.publication_types = {"Journal Article"};
  record.languages = {"eng"};
  return record;
}

void require(bool good, const std::string& message) {
  if (good) return;
  std::fprintf(stderr, "store_bench: %s\n", message.c_str());
  std::exit(1);
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Pages are made before the clock starts, a batch at a time, so that memory stays bounded.
void apply_all(RecordStore& store, const char* name, int records, int version) {
  double wall = 0;
  double cpu = 0;
  for (int first = 0; first < records; first += kPageSize) {
    PageWrite page;
    page.source = "bench";
    for (int i = first; i < first + kPageSize && i < records; ++i) {
      page.records.push_back(make_record(i, version));
    }
    page.state = HarvestState{"bench", std::to_string(first), "", "", "", false};
    const auto start = std::chrono::steady_clock::now();
    const double cpu_start = cpu_seconds();
    const auto counts = store.apply_page(page);
    cpu += cpu_seconds() - cpu_start;
    wall += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    require(counts.ok(), counts.ok() ? "" : counts.error().message);
  }
  std::printf("%-22s %8.0f records/s of wall time  %8.0f of CPU\n", name, records / wall,
              records / cpu);
}

void read_all(RecordStore& store, int records) {
  const auto start = std::chrono::steady_clock::now();
  ChangeSequence after = 0;
  std::int64_t read = 0;
  while (true) {
    const auto changes = store.changes_after(after, 1'000);
    require(changes.ok(), "changes_after failed");
    if (changes->empty()) break;
    for (const ChangedWork& change : *changes) {
      const auto found = store.records_of(change.work);
      require(found.ok(), "records_of failed");
      read += static_cast<std::int64_t>(found->size());
      after = change.sequence;
    }
  }
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  require(read == records, "not every record came back");
  std::printf("%-22s %8.0f records/s of wall time\n", "changes with records", records / wall);
}

}  // namespace

int main(int argc, char** argv) {
  const bool own = argc < 2;
  const std::filesystem::path directory =
      own ? std::filesystem::temp_directory_path() /
                ("store-bench-" + std::to_string(std::time(nullptr)))
          : std::filesystem::path(argv[1]);
  const int records = argc > 2 ? std::atoi(argv[2]) : 100'000;
  SystemClock clock;
  {
    auto store = open_sqlite_store({.directory = directory, .create = true}, clock);
    require(store.ok(), store.ok() ? "" : store.error().message);
    apply_all(**store, "new", records, 1);
    apply_all(**store, "unchanged", records, 1);
    apply_all(**store, "changed", records, 2);
    read_all(**store, records);
    const auto status = (*store)->status();
    require(status.ok(), "status failed");
    std::printf("%-22s %8.0f bytes a record\n", "size",
                static_cast<double>(status->bytes) / records);
    const auto start = std::chrono::steady_clock::now();
    const auto findings = (*store)->check();
    require(findings.ok() && findings->empty(), "check found damage");
    std::printf(
        "%-22s %8.0f records/s of wall time\n", "check",
        records / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  if (own) std::filesystem::remove_all(directory);
  return 0;
}
