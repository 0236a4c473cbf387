// Title lists as holdings: KBART (RP-9, phase I and II, unknown columns kept) and the CSV lists
// made after it, each row a holding. Used by `evidence holdings load`. Stateless, thread-safe.
//
// A row that cannot be trusted is refused with its line number and the others are kept: wrong
// number of columns, no title, coverage that ends before it begins. What can be kept is kept and
// told: a wrong ISSN is left out, an unreadable embargo or date stands as it is and is never
// "none".
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "model/holding.h"

namespace evidence {

struct HoldingsOptions {
  std::map<std::string, std::string> columns = {};  // our name → the file's heading
  bool print = false;  // what stands on shelves: every row is CoverageDepth::kPrint
  // "": UTF-8, and a list in RP-9's own form (tab-separated, header first) that is not is refused
  // with the byte's place, while other lists' bytes are read as Windows-1252 and told. Else ICU's
  // name of the encoding of the whole file.
  std::string encoding = {};
  std::size_t max_rows = 2'000'000;
  const StopFlag* stop = nullptr;                         // may be null
  std::function<void(std::uint64_t rows)> progress = {};  // after every thousand rows
};

struct HoldingsProblem {
  std::uint64_t line = 0;
  std::string code;      // "column_count", "date_range", "embargo_unparsed" …
  std::string reason;    // for a person
  bool refused = false;  // the row is left out
};

struct HoldingsFile {
  static constexpr std::size_t kMaxProblems = 10'000;  // kept; all are counted
  std::vector<Holding> holdings;                       // in the file's order
  std::uint64_t rows = 0;  // read, the header and blank ones not counted
  std::uint64_t refused = 0;
  std::uint64_t duplicates = 0;  // identical to an earlier row; ignored
  std::vector<HoldingsProblem> problems;
  std::uint64_t problems_found = 0;
  std::string package, provider;  // as a KB+ list names them before its header; "" if it does not
};

// Fails as a whole with kBadContent (no header; not UTF-8 where it has to be), kTooLarge (rows),
// kCancelled, kInvalidArgument (encoding) and the errors of `source`.
Result<HoldingsFile> read_holdings(ByteSource& source, const HoldingsOptions& options);

}  // namespace evidence
