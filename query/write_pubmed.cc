#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "model/study_type.h"
#include "query/parser_pubmed_terms.h"
#include "query/writer.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMinStem = 4;           // letters before '*'
constexpr std::size_t kMaxCombinations = 60;  // of a proximity of groups

struct Named {
  Field field;
  std::string_view value;
  std::string_view text;
};
constexpr std::array kConditions{
    Named{Field::kHas, "abstract", "hasabstract"},
    Named{Field::kHas, "structured_abstract", "hasstructuredabstract"},
    Named{Field::kHas, "full_text", "full text[sb]"},
    Named{Field::kHas, "free_full_text", "free full text[sb]"},
    Named{Field::kRelation, "retracted_by", "hasretractionin"},
    Named{Field::kRelation, "retracts", "hasretractionof"},
    Named{Field::kRelation, "has_erratum", "haserratumin"},
    Named{Field::kRelation, "erratum_for", "haserratumfor"},
    Named{Field::kRelation, "has_concern", "hasexpressionofconcernin"},
    Named{Field::kRelation, "concern_about", "hasexpressionofconcernfor"},
    Named{Field::kRelation, "has_comment", "hascommentin"},
    Named{Field::kRelation, "comments_on", "hascommenton"},
    Named{Field::kRelation, "updated_by", "hasupdatein"},
    Named{Field::kRelation, "updates", "hasupdateof"},
    Named{Field::kRelation, "republished_as", "hasrepublishedin"},
    Named{Field::kRelation, "republishes", "hasrepublishedfrom"},
    Named{Field::kStudyType, "systematic_review", "systematic[sb]"},
};

struct TagOfFields {
  std::string_view tag;
  std::string_view loss;  // what differs; "" where nothing does
};

TagOfFields tag_of(FieldSet fields) {
  if (fields == kTitleAbstractKeyword) return {"tiab", ""};
  if (fields == kTitleAbstract) return {"tiab", "PubMed's [tiab] includes author keywords"};
  if (fields == kAllText) return {"all", ""};
  if (const auto field = fields.only()) {
    switch (*field) {
      case Field::kAny:
        return {"tw", ""};
      case Field::kTitle:
        return {"ti", ""};
      case Field::kKeyword:
        return {"ot", ""};
      case Field::kAffiliation:
        return {"ad", ""};
      case Field::kPublisher:
        return {"pubn", ""};
      case Field::kAuthor:
        return {"au", ""};
      case Field::kFirstAuthor:
        return {"1au", ""};
      case Field::kLastAuthor:
        return {"lastau", ""};
      case Field::kAbstract:
        return {"tiab",
                "PubMed has no tag for the abstract alone; titles and author keywords are "
                "searched too"};
      case Field::kHeading:
        return {"mh", "PubMed cannot look for words within headings; whole headings are searched"};
      case Field::kJournal:
        return {"ta", "PubMed looks for whole titles of journals, not for words in them"};
      default:
        break;
    }
  }
  // Some mixture of text fields: [tiab] where it is within it, else every word.
  const FieldSet within = fields | kTitleAbstractKeyword;
  if (within == kTitleAbstractKeyword) {
    return {"tiab", "PubMed has [tiab] for titles, abstracts and author keywords together only"};
  }
  return {"tw", "PubMed has no such choice of fields; its text words were taken"};
}

bool is_author(FieldSet fields) {
  return fields == FieldSet(Field::kAuthor) || fields == FieldSet(Field::kFirstAuthor) ||
         fields == FieldSet(Field::kLastAuthor);
}

std::string tagged(std::string_view text, std::string_view tag, bool quotes) {
  return (quotes ? "\"" + std::string(text) + "\"" : std::string(text)) + "[" + std::string(tag) +
         "]";
}

bool is_operator_word(std::string_view word) {
  return equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") ||
         equals_ignoring_case(word, "not");
}

// May the word stand without quotation marks?
bool is_bare(std::string_view word) {
  if (word.empty() || is_pubmed_stop_word(word)) return false;
  if (is_operator_word(word)) return false;
  return std::all_of(word.begin(), word.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*' ||
           (byte >= 0x80U && byte != 0xC2U && byte != 0xE2U);
  });
}

class PubmedWriter final : public InfixWriter {
 protected:
  std::string everything() override { return "all[sb]"; }
  std::string_view syntax_label() const override { return "PubMed"; }

  std::string leaf(const Node& node) override {
    span_ = node.span;
    return std::visit([&](const auto& value) { return write_leaf(value); }, node.value);
  }

 private:
  std::string write_leaf(const And&) { return {}; }  // never: not leaves
  std::string write_leaf(const Or&) { return {}; }
  std::string write_leaf(const Not&) { return {}; }

  std::string write_leaf(const Term& term) {
    if (term.stemmed) {
      lose("lossy_stem",
           "PubMed does not search by stem: only “" + term.text +
               "” itself is found, not its "
               "other endings.",
           span_, "End the word in *, if all its endings are wanted.");
    }
    const std::string_view tag = checked_tag(term.fields);
    if (!term.wildcards) return word(term.text, tag);
    return pattern(term.text, tag, is_author(term.fields));
  }

  std::string word(std::string_view text, std::string_view tag) {
    const std::string cleaned = spaced_pubmed_text(text);
    return tagged(cleaned, tag, !is_bare(cleaned));
  }

  std::string_view checked_tag(FieldSet fields) {
    const TagOfFields found = tag_of(fields);
    if (!found.loss.empty()) {
      lose("lossy_field", std::string(found.loss) + ".", span_);
    }
    return found.tag;
  }

  std::string pattern(std::string_view text, std::string_view tag, bool is_name) {
    const Pattern parts = pattern_of(text);
    const bool long_enough = is_name || character_count(parts.stem) >= kMinStem;
    if (parts.only_end && long_enough) return word(text, tag);
    if (long_enough) {
      lose("lossy_wildcard",
           "PubMed has * at the end of a word only: " + quoted_for_message(text, 40) +
               " was written as " + quoted_for_message(parts.stem + "*", 40) +
               ", which finds more.",
           span_);
      return word(parts.stem + "*", tag);
    }
    const std::vector<std::string> spellings = spellings_with_vowels(text);
    if (spellings.empty()) {
      lose("lossy_wildcard",
           "PubMed needs four letters before *: " + quoted_for_message(text, 40) +
               " was written as the word alone.",
           span_, "List the words that are meant with OR.");
      return parts.without_signs.empty() ? std::string() : word(parts.without_signs, tag);
    }
    lose("lossy_wildcard",
         "PubMed has no sign for one letter: " + quoted_for_message(text, 40) +
             " was written out with vowels only.",
         span_, "Keep the spellings that exist, and add any that are missing.");
    std::vector<std::string> words;
    words.reserve(spellings.size());
    for (const std::string& spelling : spellings) words.push_back(word(spelling, tag));
    return group(words, " OR ");
  }

  std::string write_leaf(const Phrase& phrase) {
    const std::string_view tag = checked_tag(phrase.fields);
    const std::string text = spaced_pubmed_text(phrase.text);
    if (!phrase.wildcards) return tagged(text, tag, true);
    std::vector<std::string> words = words_between_spaces(text);
    if (is_author(phrase.fields)) return name(std::move(words), tag);
    bool possible = !words.empty();
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Pattern parts = pattern_of(words[i]);
      if (!parts.has_signs) continue;
      possible = possible && i + 1 == words.size() && parts.only_end &&
                 character_count(parts.stem) >= kMinStem;
    }
    if (possible) return tagged(text, tag, true);
    lose("lossy_phrase",
         "PubMed's phrases can end in * and have no other sign: the words of " +
             quoted_for_message(text, 60) + " were joined by AND.",
         span_);
    std::vector<std::string> parts;
    for (const std::string& one : words) {
      const bool signs = pattern_of(one).has_signs;
      std::string part = signs ? pattern(one, tag, false) : word(one, tag);
      if (!part.empty()) parts.push_back(std::move(part));
    }
    return parts.empty() ? std::string() : group(parts, " AND ");
  }

  // "fauci as*": PubMed truncates initials by itself.
  static std::string name(std::vector<std::string> words, std::string_view tag) {
    std::string& last = words.back();
    if (last.size() >= 2 && last.size() <= 4 && last.ends_with('*') && words.size() > 1) {
      last.pop_back();
      const bool bare = std::all_of(words.begin(), words.end(), [](const std::string& one) {
        return one.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-'") ==
                   std::string::npos &&
               !is_operator_word(one);
      });
      if (bare) return tagged(join(words, " "), tag, false);
      last += '*';
    }
    return tagged(join(words, " "), tag, true);
  }

  std::string write_leaf(const Prefix& prefix) {
    std::string text;
    for (const std::string& one : prefix.leading) text += one + " ";
    text += prefix.stem + "*";
    const bool single = prefix.leading.empty();
    if (!single && character_count(prefix.stem) >= kMinStem) {
      return tagged(spaced_pubmed_text(text), checked_tag(prefix.field), true);
    }
    const std::string_view tag = checked_tag(prefix.field);
    if (single) return pattern(text, tag, false);
    lose("lossy_wildcard",
         "PubMed needs four letters before *: " + quoted_for_message(text, 60) +
             " was written without it.",
         span_);
    text.pop_back();
    return tagged(spaced_pubmed_text(text), tag, true);
  }

  std::string write_leaf(const Near& near) {
    // Side by side and in order is a phrase, which every tag takes.
    const bool is_phrase = near.ordered && near.between == 0;
    if (near.ordered && !is_phrase) {
      lose("lossy_near", "PubMed's proximity has no order of words; any order is found.", span_);
    }
    std::string_view tag = tag_of(near.fields).tag;
    if (!is_phrase && tag != "ti" && tag != "ad" && tag != "tiab") {
      lose("lossy_field", "PubMed counts words in [ti], [tiab] and [ad] only; [tiab] was written.",
           span_);
      tag = "tiab";
    } else {
      tag = checked_tag(near.fields);
    }
    std::vector<std::vector<std::string>> choices;
    std::size_t combinations = 1;
    bool possible = true;
    for (const Node& operand : near.operands) {
      std::vector<std::string> words;
      possible = possible && choices_of(operand, is_phrase, words);
      combinations *= std::max<std::size_t>(1, words.size());
      if (combinations > kMaxCombinations) possible = false;
      if (!possible) break;
      choices.push_back(std::move(words));
    }
    if (!possible) return near_as_and(near);
    std::vector<std::string> texts{std::string()};
    for (const std::vector<std::string>& words : choices) {
      std::vector<std::string> longer;
      for (const std::string& text : texts) {
        for (const std::string& one : words)
          longer.push_back(text.empty() ? one : text + " " + one);
      }
      texts = std::move(longer);
    }
    const std::string near_tag =
        is_phrase ? std::string(tag) : std::string(tag) + ":~" + std::to_string(near.between);
    for (std::string& text : texts) text = tagged(text, near_tag, true);
    return group(texts, " OR ");
  }

  // The words that an operand may be; false where PubMed cannot count with it.
  bool choices_of(const Node& operand, bool in_phrase, std::vector<std::string>& words) {
    if (const auto* term = std::get_if<Term>(&operand.value)) {
      if (term->wildcards || term->stemmed) return false;
      words.push_back(spaced_pubmed_text(term->text));
      return true;
    }
    if (const auto* phrase = std::get_if<Phrase>(&operand.value)) {
      const std::string text = spaced_pubmed_text(phrase->text);
      if (phrase->wildcards) return false;
      // Words of a phrase may stand in any order there.
      if (!in_phrase && text.find(' ') != std::string::npos) {
        lose("lossy_near",
             "Within PubMed's proximity the words of " + quoted_for_message(text, 60) +
                 " may stand apart.",
             operand.span);
      }
      words.push_back(text);
      return true;
    }
    if (const auto* either = std::get_if<Or>(&operand.value)) {
      return std::all_of(either->children.begin(), either->children.end(),
                         [&](const Node& child) { return choices_of(child, in_phrase, words); });
    }
    return false;
  }

  std::string near_as_and(const Near& near) {
    lose("lossy_near",
         "PubMed cannot count the words between these: they were joined by AND, which finds more.",
         span_, "Without * and with few alternatives it can.");
    std::vector<std::string> parts;
    const Span whole = span_;
    for (const Node& operand : near.operands) {
      if (std::string part = operand_text(operand); !part.empty()) parts.push_back(std::move(part));
    }
    span_ = whole;
    return parts.empty() ? std::string() : group(parts, " AND ");
  }

  std::string operand_text(const Node& operand) {
    const std::vector<Node>* children = children_of(operand);
    if (children == nullptr || std::holds_alternative<Near>(operand.value)) return leaf(operand);
    std::vector<std::string> parts;
    for (const Node& child : *children) {
      if (std::string part = leaf(child); !part.empty()) parts.push_back(std::move(part));
    }
    return parts.empty() ? std::string() : group(parts, " OR ");
  }

  std::string write_leaf(const Plain& plain) { return plain.text; }

  std::string write_leaf(const Exact& exact) {
    const std::string text = spaced_pubmed_text(exact.value);
    for (const Named& condition : kConditions) {
      if (condition.field == exact.field && condition.value == exact.value && !exact.explode) {
        return std::string(condition.text);
      }
    }
    switch (exact.field) {
      case Field::kIdentifier:
        return identifier(exact.value);
      case Field::kPublicationType:
        return whole(text, exact.explode || exact.wildcards ? "pt" : "pt:noexp", exact.wildcards);
      case Field::kLanguage:
        return tagged(text, "la", !is_bare(text));
      case Field::kJournalTitle:
      case Field::kIssn:
        return whole(text, "ta", exact.wildcards);
      case Field::kVolume:
        return whole(text, "vi", exact.wildcards);
      case Field::kIssue:
        return whole(text, "ip", exact.wildcards);
      case Field::kPage:
        return whole(text, "pg", exact.wildcards);
      case Field::kRegistration:
        return whole(text, "si", exact.wildcards);
      case Field::kHeadingLabel:
        return whole(text, "nm", exact.wildcards);
      case Field::kYear:
        return tagged(text, "dp", false);
      case Field::kStudyType:
        return study_type(exact.value);
      case Field::kStatus:
        return status(exact.value);
      case Field::kOpenAccess:
        if (exact.value != "open") break;
        lose("lossy_field", "“Free to read” was written as PubMed's free full text.", span_);
        return "free full text[sb]";
      case Field::kRecordId:
        if (exact.value.starts_with("pubmed:")) {
          return tagged(spaced_pubmed_text(exact.value.substr(7)), "pmid", false);
        }
        break;
      default:
        break;
    }
    return leave_out(
        std::string(field_info(exact.field).label) + " " + quoted_for_message(exact.value, 40),
        span_);
  }

  std::string whole(const std::string& text, std::string_view tag, bool wildcards) {
    if (wildcards) {
      const Pattern parts = pattern_of(text);
      if (!parts.only_end) {
        lose("lossy_wildcard",
             "PubMed has * at the end only: " + quoted_for_message(text, 40) + " was written as " +
                 quoted_for_message(parts.stem + "*", 40) + ".",
             span_);
        return tagged(parts.stem + "*", tag, true);
      }
    }
    return tagged(text, tag, !is_bare(text));
  }

  std::string identifier(std::string_view value) {
    const std::size_t colon = value.find(':');
    const std::string_view scheme = value.substr(0, colon);
    const std::string text(
        value.substr(colon == std::string_view::npos ? value.size() : colon + 1));
    if (scheme == "pmid") return tagged(text, "pmid", false);
    if (scheme == "pmcid") return tagged(text, "aid", false);
    if (scheme == "doi" && text.find('"') == std::string::npos) return tagged(text, "aid", true);
    if (scheme == "isbn") return tagged(text, "isbn", false);
    if (scheme == "issn") return tagged(text, "ta", true);
    if (scheme == "nct") return tagged(text, "si", false);
    return leave_out("The number " + quoted_for_message(value, 60), span_);
  }

  std::string study_type(std::string_view key) {
    const auto type = study_type_by_key(key);
    if (!type) return leave_out("The study type " + quoted_for_message(key, 40), span_);
    struct Nearest {
      StudyType type;
      std::string_view text;
    };
    constexpr std::array kNearest{
        Nearest{StudyType::kMetaAnalysis, "\"meta-analysis\"[pt]"},
        Nearest{StudyType::kRandomisedTrial, "\"randomized controlled trial\"[pt]"},
        Nearest{StudyType::kTrial, "\"clinical trial\"[pt]"},
        Nearest{StudyType::kGuideline, "\"guideline\"[pt]"},
        Nearest{StudyType::kReview, "\"review\"[pt]"},
        Nearest{StudyType::kCaseReport, "\"case reports\"[pt]"},
        Nearest{StudyType::kEditorial, "\"editorial\"[pt]"},
        Nearest{StudyType::kPreprint, "\"preprint\"[pt]"},
        Nearest{StudyType::kCohort, "\"cohort studies\"[mh]"},
        Nearest{StudyType::kCaseControl, "\"case-control studies\"[mh]"},
        Nearest{StudyType::kCrossSectional, "\"cross-sectional studies\"[mh]"},
        Nearest{StudyType::kQualitative, "\"qualitative research\"[mh]"},
    };
    for (const Nearest& nearest : kNearest) {
      if (nearest.type != *type) continue;
      lose("lossy_study_type",
           "Our study type “" + std::string(study_type_info(*type).label) + "” was written as " +
               std::string(nearest.text) + ".",
           span_);
      return std::string(nearest.text);
    }
    return leave_out("The study type “" + std::string(study_type_info(*type).label) + "”", span_);
  }

  std::string status(std::string_view value) {
    const std::string_view text = value == "retracted"   ? "retracted publication[pt]"
                                  : value == "concern"   ? "hasexpressionofconcernin"
                                  : value == "corrected" ? "haserratumin"
                                                         : "";
    if (text.empty()) return leave_out("The status " + quoted_for_message(value, 40), span_);
    lose("lossy_field",
         "The status " + quoted_for_message(value, 40) + " was written as " + std::string(text) +
             ", which PubMed keeps for its own records.",
         span_);
    return std::string(text);
  }

  std::string write_leaf(const Range& range) {
    std::string_view tag;
    switch (range.slot) {
      case Slot::kDate:
      case Slot::kYear:
        tag = "dp";
        break;
      case Slot::kEntered:
        tag = "edat";
        break;
      case Slot::kCreated:
        tag = "crdt";
        break;
      case Slot::kIndexed:
        tag = "mhda";
        break;
      case Slot::kCompleted:
        tag = "dcom";
        break;
      case Slot::kModified:
        tag = "lr";
        break;
      default:
        return leave_out("This range of values", span_);
    }
    const std::string from = range.from.empty() ? "1000" : day_text(range.from, '/');
    const std::string to = range.to.empty() ? "3000" : day_text(range.to, '/');
    if (from == to) return tagged(from, tag, false);
    return tagged(from + ":" + to, tag, false);
  }

  std::string write_leaf(const Heading& heading) {
    if (heading.vocabulary != "mesh") {
      lose("lossy_vocabulary",
           "PubMed has MeSH headings only; " + quoted_for_message(heading.label, 60) +
               " is one of " + quoted_for_message(heading.vocabulary, 20) +
               " and was written as if it were MeSH.",
           span_, "Look the heading up in MeSH.");
    }
    const std::string tag =
        std::string(heading.focus ? "majr" : "mh") +
        // With * there is no explosion to be turned off, and PubMed's own filters write it.
        (heading.explode ? "" : ":noexp");
    const std::string label = spaced_pubmed_text(heading.label);
    if (heading.qualifiers.empty()) return tagged(label, tag, true);
    if (heading.qualifiers.size() > 1) {
      lose("lossy_subheading",
           "PubMed takes one subheading with a heading; the heading was written once for each.",
           span_);
    }
    std::vector<std::string> parts;
    for (const std::string& qualifier : heading.qualifiers) {
      parts.push_back(tagged(label + "/" + spaced_pubmed_text(qualifier), tag, true));
    }
    return group(parts, " OR ");
  }

  std::string write_leaf(const Subheading& subheading) {
    return tagged(spaced_pubmed_text(subheading.name), subheading.explode ? "sh" : "sh:noexp",
                  true);
  }
  std::string write_leaf(const LineRef& line) { return "#" + std::to_string(line.line); }
  std::string write_leaf(const MatchAll&) { return everything(); }
  std::string write_leaf(const MatchNothing&) {
    return leave_out("A search that finds nothing", span_);
  }

  Span span_;
};

}  // namespace

Written write_pubmed(const Node& tree) { return PubmedWriter().write(tree); }

}  // namespace evidence::query
