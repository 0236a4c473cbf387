// The small vocabulary of our own: equivalent words that no loaded vocabulary need know. app/ reads
// it from config/vocabulary/. Plain values; words are folded.
#pragma once

#include <map>
#include <string>
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
  // Abbreviations with several: never expanded, readings offered.
  std::map<std::string, std::vector<std::string>> ambiguous;
};

}  // namespace evidence
