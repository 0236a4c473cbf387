#include "query/resolve.h"

#include <algorithm>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/qualifiers.h"

namespace evidence::query {
namespace {

constexpr std::size_t kSuggestions = 5;
// A strategy of thousands of unknown headings would else wait for as many searches for likely ones.
constexpr std::size_t kMaxSuggested = 200;

std::string listed(const std::vector<FoundHeading>& headings) {
  std::string text;
  for (const FoundHeading& heading : headings) {
    text += (text.empty() ? "" : ", ") + quoted_for_message(heading.label, 120);
  }
  return text;
}

std::string quote(std::string_view text) { return quoted_for_message(text, 120); }

class Resolver {
 public:
  Resolver(const Vocabulary& vocabulary, const KnownHeading* known, Syntax syntax,
           std::vector<Message>& messages)
      : vocabulary_(vocabulary),
        known_(known),
        syntax_(syntax),
        loaded_(!vocabulary.version().empty()),
        messages_(messages) {}

  void resolve(Heading& heading, Span span) {
    heading.ids.clear();
    heading.labels.clear();
    heading.qualifier_labels.clear();
    for (const std::string& qualifier : heading.qualifiers) {
      add_qualifier(qualifier, heading.explode && syntax_ == Syntax::kPubmed, true, span,
                    heading.qualifier_labels);
    }
    if (heading.wildcards) return;  // evaluation finds the labels that fit
    if (heading.vocabulary != "mesh") {
      look_in_index_only(heading, span);
      return;
    }
    const std::vector<FoundHeading> found = vocabulary_.find(heading.label);
    if (found.empty()) {
      look_in_index_only(heading, span);
      return;
    }
    const FoundHeading& best = found.front();
    tell_how(heading.label, best, found, span);
    add(heading, best);
    if (best.kind == HeadingKind::kSupplementary) {
      tell_substance(best, span);
    } else if (heading.explode) {
      explode(heading, best, span);
    }
  }

  // A publication type with those that are narrower.
  void resolve(Exact& type, Span span) {
    type.narrower.clear();
    if (!type.explode) return;
    const std::vector<FoundHeading> found = vocabulary_.find(type.value);
    if (found.empty()) {
      if (loaded_ || types_told_) return;
      types_told_ = true;
      tell(Severity::kInfo, "publication_type_not_exploded",
           "Publication types were searched without narrower ones: no vocabulary is loaded that "
           "would know them.",
           span, "Load MeSH with `evidence vocabulary load desc20XX.xml`.");
      return;
    }
    for (const FoundHeading& one : vocabulary_.with_narrower(found.front().id)) {
      if (fold(one.label) != fold(type.value)) type.narrower.push_back(one.label);
    }
  }

  void resolve(Subheading& subheading, Span span) {
    subheading.labels.clear();
    add_qualifier(subheading.name, subheading.explode, false, span, subheading.labels);
  }

 private:
  void tell(Severity severity, std::string code, std::string text, Span span, std::string fix) {
    messages_.push_back({severity, std::move(code), std::move(text), span, std::move(fix)});
  }

  static void add(Heading& heading, const FoundHeading& found) {
    heading.ids.push_back(found.id);
    heading.labels.push_back(fold(found.label));
  }

  void tell_how(std::string_view typed, const FoundHeading& best,
                const std::vector<FoundHeading>& found, Span span) {
    if (best.by == FoundBy::kLabel || best.by == FoundBy::kId) return;
    const bool replaced = best.by == FoundBy::kPreviousLabel;
    std::string text = quote(typed);
    text += replaced ? " was replaced by the heading " : " is another name of the heading ";
    text += quote(best.label) + ", which was searched.";
    std::string fix;
    for (std::size_t i = 1; i < found.size() && i <= kSuggestions; ++i) {
      fix += (i == 1 ? "It may also mean " : ", ") + quote(found[i].label);
    }
    if (!fix.empty()) fix += ".";
    tell(Severity::kInfo, replaced ? "heading_replaced" : "heading_mapped", std::move(text), span,
         std::move(fix));
  }

  void tell_substance(const FoundHeading& substance, Span span) {
    const auto whole = vocabulary_.heading(substance.id);
    std::string under;
    if (whole) {
      for (const std::string& id : whole->mapped_to) {
        if (const auto heading = vocabulary_.heading(id)) {
          under += (under.empty() ? "" : ", ") + quote(heading->label);
        }
      }
    }
    tell(Severity::kInfo, "substance",
         quote(substance.label) +
             " is the name of a substance, not a heading; it was searched as "
             "a substance.",
         span, under.empty() ? "" : "Publications about it are indexed under " + under + ".");
  }

  void explode(Heading& heading, const FoundHeading& best, Span span) {
    const std::vector<FoundHeading> narrower = vocabulary_.with_narrower(best.id);
    for (const FoundHeading& one : narrower) {
      if (one.id != best.id) add(heading, one);
    }
    if (narrower.size() >= kMaxNarrower) {
      tell(Severity::kWarning, "heading_cut",
           quote(best.label) + " has more than " + with_thousands(kMaxNarrower) +
               " narrower headings; the rest was left out.",
           span, "Explode narrower headings one by one.");
    }
    if (narrower.size() > 1 || best.kind == HeadingKind::kCheckTag) return;
    const auto whole = vocabulary_.heading(best.id);
    if (whole && whole->tree_numbers.empty()) {
      tell(Severity::kWarning, "heading_not_exploded",
           quote(best.label) +
               " was searched without narrower headings: the vocabulary that is "
               "loaded has no place in the tree for it.",
           span, "Load the complete file of descriptors with `evidence vocabulary load`.");
    }
  }

  // Nothing is known of the label but whether records carry it.
  void look_in_index_only(Heading& heading, Span span) {
    const std::string folded = fold(heading.label);
    heading.labels.push_back(folded);
    const bool held = known_ != nullptr && known_->holds(folded);
    if (!loaded_) {
      if (!held && known_ != nullptr) {
        tell(Severity::kWarning, "heading_unknown",
             "No record has the heading " + quote(heading.label) +
                 ", and no vocabulary is loaded that would know it.",
             span,
             "Look at its spelling, or search the words as text. `evidence vocabulary load` "
             "loads MeSH.");
      }
    } else {
      std::string text = version_of(heading) + " has no heading " + quote(heading.label) + ". ";
      text += held ? "It was searched as records have it."
                   : (known_ == nullptr ? "It was searched as it stands."
                                        : "No record has it either, so it finds nothing.");
      std::string fix;
      if (heading.vocabulary == "mesh" && suggested_++ < kMaxSuggested) {
        const auto likely = vocabulary_.suggest(heading.label, kSuggestions);
        if (!likely.empty()) fix = "Perhaps: " + listed(likely) + ".";
      }
      if (fix.empty()) fix = "Search the words as text, in title and abstract.";
      tell(Severity::kWarning, "heading_unknown", std::move(text), span, std::move(fix));
    }
    if (heading.explode) {
      tell(Severity::kWarning, "heading_not_exploded",
           quote(heading.label) + " was searched without narrower headings: " +
               (loaded_ ? "the vocabulary does not know it."
                        : "no vocabulary is loaded that would know them."),
           span,
           loaded_ ? "Use one of its headings."
                   : "Load MeSH with `evidence vocabulary load desc20XX.xml`.");
    }
  }

  [[nodiscard]] std::string version_of(const Heading& heading) const {
    if (heading.vocabulary != "mesh") return "No loaded vocabulary";
    std::string version = vocabulary_.version();
    if (version.starts_with("mesh")) version.replace(0, 4, "MeSH");
    return version;
  }

  // Appends names, and of a heading's qualifier numbers, once each.
  void add_qualifier(std::string_view typed, bool exploded, bool numbers, Span span,
                     std::vector<std::string>& out) {
    const auto add_once = [&out](std::string value) {
      if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(std::move(value));
    };
    const auto found = vocabulary_.find_qualifier(typed);
    if (!found) {
      const std::string_view known = known_qualifier(typed);
      add_once(fold(known.empty() ? typed : known));
      if (known.empty()) tell_unknown_qualifier(typed, span);
      if (exploded) tell_unexploded_qualifier(known.empty() ? typed : known, span);
      return;
    }
    const auto add_found = [&](const FoundHeading& one) {
      add_once(fold(one.label));
      if (numbers) add_once(one.id);
    };
    add_found(*found);
    if (!exploded) return;
    const auto narrower = vocabulary_.with_narrower(found->id);
    for (const FoundHeading& one : narrower) add_found(one);
    if (narrower.size() > 1) return;
    const auto whole = vocabulary_.heading(found->id);
    if (whole && whole->tree_numbers.empty()) tell_unexploded_qualifier(found->label, span);
  }

  void tell_unknown_qualifier(std::string_view typed, Span span) {
    std::string fix;
    for (const std::string& name : near_qualifiers(typed)) {
      fix += (fix.empty() ? "Perhaps: " : ", ") + quote(name);
    }
    if (!fix.empty()) fix += ".";
    tell(Severity::kWarning, "subheading_unknown",
         "There is no subheading " + quote(typed) + " in MeSH; it was searched as it stands.", span,
         std::move(fix));
  }

  void tell_unexploded_qualifier(std::string_view name, Span span) {
    tell(Severity::kWarning, "heading_not_exploded",
         "The subheading " + quote(name) +
             " was searched without narrower ones: no file of subheadings is loaded.",
         span, "Load qual20XX.xml with `evidence vocabulary load`.");
  }

  const Vocabulary& vocabulary_;
  const KnownHeading* known_;
  Syntax syntax_;
  bool loaded_;
  std::vector<Message>& messages_;
  std::size_t suggested_ = 0;
  bool types_told_ = false;
};

}  // namespace

void resolve_headings(Node& tree, const Vocabulary& vocabulary, const KnownHeading* known,
                      std::vector<Message>& messages, Syntax syntax) {
  Resolver resolver(vocabulary, known, syntax, messages);
  std::vector<Node*> open{&tree};
  while (!open.empty()) {
    Node& node = *open.back();
    open.pop_back();
    if (auto* heading = std::get_if<Heading>(&node.value)) {
      resolver.resolve(*heading, node.span);
    } else if (auto* type = std::get_if<Exact>(&node.value)) {
      resolver.resolve(*type, node.span);
    } else if (auto* subheading = std::get_if<Subheading>(&node.value)) {
      resolver.resolve(*subheading, node.span);
    } else if (std::vector<Node>* children = children_of(node)) {
      // The last is looked at first, so that messages come in the order of the text.
      for (auto child = children->rbegin(); child != children->rend(); ++child) {
        open.push_back(&*child);
      }
    }
  }
}

}  // namespace evidence::query
