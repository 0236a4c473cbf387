#include "search/suggest.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/stem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/field.h"
#include "search/reader_state.h"
#include "search/spelling.h"

namespace evidence {
namespace {

constexpr std::array<SuggestionKind, kSuggestionKinds> kAllKinds{
    SuggestionKind::kTopic, SuggestionKind::kHeading, SuggestionKind::kJournal,
    SuggestionKind::kAuthor, SuggestionKind::kDrug};

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U && c != ' ';
  }));
}

}  // namespace

Result<void> check_typed(const SuggestRequest& request) {
  if (request.typed.size() > kMaxTyped || characters_in(trim(request.typed)) < kMinTyped) {
    return Error{ErrorCode::kInvalidArgument, "bad_typed",
                 "Suggestions are made for " + std::to_string(kMinTyped) + " to " +
                     std::to_string(kMaxTyped) + " characters.",
                 "Give the beginning of a word or of several."};
  }
  if (request.size == 0 || request.size > kMaxSuggestions) {
    return Error{ErrorCode::kInvalidArgument, "bad_size",
                 "Between 1 and " + std::to_string(kMaxSuggestions) +
                     " suggestions of each kind can be asked for.",
                 ""};
  }
  return {};
}

SuggestResponse complete(const IndexNames& names, const SuggestRequest& request) {
  SuggestResponse response;
  response.snapshot = names.snapshot;
  for (const SuggestionKind kind : kAllKinds) {
    const bool asked =
        request.kinds.empty() ||
        std::find(request.kinds.begin(), request.kinds.end(), kind) != request.kinds.end();
    if (!asked) continue;
    SuggestGroup group{kind, names.completions.find(kind, request.typed, request.size)};
    if (!group.suggestions.empty()) response.groups.push_back(std::move(group));
  }
  return response;
}

Error suggestions_not_ready() {
  return {ErrorCode::kBusy, "suggestions_not_ready",
          "The words of the index are being read; suggestions come in a moment.",
          "Ask again in some seconds."};
}

std::uint64_t count_works(Searcher& searcher, const SearchRequest& request,
                          const std::string& query) {
  SearchRequest other = request;
  other.text = query;
  other.limit = 0;
  other.facets.clear();
  other.snippets = other.explain = other.members = other.other_spellings = false;
  const auto answer = searcher.search(other);
  // Works with only some of the words are not what the offer promises.
  return answer.ok() && !answer->widened ? answer->total : 0;
}

Result<std::vector<Doubt>> doubts_in(IndexReader& reader, SnapshotMade<IndexWords>& words,
                                     const Language& language,
                                     const std::vector<TypedWord>& typed) {
  const Xapian::Database& database = reader.state().database;
  std::shared_ptr<const IndexWords> read;
  std::optional<Error> failed;
  SpellingWorld world;
  world.vocabulary = language.vocabulary;
  world.lists = language.lists;
  world.documents = reader.document_count();
  world.works_with = [&database](std::string_view word) -> std::uint64_t {
    return database.get_termfreq(stem_term_of(Field::kAny, stem(word)));
  };
  world.works_as_written = [&database](std::string_view word) -> std::uint64_t {
    return database.get_termfreq(term_of(Field::kAny, word));
  };
  world.lexicon = [&]() -> const Lexicon* {
    if (read == nullptr && !failed) {
      auto now = words.of(reader.snapshot());
      if (now.ok()) {
        read = std::move(now).value();
      } else {
        failed = now.error();
      }
    }
    return read == nullptr ? nullptr : &read->lexicon;
  };
  std::vector<Doubt> doubts = doubts_of(typed, world);
  if (failed) return *failed;
  return doubts;
}

}  // namespace evidence
