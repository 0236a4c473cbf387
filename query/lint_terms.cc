#include "query/lint_terms.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "base/text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMost = 100;

// One word or phrase of a list, lower case.
struct Entry {
  std::string text;
  bool wildcards = false;
  Span span;
};

class Checker {
 public:
  explicit Checker(std::vector<Message>& messages) : messages_(messages) {}

  void check(const Node& node) {
    const std::vector<Node>* children = children_of(node);
    if (children == nullptr) return;
    if (std::holds_alternative<Or>(node.value)) list(*children, true);
    if (std::holds_alternative<And>(node.value)) list(*children, false);
    for (const Node& child : *children) check(child);
  }

 private:
  void list(const std::vector<Node>& children, bool any) {
    std::map<std::string, std::vector<Entry>> by_fields;
    std::set<std::string> whole;
    for (const Node& child : children) {
      if (const auto* term = std::get_if<Term>(&child.value)) {
        by_fields[evidence::to_text(term->fields) + (term->stemmed ? "~" : "")].push_back(
            {to_lower_ascii(term->text), term->wildcards, child.span});
      } else if (const auto* phrase = std::get_if<Phrase>(&child.value)) {
        by_fields[evidence::to_text(phrase->fields)].push_back(
            {to_lower_ascii(phrase->text), phrase->wildcards, child.span});
      } else if (!std::holds_alternative<And>(child.value) &&
                 !std::holds_alternative<Plain>(child.value)) {
        if (!whole.insert(to_lower_ascii(to_text(child))).second) {
          say("stands twice in the same list; one is enough.", "The same condition", child.span);
        }
      }
    }
    for (auto& [fields, entries] : by_fields) words(entries, any);
  }

  void words(std::vector<Entry>& entries, bool any) {
    std::map<std::string, const Entry*> single;               // words and patterns of one word
    std::vector<std::pair<std::string, const Entry*>> stems;  // "asthma" of "asthma*", sorted
    std::set<std::string> seen;
    for (const Entry& entry : entries) {
      if (!seen.insert(entry.text).second) {
        say(" stands twice in the same list; one is enough.", quoted_for_message(entry.text, 60),
            entry.span);
        continue;
      }
      if (entry.text.find(' ') != std::string::npos) continue;
      if (!entry.wildcards) {
        single.emplace(entry.text, &entry);
      } else if (entry.text.find_first_of("*?#") == entry.text.size() - 1 &&
                 entry.text.back() == '*') {
        stems.emplace_back(entry.text.substr(0, entry.text.size() - 1), &entry);
      }
    }
    std::sort(stems.begin(), stems.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const Entry& entry : entries) {
      const Entry* wider = wider_of(entry, single, stems);
      if (wider == nullptr) continue;
      if (any) {
        say(" is found by " + quoted_for_message(wider->text, 60) + " in the same list anyway.",
            quoted_for_message(entry.text, 60), entry.span);
      } else {
        say(" asks for nothing that " + quoted_for_message(entry.text, 60) +
                " beside it does not ask for.",
            quoted_for_message(wider->text, 60), wider->span);
      }
    }
    if (any) plurals(single);
  }

  // An entry that finds everything that `entry` finds.
  static const Entry* wider_of(const Entry& entry,
                               const std::map<std::string, const Entry*>& single,
                               const std::vector<std::pair<std::string, const Entry*>>& stems) {
    const std::vector<std::string_view> parts = split(entry.text, ' ');
    for (const std::string_view part : parts) {
      if (parts.size() > 1) {
        const auto same = single.find(std::string(part));
        if (same != single.end()) return same->second;
      }
      // Every beginning of the word may be a stem.
      for (std::size_t length = 2; length <= std::min<std::size_t>(part.size(), 40); ++length) {
        const std::string_view begin = part.substr(0, length);
        if (begin.find_first_of("*?#") != std::string_view::npos) break;
        const auto found = std::lower_bound(
            stems.begin(), stems.end(), begin,
            [](const auto& stem, std::string_view text) { return stem.first < text; });
        if (found != stems.end() && found->first == begin && found->second != &entry) {
          return found->second;
        }
      }
    }
    return nullptr;
  }

  void plurals(const std::map<std::string, const Entry*>& single) {
    for (const auto& [text, entry] : single) {
      const auto plural = single.find(text + "s");
      if (plural == single.end() || text.size() < 4) continue;
      push("QUALITY_0006",
           quoted_for_message(text, 60) + " and " + quoted_for_message(plural->first, 60) +
               " may be one truncated word.",
           entry->span, text + "* or both words as they are");
    }
  }

  void say(const std::string& what, const std::string& who, Span span) {
    push("QUALITY_0005", who + (what.starts_with(' ') ? "" : " ") + what, span, "Take it away.");
  }

  void push(std::string code, std::string text, Span span, std::string fix) {
    if (messages_.size() >= kMost) return;
    messages_.push_back({Severity::kInfo, std::move(code), std::move(text), span, std::move(fix)});
  }

  std::vector<Message>& messages_;
};

}  // namespace

void lint_terms(const Node& tree, std::vector<Message>& messages) { Checker(messages).check(tree); }

}  // namespace evidence::query
