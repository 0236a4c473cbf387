#include "search/index_words.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "base/xapian_error.h"
#include "model/field.h"
#include "model/index_format.h"
#include "model/label_key.h"
#include "search/reader_state.h"
#include "search/title_topics.h"
#include "search/work_names.h"

namespace evidence {
namespace {

constexpr std::uint64_t kMaxWorksRead = 400'000;  // of a larger index every second, third … work
constexpr std::size_t kMaxOtherNames = 12;        // of one heading
constexpr std::size_t kMaxListed = 2'000'000;     // terms of one field that are looked at

Error stopped() {
  return {ErrorCode::kBusy, "suggestions_not_ready", "Reading the words of the index was stopped.",
          ""};
}

// The terms of a field without those of others whose prefix begins alike. False: asked to stop.
bool for_each_value(const Xapian::Database& database, Field field, const StopFlag& stop,
                    const std::function<void(std::string&&, std::uint64_t)>& sink) {
  const std::string prefix = term_of(field, "");
  std::size_t seen = 0;
  auto term = database.allterms_begin(prefix);
  const auto end = database.allterms_end(prefix);
  while (term != end && seen < kMaxListed) {
    if ((++seen & 0xFFFU) == 0 && stop.stop_requested()) return false;
    std::string value = (*term).substr(prefix.size());
    if (!value.empty() && value.front() >= 'A' && value.front() <= 'Z') {
      term.skip_to(prefix + static_cast<char>('Z' + 1));
      continue;
    }
    if (!value.empty() && value.find('\x01') == std::string::npos) {
      sink(std::move(value), term.get_termfreq());
    }
    ++term;
  }
  return true;
}

// The words of title, abstract and headings: terms without prefix begin with a small letter.
Result<std::vector<WordCount>> words_in(const Xapian::Database& database, const StopFlag& stop) {
  std::vector<WordCount> words;
  std::size_t seen = 0;
  auto term = database.allterms_begin();
  const auto end = database.allterms_end();
  term.skip_to("a");
  for (; term != end; ++term) {
    if ((++seen & 0xFFFU) == 0 && stop.stop_requested()) return stopped();
    std::string word = *term;
    if (word.front() > 'z') break;
    const bool letters =
        word.size() >= kMinCorrected && word.size() <= kMaxCorrected &&
        std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters) words.push_back({std::move(word), term.get_termfreq()});
    // Of millions of words the rarest, mostly slips themselves, are let go on the way.
    if (words.size() > 8 * kMaxLexiconWords) {
      const auto middle = words.begin() + 4 * kMaxLexiconWords;
      std::nth_element(words.begin(), middle, words.end(),
                       [](const WordCount& a, const WordCount& b) { return a.works > b.works; });
      words.erase(middle, words.end());
    }
  }
  return words;
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string quoted_words(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c != '"') quoted += c;
  }
  return quoted + '"';
}

class NameReader {
 public:
  NameReader(const IndexReader::State& state, const Language& language, const StopFlag& stop)
      : database_(state.database), language_(language), stop_(stop) {}

  Result<Completions> read() {
    EVIDENCE_TRY(read_works());
    if (!add_headings() || !add_journals() || !add_drugs()) return stopped();
    for (const TitleTopics::Topic& topic : topics_.topics(kMaxNames)) {
      names_.add({SuggestionKind::kTopic, topic.text, {}, topic.titles * stride_, topic.text, {}});
    }
    for (const AuthorCount& author : people_.authors(kMaxNames)) {
      names_.add({SuggestionKind::kAuthor,
                  author.name,
                  {},
                  author.works * stride_,
                  "author:" + quoted_words(author.name),
                  {}});
    }
    names_.finish();
    return std::move(names_);
  }

 private:
  // One pass over the works: titles, authors, journals as they are written.
  Result<void> read_works() {
    const std::uint64_t documents = database_.get_doccount();
    stride_ = documents / kMaxWorksRead + 1;
    std::uint64_t number = 0;
    for (auto at = database_.postlist_begin(""); at != database_.postlist_end(""); ++at) {
      if (number++ % stride_ != 0) continue;
      if ((number & 0xFFU) == 0 && stop_.stop_requested()) return stopped();
      const std::string data = database_.get_document(*at).get_data();
      IndexedDocument document;
      EVIDENCE_ASSIGN(document, unpack_document(data));
      const HitNames hit = hit_names(document.hit);
      topics_.add(hit.title);
      people_.add(document.work);
      if (!hit.journal.empty()) journals_.add(label_key(hit.journal), hit.journal);
    }
    return {};
  }

  bool add_headings() {
    const bool vocabulary = !language_.vocabulary->version().empty();
    std::vector<std::pair<std::string, std::uint64_t>> labels;
    if (!for_each_value(database_, Field::kHeadingLabel, stop_,
                        [&labels](std::string&& label, std::uint64_t works) {
                          labels.emplace_back(std::move(label), works);
                        })) {
      return false;
    }
    std::stable_sort(labels.begin(), labels.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (labels.size() > kMaxNames / 2) labels.resize(kMaxNames / 2);
    for (const auto& [label, works] : labels) {
      if (stop_.stop_requested()) return false;
      Suggestion suggestion{SuggestionKind::kHeading, sentence_case(label), {}, works, {}, "ovid"};
      std::vector<std::string> others;
      if (vocabulary) learn_from_vocabulary(label, suggestion, others);
      if (language_.lists != nullptr) {
        if (const TermIndex::Entry* entry = language_.lists->find(label)) {
          others.insert(others.end(), entry->others.begin(), entry->others.end());
        }
      }
      if (others.size() > kMaxOtherNames) others.resize(kMaxOtherNames);
      suggestion.query = quoted_words(suggestion.text) + "/";
      names_.add(std::move(suggestion), others);
    }
    return true;
  }

  void learn_from_vocabulary(const std::string& label, Suggestion& suggestion,
                             std::vector<std::string>& others) const {
    for (const FoundHeading& found : language_.vocabulary->find(label)) {
      if (found.by != FoundBy::kLabel) continue;
      suggestion.text = found.label;
      const auto heading = language_.vocabulary->heading(found.id);
      if (heading) others = heading->entry_terms;
      return;
    }
  }

  bool add_journals() {
    std::vector<std::pair<std::string, std::uint64_t>> titles;
    if (!for_each_value(database_, Field::kJournalTitle, stop_,
                        [&titles](std::string&& title, std::uint64_t works) {
                          titles.emplace_back(std::move(title), works);
                        })) {
      return false;
    }
    std::stable_sort(titles.begin(), titles.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (titles.size() > kMaxNames) titles.resize(kMaxNames);
    for (const auto& [title, works] : titles) {
      const std::string* written = journals_.find(title);
      const std::string text = written != nullptr ? *written : sentence_case(title);
      names_.add({SuggestionKind::kJournal, text, {}, works, "journal:" + quoted_words(text), {}});
    }
    return true;
  }

  // Names of drugs that the index has: of one word by the word, of several by the heading.
  bool add_drugs() {
    if (language_.lists == nullptr) return true;
    std::size_t seen = 0;
    for (const std::string& drug : language_.lists->drugs()) {
      if ((++seen & 0xFFU) == 0 && stop_.stop_requested()) return false;
      const std::vector<Token> tokens = tokenize(drug);
      std::uint64_t works = 0;
      if (tokens.size() == 1 && tokens.front().parts.size() == 1) {
        works =
            database_.get_termfreq(stem_term_of(Field::kAny, stem(tokens.front().parts.front())));
      } else {
        works = database_.get_termfreq(
            term_of(Field::kHeadingLabel, exact_key(Field::kHeadingLabel, drug)));
      }
      if (works == 0) continue;
      names_.add({SuggestionKind::kDrug, sentence_case(drug), {}, works, drug, {}});
    }
    return true;
  }

  const Xapian::Database& database_;
  const Language& language_;
  const StopFlag& stop_;
  std::uint64_t stride_ = 1;
  TitleTopics topics_;
  WorkNames people_;
  WrittenNames journals_;
  Completions names_;
};

}  // namespace

Result<std::shared_ptr<const IndexWords>> read_words(const std::filesystem::path& stub,
                                                     const StopFlag& stop) {
  std::unique_ptr<IndexReader> reader;
  EVIDENCE_ASSIGN(reader, IndexReader::open(stub));
  auto words = guard_xapian("reading the words of the index",
                            [&] { return words_in(reader->state().database, stop); });
  if (!words.ok()) return words.error();
  auto made = std::make_shared<IndexWords>();
  made->snapshot = reader->snapshot();
  made->lexicon = Lexicon(std::move(words).value());
  return std::shared_ptr<const IndexWords>(std::move(made));
}

Result<std::shared_ptr<const IndexNames>> read_names(const std::filesystem::path& stub,
                                                     const Language& language,
                                                     const StopFlag& stop) {
  std::unique_ptr<IndexReader> reader;
  EVIDENCE_ASSIGN(reader, IndexReader::open(stub));
  auto names = guard_xapian("reading the names of the index",
                            [&] { return NameReader(reader->state(), language, stop).read(); });
  if (!names.ok()) return names.error();
  auto made = std::make_shared<IndexNames>();
  made->snapshot = reader->snapshot();
  made->completions = std::move(names).value();
  return std::shared_ptr<const IndexNames>(std::move(made));
}

}  // namespace evidence
