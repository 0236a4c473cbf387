// Running a strategy's lines against the index: exact counts, each line's works, and what was done.
// No engine types.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/id_set.h"
#include "model/term_lists.h"
#include "query/mapping.h"
#include "query/strategy_text.h"
#include "search/search_request.h"

namespace evidence {

// What a tree needs to be evaluated beyond the index; owned by app/, alive as long as its users.
struct Language {
  const Vocabulary* vocabulary = &no_vocabulary();
  const TermIndex* lists = nullptr;
  bool mapping = true;  // automatic mapping of plain words
  PartialDate today;    // for review dates; unknown: none has passed, none lies ahead
};

struct StrategyRequest {
  query::ParsedStrategy strategy;
  std::vector<std::string> sources;  // only works with a record of one of these; empty: all
  bool mapping = true;               // automatic mapping as a whole
  bool works = false;                // fill StrategyRun::works and ::sets
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct LineRun {
  unsigned number = 0;
  std::string text;
  std::string tree;      // to_text of what ran, mapped
  std::string read_as;   // in words
  bool counted = false;  // false: an error, see messages; the line stands for nothing
  std::uint64_t count = 0;
  std::map<std::string, std::uint64_t> by_source;  // works with a record of that source
  std::vector<unsigned> refers_to;
  std::chrono::microseconds took{0};
  std::vector<query::Message> messages;  // of parsing, resolving, mapping and running
};

struct StrategyRun {
  Snapshot snapshot;
  std::uint64_t documents = 0;
  std::string vocabulary;      // Vocabulary::version()
  std::vector<LineRun> lines;  // searches only, in order
  std::size_t result = 0;      // position in `lines` of the last line that counts
  // Where works were asked for: every work that a line found, sorted by id; per line the positions.
  std::vector<WorkId> works;
  std::vector<IdSet> sets;
  std::chrono::microseconds took{0};
};

}  // namespace evidence
