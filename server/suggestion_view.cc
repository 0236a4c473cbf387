#include "server/suggestion_view.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "model/index_format.h"
#include "server/page_layout.h"
#include "server/result_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxTextShown = 200;
constexpr std::size_t kCompletionsShown = 5;

std::string works_text(std::uint64_t works) {
  if (works == 0) return "no works";
  return with_thousands(works) + (works == 1 ? " work" : " works");
}

// The query, else its last word: where the whole begins nothing, its end may.
std::vector<std::string> beginnings_of(std::string_view query) {
  std::vector<std::string> beginnings;
  const std::string_view whole = trim(query);
  if (whole.size() <= kMaxTyped) beginnings.emplace_back(whole);
  const std::size_t blank = whole.rfind(' ');
  if (blank != std::string_view::npos) {
    const std::string_view last = whole.substr(blank + 1);
    if (last.size() >= 4 && last.size() <= kMaxTyped) beginnings.emplace_back(last);
  }
  return beginnings;
}

}  // namespace

void fill_did_you_mean(Values& answer, const std::vector<OtherSpelling>& other_spellings,
                       const SearchUrl& url) {
  if (other_spellings.empty()) return;
  Values section = answer.add("DID_YOU_MEAN");
  if (other_spellings.size() > 1) section.show("MEANT_CHOICE");
  for (std::size_t i = 0; i < other_spellings.size(); ++i) {
    const OtherSpelling& spelling = other_spellings[i];
    Values offer = section.add("MEANT");
    offer.set("MEANT_HREF", url.with_text(spelling.text));
    offer.set("MEANT_TEXT", shortened(spelling.text, kMaxTextShown));
    offer.set("MEANT_WORKS", works_text(spelling.works));
    if (i + 1 < other_spellings.size()) offer.show("MEANT_OR");
  }
}

std::string suggestion_href(const Suggestion& suggestion) {
  Parameters parameters{{"q", suggestion.query}};
  if (!suggestion.syntax.empty()) parameters.emplace_back("syntax", suggestion.syntax);
  return address("/search", parameters);
}

void fill_completions(Values& nothing, std::string_view query, const std::string& suffix,
                      Services& services) {
  for (std::string& typed : beginnings_of(query)) {
    SuggestRequest asked;
    asked.typed = std::move(typed);
    asked.kinds = {SuggestionKind::kTopic, SuggestionKind::kHeading, SuggestionKind::kDrug};
    asked.size = kCompletionsShown;
    const auto found = services.searcher.suggest(asked);
    if (!found.ok() || found->groups.empty()) continue;
    Values section = nothing.add("COMPLETIONS");
    for (const SuggestGroup& group : found->groups) {
      Values list = section.add("COMPLETION_GROUP");
      list.set("COMPLETION_KIND", suggestion_kind_label(group.kind));
      for (const Suggestion& suggestion : group.suggestions) {
        Values one = list.add("COMPLETION");
        std::string href = suggestion_href(suggestion);
        if (!suffix.empty()) href += "&" + suffix.substr(1);
        one.set("COMPLETION_HREF", href);
        one.set("COMPLETION_TEXT", shortened(suggestion.text, kMaxTextShown));
        one.show_with("COMPLETION_ALSO", "ALSO_TEXT", shortened(suggestion.also, kMaxTextShown));
        one.set("COMPLETION_WORKS", works_text(suggestion.works));
      }
    }
    return;
  }
}

std::string_view snippet_label(SnippetKind kind, Status status) {
  const bool retracted = status == Status::kRetracted || status == Status::kPartiallyRetracted;
  switch (kind) {
    case SnippetKind::kNone:
      return "";
    case SnippetKind::kConclusion:
      return "Authors\xE2\x80\x99 conclusion";
    case SnippetKind::kExtract:
      return retracted ? "Extract of a retracted work" : "Extract";
  }
  return "";
}

std::string why_similar(const SimilarWork& work) {
  std::string why;
  const auto add = [&why](const std::vector<std::string>& shared, std::string_view one,
                          std::string_view several) {
    if (shared.empty()) return;
    why += why.empty() ? "Shares " : "; ";
    why += shared.size() == 1 ? one : several;
    why += ' ';
    for (std::size_t i = 0; i < shared.size(); ++i) {
      if (i > 0) why += ", ";
      why += shortened(shared[i], 80);
    }
  };
  add(work.headings, "the heading", "the headings");
  add(work.words, "the word", "the words");
  return why;
}

void fill_similar(Values& page, const Result<SimilarResponse>& similar, const std::string& suffix) {
  if (similar.ok() && similar->works.empty()) return;
  Values section = page.add("SIMILAR");
  if (!similar.ok()) {
    section.show("SIMILAR_FAILED");
    return;
  }
  for (const SimilarWork& work : similar->works) {
    Values row = section.add("SIMILAR_WORK");
    row.set("SIMILAR_HREF", "/works/" + percent_encode(work.id) + suffix);
    row.set("SIMILAR_TITLE", work.title.empty() ? kNoTitle : shortened(work.title, 300));
    if (work.year > 0) row.show_with("SIMILAR_YEAR", "YEAR", std::to_string(work.year));
    row.show_with("SIMILAR_STATUS", "STATUS_TEXT", status_label(work.status));
    row.set("SIMILAR_TYPE", study_type_info(work.study_type).label);
    row.show_with("SIMILAR_WHY", "WHY_TEXT", why_similar(work));
  }
}

}  // namespace evidence::server
