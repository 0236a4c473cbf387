#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

// A heading as typed: brackets inside become spaces, as PubMed does.
std::string label_of(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '(' || c == ')'; }, ' ');
  return spaced_pubmed_text(out);
}

bool is_qualifier(std::string_view name, const ParseOptions& options) {
  return !mesh_qualifier(name).empty() || options.vocabulary->find_qualifier(name).has_value();
}

class HeadingReader {
 public:
  HeadingReader(const PubmedTerm& term, const ParseOptions& options, MessageList& messages)
      : term_(term), options_(options), messages_(messages) {}

  Heading read() {
    Heading heading;
    std::string text = label_of(term_.text);
    if (starts_with_ignoring_case(text, "exp ")) {
      messages_.warn("ovid_in_pubmed",
                     "“exp” is Ovid's; PubMed's [mh] includes the narrower headings by itself. It "
                     "was left out.",
                     term_.span, "Write " + text.substr(4) + "[mh].");
      text = text.substr(4);
    }
    const bool whole_is_known = !options_.vocabulary->find(text).empty();
    std::size_t slash = whole_is_known ? std::string::npos : text.find('/');
    heading.label = trim(std::string_view(text).substr(0, slash));
    unsigned count = 0;
    while (slash != std::string::npos) {
      const std::size_t next = text.find('/', slash + 1);
      const std::string_view name = trim(std::string_view(text).substr(
          slash + 1, next == std::string::npos ? next : next - slash - 1));
      if (!name.empty()) {
        add_qualifier(heading, name);
        ++count;
      }
      slash = next;
    }
    if (count > 1) {
      messages_.warn("one_subheading_only",
                     "PubMed takes one subheading with a heading; any of these was searched.",
                     term_.span, "Write the heading once for each subheading, joined by OR.");
    }
    read_star(heading);
    return heading;
  }

 private:
  void add_qualifier(Heading& heading, std::string_view name) {
    if (!is_qualifier(name, options_)) {
      messages_.warn("subheading_unknown",
                     quoted_for_message(name, 60) + " is no subheading of MeSH.", term_.span,
                     "Use its name or its two letters, as in neoplasms/diet therapy.");
    }
    heading.qualifiers.emplace_back(name);
  }

  void read_star(Heading& heading) {
    const std::size_t star = heading.label.find('*');
    if (star == std::string::npos) return;
    if (star + 1 == heading.label.size() && star > 0) {
      heading.wildcards = true;
      return;
    }
    messages_.warn("wildcard_inside",
                   "In a heading * stands only at the end; it was read as a space.", term_.span,
                   "Write the headings with OR.");
    std::replace(heading.label.begin(), heading.label.end(), '*', ' ');
    heading.label = clean_text(heading.label);
    if (starts_with_ignoring_case(heading.label, "exp ")) heading.label.erase(0, 4);
  }

  const PubmedTerm& term_;
  const ParseOptions& options_;
  MessageList& messages_;
};

}  // namespace

Node pubmed_heading(const PubmedTerm& term, bool explode, bool focus, const ParseOptions& options,
                    MessageList& messages) {
  Heading heading = HeadingReader(term, options, messages).read();
  if (explode && heading.wildcards) {
    messages.note("truncation_turns_explosion_off",
                  "With * the narrower headings are not included.", term.span);
    explode = false;
  }
  heading.explode = explode;
  heading.focus = focus;
  return {std::move(heading), term.span};
}

}  // namespace evidence::query
