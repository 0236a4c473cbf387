// Who may change what in the directory: three tiers, decided by the table of fields. A pure check,
// ready for accounts; until there are any, changes are made by command, as a national editor.
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "curation/library.h"

namespace evidence::curation {

struct Editor {
  std::string name;  // kept in the history
  EditorTier tier = EditorTier::kOwner;
  std::vector<std::string> libraries;  // an owner's own, by code
  std::vector<std::string> regions;    // a regional editor's, as libraries name them
};

// The names of the fields in which the two differ, in the table's order; `sample` included.
std::vector<std::string> changed_fields(const Library& before, const Library& after);

// kBlocked "not_your_library" or "field_not_yours", naming what it is about and who may.
Result<void> may_change(const Editor& editor, const Library& before, const Library& after);
Result<void> may_confirm(const Editor& editor, const Library& library);
// National editors only.
Result<void> may_add_or_remove(const Editor& editor);

}  // namespace evidence::curation
