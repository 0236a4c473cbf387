#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "model/language.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

struct Condition {
  std::string_view name;  // letters and digits, small
  Field field;
  std::string_view value;
};

// What PubMed writes without a tag, and our index knows.
constexpr std::array kSpecials{
    Condition{"hasabstract", Field::kHas, "abstract"},
    Condition{"hasstructuredabstract", Field::kHas, "structured_abstract"},
    Condition{"hasretractionin", Field::kRelation, "retracted_by"},
    Condition{"hasretractionof", Field::kRelation, "retracts"},
    Condition{"haserratumin", Field::kRelation, "has_erratum"},
    Condition{"haserratumfor", Field::kRelation, "erratum_for"},
    Condition{"hasexpressionofconcernin", Field::kRelation, "has_concern"},
    Condition{"hasexpressionofconcernfor", Field::kRelation, "concern_about"},
    Condition{"hascommentin", Field::kRelation, "has_comment"},
    Condition{"hascommenton", Field::kRelation, "comments_on"},
    Condition{"hasupdatein", Field::kRelation, "updated_by"},
    Condition{"hasupdateof", Field::kRelation, "updates"},
    Condition{"hasrepublishedin", Field::kRelation, "republished_as"},
    Condition{"hasrepublishedfrom", Field::kRelation, "republishes"},
};
// And what it does not know; these and every word that begins so are never searched as words.
constexpr std::array<std::string_view, 9> kUnknownSpecials{
    "pmcbook",         "pubstatusaheadofprint", "pubstatusnihms",
    "pubstatuspmcsd",  "hasassociateddata",     "hasconflictofintereststatement",
    "hascoistatement", "haspatientsummaryin",   "hascoi"};

constexpr std::array kSubsets{
    Condition{"freefulltext", Field::kHas, "free_full_text"},
    Condition{"loattrfreefulltext", Field::kHas, "free_full_text"},
    Condition{"ffrft", Field::kHas, "free_full_text"},
    Condition{"fulltext", Field::kHas, "full_text"},
    Condition{"loattrfulltext", Field::kHas, "full_text"},
    Condition{"fft", Field::kHas, "full_text"},
    Condition{"abstract", Field::kHas, "abstract"},
    Condition{"fha", Field::kHas, "abstract"},
    Condition{"hasabstract", Field::kHas, "abstract"},
    Condition{"systematic", Field::kStudyType, "systematic_review"},
    Condition{"preprint", Field::kPublicationType, "preprint"},
    Condition{"review", Field::kPublicationType, "review"},
    Condition{"systematicreview", Field::kPublicationType, "systematic review"},
    Condition{"metaanalysis", Field::kPublicationType, "meta-analysis"},
    Condition{"clinicaltrial", Field::kPublicationType, "clinical trial"},
    Condition{"randomizedcontrolledtrial", Field::kPublicationType, "randomized controlled trial"},
    Condition{"casereports", Field::kPublicationType, "case reports"},
    Condition{"practiceguideline", Field::kPublicationType, "practice guideline"},
};

std::string letters_of(std::string_view typed) {
  std::string letters;
  for (const char c : to_lower_ascii(typed)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

Node heading(std::string_view label, bool explode, Span span) {
  Heading value;
  value.label = label;
  value.explode = explode;
  return {std::move(value), span};
}

// The age and species filters of PubMed's side bar, as its guide gives them.
MaybeNode population(const std::string& name, Span span) {
  if (name == "humans" || name == "female" || name == "male") return heading(name, true, span);
  if (name == "animals" || name == "otheranimals") return heading("animals", false, span);
  if (name == "adult") return heading("adult", false, span);
  if (name == "aged") return heading("aged", true, span);
  if (name == "allchild") {
    std::vector<Node> ages;
    for (const char* label : {"infant", "child", "adolescent"}) {
      ages.push_back(heading(label, true, span));
    }
    return Node{Or{std::move(ages)}, span};
  }
  return std::nullopt;
}

}  // namespace

MaybeNode pubmed_special(std::string_view word, Span span, bool& known, MessageList& messages) {
  known = false;
  if (word.size() < 7 || word.size() > 60) return std::nullopt;
  const std::string name = to_lower_ascii(word);
  for (const Condition& condition : kSpecials) {
    if (condition.name != name) continue;
    known = true;
    return Node{Exact{condition.field, std::string(condition.value)}, span};
  }
  const bool other =
      std::find(kUnknownSpecials.begin(), kUnknownSpecials.end(), name) != kUnknownSpecials.end() ||
      name.starts_with("indexingmethod_");
  if (!other) return std::nullopt;
  known = true;
  messages.warn("condition_left_out", "“" + name + "” was left out: the index does not hold it.",
                span);
  return std::nullopt;
}

MaybeNode pubmed_subset(const PubmedTerm& term, const ParseOptions& options,
                        MessageList& messages) {
  const std::string name = letters_of(term.text);
  if (name == "all") return Node{MatchAll{}, term.span};
  for (const Condition& condition : kSubsets) {
    if (condition.name != name) continue;
    if (name == "systematic") {
      messages.warn("subset_is_nearest",
                    "PubMed's subset of systematic reviews is a search of its own; works whose "
                    "study type is systematic review were searched instead.",
                    term.span, "Add systematic review[pt] or systematic review[ti].");
    }
    return Node{Exact{condition.field, std::string(condition.value)}, term.span};
  }
  if (MaybeNode people = population(name, term.span)) return people;
  if (name.size() >= 2 && name.size() <= 4 && name[0] == 'y' &&
      name.find_first_not_of("0123456789", 1) == std::string::npos) {
    const std::string text = "last " + name.substr(1) + " years";
    const ReadTag dp = read_pubmed_tag("dp");
    return pubmed_date({text, true, term.span}, dp.tag, options, messages);
  }
  if (std::string code = language_code(trim(term.text)); code.size() == 3) {
    return Node{Exact{Field::kLanguage, std::move(code)}, term.span};
  }
  messages.warn("condition_left_out",
                "The subset " + quoted_for_message(term.text, 60) +
                    " was left out: the index does not hold it.",
                term.span, "Name the condition itself with a tag, as in review[pt] or humans[mh].");
  return std::nullopt;
}

}  // namespace evidence::query
