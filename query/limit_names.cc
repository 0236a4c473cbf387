// The names of Ovid's limits and the headings, publication types and languages that they stand for.
#include <array>

#include "base/text.h"
#include "model/language.h"
#include "query/limit_ovid.h"
#include "query/search_parts.h"

namespace evidence::query {
namespace {

struct HeadingLimit {
  std::string_view begins;  // the limit's name up to its bracket
  std::string_view label;
  bool explode;
};

// The longest fitting beginning comes first.
constexpr std::array<HeadingLimit, 26> kHeadings{{
    {"human", "Humans", false},
    {"humans", "Humans", false},
    {"animal", "Animals", false},
    {"animals", "Animals", false},
    {"male", "Male", false},
    {"female", "Female", false},
    {"pregnancy", "Pregnancy", true},
    {"all infant", "Infant", true},
    {"newborn infant", "Infant, Newborn", true},
    {"infant", "Infant", false},
    {"all child", "Child", true},
    {"preschool child", "Child, Preschool", false},
    {"child", "Child", false},
    {"adolescent", "Adolescent", false},
    {"adolescence", "Adolescent", false},
    {"all adult", "Adult", true},
    {"young adult", "Young Adult", false},
    {"young adult and adult", "Adult", false},
    {"adult", "Adult", false},
    {"middle age", "Middle Aged", false},
    {"middle aged", "Middle Aged", false},
    {"all aged", "Aged", true},
    {"aged", "Aged", true},
    {"aged, 80 and over", "Aged, 80 and over", false},
    {"aged, 80 & over", "Aged, 80 and over", false},
    {"very elderly", "Aged, 80 and over", false},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 42> kTypes{{
    {"article", "Journal Article"},
    {"journal article", "Journal Article"},
    {"review", "Review"},
    {"review articles", "Review"},
    {"review literature", "Review"},
    {"systematic review", "Systematic Review"},
    {"systematic reviews", "Systematic Review"},
    {"meta analysis", "Meta-Analysis"},
    {"meta-analysis", "Meta-Analysis"},
    {"clinical trial", "Clinical Trial"},
    {"clinical trial, all", "Clinical Trial"},
    {"clinical trial, phase i", "Clinical Trial, Phase I"},
    {"clinical trial, phase ii", "Clinical Trial, Phase II"},
    {"clinical trial, phase iii", "Clinical Trial, Phase III"},
    {"clinical trial, phase iv", "Clinical Trial, Phase IV"},
    {"controlled clinical trial", "Controlled Clinical Trial"},
    {"randomized controlled trial", "Randomized Controlled Trial"},
    {"randomised controlled trial", "Randomized Controlled Trial"},
    {"pragmatic clinical trial", "Pragmatic Clinical Trial"},
    {"multicenter study", "Multicenter Study"},
    {"comparative study", "Comparative Study"},
    {"evaluation studies", "Evaluation Study"},
    {"validation studies", "Validation Study"},
    {"observational study", "Observational Study"},
    {"guideline", "Guideline"},
    {"practice guideline", "Practice Guideline"},
    {"consensus development conference", "Consensus Development Conference"},
    {"case reports", "Case Reports"},
    {"editorial", "Editorial"},
    {"letter", "Letter"},
    {"comment", "Comment"},
    {"news", "News"},
    {"historical article", "Historical Article"},
    {"twin study", "Twin Study"},
    {"conference abstract", "Conference Abstract"},
    {"conference paper", "Conference Paper"},
    {"conference review", "Conference Review"},
    {"book", "Book"},
    {"chapter", "Chapter"},
    {"erratum", "Published Erratum"},
    {"note", "Note"},
    {"short survey", "Short Survey"},
}};

std::string name_of(std::string_view typed) {
  std::string lower = to_lower_ascii(trim(typed));
  // "(19 to 44 years)", "<18 to 64 years>", ": 13-18 years": the ages behind the name.
  for (const char open : {'(', '<', ':'}) {
    if (const std::size_t at = lower.find(open); at != std::string::npos) lower.resize(at);
  }
  std::string single;
  for (const std::string_view word : split(lower, ' ')) {
    if (word.empty()) continue;
    if (!single.empty()) single.push_back(' ');
    single += word;
  }
  return single;
}

}  // namespace

std::optional<Node> limit_condition(std::string_view typed, Span span) {
  const std::string name = name_of(typed);
  // "aged (80 and over)" is a narrower one than "aged".
  if (name == "aged" && to_lower_ascii(typed).find("80") != std::string::npos) {
    Heading heading;
    heading.label = "Aged, 80 and over";
    return Node{std::move(heading), span};
  }
  for (const HeadingLimit& one : kHeadings) {
    if (name != one.begins) continue;
    Heading heading;
    heading.label = one.label;
    heading.explode = one.explode;
    return Node{std::move(heading), span};
  }
  for (const auto& [limit, type] : kTypes) {
    if (name == limit) return Node{Exact{Field::kPublicationType, std::string(type)}, span};
  }
  if (name == "abstracts" || name == "abstract") {
    return Node{Exact{Field::kHas, "abstract"}, span};
  }
  if (name == "full text" || name == "ovid full text available") {
    return Node{Exact{Field::kHas, "full_text"}, span};
  }
  std::string_view language = name;
  if (language.ends_with(" language")) language.remove_suffix(9);
  if (std::string code = language_code(language); !code.empty() && language.size() > 3) {
    return Node{Exact{Field::kLanguage, std::move(code)}, span};
  }
  return std::nullopt;
}

}  // namespace evidence::query
