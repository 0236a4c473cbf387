#include "query/pico.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "query/typed_text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMinBeforeStar = 4;  // PubMed's rule

bool is_letter_or_digit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte >= 0x80;
}

// The words of a typed phrase: brackets, field tags' brackets and other signs of query languages
// separate, so that nothing in a box can change what the other boxes mean.
class PhraseReader {
 public:
  PhraseReader(PicoElement element, std::vector<Message>& notes)
      : element_(element), notes_(notes) {}

  // "" where nothing is left of it.
  std::string read(std::string_view typed) {
    const std::string_view inside = trim(typed);
    const bool quoted = inside.size() > 2 && inside.front() == '"' && inside.back() == '"';
    std::vector<std::string> words;
    bool joins = false;  // "and", "not": would be read as operators
    for (std::string& word : words_of(inside)) {
      if (equals_ignoring_case(word, "and") || equals_ignoring_case(word, "not")) {
        joins = true;
        word = to_lower_ascii(word);
      }
      words.push_back(std::move(word));
    }
    if (words.empty()) return "";
    std::string phrase = join(words, " ");
    // A number alone would be taken for a line.
    const bool number = phrase.find_first_not_of("0123456789 ") == std::string::npos;
    if (quoted || joins || number) phrase = "\"" + phrase + "\"";
    if (joins && !quoted) {
      note("pico_kept_together",
           quoted_for_message(phrase, 60) + " is looked for as it stands, word by word.",
           "Put each thing on its own line, or into its own box.");
    }
    return phrase;
  }

 private:
  std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    bool left_out = false;
    const auto end = [&] {
      while (!word.empty() && (word.back() == '-' || word.back() == '\'')) word.pop_back();
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (is_letter_or_digit(c) || ((c == '-' || c == '\'') && !word.empty())) {
        word += c;
      } else if (c == '*' && word.size() >= kMinBeforeStar && at_end_of_word(text, i)) {
        word += c;
        end();
      } else {
        left_out = left_out || (c != ' ' && c != '"' && c != ',' && c != '.' && c != '-');
        commas_ = commas_ || c == ',';
        end();
      }
    }
    end();
    if (left_out && !signs_told_) {
      signs_told_ = true;
      note("pico_signs_left_out",
           "Brackets, tags and other signs mean nothing in a box and were left out.",
           "Use Strategies for a search with brackets and field tags.");
    }
    if (commas_ && !commas_told_) {
      commas_told_ = true;
      note("pico_comma", "A comma does not separate: the words around it must all be there.",
           "Put each word or phrase on its own line, or OR between them.");
    }
    return words;
  }

  static bool at_end_of_word(std::string_view text, std::size_t at) {
    return at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '"' ||
           text[at + 1] == ',';
  }

  void note(std::string code, std::string text, std::string fix) {
    notes_.push_back({Severity::kInfo,
                      std::move(code),
                      std::string(pico_label(element_)) + ": " + std::move(text),
                      {},
                      std::move(fix)});
  }

  PicoElement element_;
  std::vector<Message>& notes_;
  bool signs_told_ = false;
  bool commas_ = false;
  bool commas_told_ = false;
};

// At the word OR, but not between quotation marks.
std::vector<std::string_view> split_at_or(std::string_view line) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted || (line[i] != 'O' && line[i] != 'o') || i + 1 >= line.size()) continue;
    const bool is_or = line[i + 1] == 'R' || line[i + 1] == 'r';
    const bool starts = i == 0 || line[i - 1] == ' ' || line[i - 1] == ')' || line[i - 1] == '"';
    const bool ends =
        i + 2 >= line.size() || line[i + 2] == ' ' || line[i + 2] == '(' || line[i + 2] == '"';
    if (!is_or || !starts || !ends) continue;
    pieces.push_back(line.substr(begin, i - begin));
    begin = i + 2;
    ++i;
  }
  pieces.push_back(line.substr(begin));
  return pieces;
}

Result<std::vector<std::string>> phrases_of(PicoElement element, const std::string& typed,
                                            std::vector<Message>& notes) {
  const std::string name(pico_label(element));
  if (typed.size() > kMaxPicoBoxBytes) {
    return Error{
        ErrorCode::kTooLarge, "pico_too_long",
        "The box " + name + " has more than " + with_thousands(kMaxPicoBoxBytes) + " bytes.",
        "Use fewer words, or type the search under Strategies."};
  }
  std::vector<std::string> phrases;
  std::set<std::string> seen;
  PhraseReader reader(element, notes);
  for (const std::string_view line : split(typed, '\n')) {
    const TypedText plain = plain_signs(line);
    for (const std::string_view piece : split_at_or(plain.text)) {
      std::string phrase = reader.read(piece);
      if (phrase.empty() || !seen.insert(fold(phrase)).second) continue;
      if (phrase.size() > kMaxPicoPhraseBytes) {
        return Error{ErrorCode::kTooLarge, "pico_too_long",
                     "A phrase in the box " + name + " is longer than " +
                         std::to_string(kMaxPicoPhraseBytes) +
                         " bytes: " + quoted_for_message(phrase, 60) + ".",
                     "Put OR or a new line between the words or phrases."};
      }
      phrases.push_back(std::move(phrase));
    }
  }
  if (phrases.size() > kMaxPicoPhrases) {
    return Error{ErrorCode::kTooLarge, "pico_too_many_phrases",
                 "The box " + name + " has " + std::to_string(phrases.size()) + " phrases; " +
                     std::to_string(kMaxPicoPhrases) + " fit.",
                 "Keep the most telling ones, or type the search under Strategies."};
  }
  return phrases;
}

PicoStep step_of(const std::vector<PicoPart>& parts, const std::vector<PicoElement>& dropped,
                 unsigned line) {
  PicoStep step;
  step.line = line;
  step.dropped = dropped;
  std::vector<std::string> numbers;
  std::vector<std::string> searches;
  for (const PicoPart& part : parts) {
    if (std::find(dropped.begin(), dropped.end(), part.element) != dropped.end()) continue;
    step.used.push_back(part.element);
    numbers.push_back("#" + std::to_string(part.line));
    searches.push_back(part.search);
  }
  step.search = join(numbers, " AND ");
  step.whole = join(searches, " AND ");
  return step;
}

}  // namespace

std::string_view pico_label(PicoElement element) {
  switch (element) {
    case PicoElement::kPopulation:
      return "Population";
    case PicoElement::kIntervention:
      return "Intervention";
    case PicoElement::kComparison:
      return "Comparison";
    case PicoElement::kOutcome:
      return "Outcome";
  }
  return "Population";
}

const std::string& PicoBoxes::of(PicoElement element) const {
  switch (element) {
    case PicoElement::kPopulation:
      return population;
    case PicoElement::kIntervention:
      return intervention;
    case PicoElement::kComparison:
      return comparison;
    case PicoElement::kOutcome:
      return outcome;
  }
  return population;
}

Result<PicoStrategy> build_pico(const PicoBoxes& boxes) {
  PicoStrategy strategy;
  for (const PicoElement element : kPicoElements) {
    PicoPart part;
    part.element = element;
    EVIDENCE_ASSIGN(part.phrases, phrases_of(element, boxes.of(element), strategy.notes));
    if (part.phrases.empty()) continue;
    part.line = static_cast<unsigned>(strategy.parts.size()) + 1;
    // Always in brackets: a line that ends in a number is not taken for one with a count of hits.
    part.search = "(" + join(part.phrases, " OR ") + ")";
    strategy.parts.push_back(std::move(part));
  }
  if (strategy.parts.empty()) {
    return Error{ErrorCode::kInvalidArgument, "pico_empty", "All four boxes are empty.",
                 "Type at least who the question is about, or what is done."};
  }
  auto line = static_cast<unsigned>(strategy.parts.size());
  if (line == 1) {
    strategy.steps.push_back(step_of(strategy.parts, {}, 1));
    return strategy;
  }
  std::vector<PicoElement> dropped;
  strategy.steps.push_back(step_of(strategy.parts, dropped, ++line));
  for (const PicoElement element : {PicoElement::kOutcome, PicoElement::kComparison}) {
    const bool there = std::any_of(strategy.parts.begin(), strategy.parts.end(),
                                   [&](const PicoPart& part) { return part.element == element; });
    if (!there || dropped.size() + 1 >= strategy.parts.size()) continue;
    dropped.push_back(element);
    strategy.steps.push_back(step_of(strategy.parts, dropped, ++line));
  }
  return strategy;
}

std::string pico_text(const PicoStrategy& strategy, std::size_t last) {
  std::string text;
  for (const PicoPart& part : strategy.parts) {
    text += "#" + std::to_string(part.line) + " " + part.search + "\n";
  }
  if (strategy.parts.size() == 1) return text;
  for (std::size_t i = 0; i < strategy.steps.size() && i <= last; ++i) {
    text += "#" + std::to_string(strategy.steps[i].line) + " " + strategy.steps[i].search + "\n";
  }
  return text;
}

std::size_t choose_pico_step(const std::vector<std::optional<std::uint64_t>>& counts) {
  std::size_t chosen = 0;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!counts[i]) continue;
    if (*counts[i] > most) {
      chosen = i;
      most = *counts[i];
    }
    if (*counts[i] >= kFewPicoResults) return i;
  }
  return chosen;
}

}  // namespace evidence::query
