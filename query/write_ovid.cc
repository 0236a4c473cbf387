// A tree as an Ovid line. What Ovid cannot say is written as the nearest and told.
#include <algorithm>
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

constexpr std::array<std::pair<Field, std::string_view>, 10> kTextCodes{{
    {Field::kAny, "mp"},
    {Field::kTitle, "ti"},
    {Field::kAbstract, "ab"},
    {Field::kKeyword, "kf"},
    {Field::kHeading, "hw"},
    {Field::kAuthor, "au"},
    {Field::kFirstAuthor, "fa"},
    {Field::kJournal, "jw"},
    {Field::kPublisher, "pb"},
    {Field::kAffiliation, "in"},
}};

constexpr std::array<std::pair<Field, std::string_view>, 8> kExactCodes{{
    {Field::kPublicationType, "pt"},
    {Field::kLanguage, "la"},
    {Field::kIssn, "is"},
    {Field::kJournalTitle, "jn"},
    {Field::kVolume, "vo"},
    {Field::kIssue, "ip"},
    {Field::kPage, "pg"},
    {Field::kYear, "yr"},
}};

std::string_view date_code(Slot slot) {
  switch (slot) {
    case Slot::kDate:
    case Slot::kYear:
      return "yr";
    case Slot::kEntered:
      return "ed";
    case Slot::kCreated:
      return "dt";
    case Slot::kCompleted:
      return "dc";
    case Slot::kModified:
      return "rd";
    default:
      return {};
  }
}

// Where a piece stands: what is around it decides about brackets and fields.
struct Place {
  bool inside = false;    // of an operator
  bool in_field = false;  // the fields stand behind the bracket around it
};

class Writer {
 public:
  explicit Writer(const Node& tree) : shared_(tree) {}

  Written run(const Node& tree) {
    Written written;
    written.text = limit_line(tree);
    if (written.text.empty()) written.text = write(tree, {});
    written.losses = losses_.take();
    return written;
  }

 private:
  // "limit 3 to (yr="2015 -Current" and abstracts)"; "" where the tree is no such line.
  std::string limit_line(const Node& tree) {
    const auto* all = std::get_if<And>(&tree.value);
    if (all == nullptr || all->children.size() < 2) return {};
    const auto* line = std::get_if<LineRef>(&all->children.front().value);
    if (line == nullptr) return {};
    std::string conditions;
    for (std::size_t i = 1; i < all->children.size(); ++i) {
      const Node& child = all->children[i];
      std::string one;
      if (const auto* range = std::get_if<Range>(&child.value)) {
        const std::string_view code = date_code(range->slot);
        if (code.empty() || (range->from.empty() && range->to.empty())) return {};
        one = std::string(code) + "=\"" + dates(*range) + "\"";
      } else if (const auto* exact = std::get_if<Exact>(&child.value);
                 exact != nullptr && exact->field == Field::kHas && exact->value == "abstract") {
        one = "abstracts";
      } else {
        return {};
      }
      conditions += (conditions.empty() ? "" : " and ") + one;
    }
    if (all->children.size() > 2) conditions = "(" + conditions + ")";
    return "limit " + std::to_string(line->line) + " to " + conditions;
  }

  static std::string dates(const Range& range) {
    if (range.from == range.to) return range.from;
    return range.from + "-" + (range.to.empty() ? "Current" : range.to);
  }

  std::string write(const Node& node, Place place) {
    if (const std::vector<Node>* children = children_of(node)) {
      if (!place.in_field) {
        if (const auto fields = shared_.of(node)) {
          const std::string suffix = suffix_of(*fields, node.span);
          return "(" + list(node, *children, {false, true}) + ")" + suffix;
        }
      }
      const std::string text = list(node, *children, place);
      return place.inside && !text.empty() ? "(" + text + ")" : text;
    }
    return std::visit([&](const auto& value) { return leaf(value, node.span, place); }, node.value);
  }

  std::string list(const Node& node, const std::vector<Node>& children, Place place) {
    place.inside = true;
    std::string joint = " or ";
    if (std::holds_alternative<And>(node.value)) joint = " and ";
    if (std::holds_alternative<Not>(node.value)) joint = " not ";
    if (const auto* near = std::get_if<Near>(&node.value)) joint = proximity(*near, node.span);
    std::string text;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::string one = write(children[i], place);
      if (one.empty()) {
        // Without what it starts from, "not" would say something else.
        if (i == 0 && std::holds_alternative<Not>(node.value)) return {};
        continue;
      }
      text += (text.empty() ? "" : joint) + one;
    }
    return text;
  }

  std::string proximity(const Near& near, Span span) {
    if (near.ordered && near.between == 0) return " adj ";
    if (near.ordered) {
      losses_.add("lossy_order",
                  "Ovid cannot ask for an order with words between; any order is written.", span);
    }
    unsigned distance = near.between + 1;
    if (distance > 99) {
      losses_.add("lossy_distance", "Ovid's longest distance is 99 words.", span);
      distance = 99;
    }
    return " adj" + std::to_string(distance) + " ";
  }

  std::string suffix_of(FieldSet fields, Span span) {
    std::string codes;
    const auto add = [&](std::string_view code) {
      codes += (codes.empty() ? "." : ",") + std::string(code);
    };
    if ((fields | kAllText) == fields) return ".af.";
    for (const auto& [field, code] : kTextCodes) {
      if (fields.has(field)) add(code);
    }
    if (fields.has(Field::kLastAuthor) && !fields.has(Field::kAuthor)) {
      losses_.add("lossy_field", "Ovid has no field for the last author; .au. is written.", span);
      add("au");
    }
    if (codes.empty()) {
      losses_.add("lossy_field",
                  "Ovid has no field " + evidence::to_text(fields) + "; .mp. is written.", span);
      add("mp");
    }
    return codes + ".";
  }

  // Words as Ovid wants them, quoted where they would read as something else.
  std::string words(std::string_view text, bool wildcards, Span span) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '"') continue;
      const bool sign = c == '*' || c == '?' || c == '#' || c == '$';
      if (sign && !wildcards) {
        losses_.add("lossy_sign",
                    "The sign " + std::string(1, c) + " cannot be looked for as itself in Ovid.",
                    span);
        out.push_back(' ');
      } else if (c == '*' && i + 1 < text.size() && is_digit(text[i + 1])) {
        out.push_back('$');
      } else {
        out.push_back(c);
      }
    }
    const bool quote =
        reads_as_operator(out) || out.find_first_of("()[]/.:,;&|") != std::string::npos ||
        starts_with_ignoring_case(out, "exp ") || starts_with_ignoring_case(out, "limit ") ||
        (out.size() > 1 && is_digit(out[0]) && out.find(' ') < 3);
    return quote ? "\"" + out + "\"" : out;
  }

  std::string with_fields(std::string text, FieldSet fields, Span span, Place place) {
    return place.in_field ? text : text + suffix_of(fields, span);
  }

  std::string leaf(const Term& term, Span span, Place place) {
    if (term.stemmed) {
      losses_.add("lossy_stem",
                  quoted_for_message(term.text, 40) +
                      " is matched here with its other endings; Ovid looks for the word as it is.",
                  span);
    }
    return with_fields(words(term.text, term.wildcards, span), term.fields, span, place);
  }
  std::string leaf(const Phrase& phrase, Span span, Place place) {
    return with_fields(words(phrase.text, phrase.wildcards, span), phrase.fields, span, place);
  }
  std::string leaf(const Prefix& prefix, Span span, Place place) {
    std::string text;
    for (const std::string& word : prefix.leading) text += word + " ";
    return with_fields(words(text + prefix.stem + "*", true, span), prefix.field, span, place);
  }
  std::string leaf(const Plain& plain, Span span, Place place) {
    losses_.add("lossy_mapping",
                quoted_for_message(plain.text, 60) +
                    " is mapped to headings automatically; Ovid looks for the words.",
                span);
    return with_fields(words(plain.text, false, span), Field::kAny, span, place);
  }

  std::string leaf(const Exact& exact, Span span, Place) {
    if (exact.explode) losses_.add(kNarrowerTypes, narrower_types_text(exact), span);
    if (exact.field == Field::kIdentifier) return identifier(exact, span);
    for (const auto& [field, code] : kExactCodes) {
      if (field == exact.field) {
        return words(exact.value, exact.wildcards, span) + "." + std::string(code) + ".";
      }
    }
    return dropped("lossy_value",
                   "Ovid has no field for " + std::string(field_info(exact.field).label) +
                       "; the condition is left out.",
                   span);
  }

  std::string identifier(const Exact& exact, Span span) {
    const std::size_t colon = exact.value.find(':');
    const std::string scheme = exact.value.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : exact.value.substr(colon + 1);
    for (const FieldCode& code : ovid_codes()) {
      if (code.kind == CodeKind::kIdentifier && code.scheme == scheme) {
        return "\"" + value + "\"." + std::string(code.code) + ".";
      }
    }
    losses_.add("lossy_value", "Ovid has no field for the number; it is written as words.", span);
    return words(value, false, span) + ".mp.";
  }

  std::string leaf(const Range& range, Span span, Place) {
    const std::string_view code = date_code(range.slot);
    if (code.empty() || (range.from.empty() && range.to.empty())) {
      return dropped("lossy_value", "Ovid cannot limit to this range; it is left out.", span);
    }
    if (range.from != range.to) {
      losses_.add("lossy_range",
                  "Ovid limits to a range of dates in a line of its own (limit 3 to yr=…); "
                  "the range is written as a field.",
                  span);
    }
    return dates(range) + "." + std::string(code) + ".";
  }

  std::string leaf(const Heading& heading, Span span, Place) {
    std::string label;
    for (const char c : heading.label) {
      if (c != '"') label.push_back(c);
    }
    const bool quote = reads_as_operator(label) ||
                       label.find_first_of("()[]/.") != std::string::npos ||
                       starts_with_ignoring_case(label, "exp ") ||
                       (!label.empty() && (is_digit(label.front()) || label.front() == '#'));
    if (heading.wildcards) {
      if (!heading.focus && heading.qualifiers.empty() && plain_pattern(label)) {
        return words(label, true, span) + (heading.explode ? ".xm." : ".sh.");
      }
      losses_.add("lossy_heading", "Ovid does not truncate headings that have more than a name.",
                  span);
    }
    std::string text = heading.explode ? "exp " : "";
    if (heading.focus) text += "*";
    text += quote ? "\"" + label + "\"" : label;
    text += "/";
    std::string codes;
    for (const std::string& typed : heading.qualifiers) {
      const std::string code = qualifier(typed);
      if (code.empty()) {
        losses_.add(
            "lossy_subheading",
            quoted_for_message(typed, 40) + " is no subheading with a code; it is left out.", span);
        continue;
      }
      codes += (codes.empty() ? "" : ", ") + code;
    }
    return text + codes;
  }

  // Letters and spaces, signs within or behind words only: reads the same before ".sh.".
  static bool plain_pattern(std::string_view label) {
    bool begins = true;
    for (const char c : label) {
      const bool letter = is_letter(c) || is_digit(c);
      const bool sign = c == '*' || c == '?' || c == '#';
      if (!letter && c != ' ' && (!sign || begins)) return false;
      begins = c == ' ';
    }
    return true;
  }

  static std::string qualifier(std::string_view typed) {
    std::string lower = to_lower_ascii(typed);
    if (qualifier_by_code(lower) != nullptr) return lower;
    if (const std::size_t at = lower.find(" and "); at != std::string::npos) {
      lower.replace(at, 5, " & ");
    }
    const Qualifier* found = qualifier_by_name(lower);
    return found == nullptr ? "" : std::string(found->code);
  }

  std::string leaf(const Subheading& subheading, Span span, Place) {
    return words(subheading.name, false, span) + (subheading.explode ? ".xs." : ".fs.");
  }
  static std::string leaf(const LineRef& line, Span, Place) { return std::to_string(line.line); }
  std::string leaf(const MatchAll&, Span span, Place) {
    return dropped("lossy_all", "Ovid cannot ask for every record; the condition is left out.",
                   span);
  }
  std::string leaf(const MatchNothing&, Span span, Place) {
    return dropped("lossy_nothing", "What finds nothing is left out.", span);
  }
  // Composites are written by list().
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

Written write_ovid(const Node& tree) { return Writer(tree).run(tree); }

}  // namespace evidence::query
