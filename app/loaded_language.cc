#include "app/loaded_language.h"

#include "store/vocabulary_store.h"

namespace evidence::app {

Language LoadedLanguage::language() const {
  Language language;
  if (vocabulary != nullptr) language.vocabulary = vocabulary.get();
  language.lists = &lists;
  return language;
}

Result<LoadedLanguage> load_language(const std::filesystem::path& data_dir,
                                     const TermLists& lists) {
  LoadedLanguage loaded;
  loaded.lists = TermIndex(lists);
  Result<std::unique_ptr<Vocabulary>> opened = open_vocabulary(data_dir);
  if (opened.ok()) {
    loaded.vocabulary = std::move(opened).value();
  } else if (opened.error().code != ErrorCode::kNotFound) {
    return opened.error();
  }
  return loaded;
}

}  // namespace evidence::app
