// The table of rules that ships, and what identifies a table. Each rule's reason stands in
// config/merging.toml, which a test holds equal to this.
#include <string>

#include "base/hash.h"
#include "model/match.h"
#include "model/match_profile.h"

namespace evidence {

std::string fingerprint(const MatchRules& rules) {
  std::string text = "match " + std::to_string(kMatchVersion) + " " +
                     std::to_string(rules.most_records_of_key) +
                     (rules.by_identifier ? " i" : " -");
  const auto add = [&text](double value) { text += " " + std::to_string(value); };
  for (const MatchRule& rule : rules.rules) {
    text += "\n" + rule.name + " " + std::string(verdict_name(rule.verdict));
    for (const double value : {rule.title, rule.title_or_part, rule.title_words, rule.authors,
                               rule.journal, rule.abstract}) {
      add(value);
    }
    for (const std::size_t value : {rule.title_length, rule.authors_compared}) {
      add(static_cast<double>(value));
    }
    for (const bool value : {rule.first_author, rule.first_author_may_lack, rule.volume, rule.page,
                             rule.place, rule.no_other_page}) {
      add(value ? 1 : 0);
    }
    add(rule.years_apart.value_or(-1));
    add(rule.conflicts.value_or(-1));
  }
  return sha256_hex(text).substr(0, 32);
}

std::vector<MatchRule> MatchRules::default_match_rules() {
  std::vector<MatchRule> rules;
  const auto add = [&rules](std::string name) -> MatchRule& {
    MatchRule& rule = rules.emplace_back();
    rule.name = std::move(name);
    return rule;
  };
  {
    MatchRule& rule = add("title and place");
    rule.title_or_part = 0.85;
    rule.title_length = 8;
    rule.place = true;
  }
  {
    MatchRule& rule = add("title, first author, volume and page");
    rule.title_or_part = 0.85;
    rule.volume = true;
    rule.page = true;
    rule.first_author = true;
  }
  {
    MatchRule& rule = add("title, authors and year");
    rule.title = 0.95;
    rule.title_length = 20;
    rule.first_author = true;
    rule.authors = 0.6;
    rule.years_apart = 1;
    rule.conflicts = 0;
  }
  {
    MatchRule& rule = add("title, authors, year and journal");
    rule.title = 0.95;
    rule.title_length = 16;
    rule.first_author = true;
    rule.authors = 0.6;
    rule.years_apart = 1;
    rule.journal = 0.7;
    rule.conflicts = 1;
    rule.no_other_page = true;
  }
  {
    MatchRule& rule = add("title, page, journal and year");
    rule.title_or_part = 0.9;
    rule.title_length = 8;
    rule.page = true;
    rule.journal = 0.7;
    rule.years_apart = 0;
    rule.first_author_may_lack = true;
    rule.conflicts = 1;
  }
  {
    MatchRule& rule = add("title, abstract and authors");
    rule.title = 0.85;
    rule.abstract = 0.7;
    rule.first_author = true;
    rule.years_apart = 1;
    rule.conflicts = 1;
  }
  {
    MatchRule& rule = add("title, year and journal");
    rule.title = 0.95;
    rule.title_length = 40;
    rule.first_author_may_lack = true;
    rule.years_apart = 0;
    rule.journal = 0.8;
    rule.conflicts = 0;
  }
  {
    MatchRule& rule = add("place and authors");
    rule.place = true;
    rule.journal = 0.7;
    rule.years_apart = 0;
    rule.first_author = true;
    rule.authors = 0.9;
    rule.title_words = 0.5;
  }
  {
    MatchRule& rule = add("place and words of the title");
    rule.place = true;
    rule.journal = 0.7;
    rule.years_apart = 0;
    rule.first_author_may_lack = true;
    rule.title_words = 0.7;
  }
  {
    MatchRule& rule = add("place and several authors, title in other words");
    rule.place = true;
    rule.journal = 0.7;
    rule.years_apart = 0;
    rule.authors = 0.99;
    rule.authors_compared = 2;
    rule.first_author = true;
  }
  {
    MatchRule& rule = add("alike in title and author");
    rule.verdict = Verdict::kDoubtful;
    rule.title = 0.9;
    rule.title_length = 16;
    rule.first_author = true;
    rule.years_apart = 2;
  }
  {
    MatchRule& rule = add("alike in title and year");
    rule.verdict = Verdict::kDoubtful;
    rule.title = 0.95;
    rule.title_length = 40;
    rule.first_author_may_lack = true;
    rule.years_apart = 1;
  }
  {
    MatchRule& rule = add("alike in title and abstract");
    rule.verdict = Verdict::kDoubtful;
    rule.title = 0.8;
    rule.abstract = 0.8;
  }
  return rules;
}

}  // namespace evidence
