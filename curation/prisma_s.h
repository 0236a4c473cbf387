// The sixteen items of PRISMA-S (Rethlefsen et al., Systematic Reviews 2021;10:39) of a stored
// search: each filled from what is recorded, filled by a named person, or marked missing. Nothing
// is guessed: where the record holds only part of what an item asks for, the part is shown and the
// item stays missing until a person completes it. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "curation/flow.h"
#include "curation/strategy_store.h"

namespace evidence::curation {

struct PrismaElement {
  unsigned number = 0;       // 1 … 16
  std::string_view section;  // "Information sources and methods" …
  std::string_view name;     // "Database name"
  std::string_view asks;     // what is to be reported, in our words
};
const std::vector<PrismaElement>& prisma_s_elements();

enum class Filled { kMissing, kRecord, kPerson };
std::string_view filled_name(Filled filled);  // "missing" "record" "person"

struct PrismaRow {
  const PrismaElement* element = nullptr;
  Filled filled = Filled::kMissing;
  std::string recorded;  // from the record; "" where it holds nothing; lines are kept
  Answer answer;         // text "" where nobody answered
};

struct PrismaSource {
  const Strategy* strategy = nullptr;
  const StrategyVersion* version = nullptr;  // of the run
  const StoredRun* run = nullptr;            // nullptr: never run
  std::vector<RunHead> runs;                 // all
  std::vector<ExternalSearch> externals;     // of the run
  std::vector<Answer> answers;
  std::string service, url;
};

// Sixteen rows.
std::vector<PrismaRow> prisma_s(const PrismaSource& source);

// Cleaned; kInvalidArgument: bad_element, no_person (an answer needs a name); kTooLarge.
Result<Answer> checked_answer(Answer answer);

std::string prisma_s_markdown(const PrismaSource& source, const std::vector<PrismaRow>& rows);
json::object prisma_s_json(const PrismaSource& source, const std::vector<PrismaRow>& rows);

}  // namespace evidence::curation
