// CPU of building the index from works, without the store: index_bench DOCUMENTS.jsonl DIRECTORY
// [COUNT [BATCH]]. Prints documents a CPU second and where the time went: reading JSON, building
// documents, the engine (replace and commit); also the size on disk and the resident set.
// DIRECTORY is emptied first.
#include <sys/resource.h>
#include <time.h>
#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "indexer/document_builder.h"
#include "model/field.h"
#include "model/merge.h"
#include "model/record_json.h"

namespace {

using namespace evidence;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Adds the time until its end to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum) : sum_(sum), begin_(cpu_seconds()) {}
  ~Stopwatch() { sum_ += cpu_seconds() - begin_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& sum_;
  double begin_;
};

std::uintmax_t size_of(const std::filesystem::path& directory) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: index_bench DOCUMENTS.jsonl DIRECTORY [COUNT [BATCH]]\n");
    return 2;
  }
  const std::filesystem::path directory = argv[2];
  const std::size_t wanted = argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 20'000;
  const std::size_t batch = argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 8'000;
  std::ifstream file(argv[1]);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", argv[1]);
    return 2;
  }
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  Xapian::WritableDatabase index((directory / "shard-0").string(),
                                 Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  double reading = 0, building = 0, writing = 0, committing = 0;
  std::size_t count = 0;
  index.begin_transaction(true);
  for (std::string line; count < wanted && std::getline(file, line);) {
    Work work;
    {
      const Stopwatch watch(reading);
      const auto value = parse_json(line);
      if (!value.ok() || !value->is_object()) continue;
      std::vector<std::string> unknown;
      auto record = record_from_loose_json(value->get_object(), unknown);
      if (!record.ok()) continue;
      record->source = "bench";
      if (record->source_record_id.empty()) record->source_record_id = std::to_string(count);
      std::string id = std::to_string(count);
      id.insert(0, 12 - id.size(), '0');
      std::vector<Record> records;
      records.push_back(std::move(record).value());
      work = merge("w" + id, std::move(records));
    }
    Result<Xapian::Document> document = Xapian::Document();
    {
      const Stopwatch watch(building);
      document = build_document(work);
    }
    if (!document.ok()) continue;
    {
      const Stopwatch watch(writing);
      index.replace_document(work_term(work.id), *document);
    }
    if (++count % batch == 0) {
      const Stopwatch watch(committing);
      index.commit_transaction();
      index.begin_transaction(true);
    }
  }
  {
    const Stopwatch watch(committing);
    index.commit_transaction();
  }
  const double engine = building + writing + committing;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("documents %zu, %.0f a CPU second (JSON apart)\n", count,
              static_cast<double>(count) / engine);
  std::printf("JSON %.2f s, building %.2f s, engine %.2f s, commits %.2f s\n", reading, building,
              writing, committing);
  std::printf("on disk %.1f MB, resident %.0f MB\n", static_cast<double>(size_of(directory)) / 1e6,
              static_cast<double>(usage.ru_maxrss) / 1e3);
  return 0;
}
