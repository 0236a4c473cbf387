#include "search/conclusion.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/sentences.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLabel = 80;
constexpr std::size_t kMaxFirst = 700;     // bytes of a first sentence that is shown at all
constexpr std::size_t kLastSentences = 4;  // among which "In conclusion" is looked for

// The words of a label in small letters; empty where it is none.
std::vector<std::string> words_of(std::string_view label) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : label) {
    if (!is_letter(c)) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    words.back() += static_cast<char>(c | 0x20);
    in_word = true;
  }
  return words;
}

bool has_any(const std::vector<std::string>& words, std::initializer_list<std::string_view> of) {
  return std::any_of(words.begin(), words.end(), [&of](const std::string& word) {
    return std::find(of.begin(), of.end(), word) != of.end();
  });
}

// 3 a conclusion, 2 an interpretation, 1 implications, 0 none of these. A section that also holds
// results or a discussion is none.
int rank_of(std::string_view label) {
  if (label.size() > kMaxLabel) return 0;
  const std::vector<std::string> words = words_of(label);
  if (words.empty() || words.size() > 8) return 0;
  if (has_any(words, {"result", "results", "finding", "findings", "method", "methods", "background",
                      "objective", "objectives", "aim", "aims", "discussion", "limitations",
                      "introduction", "data", "statistical", "not", "no"})) {
    return 0;
  }
  if (has_any(words, {"conclusion", "conclusions"})) return 3;
  if (words.front() == "interpretation") return 2;
  const bool implications = words.front() == "implications" ||
                            (words.size() > 1 && words[1] == "implications" &&
                             has_any({words[0]}, {"clinical", "practice", "policy", "practical"}));
  return implications ? 1 : 0;
}

struct Place {
  std::size_t begin = 0, end = 0;
};

// The section with the best label: "CONCLUSIONS: …" at the beginning of a line.
std::optional<Place> labelled_section(std::string_view abstract) {
  std::optional<Place> best;
  int best_rank = 0;
  for (std::size_t line = 0; line < abstract.size();) {
    const std::size_t end = std::min(abstract.find('\n', line), abstract.size());
    const std::size_t colon = abstract.substr(line, std::min(end - line, kMaxLabel + 1)).find(": ");
    if (colon != std::string_view::npos) {
      const int rank = rank_of(abstract.substr(line, colon));
      if (rank > best_rank) {
        best_rank = rank;
        best = Place{line + colon + 2, end};
      }
    }
    line = end + 1;
  }
  return best;
}

std::size_t length_of_label(std::string_view sentence) {
  for (const std::string_view label : {"Conclusions", "Conclusion", "CONCLUSIONS", "CONCLUSION",
                                       "Authors' conclusions", "AUTHORS' CONCLUSIONS"}) {
    if (!sentence.starts_with(label)) continue;
    std::string_view rest = sentence.substr(label.size());
    const std::size_t before = rest.size();
    if (!rest.empty() && (rest.front() == ':' || rest.front() == '.')) {
      rest.remove_prefix(1);
    } else if (rest.starts_with(" - ") || rest.starts_with(" \xE2\x80\x93 ")) {
      rest.remove_prefix(rest[1] == '-' ? 3 : 5);
    } else {
      continue;
    }
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    return label.size() + before - rest.size();
  }
  return 0;
}

bool begins_as_conclusion(std::string_view sentence) {
  std::string head = to_lower_ascii(truncate_utf8(sentence, 40));
  for (const std::string_view opening :
       {"in conclusion", "to conclude,", "we conclude ", "we therefore conclude ",
        "we thus conclude ", "thus, we conclude ", "therefore, we conclude ", "it is concluded ",
        "it is therefore concluded ", "the authors conclude ", "our conclusion is "}) {
    if (head.starts_with(opening)) return true;
  }
  return false;
}

// An abstract without labels: a label inside of the text, or a last sentence that says so itself.
std::optional<Place> told_in_text(std::string_view abstract) {
  if (abstract.find("onclu") == std::string_view::npos &&
      abstract.find("ONCLU") == std::string_view::npos) {
    return std::nullopt;
  }
  const std::vector<SentenceSpan> sentences = sentences_in(abstract);
  const auto line_end = [&abstract](std::size_t at) {
    return std::min(abstract.find('\n', at), abstract.size());
  };
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto& [begin, end] = sentences[i];
    const std::size_t label = length_of_label(abstract.substr(begin, end - begin));
    if (label == 0) continue;
    if (begin + label < end) return Place{begin + label, line_end(begin)};
    if (i + 1 < sentences.size() && sentences[i + 1].begin < line_end(begin)) {
      return Place{sentences[i + 1].begin, line_end(begin)};
    }
  }
  const std::size_t first =
      sentences.size() > kLastSentences ? sentences.size() - kLastSentences : 0;
  for (std::size_t i = first; i < sentences.size(); ++i) {
    const auto& [begin, end] = sentences[i];
    if (begins_as_conclusion(abstract.substr(begin, end - begin))) {
      return Place{begin, line_end(begin)};
    }
  }
  return std::nullopt;
}

// What publishers put behind a conclusion.
bool is_appendage(std::string_view sentence) {
  const std::string head = to_lower_ascii(truncate_utf8(sentence, 32));
  for (const std::string_view opening :
       {"copyright", "(c) ", "\xC2\xA9", "(funded by", "funded by", "funding:", "(clinicaltrials",
        "clinicaltrials.gov", "trial registration", "(trial registration", "published by"}) {
    if (head.starts_with(opening)) return true;
  }
  return false;
}

}  // namespace

std::optional<Conclusion> find_conclusion(std::string_view abstract, std::size_t max_bytes) {
  std::optional<Place> place = labelled_section(abstract);
  if (!place) place = told_in_text(abstract);
  if (!place) return std::nullopt;
  const std::string_view text = abstract.substr(place->begin, place->end - place->begin);
  Conclusion found;
  found.section_end = place->end;
  bool any = false;
  for (const auto& [begin, end] : sentences_in(text)) {
    if (is_appendage(text.substr(begin, end - begin))) break;
    if (!any) {
      if (end - begin > std::max(kMaxFirst, max_bytes)) return std::nullopt;
      found.begin = place->begin + begin;
    } else if (place->begin + end - found.begin > max_bytes) {
      found.continues = true;
      break;
    }
    any = true;
    found.end = place->begin + end;
  }
  if (!any) return std::nullopt;
  return found;
}

}  // namespace evidence
