#include "curation/library_editing.h"

#include <algorithm>

#include "base/text.h"

namespace evidence::curation {
namespace {

Result<void> is_ones_own(const Editor& editor, const Library& library) {
  const auto named = [](const std::vector<std::string>& names, const std::string& name) {
    return !name.empty() && std::any_of(names.begin(), names.end(), [&](const std::string& own) {
      return equals_ignoring_case(own, name);
    });
  };
  switch (editor.tier) {
    case EditorTier::kOwner:
      if (named(editor.libraries, library.code)) return {};
      break;
    case EditorTier::kRegional:
      if (named(editor.regions, library.get("region"))) return {};
      break;
    case EditorTier::kNational:
      return {};
  }
  return Error{ErrorCode::kBlocked, "not_your_library",
               "The library " + library.code + " is not among those that this " +
                   std::string(tier_name(editor.tier)) + " looks after.",
               "Ask the library itself, or a national editor."};
}

}  // namespace

std::vector<std::string> changed_fields(const Library& before, const Library& after) {
  std::vector<std::string> names;
  for (const LibraryField& field : library_fields()) {
    if (before.get(field.name) != after.get(field.name)) names.emplace_back(field.name);
  }
  return names;
}

Result<void> may_change(const Editor& editor, const Library& before, const Library& after) {
  EVIDENCE_TRY(is_ones_own(editor, before));
  for (const std::string& name : changed_fields(before, after)) {
    const LibraryField* field = library_field(name);
    if (field == nullptr || editor.tier >= field->tier) continue;
    return Error{ErrorCode::kBlocked, "field_not_yours",
                 "The field " + name + " is changed by " +
                     (field->tier == EditorTier::kRegional ? "regional and national editors"
                                                           : "national editors") +
                     " only.",
                 "Ask one of them."};
  }
  return {};
}

Result<void> may_confirm(const Editor& editor, const Library& library) {
  return is_ones_own(editor, library);
}

Result<void> may_add_or_remove(const Editor& editor) {
  if (editor.tier == EditorTier::kNational) return {};
  return Error{ErrorCode::kBlocked, "not_your_library",
               "Libraries are added and removed by national editors.", "Ask one of them."};
}

}  // namespace evidence::curation
