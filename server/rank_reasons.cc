#include "server/rank_reasons.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "server/page_layout.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxClauses = 4;
constexpr double kTooSmall = 0.03;  // share of a clause that is not worth a word in the sentence
constexpr std::size_t kMaxWords = 4;
constexpr std::size_t kMaxText = 120;

std::string in_quotes(std::string_view word) {
  const std::string shown = shortened(word, kMaxText);
  return word.starts_with("“") ? shown : "“" + shown + "”";
}

std::string place_text(Field field) {
  if (field == Field::kAny) return "in its text or headings";
  return "in the " + to_lower_ascii(field_info(field).label);
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
  std::string word;
  Field place = Field::kAny;
  double score = 0;
};

void add_word(std::vector<WordEvidence>& words, const FactorExplained& factor) {
  const std::string word = in_quotes(factor.what);
  const auto same = std::find_if(words.begin(), words.end(),
                                 [&word](const WordEvidence& each) { return each.word == word; });
  if (same == words.end()) {
    words.push_back({word, factor.field, factor.score});
    return;
  }
  same->score += factor.score;
  if (same->place == Field::kAny || factor.field == Field::kTitle) same->place = factor.field;
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
    const Field place = words.front().place;
    std::vector<std::string> names;
    double score = 0;
    for (const WordEvidence& word : words) {
      if (word.place != place) continue;
      names.push_back(word.word);
      score += word.score;
    }
    clauses.push_back(
        {listed(names) + (names.size() == 1 ? " is " : " are ") + place_text(place), "", score});
    std::erase_if(words, [place](const WordEvidence& word) { return word.place == place; });
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
  for (const FactorExplained& factor : hit.factors) {
    if (factor.score <= 0) continue;
    switch (factor.kind) {
      case FactorKind::kWord:
        add_word(words, factor);
        break;
      case FactorKind::kSynonym:
        add_to(clauses,
               {"it has " + in_quotes(factor.what) + ", which means the same", "", factor.score});
        break;
      case FactorKind::kFeedback:
        add_to(clauses, {"it shares words with the best matches", "", factor.score});
        break;
      case FactorKind::kNearQuery:
        add_to(clauses, {"it is near to your words in meaning", "", factor.score});
        break;
      case FactorKind::kNearBest:
        add_to(clauses, {"it is near to the best matches in meaning", "", factor.score});
        break;
      case FactorKind::kNeighbours:
        add_to(clauses, {"works that resemble it match, too", "", factor.score});
        break;
      case FactorKind::kEvidence:
        add_to(clauses, {kind_of_work(stated, probable), "", factor.score});
        break;
      case FactorKind::kAge:
        add_to(clauses,
               {"published " + factor.what, "it was published in " + factor.what, factor.score});
        break;
      case FactorKind::kOther:
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

std::string row_text(const FactorExplained& factor, StudyType stated, StudyType probable) {
  switch (factor.kind) {
    case FactorKind::kWord:
      return in_quotes(factor.what) + " " + place_text(factor.field);
    case FactorKind::kSynonym:
      return in_quotes(factor.what) + ", which means the same as a word of yours";
    case FactorKind::kFeedback:
      return factor.what.empty() ? "Has your words or words of the best matches"
                                 : "Has words of the best matches";
    case FactorKind::kNearQuery:
      return "Near to your words in meaning";
    case FactorKind::kNearBest:
      return "Near to the best matches in meaning";
    case FactorKind::kNeighbours:
      return "Works that resemble it match, too";
    case FactorKind::kEvidence: {
      const StudyType type = stated != StudyType::kNotStated ? stated : probable;
      return type == StudyType::kNotStated
                 ? "Level of evidence " + factor.what
                 : "Kind of evidence: " + to_lower_ascii(study_type_info(type).label) + ", level " +
                       factor.what;
    }
    case FactorKind::kAge:
      return "Published " + factor.what;
    case FactorKind::kOther:
      break;
  }
  return shortened(factor.term, 2 * kMaxText);
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
    reasons.rows.push_back({row_text(factor, stated, probable), factor.score, share});
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
