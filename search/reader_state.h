// The engine's side of an IndexReader. Private to search/; one thread at a time.
#pragma once

#include <sys/types.h>
#include <time.h>
#include <xapian.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/vector_space.h"
#include "search/index_reader.h"

namespace evidence {

// What tells one stub file from another that replaced it.
struct StubStamp {
  dev_t device = 0;
  ino_t inode = 0;
  timespec changed{};
  off_t size = 0;
  bool operator==(const StubStamp& other) const {
    return device == other.device && inode == other.inode && size == other.size &&
           changed.tv_sec == other.changed.tv_sec && changed.tv_nsec == other.changed.tv_nsec;
  }
};

struct IndexReader::State {
  std::filesystem::path stub;
  StubStamp stamp;
  std::vector<Xapian::Database> shards;
  Xapian::Database database;  // all shards together
  Snapshot snapshot;
  std::string version;  // differs whenever any shard has changed; a snapshot is that of the oldest
  std::uint64_t documents = 0;
  bool has_older_versions = false;  // works of which a newer version exists
  // What was learned of the index; nullptr and empty where there is none, or a shard is remote. One
  // entry a shard, nullptr where it has none.
  std::shared_ptr<const VectorSpace> space;
  std::vector<std::shared_ptr<const DocumentVectors>> vectors;
  std::vector<std::filesystem::path> places;  // of local shards
  bool remote = false;  // a shard is behind xapian-tcpsrv: no MatchDecider there
};

}  // namespace evidence
