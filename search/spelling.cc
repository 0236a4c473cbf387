#include "search/spelling.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "query/parser_simple.h"
#include "search/opposites.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWords = 20;         // of a query that are looked at
constexpr std::size_t kMaxDoubts = 4;         // in one query
constexpr std::size_t kLooked = 12;           // candidates of one word
constexpr double kMaxCost = 2.6;              // of edits that are still a slip
constexpr double kMaxCostOfKnown = 0.85;      // where the typed word does occur
constexpr std::uint64_t kRareShare = 20'000;  // one in so many works: no more may have a slip
constexpr std::uint64_t kFewShare = 1'000;    // nor of words of the same stem
constexpr std::uint64_t kMuchRarer = 200;     // times
constexpr std::uint64_t kRarerInAll = 20;     // times, with all words of the same stem
constexpr std::size_t kMaxChoices = 3;        // offered where only the reader can tell
constexpr std::size_t kMaxTried = 4;          // likely words whose works are counted
constexpr double kTogether = 0.3;  // of score: ten times as many works with the other words
constexpr double kNextTo = 1.0;    // of score: as likely as the best, where lives depend on it

bool is_plain(const query::Term& term) {
  return term.stemmed && !term.wildcards && term.fields == FieldSet(Field::kAny);
}

// Is it what a chemical's heading or a drug is called?
bool is_substance(std::string_view word, const SpellingWorld& world) {
  if (world.lists != nullptr && world.lists->is_drug(word)) return true;
  for (const FoundHeading& found : world.vocabulary->find(word)) {
    if (found.kind == HeadingKind::kSupplementary) return true;
    if (found.kind != HeadingKind::kDescriptor) continue;
    const auto heading = world.vocabulary->heading(found.id);
    if (heading && std::any_of(heading->tree_numbers.begin(), heading->tree_numbers.end(),
                               [](const std::string& tree) { return tree.starts_with("D"); })) {
      return true;
    }
  }
  return false;
}

// Known whatever the index holds: a drug, a heading, an abbreviation, a word of our lists.
bool is_known(std::string_view word, const SpellingWorld& world) {
  if (world.lists != nullptr && (world.lists->is_drug(word) || world.lists->find(word) != nullptr ||
                                 !world.lists->spellings_of(word).empty())) {
    return true;
  }
  return !world.vocabulary->find(word).empty();
}

// One is the other with a common ending: both are words, whatever their numbers.
bool is_inflection(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (!b.starts_with(a.substr(0, a.size() - 1))) return false;
  for (const std::string_view ending : {"s", "es", "d", "ed", "ing", "al", "ic", "ly", "ous", "er",
                                        "ers", "y", "ity", "ies", "able", "ally", "ism", "ist"}) {
    if (b.ends_with(ending) &&
        (b.size() - ending.size() == a.size() || b.size() - ending.size() + 1 == a.size())) {
      return true;
    }
  }
  return false;
}

// How many works have a word: as it is written, and in any form.
struct Occurrence {
  std::uint64_t written = 0, works = 0;
};

std::vector<Candidate> acceptable(std::string_view word, const Occurrence& occurs,
                                  const SpellingWorld& world) {
  const std::uint32_t enough = common_enough(world.documents);
  std::vector<Candidate> kept;
  const Lexicon* lexicon = world.lexicon ? world.lexicon() : nullptr;
  if (lexicon == nullptr) return kept;
  for (Candidate& candidate : lexicon->near(word, kLooked * 4)) {
    if (candidate.works < enough || is_stop_word(candidate.word)) continue;
    if (stem(candidate.word) == stem(word)) continue;  // it finds the same
    const bool known = occurs.works > 0;
    if (candidate.cost > kMaxCost || (known && candidate.cost > kMaxCostOfKnown)) continue;
    if (candidate.cost > 0.25 * static_cast<double>(word.size()) + 0.3) continue;
    if (known &&
        (candidate.works / std::max<std::uint64_t>(occurs.written, 1) < kMuchRarer ||
         candidate.works / occurs.works < kRarerInAll || is_inflection(word, candidate.word))) {
      continue;
    }
    if (must_not_be_confused(word, candidate.word, world)) continue;
    kept.push_back(std::move(candidate));
    if (kept.size() == kLooked) break;
  }
  return kept;
}

// The other spelling of an offered word where the typed one is British or American: the reader
// gets back what they began to write.
std::string in_same_spelling(std::string_view typed, const std::vector<Candidate>& candidates,
                             const Candidate& best) {
  const Candidate* nearest = &best;
  for (const Candidate& other : candidates) {
    if (fold_spelling(other.word) != fold_spelling(best.word)) continue;
    if (other.works * 20 < best.works) continue;
    if (slip_cost(typed, other.word) < slip_cost(typed, nearest->word)) nearest = &other;
  }
  return nearest->word;
}

// Could the reader have meant `other` as well as `best`, where mistaking them could harm?
bool is_rival(const Candidate& other, const Candidate& best, const SpellingWorld& world) {
  if (!must_not_be_confused(best.word, other.word, world) &&
      !must_not_be_confused(other.word, best.word, world)) {
    return false;
  }
  // Drugs that are known to be mistaken for one another are always asked about.
  const bool listed = world.lists != nullptr && world.lists->look_alike(best.word, other.word);
  if (listed && is_substance(best.word, world)) return true;
  return other.score <= best.score + kNextTo || other.cost <= best.cost + kNextTo / 2;
}

std::optional<Doubt> misspelt(const TypedWord& typed, const Occurrence& occurs,
                              const SpellingWorld& world) {
  const std::vector<Candidate> candidates = acceptable(typed.folded, occurs, world);
  if (candidates.empty()) return std::nullopt;
  const Candidate& best = candidates.front();
  Doubt doubt{typed.begin, typed.end, {}, 0};
  std::vector<Doubt::Option> likely;
  const auto add = [&](std::vector<Doubt::Option>& options, const Candidate& candidate) {
    std::string text = in_same_spelling(typed.folded, candidates, candidate);
    const bool known = std::any_of(options.begin(), options.end(), [&text](const auto& option) {
      return stem(option.text) == stem(text);
    });
    if (!known) options.push_back({std::move(text), candidate.score});
  };
  add(doubt.options, best);
  add(likely, best);
  for (const Candidate& other : candidates) {
    if (is_rival(other, best, world)) {
      if (doubt.options.size() < kMaxChoices) add(doubt.options, other);
    } else if (other.score <= best.score + kNextTo && likely.size() < kMaxTried) {
      add(likely, other);
    }
  }
  if (doubt.options.size() > 1) {
    doubt.to_choose = doubt.options.size();
  } else {
    doubt.options = std::move(likely);
  }
  return doubt;
}

// "bloodpressure": two words that many works have.
std::optional<Doubt> run_together(const TypedWord& typed, const SpellingWorld& world) {
  constexpr std::size_t kLeast = 3;
  const std::uint64_t enough = std::max<std::uint64_t>(2, common_enough(world.documents)) * 5;
  const std::string& word = typed.folded;
  double best = 0;
  Doubt doubt{typed.begin, typed.end, {}, 0};
  for (std::size_t at = kLeast; at + kLeast <= word.size(); ++at) {
    const std::string one = word.substr(0, at), other = word.substr(at);
    if (is_stop_word(one) || is_stop_word(other)) continue;
    const std::uint64_t first = world.works_as_written(one);
    const std::uint64_t second = world.works_as_written(other);
    if (std::min(first, second) < std::min<std::uint64_t>(enough, 1 + world.documents / 50)) {
      continue;
    }
    // Two long words are likelier than "path" and "ology".
    const double score = std::log10(static_cast<double>(first)) +
                         std::log10(static_cast<double>(second)) +
                         static_cast<double>(std::min(one.size(), other.size()));
    if (score <= best) continue;
    best = score;
    doubt.options = {{one + " " + other, 0}};
  }
  if (doubt.options.empty()) return std::nullopt;
  return doubt;
}

// "heart burn": one word that many works have, written as two.
std::optional<Doubt> torn_apart(const TypedWord& one, const TypedWord& other,
                                const SpellingWorld& world) {
  if (other.begin != one.end + 1) return std::nullopt;
  const std::string together = one.folded + other.folded;
  const std::uint64_t works = world.works_with(together);
  if (works < common_enough(world.documents) * 5ULL) return std::nullopt;
  const std::uint64_t rarer =
      std::min(world.works_with(one.folded), world.works_with(other.folded));
  // Both halves are common words that stand together by themselves ("long term").
  if (rarer > works * 4) return std::nullopt;
  return Doubt{one.begin, other.end, {{together, 0}}, 0};
}

void collect(const query::Node& node, std::string_view text, std::vector<TypedWord>& words) {
  if (words.size() >= kMaxWords) return;
  if (const auto* all = std::get_if<query::And>(&node.value)) {
    for (const query::Node& child : all->children) collect(child, text, words);
  } else if (const auto* any = std::get_if<query::Or>(&node.value)) {
    for (const query::Node& child : any->children) collect(child, text, words);
  } else if (const auto* apart = std::get_if<query::Not>(&node.value)) {
    for (const query::Node& child : apart->children) collect(child, text, words);
  } else if (const auto* term = std::get_if<query::Term>(&node.value); term && is_plain(*term)) {
    const std::size_t begin = node.span.begin, end = node.span.end;
    if (end <= begin || end > text.size()) return;
    const std::string_view typed = text.substr(begin, end - begin);
    for (const Token& token : tokenize(typed)) {
      if (token.parts.size() != 1 || token.begin != 0 || token.end != typed.size()) continue;
      words.push_back({token.parts.front(), begin, end});
    }
  }
}

}  // namespace

std::vector<TypedWord> plain_words_of(std::string_view query) {
  std::vector<TypedWord> words;
  const auto parsed = query::parse_simple(query);
  if (!parsed.ok()) return words;
  collect(parsed->tree, query, words);
  std::sort(words.begin(), words.end(),
            [](const TypedWord& a, const TypedWord& b) { return a.begin < b.begin; });
  return words;
}

bool must_not_be_confused(std::string_view typed, std::string_view offered,
                          const SpellingWorld& world) {
  if (are_opposites(typed, offered)) return true;
  if (world.lists != nullptr && world.lists->look_alike(typed, offered)) return true;
  return is_substance(typed, world) && is_substance(offered, world);
}

std::vector<Doubt> doubts_of(const std::vector<TypedWord>& words, const SpellingWorld& world) {
  std::vector<Doubt> doubts;
  const std::uint64_t rare = std::max<std::uint64_t>(2, world.documents / kRareShare);
  for (std::size_t i = 0; i < words.size() && doubts.size() < kMaxDoubts; ++i) {
    if (i + 1 < words.size()) {
      if (auto torn = torn_apart(words[i], words[i + 1], world)) {
        doubts.push_back(std::move(*torn));
        ++i;
        continue;
      }
    }
    const TypedWord& typed = words[i];
    const bool letters = std::all_of(typed.folded.begin(), typed.folded.end(),
                                     [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters || typed.folded.size() < kMinCorrected || typed.folded.size() > kMaxCorrected) {
      continue;
    }
    const std::uint64_t works = world.works_with(typed.folded);
    // "migrane" is no word because works have "migrans", of the same stem.
    if (works > world.documents / kFewShare + rare) continue;
    const Occurrence occurs{works > rare ? world.works_as_written(typed.folded) : works, works};
    if (occurs.written > rare || is_known(typed.folded, world)) continue;
    auto doubt = misspelt(typed, occurs, world);
    if (works == 0 && typed.folded.size() >= 7) {
      // A slip of one letter is likelier than a lost blank, and that likelier than two slips.
      const bool near = doubt && typing_cost(typed.folded, doubt->options.front().text) <= 1.1;
      if (!near) {
        if (auto two = run_together(typed, world)) doubt = std::move(two);
      }
    }
    if (doubt) doubts.push_back(std::move(*doubt));
  }
  return doubts;
}

namespace {

std::string with(std::string_view query, const std::vector<Doubt>& doubts,
                 const std::vector<std::size_t>& chosen) {
  std::string text(query);
  for (std::size_t i = doubts.size(); i-- > 0;) {
    const Doubt& doubt = doubts[i];
    text.replace(doubt.begin, doubt.end - doubt.begin, doubt.options[chosen[i]].text);
  }
  return text;
}

}  // namespace

std::vector<OtherSpelling> other_spellings_of(
    std::string_view query, const std::vector<TypedWord>& words, const std::vector<Doubt>& doubts,
    const std::function<std::uint64_t(const std::string&)>& count) {
  std::vector<OtherSpelling> other_spellings;
  if (doubts.empty()) return other_spellings;
  // Nobody but the reader answers a question of two drugs; two such questions at once are not
  // asked.
  if (std::count_if(doubts.begin(), doubts.end(),
                    [](const Doubt& each) { return each.to_choose > 0; }) > 1) {
    return other_spellings;
  }
  std::vector<std::size_t> chosen(doubts.size(), 0);
  // One place is varied: where the reader has to choose, else the first that has several options.
  std::size_t varied = 0;
  for (std::size_t i = doubts.size(); i-- > 0;) {
    if (doubts[i].options.size() > 1 && doubts[varied].to_choose == 0) varied = i;
    if (doubts[i].to_choose > 0) varied = i;
  }
  const Doubt& doubt = doubts[varied];
  const std::string typed(query.substr(doubt.begin, doubt.end - doubt.begin));
  std::vector<double> scores;
  for (std::size_t option = 0; option < doubt.options.size(); ++option) {
    // Alone the likeliest word needs no company to be judged by.
    if (option > 0 && doubt.to_choose == 0 && words.size() == 1 && other_spellings[0].works > 0)
      break;
    chosen[varied] = option;
    OtherSpelling spelling{with(query, doubts, chosen), typed, doubt.options[option].text, 0};
    spelling.works = count(spelling.text);
    scores.push_back(doubt.options[option].score -
                     kTogether * std::log10(1.0 + static_cast<double>(spelling.works)));
    other_spellings.push_back(std::move(spelling));
  }
  if (doubt.to_choose > 0) {
    const bool any = std::any_of(other_spellings.begin(), other_spellings.end(),
                                 [](const OtherSpelling& each) { return each.works > 0; });
    return any ? other_spellings : std::vector<OtherSpelling>{};
  }
  std::size_t best = other_spellings.size();
  for (std::size_t i = 0; i < other_spellings.size(); ++i) {
    if (other_spellings[i].works == 0) continue;
    if (best == other_spellings.size() || scores[i] < scores[best]) best = i;
  }
  if (best == other_spellings.size()) return {};
  return {other_spellings[best]};
}

}  // namespace evidence
