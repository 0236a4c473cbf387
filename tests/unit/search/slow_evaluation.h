// Does a work match a tree? The plainest way there is: every word of the work is looked at, with
// regular expressions for patterns and all combinations for proximity. Shares nothing with search/,
// so that exact counts have something to be compared with.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/work.h"
#include "query/ast.h"

namespace evidence::test {

// Narrower headings and subheadings by label, all the way down, without itself.
struct SlowVocabulary {
  std::map<std::string, std::vector<std::string>> narrower;  // by folded label
  std::map<std::string, std::vector<std::string>> narrower_qualifiers;
  std::map<std::string, std::string> entry_terms;    // folded entry term → label
  std::map<std::string, std::string> abbreviations;  // of qualifiers
};

class SlowWork {
 public:
  SlowWork(const Work& work, const SlowVocabulary& vocabulary);
  // `pubmed`: the tree came from PubMed's syntax.
  [[nodiscard]] bool matches(const query::Node& node, bool pubmed);

 private:
  // One value of a field: the words that stand at each position.
  using Value = std::vector<std::vector<std::string>>;
  struct Span {
    std::size_t value, first, last;
    auto operator<=>(const Span&) const = default;
  };
  using Spans = std::vector<Span>;

  void add_text(Field field, const std::string& text);
  void add_person(Field field, const Contributor& person);
  [[nodiscard]] bool holds(const query::Node& node) const;
  [[nodiscard]] Spans spans(Field field, const query::Node& node) const;
  [[nodiscard]] Spans words_at(Field field, const std::string& text, bool wildcards) const;
  [[nodiscard]] Spans near(Field field, const query::Near& near) const;
  [[nodiscard]] bool has_heading(const query::Heading& heading) const;
  [[nodiscard]] bool has_subheading(const query::Subheading& subheading) const;
  [[nodiscard]] bool has_exact(const query::Exact& exact) const;
  [[nodiscard]] bool in_range(const query::Range& range) const;
  [[nodiscard]] std::vector<std::string> exact_values(Field field) const;

  const Work& work_;
  const SlowVocabulary& vocabulary_;
  bool pubmed_ = false;
  std::map<Field, std::vector<Value>> text_;
};

}  // namespace evidence::test
