// A tree as an EBSCOhost line. What EBSCOhost cannot say is written as the nearest and told.
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "query/qualifiers.h"
#include "query/search_fields.h"
#include "query/write.h"
#include "query/writer_support.h"

namespace evidence::query {
namespace {

constexpr std::array<std::pair<Field, std::string_view>, 8> kTextCodes{{
    {Field::kTitle, "TI"},
    {Field::kAbstract, "AB"},
    {Field::kKeyword, "KW"},
    {Field::kHeading, "MW"},
    {Field::kAuthor, "AU"},
    {Field::kJournal, "SO"},
    {Field::kPublisher, "PB"},
    {Field::kAffiliation, "AF"},
}};

constexpr std::array<std::pair<Field, std::string_view>, 6> kExactCodes{{
    {Field::kPublicationType, "PT"},
    {Field::kLanguage, "LA"},
    {Field::kIssn, "IS"},
    {Field::kVolume, "VI"},
    {Field::kIssue, "IP"},
    {Field::kYear, "PY"},
}};

struct Place {
  bool inside = false;
  bool in_field = false;
};

class Writer {
 public:
  explicit Writer(const Node& tree) : shared_(tree) {}

  Written run(const Node& tree) {
    Written written;
    written.text = write(tree, {});
    written.losses = losses_.take();
    return written;
  }

 private:
  std::string write(const Node& node, Place place) {
    if (const std::vector<Node>* children = children_of(node)) {
      if (!place.in_field) {
        const auto fields = shared_.of(node);
        if (fields && !(*fields == FieldSet(Field::kAny))) {
          return in_fields("(" + list(node, *children, {false, true}) + ")", *fields, node.span,
                           place);
        }
      }
      const std::string text = list(node, *children, place);
      return place.inside && !text.empty() ? "(" + text + ")" : text;
    }
    return std::visit([&](const auto& value) { return leaf(value, node.span, place); }, node.value);
  }

  std::string list(const Node& node, const std::vector<Node>& children, Place place) {
    place.inside = true;
    std::string joint = " OR ";
    if (std::holds_alternative<And>(node.value)) joint = " AND ";
    if (std::holds_alternative<Not>(node.value)) joint = " NOT ";
    if (const auto* near = std::get_if<Near>(&node.value)) {
      joint = std::string(near->ordered ? " W" : " N") + std::to_string(near->between) + " ";
      if (near->between > 0) {
        losses_.add("lossy_distance",
                    "EBSCOhost's way of counting the words between is not confirmed: " +
                        std::string(trim(joint)) + " is written for " +
                        std::to_string(near->between) + " words between.",
                    node.span);
      }
    }
    std::string text;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::string one = write(children[i], place);
      if (one.empty()) {
        if (i == 0 && std::holds_alternative<Not>(node.value)) return {};
        continue;
      }
      text += (text.empty() ? "" : joint) + one;
    }
    return text;
  }

  // One code, or each code before a copy: (TI x OR AB x).
  std::string in_fields(const std::string& body, FieldSet fields, Span span, Place place) {
    if (place.in_field || fields.has(Field::kAny)) {
      if (fields.has(Field::kAuthor) && !place.in_field) return "TX " + body;
      return body;
    }
    std::vector<std::string_view> codes;
    if (fields.has(Field::kTitle) && fields.has(Field::kAbstract)) codes.push_back("XB");
    for (const auto& [field, code] : kTextCodes) {
      if (!fields.has(field)) continue;
      if (!codes.empty() && codes.front() == "XB" &&
          (field == Field::kTitle || field == Field::kAbstract)) {
        continue;
      }
      codes.push_back(code);
    }
    if (codes.empty() && (fields.has(Field::kFirstAuthor) || fields.has(Field::kLastAuthor))) {
      losses_.add("lossy_field",
                  "EBSCOhost has no field for the first or last author; AU is written.", span);
      codes.push_back("AU");
    }
    if (codes.empty()) {
      losses_.add("lossy_field",
                  "EBSCOhost has no field " + evidence::to_text(fields) + "; none is written.",
                  span);
      return body;
    }
    std::string text;
    for (const std::string_view code : codes) {
      text += (text.empty() ? "" : " OR ") + std::string(code) + " " + body;
    }
    return codes.size() > 1 ? "(" + text + ")" : text;
  }

  std::string words(std::string_view text, bool wildcards, Span span) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '"') continue;
      if (c == '*' && wildcards && i + 1 < text.size() && is_digit(text[i + 1])) {
        losses_.add("lossy_truncation",
                    "EBSCOhost cannot limit how many letters follow; " +
                        quoted_for_message(text, 40) + " is written with *.",
                    span);
        out.push_back('*');
        while (i + 1 < text.size() && is_digit(text[i + 1])) ++i;
      } else if (wildcards && (c == '?' || c == '#')) {
        const bool last = i + 1 == text.size() || text[i + 1] == ' ';
        if (c == '#' && last) {
          losses_.add("lossy_truncation",
                      "EBSCOhost drops a ? at the end of a word; # is written for " +
                          quoted_for_message(text, 40) + ".",
                      span);
          out.push_back('#');
        } else {
          out.push_back(c == '?' ? '#' : '?');
        }
      } else if (!wildcards && (c == '*' || c == '?' || c == '#')) {
        losses_.add(
            "lossy_sign",
            "The sign " + std::string(1, c) + " cannot be looked for as itself in EBSCOhost.",
            span);
        out.push_back(' ');
      } else {
        out.push_back(c);
      }
    }
    const bool quote = out.find(' ') != std::string::npos || reads_as_operator(out) ||
                       out.find_first_of("()") != std::string::npos ||
                       ebsco_code(to_lower_ascii(out)) != nullptr || out.front() == 'S' ||
                       out.front() == 's' || out.front() == '#';
    return quote ? "\"" + out + "\"" : out;
  }

  std::string leaf(const Term& term, Span span, Place place) {
    if (term.stemmed) {
      losses_.add("lossy_stem",
                  quoted_for_message(term.text, 40) +
                      " is matched here with its other endings; EBSCOhost looks for the word.",
                  span);
    }
    return in_fields(words(term.text, term.wildcards, span), term.fields, span, place);
  }
  std::string leaf(const Phrase& phrase, Span span, Place place) {
    return in_fields(words(phrase.text, phrase.wildcards, span), phrase.fields, span, place);
  }
  std::string leaf(const Prefix& prefix, Span span, Place place) {
    std::string text;
    for (const std::string& word : prefix.leading) text += word + " ";
    return in_fields(words(text + prefix.stem + "*", true, span), prefix.field, span, place);
  }
  std::string leaf(const Plain& plain, Span span, Place) {
    losses_.add("lossy_mapping",
                quoted_for_message(plain.text, 60) +
                    " is mapped to headings automatically; EBSCOhost looks for the words.",
                span);
    return words(plain.text, false, span);
  }

  std::string leaf(const Exact& exact, Span span, Place) {
    if (exact.explode) losses_.add(kNarrowerTypes, narrower_types_text(exact), span);
    for (const auto& [field, code] : kExactCodes) {
      if (field == exact.field) {
        return std::string(code) + " " + words(exact.value, exact.wildcards, span);
      }
    }
    for (const std::string_view scheme : {"pmid:", "isbn:"}) {
      if (exact.field == Field::kIdentifier && exact.value.starts_with(scheme)) {
        return (scheme == "pmid:" ? "PM \"" : "IB \"") + exact.value.substr(scheme.size()) + "\"";
      }
    }
    if (exact.field == Field::kJournalTitle) {
      losses_.add("lossy_value", "The whole journal title is written as words in SO.", span);
      return "SO " + words(exact.value, exact.wildcards, span);
    }
    return dropped("lossy_value",
                   "EBSCOhost has no field for " + std::string(field_info(exact.field).label) +
                       "; the condition is left out.",
                   span);
  }

  std::string leaf(const Range& range, Span span, Place) {
    const bool date = range.slot == Slot::kDate || range.slot == Slot::kYear;
    if ((!date && range.slot != Slot::kEntered) || (range.from.empty() && range.to.empty())) {
      return dropped("lossy_value", "EBSCOhost cannot limit to this range; it is left out.", span);
    }
    const std::string dates = range.from == range.to ? range.from : range.from + "-" + range.to;
    return (date ? "DT " : "EM ") + dates;
  }

  std::string leaf(const Heading& heading, Span span, Place) {
    std::string label;
    for (const char c : heading.label) {
      if (c != '"') label.push_back(c);
    }
    std::string text = heading.focus ? "(MM \"" : "(MH \"";
    text += label;
    if (heading.explode) text += "+";
    for (const std::string& typed : heading.qualifiers) {
      const std::string lower = to_lower_ascii(typed);
      const Qualifier* found = qualifier_by_code(lower);
      if (found == nullptr) found = qualifier_by_name(lower);
      if (found == nullptr) {
        losses_.add(
            "lossy_subheading",
            quoted_for_message(typed, 40) + " is no subheading with a code; it is left out.", span);
        continue;
      }
      text += "/";
      for (const char c : found->code) text += static_cast<char>(c - 'a' + 'A');
    }
    if (heading.wildcards) {
      losses_.add("lossy_heading", "EBSCOhost's truncated headings are not confirmed.", span);
    }
    return text + "\")";
  }

  std::string leaf(const Subheading& subheading, Span span, Place) {
    losses_.add("lossy_subheading",
                "EBSCOhost has no floating subheadings; MW looks for words of headings.", span);
    const Qualifier* found = qualifier_by_code(to_lower_ascii(subheading.name));
    return "MW " +
           words(found != nullptr ? found->name : std::string_view(subheading.name), false, span);
  }
  static std::string leaf(const LineRef& line, Span, Place) {
    return "S" + std::to_string(line.line);
  }
  std::string leaf(const MatchAll&, Span span, Place) {
    return dropped("lossy_all", "EBSCOhost cannot ask for every record; it is left out.", span);
  }
  std::string leaf(const MatchNothing&, Span span, Place) {
    return dropped("lossy_nothing", "What finds nothing is left out.", span);
  }
  template <typename Composite>
  static std::string leaf(const Composite&, Span, Place) {
    return {};
  }

  std::string dropped(std::string code, std::string text, Span span) {
    losses_.add(std::move(code), std::move(text), span);
    return {};
  }

  SharedFields shared_;
  Losses losses_;
};

}  // namespace

Written write_ebsco(const Node& tree) { return Writer(tree).run(tree); }

}  // namespace evidence::query
