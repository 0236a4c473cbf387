#include "server/rank_reasons.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/text.h"
#include "server/page_layout.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxClauses = 4;
constexpr double kTooSmall = 0.03;  // share of a clause that is not worth a word in the sentence
constexpr std::size_t kMaxWords = 4;
constexpr std::size_t kMaxText = 120;

enum class Kind { kWord, kSynonym, kFeedback, kNearQuery, kNearBest, kEvidence, kAge, kOther };

// What a factor's text (search/xapian_query.cc, search/staged_ranking.cc) says.
struct Factor {
  Kind kind = Kind::kOther;
  std::string word;   // of kWord and kSynonym, in its quotation marks
  std::string place;  // of kWord: "title", "any field"
  std::string rest;   // of kFeedback the words, of kAge the year
};

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

std::string quoted(std::string_view word) {
  const std::string shown = shortened(word, kMaxText);
  return word.starts_with("“") ? shown : "“" + shown + "”";
}

// "sepsis (stem sepsi)" → "sepsis".
std::string_view without_note(std::string_view word) {
  const std::size_t note = word.rfind(" (");
  return note == std::string_view::npos || note == 0 ? word : word.substr(0, note);
}

Factor read(std::string_view text) {
  Factor factor;
  const auto is = [&factor](Kind kind, std::string_view rest = {}) {
    factor.kind = kind;
    factor.rest = rest;
    return factor;
  };
  if (take(text, "has words of the best matches: ")) return is(Kind::kFeedback, text);
  if (text == "has typed words or words of the best matches") return is(Kind::kFeedback);
  if (text == "near to the query in meaning") return is(Kind::kNearQuery);
  if (text == "near to the best matches in meaning") return is(Kind::kNearBest);
  if (take(text, "evidence level ")) return is(Kind::kEvidence, text);
  if (take(text, "published in ")) return is(Kind::kAge, text);
  constexpr std::string_view kSame = " (means the same as a word)";
  if (text.ends_with(kSame)) {
    factor.word = quoted(text.substr(0, text.size() - kSame.size()));
    return is(Kind::kSynonym);
  }
  const std::size_t in = text.rfind(" in ");
  if (in == std::string_view::npos || in == 0) return factor;
  factor.word = quoted(without_note(text.substr(0, in)));
  factor.place = text.substr(in + 4);
  return is(Kind::kWord);
}

std::string place_text(const std::string& place) {
  if (place == "any field") return "in its text or headings";
  return "in the " + place;
}

std::string with_article(std::string_view label) {
  const std::string name = to_lower_ascii(label);
  const bool vowel = !name.empty() && std::string_view("aeiou").find(name[0]) != std::string::npos;
  return (vowel ? "an " : "a ") + name;
}

std::string kind_of_work(StudyType stated, StudyType probable) {
  if (stated != StudyType::kNotStated) {
    return "it is " + with_article(study_type_info(stated).label);
  }
  if (probable != StudyType::kNotStated) {
    return "it is probably " + with_article(study_type_info(probable).label);
  }
  return "of the kind of work that it is";
}

// Of one part of the sentence, and what it gave.
struct Clause {
  std::string text;
  std::string first;  // where it stands first; "" = the same
  double score = 0;
};

// A typed word's evidence: all its places together, named by the narrowest that counted.
struct WordEvidence {
  std::string word, place;
  double score = 0;
};

void add_word(std::vector<WordEvidence>& words, const Factor& factor, double score) {
  const auto same = std::find_if(words.begin(), words.end(), [&factor](const WordEvidence& each) {
    return each.word == factor.word;
  });
  if (same == words.end()) {
    words.push_back({factor.word, factor.place, score});
    return;
  }
  same->score += score;
  if (same->place == "any field" || factor.place == "title") same->place = factor.place;
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  const std::size_t shown = std::min(words.size(), kMaxWords);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == shown && shown == words.size();
    if (i > 0) list += last ? " and " : ", ";
    list += words[i];
  }
  return list + (words.size() > shown ? " and others" : "");
}

// Words of one place share a clause.
void add_words(std::vector<WordEvidence> words, std::vector<Clause>& clauses) {
  while (!words.empty()) {
    const std::string place = words.front().place;
    std::vector<std::string> names;
    double score = 0;
    for (const WordEvidence& word : words) {
      if (word.place != place) continue;
      names.push_back(word.word);
      score += word.score;
    }
    clauses.push_back(
        {listed(names) + (names.size() == 1 ? " is " : " are ") + place_text(place), "", score});
    std::erase_if(words, [&place](const WordEvidence& word) { return word.place == place; });
  }
}

void add_to(std::vector<Clause>& clauses, Clause clause) {
  const auto same = std::find_if(clauses.begin(), clauses.end(), [&clause](const Clause& each) {
    return each.text == clause.text;
  });
  if (same == clauses.end()) {
    clauses.push_back(std::move(clause));
  } else {
    same->score += clause.score;
  }
}

std::vector<Clause> clauses_of(const Hit& hit, StudyType stated, StudyType probable) {
  std::vector<Clause> clauses;
  std::vector<WordEvidence> words;
  for (const FactorExplained& each : hit.factors) {
    if (each.score <= 0) continue;
    const Factor factor = read(each.term);
    switch (factor.kind) {
      case Kind::kWord:
        add_word(words, factor, each.score);
        break;
      case Kind::kSynonym:
        add_to(clauses, {"it has " + factor.word + ", which means the same", "", each.score});
        break;
      case Kind::kFeedback:
        add_to(clauses, {factor.rest.empty() ? "it shares words with the best matches"
                                             : "it shares words with the best matches (" +
                                                   shortened(factor.rest, kMaxText) + ")",
                         "", each.score});
        break;
      case Kind::kNearQuery:
        add_to(clauses, {"it is near to your words in meaning", "", each.score});
        break;
      case Kind::kNearBest:
        add_to(clauses, {"it is near to the best matches in meaning", "", each.score});
        break;
      case Kind::kEvidence:
        add_to(clauses, {kind_of_work(stated, probable), "", each.score});
        break;
      case Kind::kAge:
        add_to(clauses,
               {"published " + factor.rest, "it was published in " + factor.rest, each.score});
        break;
      case Kind::kOther:
        break;
    }
  }
  add_words(std::move(words), clauses);
  std::stable_sort(clauses.begin(), clauses.end(),
                   [](const Clause& a, const Clause& b) { return a.score > b.score; });
  return clauses;
}

std::string sentence_of(const std::vector<Clause>& clauses, double given, bool placed_last) {
  std::string text;
  std::size_t said = 0;
  for (const Clause& clause : clauses) {
    if (said == kMaxClauses || (said > 0 && clause.score < kTooSmall * given)) break;
    if (said == 0) {
      text = clause.score >= 0.5 * given ? "Mostly because " : "Above all because ";
      text += clause.first.empty() ? clause.text : clause.first;
    } else {
      text += "; " + clause.text;
    }
    ++said;
  }
  if (text.empty()) text = "It passes the search; nothing in it gives it a higher place";
  text += ".";
  if (placed_last) text += " It comes after all others because a newer version of it exists.";
  return text;
}

std::string row_text(const std::string& term, StudyType stated, StudyType probable) {
  const Factor factor = read(term);
  switch (factor.kind) {
    case Kind::kWord:
      return factor.word + " " + place_text(factor.place);
    case Kind::kSynonym:
      return factor.word + ", which means the same as a word of yours";
    case Kind::kFeedback:
      return factor.rest.empty() ? "Has your words or words of the best matches"
                                 : "Has words of the best matches: " + factor.rest;
    case Kind::kNearQuery:
      return "Near to your words in meaning";
    case Kind::kNearBest:
      return "Near to the best matches in meaning";
    case Kind::kEvidence: {
      const StudyType type = stated != StudyType::kNotStated ? stated : probable;
      return type == StudyType::kNotStated
                 ? "Level of evidence " + factor.rest
                 : "Kind of evidence: " + to_lower_ascii(study_type_info(type).label) + ", level " +
                       factor.rest;
    }
    case Kind::kAge:
      return "Published " + factor.rest;
    case Kind::kOther:
      break;
  }
  return shortened(term, 2 * kMaxText);
}

}  // namespace

RankReasons rank_reasons(const Hit& hit, StudyType stated, StudyType probable) {
  RankReasons reasons;
  reasons.score = hit.score;
  double given = 0;
  bool placed_last = false;
  for (const FactorExplained& factor : hit.factors) {
    if (factor.score > 0) given += factor.score;
    placed_last |= factor.score < 0;
  }
  for (const FactorExplained& factor : hit.factors) {
    const double share = factor.score > 0 && given > 0 ? factor.score / given : 0;
    if (factor.score > 0 && share < 0.0005) continue;
    reasons.rows.push_back({row_text(factor.term, stated, probable), factor.score, share});
  }
  std::stable_sort(reasons.rows.begin(), reasons.rows.end(),
                   [](const RankReason& a, const RankReason& b) { return a.score > b.score; });
  reasons.sentence = sentence_of(clauses_of(hit, stated, probable), given, placed_last);
  return reasons;
}

std::string share_text(double share) {
  const long percent = std::lround(share * 100);
  if (percent == 0 && share > 0) return "less than 1%";
  return std::to_string(percent) + "%";
}

}  // namespace evidence::server
