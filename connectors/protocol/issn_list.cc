#include "connectors/protocol/issn_list.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/file.h"
#include "base/text.h"
#include "model/identifier.h"

namespace evidence {
namespace {

constexpr std::size_t kMostFileBytes = 16U << 20U;
constexpr std::size_t kMostProblems = 1'000;

bool joins_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// "12345678", "1234-567x" as they may be printed.
bool looks_like_issn(std::string_view word) {
  if (word.size() == 9 && word[4] == '-') {
    return looks_like_issn(std::string(word.substr(0, 4)) + std::string(word.substr(5)));
  }
  return word.size() == 8 && std::all_of(word.begin(), word.end() - 1, is_digit) &&
         (is_digit(word.back()) || word.back() == 'X' || word.back() == 'x');
}

}  // namespace

void add_issns(IssnList& list, std::string_view text, std::string_view where) {
  std::size_t line = 1;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\n') ++line;
    if (!joins_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && joins_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    at = end;
    if (!looks_like_issn(word)) continue;
    const auto issn = Identifier::parse(IdentifierScheme::kIssn, word);
    if (issn.ok()) {
      list.issns.push_back(issn->value());
    } else if (list.problems.size() < kMostProblems) {
      list.problems.push_back(
          {std::string(where) + " line " + std::to_string(line), "bad_issn",
           quoted_for_message(word, 20) +
               " is no ISSN: its check digit is wrong; the journal is left out"});
    }
  }
  // Each once; the first stays.
  std::vector<std::string> seen;
  std::vector<std::string> once;
  for (std::string& issn : list.issns) {
    const auto place = std::lower_bound(seen.begin(), seen.end(), issn);
    if (place != seen.end() && *place == issn) continue;
    seen.insert(place, issn);
    once.push_back(std::move(issn));
  }
  list.issns = std::move(once);
}

Result<void> add_issn_file(IssnList& list, const std::string& path) {
  EVIDENCE_ASSIGN(const std::string text, read_file(path, kMostFileBytes));
  const std::size_t before = list.issns.size() + list.problems.size();
  add_issns(list, text, path);
  if (list.issns.size() + list.problems.size() == before && list.issns.empty()) {
    return Error{ErrorCode::kBadContent, "no_issns",
                 "the file " + quoted_for_message(path, 120) + " holds no ISSN",
                 "one ISSN a line, or any CSV with ISSNs such as 1234-5679 in it"};
  }
  return {};
}

std::vector<std::vector<std::string>> groups_of(const std::vector<std::string>& issns,
                                                std::size_t size) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& issn : issns) {
    if (groups.empty() || groups.back().size() >= size) groups.emplace_back();
    groups.back().push_back(issn);
  }
  return groups;
}

}  // namespace evidence
