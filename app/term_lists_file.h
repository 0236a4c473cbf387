// config/vocabulary/*.toml: the small vocabulary of our own – synonyms, names of drugs,
// abbreviations, spellings. Missing files mean empty lists. Every fault is a finding with its line.
#pragma once

#include <filesystem>

#include "app/toml_reader.h"
#include "model/term_lists.h"

namespace evidence::app {

// Reads synonyms.toml, drugs.toml, abbreviations.toml and spellings.toml in `directory`; an
// organisation's own files of other names there are read too, by the tables that they hold.
TermLists read_term_lists(const std::filesystem::path& directory, Findings& findings);

}  // namespace evidence::app
