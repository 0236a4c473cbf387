#include "search/suggestion.h"

#include <array>

namespace evidence {
namespace {

struct KindInfo {
  SuggestionKind kind;
  std::string_view name, label;
};
constexpr std::array<KindInfo, kSuggestionKinds> kKinds{{
    {SuggestionKind::kTopic, "topic", "Topics"},
    {SuggestionKind::kHeading, "heading", "Subject headings"},
    {SuggestionKind::kJournal, "journal", "Journals"},
    {SuggestionKind::kAuthor, "author", "Authors"},
    {SuggestionKind::kDrug, "drug", "Drugs"},
}};

}  // namespace

std::string_view suggestion_kind_name(SuggestionKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].name;
}

std::string_view suggestion_kind_label(SuggestionKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].label;
}

std::optional<SuggestionKind> suggestion_kind_by_name(std::string_view name) {
  for (const KindInfo& info : kKinds) {
    if (info.name == name) return info.kind;
  }
  return std::nullopt;
}

}  // namespace evidence
