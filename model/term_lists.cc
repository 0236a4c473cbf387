#include "model/term_lists.h"

#include <algorithm>

#include "model/label_key.h"

namespace evidence {
namespace {

std::string index_key(std::string_view words) { return spelled_key(label_key(words)); }

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (text.empty()) return;
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

}  // namespace

TermIndex::TermIndex(const TermLists& lists) {
  for (const std::vector<std::string>& group : lists.synonyms) {
    for (const std::string& words : group) {
      Entry& entry = entries_[index_key(words)];
      for (const std::string& other : group) {
        if (index_key(other) != index_key(words)) add_once(entry.others, other);
      }
    }
  }
  for (const TermLists::DrugName& drug : lists.drugs) {
    Entry& entry = entries_[index_key(drug.name)];
    for (const std::string& other : drug.equivalents) add_once(entry.others, other);
    add_once(entry.sources, drug.source);
  }
  for (const auto& [abbreviation, expansion] : lists.abbreviations) {
    entries_[index_key(abbreviation)].expansion = expansion;
  }
  for (const auto& [abbreviation, readings] : lists.ambiguous) {
    entries_[index_key(abbreviation)].readings = readings;
  }
  for (const auto& [one, other] : lists.spellings) {
    add_once(spellings_[one], other);
    add_once(spellings_[other], one);
  }
  drugs_ = lists.drug_names;
  for (const TermLists::DrugName& drug : lists.drugs) drugs_.push_back(drug.name);
  std::sort(drugs_.begin(), drugs_.end());
  drugs_.erase(std::unique(drugs_.begin(), drugs_.end()), drugs_.end());
  for (const std::string& name : drugs_) drug_keys_.insert(index_key(name));
  for (const std::vector<std::string>& group : lists.look_alikes) {
    for (const std::string& one : group) {
      for (const std::string& other : group) {
        if (one != other) unlike_[index_key(one)].insert(index_key(other));
      }
    }
  }
}

bool TermIndex::is_drug(std::string_view words) const {
  return drug_keys_.contains(index_key(words));
}

bool TermIndex::look_alike(std::string_view one, std::string_view other) const {
  const auto found = unlike_.find(index_key(one));
  return found != unlike_.end() && found->second.contains(index_key(other));
}

const TermIndex::Entry* TermIndex::find(std::string_view key) const {
  const auto found = entries_.find(spelled_key(key));
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string> TermIndex::spellings_of(std::string_view word) const {
  const auto found = spellings_.find(std::string(word));
  return found == spellings_.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace evidence
