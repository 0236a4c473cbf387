// The small vocabulary of our own: equivalent words that no loaded vocabulary need know. app/ reads
// it from config/vocabulary/. Plain values; words are folded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace evidence {

struct TermLists {
  // Words or phrases that mean the same, symmetric: {"heart attack", "myocardial infarction"}.
  std::vector<std::vector<std::string>> synonyms;
  // Name of a drug → its other names (brand to generic, BAN to INN and USAN), with the source.
  struct DrugName {
    std::string name;
    std::vector<std::string> equivalents;
    std::string source;
  };
  std::vector<DrugName> drugs;
  // Abbreviations with one reading only: "copd".
  std::map<std::string, std::string> abbreviations;
  // Abbreviations and words with several: never expanded, readings offered.
  std::map<std::string, std::vector<std::string>> ambiguous;
  // Words spelt in two ways that no rule of base/stem.h brings together: {"lachrymal", "lacrimal"}.
  std::vector<std::pair<std::string, std::string>> spellings;
  // Names of drugs that have no other name here, so that spelling knows them.
  std::vector<std::string> drug_names;
  // Groups of words that look alike and mean different things: none is offered for another.
  std::vector<std::vector<std::string>> look_alikes;
};

// The same, ready to be asked by typed words in any spelling. Immutable, thread-safe.
class TermIndex {
 public:
  explicit TermIndex(const TermLists& lists);

  struct Entry {
    std::vector<std::string> others;    // words or phrases that mean the same
    std::vector<std::string> sources;   // of the drug names among them
    std::string expansion;              // of an abbreviation with one reading
    std::vector<std::string> readings;  // of an ambiguous one
  };
  // By label_key() of the words, whatever their spelling; nullptr where nothing is known.
  [[nodiscard]] const Entry* find(std::string_view key) const;
  // The other spellings of one folded word that the list has.
  [[nodiscard]] std::vector<std::string> spellings_of(std::string_view word) const;
  // Is this a name or a brand of a drug, in any spelling?
  [[nodiscard]] bool is_drug(std::string_view words) const;
  // Every such name, folded, each once, in alphabetical order.
  [[nodiscard]] const std::vector<std::string>& drugs() const { return drugs_; }
  // Must one never be taken for the other?
  [[nodiscard]] bool look_alike(std::string_view one, std::string_view other) const;

 private:
  std::unordered_map<std::string, Entry> entries_;  // by spelled_key()
  std::unordered_map<std::string, std::vector<std::string>> spellings_;
  std::vector<std::string> drugs_;
  std::unordered_set<std::string> drug_keys_;                                // by spelled_key()
  std::unordered_map<std::string, std::unordered_set<std::string>> unlike_;  // likewise
};

}  // namespace evidence
