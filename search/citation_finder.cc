#include "search/citation_finder.h"

#include <xapian.h>

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/text.h"
#include "model/index_format.h"
#include "search/match.h"
#include "search/xapian_query.h"

namespace evidence {
namespace {

using query::Citation;
using query::Node;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostWords = 32;      // of a title that are searched for
constexpr Xapian::doccount kCompared = 12;  // works that are compared of each search
constexpr std::size_t kSharing = 8;         // works with one number

// Words apart at every sign, so that none becomes a phrase.
std::vector<std::string> words_of(std::string_view text, std::size_t most) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty() && words.size() < most &&
        std::find(words.begin(), words.end(), word) == words.end()) {
      words.push_back(word);
    }
    word.clear();
  };
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80U || c == '\'') {
      word += c;
    } else {
      end();
    }
  }
  end();
  return words;
}

Node any_word(std::string_view text, Field field, std::size_t most, bool stemmed) {
  query::Or any;
  for (std::string& word : words_of(text, most)) {
    query::Term term;
    term.fields = field;
    term.text = std::move(word);
    term.stemmed = stemmed;
    any.children.push_back({std::move(term), {}});
  }
  if (any.children.empty()) return {query::MatchNothing{}, {}};
  return {std::move(any), {}};
}

bool is_nothing(const Node& node) {
  return std::holds_alternative<query::MatchNothing>(node.value);
}

std::string first_page(std::string_view pages) {
  return std::string(trim(pages.substr(0, pages.find_first_of("-;,+"))));
}

// The place in the journal: every part that the reference gives, or all but one of them.
Node place_tree(const Citation& citation) {
  std::vector<Node> parts;
  const auto add_exact = [&parts](Field field, const std::string& value) {
    if (!value.empty()) parts.push_back({query::Exact{field, value}, {}});
  };
  add_exact(Field::kVolume, citation.volume);
  add_exact(Field::kPage, first_page(citation.pages));
  add_exact(Field::kYear, citation.year > 0 ? std::to_string(citation.year) : "");
  if (!citation.authors.empty()) {
    Node author = any_word(citation.authors.front().family, Field::kFirstAuthor, 4, false);
    if (!is_nothing(author)) parts.push_back(std::move(author));
  }
  if (Node journal = any_word(citation.journal, Field::kJournal, 8, false); !is_nothing(journal)) {
    parts.push_back(std::move(journal));
  }
  if (parts.size() < 2) return {query::MatchNothing{}, {}};
  if (parts.size() == 2) return {query::And{std::move(parts)}, {}};
  query::Or any;
  for (std::size_t left_out = 0; left_out < parts.size(); ++left_out) {
    query::And all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i != left_out) all.children.push_back(parts[i]);
    }
    any.children.push_back({std::move(all), {}});
  }
  return {std::move(any), {}};
}

class Finder {
 public:
  Finder(const IndexReader::State& state, const RankingProfile& profile, const Citation& citation,
         std::size_t limit, Steady::time_point deadline)
      : state_(state), profile_(profile), citation_(citation), limit_(limit), deadline_(deadline) {}

  Result<CitationMatch> find() {
    EVIDENCE_TRY(add_by_identifier());
    CitationMatch match = conclude(citation_, works_, limit_);
    if (match.verdict == CitationVerdict::kFound) return match;
    const std::string& words = citation_.title.empty() ? citation_.rest : citation_.title;
    EVIDENCE_TRY(add_found(any_word(words, Field::kTitle, kMostWords, true)));
    match = conclude(citation_, works_, limit_);
    if (match.verdict == CitationVerdict::kFound) return match;
    EVIDENCE_TRY(add_found(place_tree(citation_)));
    return conclude(citation_, works_, limit_);
  }

 private:
  void check_time() const {
    if (Steady::now() > deadline_) throw DeadlinePassed{};
  }

  Result<void> add(Xapian::docid number) {
    if (!seen_.insert(number).second) return {};
    const std::string content = state_.database.get_document(number).get_data();
    return add_document(content);
  }

  Result<void> add_document(const std::string& content) {
    IndexedDocument parts;
    EVIDENCE_ASSIGN(parts, unpack_document(content));
    EVIDENCE_ASSIGN(Work work, work_from_json(parts.work));
    works_.push_back(std::move(work));
    return {};
  }

  Result<void> add_by_identifier() {
    check_time();
    for (const Identifier& identifier : citation_.identifiers) {
      if (identifier.scheme() == IdentifierScheme::kIssn) continue;
      const std::string term =
          term_of(Field::kIdentifier,
                  fold(std::string(scheme_name(identifier.scheme())) + ":" + identifier.value()));
      std::vector<Xapian::docid> found;
      auto posting = state_.database.postlist_begin(term);
      for (; posting != state_.database.postlist_end(term) && found.size() < kSharing; ++posting) {
        found.push_back(*posting);
      }
      for (const Xapian::docid number : found) EVIDENCE_TRY(add(number));
    }
    return {};
  }

  Result<void> add_found(const Node& tree) {
    if (is_nothing(tree)) return {};
    check_time();
    QueryOptions options;
    options.profile = &profile_;
    BuiltQuery built;
    EVIDENCE_ASSIGN(built, build_query(tree, state_.database, options));
    if (built.query.empty()) return {};
    Xapian::Enquire enquire(state_.database);
    enquire.set_weighting_scheme(weight_of(profile_));
    enquire.set_query(built.query);
    set_order(enquire, Sort::kRelevance);
    const Xapian::MSet found = enquire.get_mset(0, kCompared);
    if (!found.empty()) found.fetch();  // one round trip to each remote shard
    for (auto match = found.begin(); match != found.end(); ++match) {
      if (!seen_.insert(*match).second) continue;
      const std::string content = match.get_document().get_data();
      EVIDENCE_TRY(add_document(content));
    }
    return {};
  }

  const IndexReader::State& state_;
  const RankingProfile& profile_;
  const Citation& citation_;
  std::size_t limit_;
  Steady::time_point deadline_;
  std::set<Xapian::docid> seen_;
  std::vector<Work> works_;
};

}  // namespace

Result<CitationMatch> find_citation(const IndexReader::State& state, const RankingProfile& profile,
                                    const Citation& citation, std::size_t limit,
                                    Steady::time_point deadline) {
  return Finder(state, profile, citation, limit, deadline).find();
}

}  // namespace evidence
