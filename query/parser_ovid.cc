// Ovid lines: field suffixes on terms and groups, headings, proximity, lists of lines. Rules and
// what is unconfirmed: docs/syntax-ovid.md. Reads the tokens of lexer_ovid.h by recursive descent,
// the depth of which is limited; the fields are handed down afterwards (search_parts.h).
#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "query/lexer_ovid.h"
#include "query/limit_ovid.h"
#include "query/line_finish.h"
#include "query/ovid_headings.h"
#include "query/parse.h"
#include "query/search_parts.h"
#include "query/word_pattern.h"
#include "query/write.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxHeadingTokens = 40;

class Parser {
 public:
  Parser(std::string_view plain, const ParseOptions& options, LineNotes& notes)
      : plain_(plain), options_(options), notes_(notes), tokens_(lex_ovid(plain, notes)) {}

  std::optional<Part> run() {
    if (tokens_.empty()) {
      notes_.fail("empty_line", "The line has nothing to search for.", {0, 0},
                  "Type at least one word or the number of a line.");
      return std::nullopt;
    }
    if (const auto list = spaced_line_list(plain_)) {
      notes_.warn("list_without_slash", "The list of lines was read as if its slash were there.",
                  whole(), std::string(list->is_and ? "and/" : "or/") + "… with a slash.");
      return list_part(list->is_and, list->ranges, whole());
    }
    auto part = chain(0);
    while (part && at_ < tokens_.size()) {
      // Only a closing bracket stops a chain before the end.
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
  [[nodiscard]] Span whole() const { return {0, static_cast<std::uint32_t>(plain_.size())}; }
  [[nodiscard]] bool at(OvidKind kind) const {
    return at_ < tokens_.size() && tokens_[at_].kind == kind;
  }

  // and, or, not, adj… at `index`; `used` is how many tokens it takes.
  std::optional<JoinSign> sign_at(std::size_t index, std::size_t& used) {
    if (index >= tokens_.size() || tokens_[index].kind != OvidKind::kWord) return std::nullopt;
    const OvidToken& token = tokens_[index];
    JoinSign sign;
    sign.span = token.span;
    used = 1;
    if (equals_ignoring_case(token.text, "and") || token.text == "&") {
      sign.kind = PartKind::kAnd;
      if (token.text == "&") note_sign(token, "and");
      return sign;
    }
    if (equals_ignoring_case(token.text, "or") || token.text == "|") {
      sign.kind = PartKind::kOr;
      if (token.text == "|") note_sign(token, "or");
      return sign;
    }
    if (equals_ignoring_case(token.text, "not")) {
      sign.kind = PartKind::kNot;
      return sign;
    }
    const auto proximity = ovid_proximity(token.text);
    if (!proximity || proximity->rest < token.text.size()) return std::nullopt;
    sign.kind = PartKind::kNear;
    unsigned distance = proximity->distance;
    const bool has_number = is_digit(token.text.back());
    if (!has_number && index + 2 < tokens_.size() && all_digits(tokens_[index + 1].text) &&
        tokens_[index + 1].text.size() <= 2 && !proximity->near) {
      // "adj 3": only where something follows that it can join.
      distance = static_cast<unsigned>(std::stoul(std::string(tokens_[index + 1].text)));
      used = 2;
      if (!notes_.said("adj_spaced")) {
        notes_.warn("adj_spaced", "ADJ and its number were read together.", token.span,
                    "Write adj" + std::string(tokens_[index + 1].text) + " without a space.");
      }
    } else if (!has_number) {
      sign.ordered = !proximity->near;
    }
    if (has_number && distance == 0 && !notes_.said("bad_distance")) {
      notes_.warn("bad_distance", "A distance of 0 was read as 1: words side by side.", token.span,
                  "Write adj.");
    }
    sign.between = distance > 0 ? distance - 1 : (proximity->near && !has_number ? 9 : 0);
    if (sign.between > 98) {
      if (!notes_.said("bad_distance")) {
        notes_.warn("bad_distance", "At most 99 words apart can be asked for; 99 was used.",
                    token.span, "Write adj99 or AND.");
      }
      sign.between = 98;
    }
    return sign;
  }

  void note_sign(const OvidToken& token, const char* word) {
    if (notes_.said("operator_sign")) return;
    notes_.warn("operator_sign", "“" + std::string(token.text) + "” was read as " + word + ".",
                token.span, std::string("Write ") + word + ".");
  }

  // Operands and operators up to a closing bracket or the end.
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
    while (at_ < tokens_.size() && !at(OvidKind::kClose)) {
      std::size_t used = 0;
      if (auto sign = sign_at(at_, used)) {
        if (!take_sign(*sign, pending, operands.empty())) return std::nullopt;
        at_ += used;
        continue;
      }
      auto operand = read_operand(depth);
      if (!operand) {
        if (notes_.failed()) return std::nullopt;
        continue;  // something that was ignored
      }
      if (!operands.empty()) {
        if (!pending && !imply(operands.back(), *operand, pending)) return std::nullopt;
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
      const Span span = at_ < tokens_.size() ? tokens_[at_].span : whole();
      notes_.fail("empty_brackets", "There is nothing to search for here.", span,
                  "Take the brackets away or put words between them.");
      return std::nullopt;
    }
    bool mixed = false;
    auto part = join_parts(std::move(operands), signs, options_.limits.max_depth, mixed, notes_);
    mixed_ = mixed_ || mixed;
    return part;
  }

  bool take_sign(const JoinSign& sign, std::optional<JoinSign>& pending, bool first) {
    if (pending) {
      if (sign.kind == PartKind::kNot && pending->kind == PartKind::kAnd) {
        pending = sign;  // "and not"
        return true;
      }
      if (sign.kind == pending->kind) {
        notes_.warn("operator_twice", "An operator that stands twice was read once.", sign.span,
                    "Take one away.");
        return true;
      }
      notes_.fail("operator_without_term", "Two different operators stand side by side.", sign.span,
                  "Take one away or put a term between them.");
      return false;
    }
    if (first && sign.kind == PartKind::kOr) {
      notes_.warn(
          "operator_first",
          "OR stands first, with nothing before it; it was left out. A term may be missing.",
          sign.span, "Put the missing term before it or take it away.");
      return true;
    }
    if (first) {
      notes_.fail("operator_without_term", "An operator stands first, with nothing before it.",
                  sign.span, "Put a term or a line number before it, or take it away.");
      return false;
    }
    pending = sign;
    return true;
  }

  // Two operands without an operator: words beside a bracket are side by side, as words are.
  bool imply(const Part& left, const Part& right, std::optional<JoinSign>& pending) {
    const auto plain = [](const Part& part) {
      return !part.fields && (part.kind == PartKind::kWords || part.kind == PartKind::kOr ||
                              part.kind == PartKind::kNear);
    };
    const bool number = [&] {
      for (const Part* part : {&left, &right}) {
        if (part->kind == PartKind::kWords && all_digits(part->text)) return true;
      }
      return false;
    }();
    if (plain(left) && !number &&
        (right.kind == PartKind::kWords || right.kind == PartKind::kOr ||
         right.kind == PartKind::kNear)) {
      JoinSign sign;
      sign.kind = PartKind::kNear;
      sign.ordered = true;
      sign.span = {left.span.end, right.span.begin};
      notes_.warn(
          "operator_missing",
          "No operator stands between a word and a bracket; they were read as side by side.",
          sign.span, "Write adj, AND or OR between them.");
      pending = sign;
      return true;
    }
    notes_.fail("operator_missing", "An operator is missing here.",
                {left.span.end, std::max(left.span.end, right.span.begin)},
                "Write OR, AND, NOT or adj between them.");
    return false;
  }

  std::optional<Part> read_operand(unsigned depth) {
    if (++operands_ > options_.limits.max_leaves) {
      notes_.fail(
          "too_many_terms",
          "The line has more than " + with_thousands(options_.limits.max_leaves) + " terms.",
          tokens_[at_].span, "Split it into several lines and join them by number.");
      return std::nullopt;
    }
    std::optional<Part> part;
    switch (tokens_[at_].kind) {
      case OvidKind::kOpen:
        part = group(depth);
        break;
      case OvidKind::kList: {
        const OvidToken& token = tokens_[at_++];
        part = list_part(token.is_and, token.ranges, token.span);
        break;
      }
      case OvidKind::kCodes:
      case OvidKind::kTag:
      case OvidKind::kSlash: {
        const OvidToken& token = tokens_[at_++];
        notes_.fail("field_without_term", "Nothing stands before this field.", token.span,
                    "Put words before it or take it away.");
        return std::nullopt;
      }
      default:
        part = heading();
        if (!part) part = words();
        break;
    }
    if (part) suffixes(*part);
    return part;
  }

  std::optional<Part> group(unsigned depth) {
    const Span open = tokens_[at_++].span;
    if (at(OvidKind::kClose)) {
      notes_.warn("empty_brackets", "Brackets with nothing between them were ignored.",
                  {open.begin, tokens_[at_].span.end}, "Take them away.");
      ++at_;
      return std::nullopt;
    }
    auto part = chain(depth + 1);
    if (!part) return std::nullopt;
    if (!at(OvidKind::kClose)) {
      notes_.fail("unbalanced_bracket",
                  "This opening bracket has no closing one, so it is unclear where it ends.", open,
                  "Add the closing bracket or take this one away.");
      return std::nullopt;
    }
    part->span = {open.begin, tokens_[at_].span.end};
    ++at_;
    return part;
  }

  std::optional<Part> list_part(bool is_and,
                                const std::vector<std::pair<unsigned, unsigned>>& ranges,
                                Span span) {
    std::vector<Node> lines;
    for (auto [first, last] : ranges) {
      if (last < first) {
        notes_.warn("range_backwards", "A range of lines that runs backwards was turned round.",
                    span, std::to_string(last) + "-" + std::to_string(first));
        std::swap(first, last);
      }
      if (last - first >= options_.limits.max_leaves ||
          lines.size() + (last - first) >= options_.limits.max_leaves) {
        notes_.fail("too_many_terms", "The list of lines is longer than a strategy may be.", span,
                    "Write the numbers of lines that there are.");
        return std::nullopt;
      }
      for (unsigned line = first; line <= last; ++line) lines.push_back({LineRef{line}, span});
    }
    if (!options_.line_references) {
      notes_.fail("reference_outside", "A list of lines means nothing outside a strategy.", span,
                  "Paste the whole strategy.");
      return std::nullopt;
    }
    Part part;
    part.kind = PartKind::kNode;
    part.span = span;
    part.node = is_and ? joined_and(std::move(lines), span) : joined_or(std::move(lines), span);
    return part;
  }

  // A heading that begins at the next token: how many tokens it takes with its slash.
  std::optional<Part> heading() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    bool has_operator = false;
    bool comma = false;
    const std::size_t most = std::min(tokens_.size(), begin + kMaxHeadingTokens);
    for (std::size_t i = begin; i < most; ++i) {
      const OvidToken& token = tokens_[i];
      if (token.kind == OvidKind::kSlash && depth == 0) {
        if (i == begin) return std::nullopt;
        std::uint32_t from = tokens_[begin].span.begin;
        const std::uint32_t to = tokens_[i].span.begin;
        const std::string_view typed = trim(plain_.substr(from, to - from));
        if (has_operator && !heading_with_operator(typed, comma, options_)) return std::nullopt;
        at_ = i + 1;
        return heading_part(typed, token.codes, {from, token.span.end});
      }
      if (token.kind == OvidKind::kOpen) {
        if (i == begin) return std::nullopt;
        ++depth;
      } else if (token.kind == OvidKind::kClose) {
        if (depth == 0) return std::nullopt;
        --depth;
      } else if (token.kind == OvidKind::kWord) {
        std::size_t used = 0;
        if (equals_ignoring_case(token.text, "and") || equals_ignoring_case(token.text, "or")) {
          has_operator = true;
          comma = comma || (i > begin && tokens_[i - 1].text.ends_with(','));
        } else if (equals_ignoring_case(token.text, "not") ||
                   (ovid_proximity(token.text) && sign_at(i, used))) {
          return std::nullopt;
        }
      } else if (token.kind != OvidKind::kQuoted) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::optional<Part> heading_part(std::string_view typed,
                                   const std::vector<std::string_view>& codes, Span span) {
    Heading heading = heading_of(typed);
    if (heading.label.empty()) {
      notes_.fail("heading_missing", "A slash ends a heading, but no heading stands before it.",
                  span, "Write the heading before the slash.");
      return std::nullopt;
    }
    for (const std::string_view code : codes) heading.qualifiers.emplace_back(code);
    Part part;
    part.kind = PartKind::kNode;
    part.span = span;
    part.node = {std::move(heading), span};
    return part;
  }

  // Words up to an operator, a bracket or a field: side by side.
  std::optional<Part> words() {
    const std::size_t begin = at_;
    std::string text;
    bool quoted = false;
    std::size_t used = 0;
    while (at_ < tokens_.size()) {
      const OvidToken& token = tokens_[at_];
      if (token.kind != OvidKind::kWord && token.kind != OvidKind::kQuoted) break;
      if (at_ > begin && sign_at(at_, used)) break;
      quoted = quoted || token.kind == OvidKind::kQuoted;
      add_words(token.text, text);
      ++at_;
    }
    const Span span{tokens_[begin].span.begin, tokens_[at_ - 1].span.end};
    if (!quoted && at_ == begin + 1 && text.size() > 1 && text.front() == '#' &&
        all_digits(std::string_view(text).substr(1)) && options_.line_references) {
      text.erase(0, 1);
    }
    const std::string_view first = tokens_[begin].text;
    if (!quoted && begin + 1 < at_ && equals_ignoring_case(first, "exp") && !at(OvidKind::kCodes)) {
      return unslashed(begin, span);
    }
    WordPattern pattern = ovid_pattern(text, span, notes_);
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
    part.quoted = quoted;
    part.span = span;
    return part;
  }

  // "exp Child" without the slash.
  Part unslashed(std::size_t begin, Span span) {
    const std::uint32_t from = tokens_[begin].span.begin;
    Heading heading = heading_of(trim(plain_.substr(from, span.end - from)));
    if (!at(OvidKind::kTag)) {
      notes_.warn("slash_missing", "“exp” goes before a heading; the missing slash was added.",
                  span, "exp " + heading.label + "/");
    }
    Part part;
    part.kind = PartKind::kNode;
    part.span = span;
    part.node = {std::move(heading), span};
    return part;
  }

  // "CONTRACEPTION/ EXP"
  void late_explode(Part& part) {
    if (part.kind != PartKind::kNode || !at(OvidKind::kWord) ||
        !equals_ignoring_case(tokens_[at_].text, "exp")) {
      return;
    }
    auto* heading = std::get_if<Heading>(&part.node.value);
    std::size_t used = 0;
    const std::size_t next = at_ + 1;
    if (heading == nullptr ||
        (next < tokens_.size() && tokens_[next].kind != OvidKind::kClose && !sign_at(next, used))) {
      return;
    }
    heading->explode = true;
    notes_.warn("exp_behind", "“exp” stands behind the heading; it was read as before it.",
                tokens_[at_].span, "exp " + heading->label + "/");
    part.span.end = tokens_[at_++].span.end;
  }

  void suffixes(Part& part) {
    late_explode(part);
    while (at(OvidKind::kCodes) || at(OvidKind::kTag)) {
      const OvidToken& token = tokens_[at_++];
      if (token.kind == OvidKind::kTag) {
        tag(part, token);
        continue;
      }
      if (part.kind == PartKind::kNode) {
        if (!std::holds_alternative<Heading>(part.node.value)) {
          notes_.fail("field_on_lines", "A field cannot stand behind a list of lines.", token.span,
                      "Put the field on the words of those lines.");
        } else {
          notes_.warn("field_ignored",
                      "A field behind a heading was ignored; a heading is looked for as a heading.",
                      token.span, "Take it away.");
        }
        continue;
      }
      FieldChoice choice = part.fields.value_or(FieldChoice{});
      for (const std::string_view code : token.codes) add_code(code, token.span, choice);
      part.fields = std::move(choice);
      part.span.end = token.span.end;
    }
    // "(Malaria) ti, ab" and "anaemia (ti, ab)": codes without their full stops.
    if (part.fields || part.kind == PartKind::kNode) return;
    bare_codes(part);
  }

  void add_code(std::string_view typed, Span span, FieldChoice& choice) {
    const std::string code = to_lower_ascii(typed);
    const FieldCode* known = ovid_code(code);
    if (known == nullptr) {
      notes_.warn("field_unknown",
                  "." + code + ". is no field that is known here; the words were looked for " +
                      "anywhere (.mp.).",
                  span, "Use a field such as .ti,ab. or .mp.");
      choice.add(*ovid_code("mp"));
      return;
    }
    if (!known->nearest.empty()) {
      notes_.info("field_nearest",
                  "This index has no field ." + code +
                      ".; searched instead: " + std::string(known->nearest) + ".",
                  span);
    }
    choice.add(*known);
  }

  void bare_codes(Part& part) {
    std::size_t i = at_;
    const bool bracket = i < tokens_.size() && tokens_[i].kind == OvidKind::kOpen;
    if (bracket) ++i;
    FieldChoice choice;
    std::size_t count = 0;
    bool comma = false;
    for (; i < tokens_.size() && tokens_[i].kind == OvidKind::kWord; ++i) {
      std::string_view rest = tokens_[i].text;
      if (!bracket && i == at_ && equals_ignoring_case(rest, "or")) return;
      while (!rest.empty()) {
        const std::size_t cut = std::min(rest.find(','), rest.size());
        const std::string code = to_lower_ascii(rest.substr(0, cut));
        comma = comma || cut < rest.size();
        rest.remove_prefix(std::min(rest.size(), cut + 1));
        if (code.empty()) continue;
        const FieldCode* known = code == "mesh" ? ovid_code("xm") : ovid_code(code);
        if (known == nullptr) return;
        choice.add(*known);
        ++count;
      }
    }
    const bool ends =
        bracket ? i < tokens_.size() && tokens_[i].kind == OvidKind::kClose : i >= tokens_.size();
    if (!ends || count == 0 || !(comma || bracket)) return;
    if (bracket) ++i;
    const Span span{tokens_[at_].span.begin, tokens_[i - 1].span.end};
    notes_.warn("field_without_stops",
                "Field codes were read although they stand without their full stops.", span,
                "Write them as .ti,ab. behind the term.");
    part.fields = std::move(choice);
    part.span.end = span.end;
    at_ = i;
  }

  void tag(Part& part, const OvidToken& token) {
    const TagMeaning meaning = meaning_of_tag(token.text);
    notes_.warn("pubmed_tag",
                "[" + std::string(token.text) +
                    "] is PubMed's way of writing a field; it was read as " +
                    std::string(meaning.shown) + ".",
                token.span, "Write " + std::string(meaning.shown) + " in an Ovid line.");
    if (part.kind == PartKind::kNode) {
      if (auto* heading = std::get_if<Heading>(&part.node.value)) {
        heading->explode = heading->explode || meaning.explode;
      }
      return;
    }
    FieldChoice choice = part.fields.value_or(FieldChoice{});
    for (const std::string_view code : meaning.codes) {
      if (const FieldCode* known = ovid_code(code)) choice.add(*known);
    }
    part.fields = std::move(choice);
    part.span.end = token.span.end;
  }

  std::string_view plain_;
  const ParseOptions& options_;
  LineNotes& notes_;
  std::vector<OvidToken> tokens_;
  std::size_t at_ = 0;
  std::size_t operands_ = 0;
  bool mixed_ = false;
};

}  // namespace

ParsedLine parse_ovid(std::string_view text, const ParseOptions& options) {
  LineReading reading(text, options);
  if (!reading.fits()) return reading.finish();
  LineNotes& notes = reading.notes();
  const std::string_view plain = reading.plain();
  if (auto limited = ovid_limit(plain, options, notes)) {
    return reading.finish(std::move(*limited), false, Syntax::kOvid);
  }
  if (notes.failed()) return reading.finish();
  Parser parser(plain, options, notes);
  const auto part = parser.run();
  if (!part || notes.failed()) return reading.finish();
  PartContext context{.options = &options, .notes = &notes, .text = plain};
  Node tree = to_node(*part, context);
  if (context.words_without_field) {
    notes.info("field_missing",
               "Words without a field were looked for anywhere in title, abstract, headings and "
               "keywords, as .mp. does.",
               context.first_without_field, "Add a field such as .ti,ab. or .mp.");
  }
  return reading.finish(std::move(tree), parser.mixed(), Syntax::kOvid);
}

}  // namespace evidence::query
