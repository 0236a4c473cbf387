#include "tests/unit/query/small_vocabulary.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace evidence::query {
namespace {

struct Entry {
  const char* id;
  const char* label;
  HeadingKind kind;
};
constexpr std::array kEntries{
    Entry{"D1", "Sensitivity and Specificity", HeadingKind::kDescriptor},
    Entry{"D2", "Wounds and Injuries", HeadingKind::kDescriptor},
    Entry{"D3", "Asthma", HeadingKind::kDescriptor},
    Entry{"D4", "Breast Neoplasms", HeadingKind::kDescriptor},
    Entry{"D5", "Follow-Up Studies", HeadingKind::kDescriptor},
    Entry{"D6", "Antihypertensive Agents", HeadingKind::kDescriptor},
    Entry{"D7", "Atenolol", HeadingKind::kDescriptor},
    Entry{"D8", "Ramipril", HeadingKind::kDescriptor},
    Entry{"Q1", "drug therapy", HeadingKind::kQualifier},
    Entry{"Q2", "statistics and numerical data", HeadingKind::kQualifier},
};

FoundHeading found(const Entry& entry) {
  return {entry.id, entry.label, entry.kind, FoundBy::kLabel};
}

std::string key(std::string_view text) {
  std::string folded = fold(text);
  std::replace_if(
      folded.begin(), folded.end(), [](char c) { return c == '-' || c == ','; }, ' ');
  return clean_text(folded);
}

class SmallVocabulary final : public Vocabulary {
 public:
  std::string version() const override { return "mesh 2026, invented"; }
  std::vector<FoundHeading> find(std::string_view label) const override {
    std::vector<FoundHeading> list;
    const std::string wanted = key(label);
    for (const Entry& entry : kEntries) {
      if (entry.kind != HeadingKind::kQualifier && key(entry.label) == wanted) {
        list.push_back(found(entry));
      }
    }
    return list;
  }
  std::optional<FoundHeading> find_qualifier(std::string_view name) const override {
    const std::string wanted = key(name);
    for (const Entry& entry : kEntries) {
      if (entry.kind == HeadingKind::kQualifier && key(entry.label) == wanted) return found(entry);
    }
    return std::nullopt;
  }
  std::optional<VocabularyHeading> heading(std::string_view) const override { return std::nullopt; }
  std::vector<FoundHeading> with_narrower(std::string_view) const override { return {}; }
  std::vector<FoundHeading> narrower(std::string_view) const override { return {}; }
  std::vector<FoundHeading> broader(std::string_view) const override { return {}; }
  std::vector<FoundHeading> with_action(std::string_view id) const override {
    if (id != "D6") return {};
    return {found(kEntries[6]), found(kEntries[7])};
  }
  std::vector<FoundHeading> suggest(std::string_view, std::size_t) const override { return {}; }
  std::vector<FoundHeading> beginning_with(std::string_view, std::size_t) const override {
    return {};
  }
};

}  // namespace

const Vocabulary& small_vocabulary() {
  static const SmallVocabulary kVocabulary;
  return kVocabulary;
}

}  // namespace evidence::query
