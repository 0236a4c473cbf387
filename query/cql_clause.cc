#include "query/cql_clause.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/identifier.h"
#include "model/language.h"
#include "query/cql_index.h"

namespace evidence::query {
namespace {

// A term without its backslashes: which characters are masks is kept beside it.
struct Unescaped {
  std::string text;     // masks as the tree has them: '*' any number, '#' exactly one
  bool masked = false;  // has masks
  bool anchored = false;
  bool literal_signs = false;  // has '*', '?' or '#' that are meant as themselves
};

Unescaped unescape(std::string_view term, bool masks) {
  Unescaped out;
  for (std::size_t i = 0; i < term.size(); ++i) {
    char c = term[i];
    if (c == '\\' && i + 1 < term.size()) {
      c = term[++i];
      out.literal_signs = out.literal_signs || c == '*' || c == '?';
      out.text += c;
      continue;
    }
    if (masks && c == '^') {
      out.anchored = true;
      continue;
    }
    if (masks && (c == '*' || c == '?')) {
      out.masked = true;
      out.text += c == '?' ? '#' : c;
      continue;
    }
    out.text += c;
  }
  return out;
}

std::string prefix_of(const PartialDate& date) {
  std::string prefix = sortable_date(date);
  if (date.day == 0) prefix.resize(6);
  if (date.month == 0) prefix.resize(4);
  return prefix;
}

bool is_date(int year, int month, int day) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return parse_date(std::to_string(year) + "-" + two(month) + "-" + two(day)).has_value();
}

// The day, month or year after (`step` 1) or before it (−1).
PartialDate neighbour(PartialDate date, int step) {
  if (date.month == 0) {
    date.year += step;
    return date;
  }
  const bool had_day = date.day != 0;
  if (had_day) {
    date.day += step;
    if (date.day >= 1 && is_date(date.year, date.month, date.day)) return date;
  }
  date.month += step;
  if (date.month == 0 || date.month == 13) {
    date.month = step > 0 ? 1 : 12;
    date.year += step;
  }
  if (had_day) {
    date.day = 1;
    if (step < 0) {
      date.day = 31;
      while (!is_date(date.year, date.month, date.day) && date.day > 28) --date.day;
    }
  }
  return date;
}

class ClauseReader {
 public:
  ClauseReader(const CqlStep& step, const ParseOptions& options, MessageList& messages)
      : step_(step), options_(options), messages_(messages) {}

  std::optional<Node> read() {
    const auto index = cql_index(step_.index, step_.index_uri);
    if (!index) {
      return error("unsupported_index",
                   "There is no index " + quoted_for_message(step_.index, 60) + ".",
                   "Use dc.title, dc.creator, dc.subject, dc.date … (SRU diagnostic 16).");
    }
    index_ = *index;
    if (!read_modifiers()) return std::nullopt;
    term_ = step_.term;
    for (const std::string& word : step_.extra_terms) term_ += " " + word;
    relation_ = step_.relation;
    if (relation_ == "scr" || relation_.empty()) relation_ = "=";
    if (!step_.extra_terms.empty() && relation_ == "=" && index_.kind == CqlIndexKind::kText) {
      messages_.warn("words_without_quotes",
                     "CQL puts several words between quotation marks; these were read as words "
                     "that must all occur.",
                     step_.span, "\"" + term_ + "\", or write and between them.");
      relation_ = "all";
    }
    if (trim(term_).empty()) {
      return error("empty_term", "A term is empty.",
                   "Write a word between the quotation marks (SRU diagnostic 27).");
    }
    return by_kind();
  }

 private:
  Node node(auto value) { return {std::move(value), step_.span}; }

  std::optional<Node> error(std::string code, std::string text, std::string fix) {
    messages_.error(std::move(code), std::move(text), step_.span, std::move(fix));
    return std::nullopt;
  }
  std::optional<Node> wrong_relation(std::string_view fit) {
    return error("unsupported_relation",
                 "The index " + quoted_for_message(step_.index, 60) +
                     " does not take the relation " + quoted_for_message(step_.relation, 20) + ".",
                 "It takes " + std::string(fit) + " (SRU diagnostic 22).");
  }

  bool read_modifiers() {
    for (const CqlModifier& modifier : step_.modifiers) {
      const std::string& name = modifier.name;
      if (name == "stem") {
        stem_ = true;
      } else if (name == "unmasked") {
        masks_ = false;
      } else if (name == "explode" && has_narrower()) {
        explode_ = true;
      } else if (name == "focus" && index_.kind == CqlIndexKind::kHeading) {
        focus_ = true;
      } else if (name == "word" || name == "string" || name == "masked" || name == "isodate" ||
                 name == "number" || name == "ignorecase" || name == "ignoreaccents") {
        continue;  // so it is anyway
      } else if (name == "relevant" || name == "locale") {
        messages_.note("modifier_ignored", "The modifier “" + name + "” changes nothing here.",
                       step_.span);
      } else {
        error("unsupported_modifier",
              "There is no modifier " + quoted_for_message(name, 30) + " for this relation.",
              "Take it away (SRU diagnostic 20).");
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool has_narrower() const {
    return index_.kind == CqlIndexKind::kHeading || index_.kind == CqlIndexKind::kSubheading;
  }
  [[nodiscard]] bool equal() const { return relation_ == "=" || whole(); }
  [[nodiscard]] bool whole() const { return relation_ == "==" || relation_ == "exact"; }

  std::optional<Node> by_kind() {
    switch (index_.kind) {
      case CqlIndexKind::kText:
        return text_clause();
      case CqlIndexKind::kDate:
        return date_clause();
      case CqlIndexKind::kExact:
        return several([&](std::string_view value) { return exact(index_.field, value); });
      case CqlIndexKind::kIdentifier:
        return several([&](std::string_view value) { return identifier(value); });
      case CqlIndexKind::kIsbn:
        return several(
            [&](std::string_view value) { return number(IdentifierScheme::kIsbn, value); });
      case CqlIndexKind::kIssn:
        return several(
            [&](std::string_view value) { return number(IdentifierScheme::kIssn, value); });
      case CqlIndexKind::kLanguage:
        return several([&](std::string_view value) { return language(value); });
      case CqlIndexKind::kHeading:
        if (!equal()) return wrong_relation("=");
        return heading(term_, index_.vocabulary);
      case CqlIndexKind::kSubheading:
        if (!equal()) return wrong_relation("=");
        return node(Subheading{clean_text(unescape(term_, false).text), explode_});
      case CqlIndexKind::kAllRecords:
        if (term_ == "0") return node(MatchNothing{});
        return node(MatchAll{});
      case CqlIndexKind::kResultSet:
        return result_set();
    }
    return std::nullopt;
  }

  // "any" of a list of values, or one value.
  template <typename Read>
  std::optional<Node> several(const Read& read) {
    if (equal()) return read(term_);
    if (relation_ != "any") return wrong_relation("=, == and any");
    std::vector<Node> nodes;
    for (const std::string_view value : split(term_, ' ')) {
      if (value.empty()) continue;
      std::optional<Node> one = read(value);
      if (!one) return std::nullopt;
      nodes.push_back(std::move(*one));
    }
    if (nodes.size() == 1) return std::move(nodes.front());
    return node(Or{std::move(nodes)});
  }

  std::optional<Node> exact(Field field, std::string_view value) {
    Unescaped read = unescape(value, masks_);
    if (read.anchored) return anchored();
    return node(Exact{field, clean_text(read.text), read.masked});
  }

  std::optional<Node> number(IdentifierScheme scheme, std::string_view value) {
    const std::string text = clean_text(unescape(value, false).text);
    const auto read = Identifier::parse(scheme, text);
    if (!read.ok()) {
      return error("invalid_term", read.error().message,
                   "Look the number up again (SRU diagnostic 36).");
    }
    if (scheme == IdentifierScheme::kIssn) return node(Exact{Field::kIssn, read->value()});
    return node(Exact{Field::kIdentifier, std::string(scheme_name(scheme)) + ":" + read->value()});
  }

  std::optional<Node> identifier(std::string_view value) {
    const std::string text = clean_text(unescape(value, false).text);
    if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
      const auto scheme = scheme_by_name(to_lower_ascii(text.substr(0, colon)));
      if (scheme && *scheme == IdentifierScheme::kIssn) {
        if (const auto read = Identifier::parse(*scheme, text.substr(colon + 1)); read.ok()) {
          return node(Exact{Field::kIdentifier, "issn:" + read->value()});
        }
      }
      if (scheme) return number(*scheme, text.substr(colon + 1));
    }
    const std::vector<Identifier> found = recognise_identifiers(text);
    if (found.size() == 1) {
      return node(Exact{Field::kIdentifier, std::string(scheme_name(found.front().scheme())) + ":" +
                                                found.front().value()});
    }
    return error("invalid_term",
                 quoted_for_message(text, 60) +
                     " is no DOI, PMID, PMCID, ISBN, ISSN or number of "
                     "a trial.",
                 "Write the kind before it: doi:10.1000/182 (SRU diagnostic 36).");
  }

  std::optional<Node> language(std::string_view value) {
    std::string code = language_code(clean_text(unescape(value, false).text));
    if (code.empty()) {
      return error("invalid_term", quoted_for_message(value, 40) + " is no language that is known.",
                   "Write a code of three letters: eng, fre (SRU diagnostic 36).");
    }
    return node(Exact{Field::kLanguage, std::move(code)});
  }

  std::optional<Node> anchored() {
    return error("unsupported_mask", "^ for the beginning or end of a field is not supported.",
                 "Take it away (SRU diagnostic 28).");
  }

  std::optional<Node> heading(std::string_view value, const std::string& vocabulary) {
    const Unescaped read = unescape(value, masks_);
    if (read.anchored) return anchored();
    Heading heading;
    heading.vocabulary = vocabulary;
    const std::string text = clean_text(read.text);
    std::vector<std::string_view> parts = split(text, '/');
    heading.label = trim(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
      if (const std::string_view name = trim(parts[i]); !name.empty()) {
        heading.qualifiers.emplace_back(name);
      }
    }
    heading.explode = explode_;
    heading.focus = focus_;
    heading.wildcards = read.masked;
    if (heading.label.empty()) {
      return error("empty_term", "A heading is empty.", "Write its name (SRU diagnostic 27).");
    }
    return node(std::move(heading));
  }

  std::optional<Node> result_set() {
    unsigned line = 0;
    const bool is_number = !term_.empty() && term_.size() <= 6 &&
                           term_.find_first_not_of("0123456789") == std::string::npos;
    if (is_number) {
      for (const char c : term_) line = line * 10 + static_cast<unsigned>(c - '0');
    }
    if (line == 0 || !equal() || !options_.line_references) {
      return error("result_set_unknown",
                   "There is no result set " + quoted_for_message(term_, 40) + ".",
                   "In a strategy it is the number of a line (SRU diagnostic 51).");
    }
    return node(LineRef{line});
  }

  // --- words -----------------------------------------------------------------------------------

  std::optional<Node> text_clause() {
    if (whole()) {
      if (index_.field == Field::kAny) return wrong_relation("=, adj, any and all");
      if (index_.field == Field::kHeadingLabel) return heading(term_, "mesh");
      return exact(index_.field, term_);
    }
    if (relation_ == "=" || relation_ == "adj") return words(term_, true);
    if (relation_ != "any" && relation_ != "all") return wrong_relation("=, adj, any and all");
    std::vector<Node> nodes;
    for (const std::string_view word : split(term_, ' ')) {
      if (word.empty()) continue;
      std::optional<Node> one = words(word, false);
      if (!one) return std::nullopt;
      nodes.push_back(std::move(*one));
    }
    if (nodes.size() == 1) return std::move(nodes.front());
    if (relation_ == "any") return node(Or{std::move(nodes)});
    return node(And{std::move(nodes)});
  }

  std::optional<Node> words(std::string_view term, bool may_be_phrase) {
    const Unescaped read = unescape(term, masks_);
    if (read.anchored) return anchored();
    std::string text = clean_text(read.text);
    std::size_t tokens = 0;
    std::size_t parts = 0;
    std::string plain = text;
    std::erase_if(plain, [&](char c) { return read.masked && (c == '*' || c == '#'); });
    for_each_token(plain, [&](Token&& token) {
      ++tokens;
      parts += token.parts.size();
    });
    if (tokens == 0) {
      return error("empty_term",
                   "There is no word to search for in " + quoted_for_message(term, 40) + ".",
                   "Write letters or digits (SRU diagnostic 27).");
    }
    if (read.masked) return masked(text, read.literal_signs);
    const bool single = tokens == 1 && parts == 1;
    if (stem_ && may_be_phrase && tokens > 1) {
      messages_.warn("modifier_ignored",
                     "The words of a phrase are not searched by stem; “stem” was ignored.",
                     step_.span, "Write all instead of =.");
    }
    if (stem_ && tokens == 1) return node(Term{index_.fields, std::move(text), true});
    if (single) return node(Term{index_.fields, std::move(text)});
    return node(Phrase{index_.fields, std::move(text)});
  }

  std::optional<Node> masked(std::string text, bool literal_signs) {
    if (literal_signs) {
      return error("unsupported_mask", "A term cannot hold masks and the same signs as themselves.",
                   "Leave the backslash and its sign out (SRU diagnostic 28).");
    }
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return std::string_view("-/,.:'()").find(c) != std::string_view::npos; }, ' ');
    text = clean_text(text);
    for (const std::string_view word : split(text, ' ')) {
      if (!word.empty() && word.find_first_not_of("*#") == std::string_view::npos) {
        return error("unsupported_mask", "A mask needs letters beside it.",
                     "Write the beginning of the word (SRU diagnostic 29).");
      }
    }
    if (text.find(' ') == std::string::npos) {
      return node(Term{index_.fields, std::move(text), false, true});
    }
    return node(Phrase{index_.fields, std::move(text), true});
  }

  // --- dates -----------------------------------------------------------------------------------

  std::optional<PartialDate> day(std::string_view text) {
    const auto date = parse_date(trim(text));
    if (!date) {
      error("invalid_term", quoted_for_message(text, 40) + " is no date.",
            "Write 2015, 2015-03 or 2015-03-31 (SRU diagnostic 36).");
    }
    return date;
  }

  std::optional<Node> date_clause() {
    const std::string text = clean_text(unescape(term_, false).text);
    if (relation_ == "within") {
      const std::vector<std::string_view> ends = split(text, ' ');
      if (ends.size() != 2) {
        return error("invalid_term", "“within” takes two dates.",
                     "Write dc.date within \"2010 2015\" (SRU diagnostic 36).");
      }
      const auto from = day(ends[0]);
      const auto to = day(ends[1]);
      if (!from || !to) return std::nullopt;
      return node(Range{index_.slot, prefix_of(*from), prefix_of(*to)});
    }
    const auto date = day(text);
    if (!date) return std::nullopt;
    const std::string prefix = prefix_of(*date);
    if (equal()) {
      if (index_.field == Field::kYear && date->month == 0) {
        return node(Exact{Field::kYear, prefix});
      }
      return node(Range{index_.slot, prefix, prefix});
    }
    if (relation_ == ">=") return node(Range{index_.slot, prefix, ""});
    if (relation_ == "<=") return node(Range{index_.slot, "", prefix});
    if (relation_ == ">") return node(Range{index_.slot, prefix_of(neighbour(*date, 1)), ""});
    if (relation_ == "<") return node(Range{index_.slot, "", prefix_of(neighbour(*date, -1))});
    return wrong_relation("=, <, <=, >, >= and within");
  }

  const CqlStep& step_;
  const ParseOptions& options_;
  MessageList& messages_;
  CqlIndex index_;
  std::string term_;
  std::string relation_;
  bool stem_ = false;
  bool masks_ = true;
  bool explode_ = false;
  bool focus_ = false;
};

}  // namespace

std::optional<Node> cql_clause(const CqlStep& step, const ParseOptions& options,
                               MessageList& messages) {
  return ClauseReader(step, options, messages).read();
}

}  // namespace evidence::query
