#include "search/search_request.h"

#include <array>
#include <utility>

namespace evidence {
namespace {

constexpr std::array<std::pair<Sort, std::string_view>, 11> kSorts{{
    {Sort::kRelevance, "relevance"},
    {Sort::kDateDescending, "newest"},
    {Sort::kDateAscending, "oldest"},
    {Sort::kTitle, "title"},
    {Sort::kTitleDescending, "-title"},
    {Sort::kEvidence, "evidence"},
    {Sort::kEvidenceDescending, "-evidence"},
    {Sort::kAuthor, "author"},
    {Sort::kAuthorDescending, "-author"},
    {Sort::kJournal, "journal"},
    {Sort::kJournalDescending, "-journal"},
}};

}  // namespace

std::string_view sort_name(Sort sort) {
  for (const auto& [value, name] : kSorts) {
    if (value == sort) return name;
  }
  return "relevance";
}

std::string_view snippet_kind_name(SnippetKind kind) {
  switch (kind) {
    case SnippetKind::kNone:
      return "";
    case SnippetKind::kConclusion:
      return "conclusion";
    case SnippetKind::kExtract:
      return "extract";
  }
  return "";
}

std::optional<Sort> sort_by_name(std::string_view name) {
  for (const auto& [value, known] : kSorts) {
    if (known == name) return value;
  }
  if (name == "date" || name == "-date") return Sort::kDateDescending;
  return std::nullopt;
}

std::string sort_names() {
  std::string names;
  for (const auto& [sort, name] : kSorts) {
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names;
}

}  // namespace evidence
