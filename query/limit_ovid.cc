#include "query/limit_ovid.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "query/dialect.h"
#include "query/search_parts.h"

namespace evidence::query {
namespace {

constexpr unsigned kMaxLimitDepth = 20;

bool skip_word(std::string_view& text, std::string_view word) {
  if (!starts_with_ignoring_case(text, word)) return false;
  if (text.size() > word.size() && text[word.size()] != ' ' && text[word.size()] != '(') {
    return false;
  }
  text = trim(text.substr(word.size()));
  return true;
}

class LimitReader {
 public:
  LimitReader(std::string_view plain, const ParseOptions& options, LineNotes& notes)
      : plain_(plain), options_(options), notes_(notes) {}

  // The number of a line at the beginning of `text`.
  std::optional<Node> line(std::string_view& text) {
    std::string_view rest = text;
    if (!rest.empty() && (rest.front() == '#' || rest.front() == 'S' || rest.front() == 's')) {
      rest.remove_prefix(1);
    }
    std::size_t end = 0;
    while (end < rest.size() && is_digit(rest[end]) && end < 6) ++end;
    if (end == 0 || (end < rest.size() && rest[end] != ' ' && rest[end] != ','))
      return std::nullopt;
    const auto number = static_cast<unsigned>(std::stoul(std::string(rest.substr(0, end))));
    const Node node{LineRef{number}, place(rest.substr(0, end))};
    text = trim(rest.substr(end));
    return node;
  }

  std::optional<Node> limit(std::string_view rest) {
    auto base = line(rest);
    if (!base || !skip_word(rest, "to")) return std::nullopt;
    return with(std::move(*base), rest);
  }

  Node with(Node base, std::string_view conditions) {
    std::vector<Node> nodes;
    nodes.push_back(std::move(base));
    if (auto condition = expression(conditions, 0)) nodes.push_back(std::move(*condition));
    return joined_and(std::move(nodes), {0, static_cast<std::uint32_t>(plain_.size())});
  }

 private:
  [[nodiscard]] Span place(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - plain_.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  // Splits at "and" or "or" outside quotation marks and brackets. Ages and hedges hold such words
  // in brackets: "newborn infant (birth to 1 month)".
  static std::vector<std::string_view> parts_of(std::string_view text, std::string_view word) {
    std::vector<std::string_view> parts;
    bool quoted = false;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (quoted) continue;
      if (text[i] == '(' || text[i] == '<') ++depth;
      if (text[i] == ')' || text[i] == '>') --depth;
      if (depth == 0 && text[i] == ' ' && i + 1 + word.size() < text.size() &&
          equals_ignoring_case(text.substr(i + 1, word.size()), word) &&
          (text[i + 1 + word.size()] == ' ' || text[i + 1 + word.size()] == '(')) {
        parts.push_back(text.substr(begin, i - begin));
        begin = i + 1 + word.size();
        i = begin - 1;
      }
    }
    parts.push_back(text.substr(begin));
    return parts;
  }

  static std::string_view without_brackets(std::string_view text) {
    while (text.size() > 1 && text.front() == '(' && text.back() == ')') {
      int depth = 0;
      for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0 && i + 1 < text.size()) return text;
      }
      text = trim(text.substr(1, text.size() - 2));
    }
    return text;
  }

  std::optional<Node> expression(std::string_view text, unsigned depth) {
    text = without_brackets(trim(text));
    if (depth > kMaxLimitDepth || text.empty()) {
      not_applied(text);
      return std::nullopt;
    }
    // "young adult and adult (…)" and "aged, 80 and over" hold the word themselves.
    if (auto whole = limit_condition(text, place(text))) return whole;
    const auto either = parts_of(text, "or");
    if (either.size() > 1) {
      std::vector<Node> nodes;
      for (const std::string_view part : either) {
        auto node = expression(part, depth + 1);
        // One that is not known would be lost from an OR: then none is applied.
        if (!node) return std::nullopt;
        nodes.push_back(std::move(*node));
      }
      return joined_or(std::move(nodes), place(text));
    }
    const auto all = parts_of(text, "and");
    if (all.size() > 1) {
      std::vector<Node> nodes;
      for (const std::string_view part : all) {
        if (auto node = expression(part, depth + 1)) nodes.push_back(std::move(*node));
      }
      if (nodes.empty()) return std::nullopt;
      return joined_and(std::move(nodes), place(text));
    }
    return condition(text);
  }

  std::optional<Node> condition(std::string_view text) {
    const std::size_t sign = text.find('=');
    if (sign != std::string_view::npos || coded(text)) {
      std::string_view name = trim(text.substr(0, std::min(sign, text.find(' '))));
      std::string_view value =
          sign != std::string_view::npos ? text.substr(sign + 1) : text.substr(2);
      return dated(name, value, text);
    }
    std::string_view name = text;
    if (name.size() > 1 && name.front() == '"') {
      name.remove_prefix(1);
      if (name.back() == '"') name.remove_suffix(1);
    }
    if (auto node = limit_condition(name, place(text))) return node;
    if (auto node = last_years(name, text)) return node;
    not_applied(text);
    return std::nullopt;
  }

  // "ed "19480101-20170630"": the sign was forgotten.
  static bool coded(std::string_view text) {
    return text.size() > 6 && text[2] == ' ' && ovid_code(to_lower_ascii(text.substr(0, 2))) &&
           (text[3] == '"' || is_digit(text[3]));
  }

  std::optional<Node> dated(std::string_view name, std::string_view value, std::string_view text) {
    const FieldCode* code = ovid_code(to_lower_ascii(name));
    if (code == nullptr) {
      not_applied(text);
      return std::nullopt;
    }
    std::string plain;
    for (const char c : value) {
      if (c != '"') plain.push_back(c);
    }
    if (!code->nearest.empty()) {
      notes_.info("field_nearest",
                  "This index has no field ." + std::string(code->code) +
                      ".; searched instead: " + std::string(code->nearest) + ".",
                  place(text));
    }
    PartContext context{.options = &options_, .notes = &notes_, .text = plain_};
    const std::string word(trim(plain));
    if (code->kind == CodeKind::kText) {
      if (word.empty()) {
        not_applied(text);
        return std::nullopt;
      }
      const bool several = word.find(' ') != std::string::npos;
      if (several) return Node{Phrase{code->text, word}, place(text)};
      return Node{Term{code->text, word}, place(text)};
    }
    return value_node(*code, word, false, place(text), context);
  }

  std::optional<Node> last_years(std::string_view name, std::string_view text) {
    const std::string lower = to_lower_ascii(name);
    if (!std::string_view(lower).starts_with("last ") || lower.find(" year") == std::string::npos ||
        lower.size() < 7 || !is_digit(lower[5])) {
      return std::nullopt;
    }
    const int years = std::stoi(lower.substr(5, 2));
    if (!options_.today.known()) {
      notes_.fail("today_unknown",
                  "“" + lower + "” depends on today's date, which is not known here.", place(text),
                  "Write the years: yr=\"2020 -Current\".");
      return Node{MatchNothing{}, place(text)};
    }
    return Node{Range{Slot::kDate, std::to_string(options_.today.year - years), ""}, place(text)};
  }

  static std::string_view unquoted(std::string_view text) {
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
      return text.substr(1, text.size() - 2);
    }
    return text;
  }

  void not_applied(std::string_view text) {
    notes_.warn(
        "limit_not_applied",
        "The limit " + quoted_for_message(unquoted(text), 60) +
            " is not known here and was left out, so the line finds more than it did there.",
        place(text), "Write it as a search of its own, or insert a filter by name.");
  }

  std::string_view plain_;
  const ParseOptions& options_;
  LineNotes& notes_;
};

}  // namespace

std::optional<Node> ovid_limit(std::string_view plain, const ParseOptions& options,
                               LineNotes& notes) {
  if (!options.line_references) return std::nullopt;
  LimitReader reader(plain, options, notes);
  const Span whole{0, static_cast<std::uint32_t>(plain.size())};
  std::string_view rest = trim(plain);
  while (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
  if (skip_word(rest, "limit")) {
    auto limited = reader.limit(rest);
    if (!limited && to_lower_ascii(rest).find(" to ") != std::string::npos &&
        marks_of(plain).ovid == 0) {
      notes.fail("limit_without_line", "A limit needs the number of the line that it limits.",
                 whole, "Write limit 3 to …, with the number of a line.");
    }
    return limited;
  }
  if (starts_with_ignoring_case(rest, "..l/")) {
    rest.remove_prefix(4);
    auto base = reader.line(rest);
    if (!base) return std::nullopt;
    notes.info("old_command", "The old form of a limit was read.", whole, "limit … to (…)");
    return reader.with(std::move(*base), rest);
  }
  if (skip_word(rest, "remove")) {
    if (!skip_word(rest, "duplicates") || !skip_word(rest, "from")) return std::nullopt;
    auto base = reader.line(rest);
    if (base && rest.empty()) {
      notes.info("duplicates_already_joined",
                 "Records of the same publication are joined here anyway, so this line is the same "
                 "as the one that it refers to.",
                 whole);
      return base;
    }
    return std::nullopt;
  }
  if (skip_word(rest, "from")) {
    auto base = reader.line(rest);
    if (!base || !skip_word(rest, "keep")) return std::nullopt;
    notes.warn(
        "picks_not_repeated",
        "Records that a person picked in the other database cannot be picked again; the line "
        "stands for all of the line that they were picked from.",
        whole, "Leave this line out, or paste the numbers of the records.");
    return base;
  }
  return std::nullopt;
}

}  // namespace evidence::query
