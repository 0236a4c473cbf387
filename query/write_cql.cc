#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/cql_index.h"
#include "query/writer.h"
#include "query/writer_support.h"

namespace evidence::query {
namespace {

std::string slot_index(Slot slot) {
  switch (slot) {
    case Slot::kDate:
      return "dc.date";
    case Slot::kYear:
      return "year";
    case Slot::kEntered:
      return "entered";
    case Slot::kCreated:
      return "created";
    case Slot::kIndexed:
      return "indexed";
    case Slot::kCompleted:
      return "completed";
    case Slot::kModified:
      return "modified";
    default:
      return {};
  }
}

class CqlWriter final : public InfixWriter {
 protected:
  std::string everything() override { return "cql.allRecords = 1"; }
  std::string_view syntax_label() const override { return "CQL"; }

  std::string leaf(const Node& node) override {
    span_ = node.span;
    return std::visit([&](const auto& value) { return write_leaf(value); }, node.value);
  }

 private:
  std::string write_leaf(const And&) { return {}; }  // never: not leaves
  std::string write_leaf(const Or&) { return {}; }
  std::string write_leaf(const Not&) { return {}; }

  // The value of a clause between quotation marks. Without `masks`, '*' and '?' mean themselves.
  static std::string value(std::string_view text, bool masks = false) {
    std::string out = "\"";
    for (const char c : text) {
      const bool sign = c == '*' || c == '?' || c == '^';
      if (c == '"' || c == '\\' || (sign && !masks)) out += '\\';
      out += c;
    }
    return out + "\"";
  }

  static std::string clause(std::string_view index, std::string_view relation,
                            const std::string& quoted_value) {
    return std::string(index) + " " + std::string(relation) + " " + quoted_value;
  }

  std::string write_leaf(const Term& term) {
    const std::string index = cql_index_name(term.fields);
    if (!term.wildcards) return clause(index, term.stemmed ? "=/stem" : "=", value(term.text));
    return clause_of_pattern(index, term.text);
  }

  // '#' is CQL's '?'; none or one letter and a limited number it does not have.
  std::string clause_of_pattern(std::string_view index, std::string_view text) {
    if (text.find('?') != std::string_view::npos) {
      std::vector<std::string> spellings = spellings_with_vowels(text);
      if (!spellings.empty()) {
        lose("lossy_wildcard",
             "CQL has no sign for one letter or none: " + quoted_for_message(text, 40) +
                 " was written out with vowels only.",
             span_, "Keep the spellings that exist, and add any that are missing.");
        std::string all;
        for (const std::string& spelling : spellings) all += (all.empty() ? "" : " ") + spelling;
        return clause(index, "any", value(all));
      }
    }
    return clause(index, "=", value(masks(text), true));
  }

  std::string masks(std::string_view text) {
    std::string out;
    bool lossy = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '?') {
        out += '*';
        lossy = true;
      } else if (text[i] == '#') {
        out += '?';
      } else {
        out += text[i];
        if (text[i] != '*') continue;
        while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
          ++i;
          lossy = true;
        }
      }
    }
    if (lossy) {
      lose("lossy_wildcard",
           "CQL has * for any number of letters and ? for one: " + quoted_for_message(text, 40) +
               " was written as " + quoted_for_message(out, 40) + ", which finds more.",
           span_);
    }
    return out;
  }

  std::string write_leaf(const Phrase& phrase) {
    const std::string index = cql_index_name(phrase.fields);
    if (phrase.wildcards) return clause(index, "=", value(masks(phrase.text), true));
    return clause(index, "=", value(phrase.text));
  }

  std::string write_leaf(const Prefix& prefix) {
    std::string text;
    for (const std::string& word : prefix.leading) text += word + " ";
    return clause(field_info(prefix.field).name, "=", value(text + prefix.stem + "*", true));
  }

  std::string write_leaf(const Near& near) {
    const std::string joint = " prox/distance<=" + std::to_string(near.between + 1) +
                              "/unit=word/" + (near.ordered ? "ordered " : "unordered ");
    const Span whole = span_;
    std::vector<std::string> parts;
    for (const Node& operand : near.operands) {
      if (std::string part = operand_text(operand); !part.empty()) parts.push_back(std::move(part));
    }
    span_ = whole;
    return parts.empty() ? std::string() : group(parts, joint);
  }

  std::string operand_text(const Node& operand) {
    const auto* either = std::get_if<Or>(&operand.value);
    if (either == nullptr) return leaf(operand);
    std::vector<std::string> parts;
    for (const Node& child : either->children) {
      if (std::string part = leaf(child); !part.empty()) parts.push_back(std::move(part));
    }
    return parts.empty() ? std::string() : group(parts, " or ");
  }

  std::string write_leaf(const Plain& plain) {
    lose("lossy_mapping",
         "In CQL words are not mapped to headings: " + quoted_for_message(plain.text, 60) +
             " was written as words that must all occur.",
         span_);
    return clause("any", "all", value(plain.text));
  }

  std::string write_leaf(const Exact& exact) {
    if (exact.explode) lose(std::string(kNarrowerTypes), narrower_types_text(exact), span_);
    if (exact.field == Field::kLanguage) return clause("dc.language", "=", value(exact.value));
    if (exact.field == Field::kHeadingLabel) return clause("subject", "==", of_exact(exact));
    return clause(field_info(exact.field).name, "==", of_exact(exact));
  }
  std::string of_exact(const Exact& exact) {
    return exact.wildcards ? value(masks(exact.value), true) : value(exact.value);
  }

  std::string write_leaf(const Range& range) {
    const std::string index = slot_index(range.slot);
    if (index.empty()) return leave_out("This range of values", span_);
    const std::string from = day_text(range.from, '-');
    const std::string to = day_text(range.to, '-');
    if (range.from.empty() && range.to.empty()) return everything();
    if (range.from.empty()) return index + " <= " + to;
    if (range.to.empty()) return index + " >= " + from;
    if (range.from == range.to && range.slot != Slot::kYear) return index + " = " + from;
    return clause(index, "within", value(from + " " + to));
  }

  std::string write_leaf(const Heading& heading) {
    const std::string relation =
        std::string("=") + (heading.explode ? "/explode" : "") + (heading.focus ? "/focus" : "");
    std::string label = heading.label;
    for (const std::string& qualifier : heading.qualifiers) label += "/" + qualifier;
    return clause(heading.vocabulary + ".heading", relation,
                  heading.wildcards ? value(masks(label), true) : value(label));
  }

  std::string write_leaf(const Subheading& subheading) {
    return clause("mesh.subheading", subheading.explode ? "=/explode" : "=",
                  value(subheading.name));
  }
  std::string write_leaf(const LineRef& line) {
    return "cql.resultSetId = " + std::to_string(line.line);
  }
  std::string write_leaf(const MatchAll&) { return everything(); }
  std::string write_leaf(const MatchNothing&) { return "cql.allRecords = 0"; }

  Span span_;
};

}  // namespace

Written write_cql(const Node& tree) { return CqlWriter().write(tree); }

}  // namespace evidence::query
