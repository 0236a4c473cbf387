#include "search/weighted_stems.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "base/stem.h"
#include "base/tokenizer.h"
#include "model/label_key.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxStems = 200;
constexpr std::size_t kMaxSynonyms = 60;  // of one text
constexpr std::size_t kMaxRun = 5;        // words of a name that a list may know

// The stems of a text, without its common words.
std::vector<std::string> stems_in(std::string_view text) {
  std::vector<std::string> stems;
  for (const Token& token : tokenize(text)) {
    for (const std::string& part : token.parts) {
      if (!is_stop_word(part)) stems.push_back(stem(part));
    }
  }
  return stems;
}

void add_shared(WeightedStems& stems, const std::vector<std::string>& words, double weight) {
  if (words.empty()) return;
  for (const std::string& word : words) {
    if (stems.size() >= kMaxStems) return;
    stems[word] += weight / static_cast<double>(words.size());
  }
}

bool is_about_content(FieldSet fields) {
  for (const Field field : fields.fields()) {
    if (field == Field::kAny || field == Field::kTitle || field == Field::kAbstract ||
        field == Field::kHeading || field == Field::kKeyword) {
      return true;
    }
  }
  return false;
}

class Walk {
 public:
  explicit Walk(WeightedStems& stems) : stems_(stems) {}

  void visit(const query::Node& node) {
    if (const auto* term = std::get_if<query::Term>(&node.value)) {
      if (!term->wildcards && is_about_content(term->fields)) add_word(term->text);
    } else if (const auto* phrase = std::get_if<query::Phrase>(&node.value)) {
      if (!phrase->wildcards && is_about_content(phrase->fields)) {
        add_shared(stems_, stems_in(phrase->text), kMapped);
      }
    } else if (const auto* heading = std::get_if<query::Heading>(&node.value)) {
      if (!heading->wildcards) add_shared(stems_, stems_in(heading->label), kMapped);
    } else if (const auto* no = std::get_if<query::Not>(&node.value)) {
      if (!no->children.empty()) visit(no->children.front());
    } else if (const std::vector<query::Node>* children = query::children_of(node)) {
      for (const query::Node& child : *children) visit(child);
    }
  }

 private:
  void add_word(std::string_view text) {
    for (const std::string& each : stems_in(text)) {
      if (stems_.size() < kMaxStems) stems_[each] += 1;
    }
  }
  WeightedStems& stems_;
};

}  // namespace

WeightedStems stems_of(const query::Node& tree) {
  WeightedStems stems;
  Walk(stems).visit(tree);
  return stems;
}

std::vector<Synonym> synonyms_of(std::string_view text, const TermIndex& lists) {
  std::vector<std::string> words;
  for (const Token& token : tokenize(text)) {
    words.insert(words.end(), token.parts.begin(), token.parts.end());
  }
  std::vector<Synonym> synonyms;
  std::set<std::vector<std::string>> known;
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::string run;
    for (std::size_t length = 1; length <= kMaxRun && at + length <= words.size(); ++length) {
      run += (length == 1 ? "" : " ") + words[at + length - 1];
      if (length == 1 && is_stop_word(run)) continue;
      const TermIndex::Entry* entry = lists.find(label_key(run));
      if (entry == nullptr) continue;
      std::vector<std::string> names = entry->others;
      if (!entry->expansion.empty()) names.push_back(entry->expansion);
      const std::vector<std::string> typed = stems_in(run);
      const std::size_t first = synonyms.size();
      for (const std::string& name : names) {
        Synonym synonym{stems_in(name), 0};
        const bool repeats = std::all_of(typed.begin(), typed.end(), [&](const std::string& stem) {
          return std::find(synonym.stems.begin(), synonym.stems.end(), stem) != synonym.stems.end();
        });
        if (synonym.stems.empty() || repeats || synonyms.size() >= kMaxSynonyms) continue;
        if (known.insert(synonym.stems).second) synonyms.push_back(std::move(synonym));
      }
      const double share = 1 / std::sqrt(static_cast<double>(synonyms.size() - first));
      for (std::size_t i = first; i < synonyms.size(); ++i) synonyms[i].weight = share;
    }
  }
  return synonyms;
}

double total_weight(const WeightedStems& stems) {
  double sum = 0;
  for (const auto& [stem, weight] : stems) sum += weight;
  return sum;
}

}  // namespace evidence
