#include "curation/test_set.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "curation/json_reading.h"
#include "model/identifier.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMaxBytes = 256U << 10U;
constexpr std::size_t kMaxUnread = 50;

bool separates(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';';
}

std::vector<std::string_view> words_of(std::string_view typed) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= typed.size(); ++i) {
    if (i < typed.size() && !separates(typed[i])) continue;
    if (i > begin) words.push_back(typed.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "" where the word is no id. In a test set bare digits are always a PMID.
std::string normalised(std::string_view word) {
  if (is_work_id(word)) return std::string(word);
  for (const IdentifierScheme scheme : {IdentifierScheme::kPmid, IdentifierScheme::kDoi,
                                        IdentifierScheme::kPmcid, IdentifierScheme::kNct}) {
    std::string_view value = word;
    const std::string prefix = std::string(scheme_name(scheme)) + ":";
    const bool named = starts_with_ignoring_case(word, prefix);
    if (named) value.remove_prefix(prefix.size());
    if (scheme == IdentifierScheme::kPmid && !named && !all_digits(word)) continue;
    const auto identifier = Identifier::parse(scheme, value);
    if (identifier.ok()) return std::string(scheme_name(scheme)) + ":" + identifier->value();
  }
  return "";
}

bool is_label(std::string_view word) {
  const std::string label = to_lower_ascii(word);
  return label == "pmid" || label == "pmid:" || label == "doi" || label == "doi:" ||
         label == "pmcid" || label == "pmcid:";
}

json::array strings(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

}  // namespace

Result<TestSet> parse_test_set(std::string_view typed) {
  if (typed.size() > kMaxBytes) {
    return Error{ErrorCode::kTooLarge, "too_many_test_ids", "The list of ids is too long.",
                 "Paste at most " + std::to_string(kMaxTestIds) + " ids."};
  }
  TestSet set;
  std::set<std::string> seen;
  for (const std::string_view word : words_of(typed)) {
    if (is_label(word)) continue;
    std::string id = normalised(word);
    if (id.empty()) {
      if (set.unread.size() < kMaxUnread) set.unread.push_back(quoted_for_message(word, 80));
      continue;
    }
    if (!seen.insert(id).second) continue;
    if (set.ids.size() == kMaxTestIds) {
      return Error{ErrorCode::kTooLarge, "too_many_test_ids",
                   "The test set has more than " + std::to_string(kMaxTestIds) + " ids.",
                   "Take a sample of them."};
    }
    set.ids.push_back(std::move(id));
  }
  if (set.ids.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_test_ids", "No id could be read in the test set.",
                 "Paste PMIDs, DOIs or ids of works, separated by spaces, commas or lines."};
  }
  return set;
}

TestOutcome evaluate_test_set(const TestSet& set, const std::map<std::string, WorkId>& works,
                              const std::map<WorkId, std::vector<WorkId>>& former,
                              const StoredRun& run, const RunWorks& found) {
  TestOutcome outcome;
  // The positions of each id's work in the run's list; several where it was joined since.
  std::vector<std::vector<std::uint32_t>> places(set.ids.size());
  for (std::size_t i = 0; i < set.ids.size(); ++i) {
    const auto work = works.find(set.ids[i]);
    if (work == works.end()) {
      outcome.not_in_index.push_back(set.ids[i]);
      continue;
    }
    outcome.works.emplace(set.ids[i], work->second);
    std::vector<WorkId> names{work->second};
    if (const auto old = former.find(work->second); old != former.end()) {
      names.insert(names.end(), old->second.begin(), old->second.end());
    }
    for (const WorkId& name : names) {
      const auto at = std::lower_bound(found.works.begin(), found.works.end(), name);
      if (at != found.works.end() && *at == name) {
        places[i].push_back(static_cast<std::uint32_t>(at - found.works.begin()));
      }
    }
  }
  outcome.known = outcome.works.size();
  for (std::size_t line = 0; line < run.lines.size() && line < found.lines.size(); ++line) {
    if (!run.lines[line].counted) continue;
    TestLine& row = outcome.lines.emplace_back();
    row.number = run.lines[line].number;
    for (std::size_t i = 0; i < set.ids.size(); ++i) {
      const bool hit = std::any_of(places[i].begin(), places[i].end(), [&](std::uint32_t place) {
        return found.lines[line].has(place);
      });
      (hit ? row.found : row.missed).push_back(set.ids[i]);
    }
    if (line == run.result) outcome.found = row.found.size();
  }
  return outcome;
}

json::object test_set_to_json(const TestSet& set) {
  return {{"ids", strings(set.ids)},
          {"unread", strings(set.unread)},
          {"at", set.at},
          {"actor", set.actor}};
}

TestSet test_set_from_json(const json::object& object) {
  return {strings_member(object, "ids"), strings_member(object, "unread"),
          string_member(object, "at"), string_member(object, "actor")};
}

json::object outcome_to_json(const TestOutcome& outcome, const StoredRun& run) {
  json::array lines;
  for (const TestLine& line : outcome.lines) {
    lines.emplace_back(json::object{
        {"number", line.number}, {"found", strings(line.found)}, {"missed", strings(line.missed)}});
  }
  json::object works;
  for (const auto& [id, work] : outcome.works) works[id] = work;
  json::object object{{"run", run.number},         {"known", outcome.known},
                      {"found", outcome.found},    {"not_in_index", strings(outcome.not_in_index)},
                      {"works", std::move(works)}, {"lines", std::move(lines)}};
  const RunLine* result = run.result_line();
  object["result_line"] = result == nullptr ? json::value(nullptr) : json::value(result->number);
  // Of the works that are in the index at all; what is not there no line could find.
  object["recall"] =
      outcome.known == 0
          ? json::value(nullptr)
          : json::value(static_cast<double>(outcome.found) / static_cast<double>(outcome.known));
  return object;
}

}  // namespace evidence::curation
