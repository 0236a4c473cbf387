// EBSCOhost lines: field codes before the term, headings in MH and MM, N3 and W3, S1. Rules and
// what is unconfirmed: docs/syntax-ovid.md. Recursive descent, the depth of which is limited.
#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "query/limit_ovid.h"
#include "query/line_finish.h"
#include "query/parse.h"
#include "query/qualifiers.h"
#include "query/search_parts.h"
#include "query/word_pattern.h"

namespace evidence::query {
namespace {

enum class EbscoKind { kWord, kQuoted, kOpen, kClose };

struct EbscoToken {
  EbscoKind kind = EbscoKind::kWord;
  std::string_view text;
  Span span;
};

std::vector<EbscoToken> lex_ebsco(std::string_view text, LineNotes& notes) {
  std::vector<EbscoToken> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const auto begin = static_cast<std::uint32_t>(at);
    if (c == ' ') {
      ++at;
      continue;
    }
    if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? EbscoKind::kOpen : EbscoKind::kClose,
                        text.substr(at, 1),
                        {begin, begin + 1}});
      ++at;
      continue;
    }
    if (c == '"') {
      const std::size_t close = text.find('"', at + 1);
      if (close == std::string_view::npos) {
        notes.warn("unbalanced_quote",
                   "A quotation mark has no partner; it was ignored, and the words were read as "
                   "words side by side.",
                   {begin, begin + 1}, "Add the missing quotation mark or take this one away.");
        ++at;
        continue;
      }
      if (!trim(text.substr(at + 1, close - at - 1)).empty()) {
        tokens.push_back({EbscoKind::kQuoted,
                          text.substr(at + 1, close - at - 1),
                          {begin, static_cast<std::uint32_t>(close + 1)}});
      }
      at = close + 1;
      continue;
    }
    std::size_t end = text.find_first_of(" ()\"", at);
    if (end == std::string_view::npos) end = text.size();
    tokens.push_back(
        {EbscoKind::kWord, text.substr(at, end - at), {begin, static_cast<std::uint32_t>(end)}});
    at = end;
  }
  return tokens;
}

class Parser {
 public:
  Parser(std::string_view plain, const ParseOptions& options, LineNotes& notes)
      : plain_(plain), options_(options), notes_(notes), tokens_(lex_ebsco(plain, notes)) {}

  std::optional<Part> run() {
    if (tokens_.empty()) {
      notes_.fail("empty_line", "The line has nothing to search for.", {0, 0},
                  "Type at least one word or the number of a line.");
      return std::nullopt;
    }
    auto part = chain(0);
    if (part && at_ < tokens_.size()) {
      notes_.fail(
          "unbalanced_bracket",
          "A closing bracket has no opening one before it, so it is unclear what it closes.",
          tokens_[at_].span, "Take it away or add the opening bracket.");
      return std::nullopt;
    }
    return part;
  }

  [[nodiscard]] bool mixed() const { return mixed_; }

 private:
  [[nodiscard]] bool at(EbscoKind kind) const {
    return at_ < tokens_.size() && tokens_[at_].kind == kind;
  }

  std::optional<JoinSign> sign_at(std::size_t index) {
    if (index >= tokens_.size() || tokens_[index].kind != EbscoKind::kWord) return std::nullopt;
    const EbscoToken& token = tokens_[index];
    JoinSign sign;
    sign.span = token.span;
    if (equals_ignoring_case(token.text, "and")) {
      sign.kind = PartKind::kAnd;
    } else if (equals_ignoring_case(token.text, "or")) {
      sign.kind = PartKind::kOr;
    } else if (equals_ignoring_case(token.text, "not")) {
      sign.kind = PartKind::kNot;
    } else if ((token.text[0] == 'N' || token.text[0] == 'W' || token.text[0] == 'n' ||
                token.text[0] == 'w') &&
               token.text.size() <= 4 && all_digits(token.text.substr(1))) {
      sign.kind = PartKind::kNear;
      sign.between = static_cast<unsigned>(std::stoul(std::string(token.text.substr(1))));
      sign.ordered = (token.text[0] | 0x20) == 'w';
      if (!notes_.said("distance_unconfirmed") && sign.between > 0) {
        notes_.warn("distance_unconfirmed",
                    std::string(token.text) + " was read as at most " +
                        std::to_string(sign.between) +
                        " words between; it is not confirmed that EBSCOhost counts so.",
                    token.span, "Compare the number of hits with EBSCOhost's.");
      }
      sign.between = std::min(sign.between, 98U);
    } else {
      return std::nullopt;
    }
    return sign;
  }

  std::optional<Part> chain(unsigned depth) {
    if (depth > options_.limits.max_depth) {
      notes_.fail("too_deep",
                  "Brackets are nested more than " + std::to_string(options_.limits.max_depth) +
                      " levels deep.",
                  tokens_[std::min(at_, tokens_.size() - 1)].span,
                  "Split the line into several and join them by number.");
      return std::nullopt;
    }
    std::vector<Part> operands;
    std::vector<JoinSign> signs;
    std::optional<JoinSign> pending;
    while (at_ < tokens_.size() && !at(EbscoKind::kClose)) {
      if (const auto sign = sign_at(at_)) {
        ++at_;
        if (pending && sign->kind == PartKind::kNot && pending->kind == PartKind::kAnd) {
          pending = sign;
          continue;
        }
        if (pending || operands.empty()) {
          notes_.fail("operator_without_term",
                      pending ? "Two operators stand side by side."
                              : "An operator stands first, with nothing before it.",
                      sign->span, "Take one away or put a term there.");
          return std::nullopt;
        }
        pending = sign;
        continue;
      }
      auto operand = read_operand(depth);
      if (!operand) {
        if (notes_.failed()) return std::nullopt;
        continue;
      }
      if (!operands.empty()) {
        if (!pending) {
          notes_.fail("operator_missing", "An operator is missing here.", operand->span,
                      "Write AND, OR, NOT or N3 between them.");
          return std::nullopt;
        }
        signs.push_back(*pending);
      }
      pending.reset();
      operands.push_back(std::move(*operand));
    }
    if (pending) {
      notes_.fail("operator_without_term", "Nothing follows the operator.", pending->span,
                  "Add what it joins or take it away.");
      return std::nullopt;
    }
    if (operands.empty()) {
      notes_.fail("empty_brackets", "There is nothing to search for here.",
                  at_ < tokens_.size() ? tokens_[at_].span : Span{},
                  "Take the brackets away or put words between them.");
      return std::nullopt;
    }
    bool mixed = false;
    auto part = join_parts(std::move(operands), signs, options_.limits.max_depth, mixed, notes_);
    mixed_ = mixed_ || mixed;
    return part;
  }

  // A field code in front, where what follows can be its term.
  const FieldCode* code_at(std::size_t index) {
    if (index + 1 >= tokens_.size() || tokens_[index].kind != EbscoKind::kWord) return nullptr;
    const std::string_view text = tokens_[index].text;
    if (text.size() != 2 || !is_upper(text[0]) || !is_upper(text[1])) return nullptr;
    if (tokens_[index + 1].kind == EbscoKind::kClose || sign_at(index + 1)) return nullptr;
    return ebsco_code(to_lower_ascii(text));
  }

  std::optional<Part> read_operand(unsigned depth) {
    if (++operands_ > options_.limits.max_leaves) {
      notes_.fail(
          "too_many_terms",
          "The line has more than " + with_thousands(options_.limits.max_leaves) + " terms.",
          tokens_[at_].span, "Split it into several lines and join them by number.");
      return std::nullopt;
    }
    if (const FieldCode* code = code_at(at_)) {
      const EbscoToken& token = tokens_[at_++];
      const bool major = token.text == "MM";
      if (token.text == "MH" || major) return headings(major, depth);
      if (!code->nearest.empty()) {
        notes_.info("field_nearest",
                    "This index has no field " + std::string(token.text) +
                        "; searched instead: " + std::string(code->nearest) + ".",
                    token.span);
      }
      auto part = at(EbscoKind::kOpen) ? group(depth) : words();
      if (!part) return std::nullopt;
      FieldChoice choice;
      choice.add(*code);
      part->fields = std::move(choice);
      part->span.begin = token.span.begin;
      return part;
    }
    return at(EbscoKind::kOpen) ? group(depth) : words();
  }

  std::optional<Part> group(unsigned depth) {
    const Span open = tokens_[at_++].span;
    if (at(EbscoKind::kClose)) {
      notes_.warn("empty_brackets", "Brackets with nothing between them were ignored.", open,
                  "Take them away.");
      ++at_;
      return std::nullopt;
    }
    auto part = chain(depth + 1);
    if (!part) return std::nullopt;
    if (!at(EbscoKind::kClose)) {
      notes_.fail("unbalanced_bracket",
                  "This opening bracket has no closing one, so it is unclear where it ends.", open,
                  "Add the closing bracket or take this one away.");
      return std::nullopt;
    }
    part->span = {open.begin, tokens_[at_].span.end};
    ++at_;
    return part;
  }

  // MH "X+", MH ("X+" OR "Y"), MM X
  std::optional<Part> headings(bool major, unsigned depth) {
    if (!at(EbscoKind::kOpen)) return heading(major);
    const Span open = tokens_[at_++].span;
    if (depth > options_.limits.max_depth) return std::nullopt;
    std::vector<Part> parts;
    std::vector<JoinSign> signs;
    while (at_ < tokens_.size() && !at(EbscoKind::kClose)) {
      if (const auto sign = sign_at(at_)) {
        if (parts.size() != signs.size() + 1) break;
        signs.push_back(*sign);
        ++at_;
      } else if (at(EbscoKind::kOpen) || parts.size() != signs.size()) {
        break;
      } else if (auto part = heading(major)) {
        parts.push_back(std::move(*part));
      } else {
        return std::nullopt;
      }
    }
    if (!at(EbscoKind::kClose) || parts.size() != signs.size() + 1) {
      notes_.fail("unbalanced_bracket", "The headings in this bracket cannot be read.", open,
                  "Write (MH \"X+\") OR (MH \"Y\").");
      return std::nullopt;
    }
    ++at_;
    bool mixed = false;
    auto part = join_parts(std::move(parts), signs, options_.limits.max_depth, mixed, notes_);
    mixed_ = mixed_ || mixed;
    return part;
  }

  std::optional<Part> heading(bool major) {
    const std::size_t begin = at_;
    std::string text;
    while (at_ < tokens_.size() &&
           (at(EbscoKind::kQuoted) || (at(EbscoKind::kWord) && !sign_at(at_)))) {
      add_words(tokens_[at_].text, text);
      ++at_;
      if (tokens_[at_ - 1].kind == EbscoKind::kQuoted) break;
    }
    if (text.empty()) {
      notes_.fail("heading_missing", "MH and MM need a heading behind them.",
                  tokens_[std::min(begin, tokens_.size() - 1)].span, "Write MH \"Asthma+\".");
      return std::nullopt;
    }
    const Span span{tokens_[begin].span.begin, tokens_[at_ - 1].span.end};
    Heading heading;
    heading.focus = major;
    // "X+/DT/AE+": subheadings behind slashes; a plus explodes.
    const std::vector<std::string_view> pieces = split(text, '/');
    std::string label(trim(pieces.front()));
    if (label.ends_with('+')) {
      heading.explode = true;
      label.pop_back();
    }
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      std::string code = to_lower_ascii(trim(pieces[i]));
      if (code.ends_with('+')) code.pop_back();
      if (qualifier_by_code(code) != nullptr || qualifier_by_name(code) != nullptr) {
        heading.qualifiers.push_back(std::move(code));
      } else {
        label += "/" + std::string(pieces[i]);
      }
    }
    heading.label = trim(label);
    heading.wildcards = heading.label.find('*') != std::string::npos;
    if (heading.label.empty()) {
      notes_.fail("heading_missing", "MH and MM need a heading behind them.", span,
                  "Write MH \"Asthma+\".");
      return std::nullopt;
    }
    Part part;
    part.kind = PartKind::kNode;
    part.span = span;
    part.node = {std::move(heading), span};
    return part;
  }

  std::optional<Part> words() {
    const std::size_t begin = at_;
    std::string text;
    bool quoted = false;
    while (at_ < tokens_.size() && (at(EbscoKind::kWord) || at(EbscoKind::kQuoted))) {
      if (at_ > begin && (sign_at(at_) || code_at(at_) != nullptr)) break;
      quoted = quoted || at(EbscoKind::kQuoted);
      add_words(tokens_[at_].text, text);
      ++at_;
    }
    if (begin == at_) return std::nullopt;
    const Span span{tokens_[begin].span.begin, tokens_[at_ - 1].span.end};
    if (!quoted && at_ == begin + 1 && options_.line_references && text.size() > 1 &&
        (text[0] == 'S' || text[0] == 's' || text[0] == '#') &&
        all_digits(std::string_view(text).substr(1)) && text.size() < 8) {
      Part part;
      part.kind = PartKind::kNode;
      part.span = span;
      part.node = {LineRef{static_cast<unsigned>(std::stoul(text.substr(1)))}, span};
      return part;
    }
    WordPattern pattern = ebsco_pattern(text, span, notes_);
    if (pattern.text.empty()) {
      if (!notes_.failed()) {
        notes_.info("sign_ignored",
                    quoted_for_message(text, 40) + " holds no word and was ignored.", span);
      }
      return std::nullopt;
    }
    Part part;
    part.text = std::move(pattern.text);
    part.wildcards = pattern.wildcards;
    part.quoted = true;  // a bare number is no line here
    part.span = span;
    return part;
  }

  std::string_view plain_;
  const ParseOptions& options_;
  LineNotes& notes_;
  std::vector<EbscoToken> tokens_;
  std::size_t at_ = 0;
  std::size_t operands_ = 0;
  bool mixed_ = false;
};

// "Limiters - …", "Expanders - …", "Search modes - …" as copied from the search history.
std::string_view without_settings(std::string_view plain, std::vector<Node>& conditions,
                                  LineNotes& notes) {
  std::size_t end = plain.size();
  for (const std::string_view word :
       {"Limiters - ", "Expanders - ", "Search modes - ", "Narrow by "}) {
    std::size_t at = plain.find(word);
    while (at != std::string_view::npos && at > 0 && plain[at - 1] != ' ')
      at = plain.find(word, at + 1);
    end = std::min(end, at);
  }
  if (end == plain.size()) return plain;
  std::string_view settings = plain.substr(end);
  const auto place = [&](std::string_view part) {
    const auto begin = static_cast<std::uint32_t>(part.data() - plain.data());
    return Span{begin, begin + static_cast<std::uint32_t>(part.size())};
  };
  for (const std::string_view word : {"Expanders - ", "Search modes - ", "Narrow by "}) {
    const std::size_t at = settings.find(word);
    if (at == std::string_view::npos) continue;
    notes.info("setting_ignored",
               quoted_for_message(settings.substr(at), 80) +
                   " is a setting of the other platform; it was left out.",
               place(settings.substr(at)));
    settings = settings.substr(0, at);
  }
  if (settings.starts_with("Limiters - ")) {
    for (std::string_view one : split(settings.substr(11), ';')) {
      one = trim(one);
      if (one.empty()) continue;
      const std::size_t colon = one.find(": ");
      if (starts_with_ignoring_case(one, "published date: ") ||
          starts_with_ignoring_case(one, "publication date: ")) {
        if (auto range = date_range(one.substr(colon + 2), Slot::kDate)) {
          conditions.push_back({std::move(*range), place(one)});
          continue;
        }
      }
      if (colon != std::string_view::npos) {
        // "Language: English", "Age Groups: Child: 6-12 years"
        if (auto node = limit_condition(one.substr(colon + 2), place(one))) {
          conditions.push_back(std::move(*node));
          continue;
        }
      }
      if (auto node = limit_condition(one, place(one))) {
        conditions.push_back(std::move(*node));
        continue;
      }
      notes.warn("limit_not_applied",
                 "The limit " + quoted_for_message(one, 60) +
                     " is not known here and was left out, so the line finds more than it did "
                     "there.",
                 place(one), "Write it as a search of its own.");
    }
  }
  return trim(plain.substr(0, end));
}

}  // namespace

ParsedLine parse_ebsco(std::string_view text, const ParseOptions& options) {
  LineReading reading(text, options);
  if (!reading.fits()) return reading.finish();
  LineNotes& notes = reading.notes();
  std::vector<Node> conditions;
  const std::string_view plain = without_settings(reading.plain(), conditions, notes);
  Parser parser(plain, options, notes);
  const auto part = parser.run();
  if (!part || notes.failed()) return reading.finish();
  PartContext context{.options = &options, .notes = &notes, .text = plain};
  Node tree = to_node(*part, context);
  if (context.words_without_field) {
    notes.info("field_missing",
               "Words without a field were looked for anywhere in title, abstract, headings and "
               "keywords.",
               context.first_without_field, "Add a field such as TI or AB.");
  }
  if (!conditions.empty()) {
    const Span span = tree.span;
    conditions.insert(conditions.begin(), std::move(tree));
    tree = joined_and(std::move(conditions), span);
  }
  return reading.finish(std::move(tree), parser.mixed(), Syntax::kEbsco);
}

}  // namespace evidence::query
