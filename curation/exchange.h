// A strategy as a file: JSON that gives an equal strategy back (`evidence-strategy`, version 1,
// docs/evidence-strategy-1.schema.json), CSV of the lines, and the text that a librarian pastes
// into an appendix. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curation/external.h"
#include "curation/run.h"
#include "curation/strategy.h"

namespace evidence::curation {

inline constexpr std::string_view kExchangeFormat = "evidence-strategy";
inline constexpr int kExchangeVersion = 1;

struct Exported {
  const Strategy* strategy = nullptr;
  const StrategyVersion* version = nullptr;  // of the run, where there is one
  // Number 0: not run; its lines then have neither counts nor trees.
  const StoredRun* run = nullptr;
  std::vector<ExternalSearch> externals;
  std::string service;  // "Evidence"
  std::string url;      // of the strategy; may be ""
};

std::string export_json(const Exported& exported);
// RFC 4180, CR LF: line, search, count, one column a source, notes. A cell that a spreadsheet would
// take for a formula begins with an apostrophe.
std::string export_csv(const Exported& exported);
// One cell of such a file, quoted.
std::string csv_cell(std::string_view text);
// Numbered lines with counts, platform, sources and dates, for people.
std::string export_text(const Exported& exported);

// Whether this is text of export_json, whatever its version.
bool is_exchange(std::string_view text);
// The settings that it holds, checked. kInvalidArgument: bad_exchange; kNewerVersion.
Result<StrategySettings> import_json(std::string_view text);
// The lines of export_csv, numbered, as text to paste. kInvalidArgument: bad_csv.
Result<std::string> import_csv(std::string_view text);

}  // namespace evidence::curation
