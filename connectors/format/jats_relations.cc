// related-article, related-object and trial registrations; the addresses of links.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/xml_fields.h"

namespace evidence::jats {
namespace {

using R = RelationType;

struct Kind {
  std::string_view name;
  RelationType type;
};

// JATS' suggested values and those of PMC's tagging guidelines.
constexpr std::array kKinds{
    Kind{"retracted-article", R::kRetracts},
    Kind{"retraction-forward", R::kRetractedBy},
    Kind{"retraction", R::kRetractedBy},
    Kind{"partial-retraction", R::kPartiallyRetracts},
    Kind{"partial-retraction-forward", R::kPartiallyRetractedBy},
    Kind{"corrected-article", R::kErratumFor},
    Kind{"correction-forward", R::kHasErratum},
    Kind{"correction", R::kHasErratum},
    Kind{"object-of-concern", R::kConcernAbout},
    Kind{"concern-forward", R::kHasConcern},
    Kind{"expression-of-concern", R::kHasConcern},
    Kind{"addended-article", R::kUpdates},
    Kind{"addendum", R::kUpdatedBy},
    Kind{"updated-article", R::kUpdates},
    Kind{"update", R::kUpdatedBy},
    Kind{"republished-article", R::kRepublishes},
    Kind{"republication", R::kRepublishedAs},
    Kind{"commentary", R::kHasComment},
    Kind{"commentary-article", R::kHasComment},
    Kind{"letter", R::kHasComment},
    Kind{"editorial", R::kHasComment},
    Kind{"preprint", R::kHasPreprint},
    Kind{"pre-print", R::kHasPreprint},
    Kind{"published-article", R::kPreprintOf},
};

// Related without standing to the article in a way that records keep.
constexpr std::array<std::string_view, 11> kNotKept{
    "companion",     "article-reference", "alt-language",   "translation",
    "press-release", "in-this-issue",     "part",           "series",
    "peer-review",   "guest-editorial",   "article-version"};

bool is_notice(std::string_view article_type) {
  return article_type == "correction" || article_type == "retraction" ||
         article_type == "partial-retraction" || article_type == "expression-of-concern" ||
         article_type == "addendum";
}

bool is_comment(std::string_view article_type) {
  return article_type == "article-commentary" || article_type == "letter" ||
         article_type == "reply" || article_type == "editorial" || article_type == "discussion";
}

// Some publishers write the same word in both directions; what the article itself is decides.
RelationType turned(RelationType type, std::string_view own) {
  if (is_notice(own)) {
    if (type == R::kHasErratum) return R::kErratumFor;
    if (type == R::kRetractedBy) return R::kRetracts;
    if (type == R::kHasConcern) return R::kConcernAbout;
    if (type == R::kUpdatedBy) return R::kUpdates;
  }
  if (type == R::kHasComment && is_comment(own)) return R::kCommentsOn;
  if (type == R::kPartiallyRetracts && !is_notice(own)) return R::kPartiallyRetractedBy;
  return type;
}

std::string target_of(const pugi::xml_node& node) {
  const std::string_view kind = node.attribute("ext-link-type").value();
  const std::string text = href_of(node);
  if (text.empty()) return {};
  const auto as = [&text](IdentifierScheme scheme) -> std::string {
    const Result<Identifier> identifier = Identifier::parse(scheme, text);
    if (!identifier.ok()) return {};
    return std::string(scheme_name(scheme)) + ":" + identifier->value();
  };
  if (kind == "pmc" || kind == "pmcid") return as(IdentifierScheme::kPmcid);
  if (kind == "pubmed" || kind == "pmid") return as(IdentifierScheme::kPmid);
  return as(IdentifierScheme::kDoi);
}

// "Lancet 29, 1475": all that some links give.
std::string citation_of(const pugi::xml_node& node) {
  std::string citation = node_text(node);
  if (!citation.empty()) return citation;
  const std::string volume = attribute_text(node, "vol");
  const std::string page = attribute_text(node, "page");
  const std::string journal = attribute_text(node, "journal-id");
  if (volume.empty() && page.empty()) return {};
  citation = journal;
  if (!volume.empty()) citation += (citation.empty() ? "" : " ") + volume;
  if (!page.empty()) citation += ":" + page;
  return citation;
}

std::vector<std::string> trial_numbers(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t at = text.find("NCT"); at != std::string_view::npos;
       at = text.find("NCT", at + 3)) {
    std::string digits;
    std::size_t next = at + 3;
    while (next < text.size() && digits.size() < 9) {
      const char c = text[next++];
      if (c >= '0' && c <= '9') {
        digits.push_back(c);
      } else if (!digits.empty() || (c != ' ' && c != ':' && c != '-')) {
        break;
      }
    }
    if (digits.size() == 8) found.push_back("NCT" + digits);
  }
  return found;
}

bool is_registration(std::string_view label) {
  const std::string lower = to_lower_ascii(label);
  return lower.find("regist") != std::string::npos && lower.find("review") == std::string::npos;
}

}  // namespace

std::string href_of(const pugi::xml_node& node) {
  for (const pugi::xml_attribute& one : node.attributes()) {
    const std::string_view name = one.name();
    if (name == "href" || name.ends_with(":href")) return std::string(trim(one.value()));
  }
  return {};
}

void read_relations(Reading& in, const pugi::xml_node& meta) {
  for (const pugi::xml_node& node : meta.children("related-article")) {
    const std::string name = to_lower_ascii(attribute_text(node, "related-article-type"));
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&name](const Kind& one) { return one.name == name; });
    if (kind == kKinds.end()) {
      if (std::find(kNotKept.begin(), kNotKept.end(), name) == kNotKept.end()) {
        in.drop("unknown_relation", "a related article of the unknown type " +
                                        quoted_for_message(name, 40) + " was left out");
      }
      continue;
    }
    Relation relation;
    relation.type = turned(kind->type, in.article_type);
    relation.target = target_of(node);
    relation.citation = citation_of(node);
    if (relation.target.empty() && relation.citation.empty()) {
      in.drop("empty_relation", "a related article (" + name + ") names no other article");
      continue;
    }
    in.add_relation(relation.type, std::move(relation.target), std::move(relation.citation));
  }
}

void read_registrations(Reading& in, const pugi::xml_node& meta) {
  // Notices, comments and reviews name other people's trials.
  if (is_notice(in.article_type) || is_comment(in.article_type) ||
      in.article_type == "review-article" || in.article_type == "systematic-review") {
    return;
  }
  std::vector<std::string> numbers;
  const auto add_all = [&numbers](const std::vector<std::string>& more) {
    numbers.insert(numbers.end(), more.begin(), more.end());
  };
  for (const AbstractSection& section : in.record.abstract) {
    if (is_registration(section.label)) add_all(trial_numbers(section.text));
  }
  for (const pugi::xml_node& object : meta.children("related-object")) {
    const std::string type = to_lower_ascii(attribute_text(object, "source-type") +
                                            attribute_text(object, "document-type") +
                                            attribute_text(object, "link-type"));
    if (type.find("regist") == std::string::npos && type.find("trial") == std::string::npos) {
      continue;
    }
    add_all(trial_numbers(attribute_text(object, "document-id")));
    add_all(trial_numbers(attribute_text(object, "object-id")));
    add_all(trial_numbers(node_text(object)));
  }
  for (const pugi::xml_node& one : meta.child("custom-meta-group").children("custom-meta")) {
    if (is_registration(child_text(one, "meta-name"))) {
      add_all(trial_numbers(child_text(one, "meta-value")));
    }
  }
  for (const std::string& number : numbers) in.add_identifier(IdentifierScheme::kNct, number);
}

}  // namespace evidence::jats
