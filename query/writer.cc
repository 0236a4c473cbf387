#include "query/writer.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"

namespace evidence::query {
namespace {

constexpr unsigned kMaxDepth = 1'000;
constexpr std::size_t kMaxLosses = 500;

}  // namespace

Written InfixWriter::write(const Node& tree) {
  Written written;
  written.text = text_of(tree, false, 0);
  if (losses_.size() > kMaxLosses) {
    const std::size_t more = losses_.size() - kMaxLosses;
    losses_.resize(kMaxLosses);
    lose("lossy_more", with_thousands(more) + " more losses are not shown.", tree.span);
  }
  written.losses = std::move(losses_);
  return written;
}

void InfixWriter::lose(std::string code, std::string text, Span span, std::string fix) {
  losses_.push_back({Severity::kWarning, std::move(code), std::move(text), span, std::move(fix)});
}

std::string InfixWriter::leave_out(std::string_view what, Span span) {
  lose("lossy_left_out",
       std::string(what) + " cannot be said in the syntax of " + std::string(syntax_label()) +
           "; it was left out.",
       span);
  return {};
}

std::string InfixWriter::group(const std::vector<std::string>& parts, std::string_view joint) {
  if (parts.size() == 1) return parts.front();
  return "(" + join(parts, joint) + ")";
}

std::string InfixWriter::text_of(const Node& node, bool inner, unsigned depth) {
  if (depth > kMaxDepth) return leave_out("What is nested too deeply", node.span);
  if (const auto* both = std::get_if<And>(&node.value)) {
    return list(both->children, " AND ", inner, depth);
  }
  if (const auto* either = std::get_if<Or>(&node.value)) {
    return list(either->children, " OR ", inner, depth);
  }
  const auto* without = std::get_if<Not>(&node.value);
  if (without == nullptr) return leaf(node);
  if (without->children.size() != 2) return leave_out("NOT without two sides", node.span);
  const bool all = std::holds_alternative<MatchAll>(without->children[0].value);
  std::string wanted = all ? everything() : text_of(without->children[0], true, depth + 1);
  std::string unwanted = text_of(without->children[1], true, depth + 1);
  if (unwanted.empty()) return wanted;
  if (wanted.empty()) wanted = everything();
  const std::string text = (wanted.empty() ? "" : wanted + " ") + "NOT " + unwanted;
  return inner ? "(" + text + ")" : text;
}

std::string InfixWriter::list(const std::vector<Node>& children, std::string_view joint, bool inner,
                              unsigned depth) {
  std::vector<std::string> parts;
  parts.reserve(children.size());
  for (const Node& child : children) {
    if (std::string part = text_of(child, children.size() > 1, depth + 1); !part.empty()) {
      parts.push_back(std::move(part));
    }
  }
  if (parts.empty()) return {};
  const bool brackets = inner && parts.size() > 1;
  return (brackets ? "(" : "") + join(parts, joint) + (brackets ? ")" : "");
}

Pattern pattern_of(std::string_view text) {
  Pattern pattern;
  const std::size_t sign = text.find_first_of("*?#");
  pattern.has_signs = sign != std::string_view::npos;
  pattern.stem = text.substr(0, sign);
  pattern.only_end = pattern.has_signs && text[sign] == '*' && sign + 1 == text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '?' || c == '#') continue;
    if (c == '*') {  // the number of "*3" goes with it
      while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') ++i;
      continue;
    }
    pattern.without_signs += c;
  }
  return pattern;
}

std::vector<std::string> spellings_with_vowels(std::string_view text) {
  const auto signs =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '?' || c == '#'; });
  if (signs == 0 || signs > 2 || text.find('*') != std::string_view::npos) return {};
  std::vector<std::string> spellings{std::string()};
  for (const char c : text) {
    if (c != '?' && c != '#') {
      for (std::string& spelling : spellings) spelling += c;
      continue;
    }
    std::vector<std::string> more;
    for (const std::string& spelling : spellings) {
      if (c == '?') more.push_back(spelling);
      for (const char vowel : std::string_view("aeiouy")) more.push_back(spelling + vowel);
    }
    spellings = std::move(more);
  }
  return spellings;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::vector<std::string> words_between_spaces(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::string without_marks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += std::string_view("\"[](){}\\").find(c) == std::string_view::npos ? c : ' ';
  }
  return clean_text(out);
}

std::string day_text(std::string_view sortable, char separator) {
  std::string text(sortable.substr(0, 4));
  for (const std::size_t at : {std::size_t{4}, std::size_t{6}}) {
    if (sortable.size() < at + 2 || sortable.substr(at, 2) == "00") break;
    text += separator;
    text += sortable.substr(at, 2);
  }
  return text;
}

}  // namespace evidence::query
