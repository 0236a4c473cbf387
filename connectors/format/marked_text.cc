#include "connectors/format/marked_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/word_list.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTag = 4'096;        // from '<' to '>'
constexpr std::size_t kMaxMath = 64U << 10U;  // one formula
constexpr std::size_t kMaxLabel = 80;         // a longer heading is a sentence, not a label
constexpr std::size_t kNone = std::string_view::npos;

// Inside a word or sentence.
constexpr std::array<std::string_view, 32> kInline{
    "a",        "abbr",   "b",     "bold", "cite",   "code", "em",        "email",
    "ext-link", "font",   "i",     "inf",  "italic", "mark", "monospace", "named-content",
    "overline", "q",      "roman", "s",    "sc",     "scp",  "small",     "span",
    "strike",   "strong", "sub",   "sup",  "tt",     "u",    "underline", "xref"};
static_assert(is_sorted_word_list(kInline));

// Stand apart. Together with kInline these are the tags that are believed to be tags.
constexpr std::array<std::string_view, 45> kBlock{"abstract",
                                                  "alternatives",
                                                  "article-title",
                                                  "article_title",
                                                  "blockquote",
                                                  "body",
                                                  "br",
                                                  "break",
                                                  "caption",
                                                  "center",
                                                  "dd",
                                                  "disp-formula",
                                                  "div",
                                                  "dl",
                                                  "dt",
                                                  "fig",
                                                  "graphic",
                                                  "h1",
                                                  "h2",
                                                  "h3",
                                                  "h4",
                                                  "h5",
                                                  "h6",
                                                  "hr",
                                                  "html",
                                                  "img",
                                                  "inline-formula",
                                                  "label",
                                                  "li",
                                                  "list",
                                                  "list-item",
                                                  "math",
                                                  "ol",
                                                  "p",
                                                  "pre",
                                                  "related-article",
                                                  "sec",
                                                  "section",
                                                  "table",
                                                  "tbody",
                                                  "td",
                                                  "tex-math",
                                                  "title",
                                                  "tr",
                                                  "ul"};
static_assert(is_sorted_word_list(kBlock));

struct Tag {
  std::string name;  // lower case, without prefix
  bool closing = false;
  std::size_t size = 0;  // bytes, with its brackets; 0 = no tag begins here
  [[nodiscard]] bool is_inline() const { return contains_word(kInline, name); }
  [[nodiscard]] bool is_heading() const {
    return name == "title" ||
           (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6');
  }
};

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == ':' || c == '.';
}

// The tag at text[0] == '<'.
Tag tag_at(std::string_view text) {
  Tag tag;
  if (text.starts_with("<!--")) {
    const std::size_t end = text.find("-->");
    if (end != kNone) tag.size = end + 3;
    return tag;
  }
  std::size_t at = 1;
  if (at < text.size() && text[at] == '/') {
    tag.closing = true;
    ++at;
  }
  const std::size_t begin = at;
  while (at < text.size() && at - begin < 60 && is_name_char(text[at])) ++at;
  std::string_view name = text.substr(begin, at - begin);
  const std::size_t colon = name.rfind(':');
  const bool prefixed = colon != kNone && colon > 0;
  if (prefixed) name.remove_prefix(colon + 1);
  if (name.empty() || at >= text.size()) return {};
  const char after = text[at];
  if (after != '>' && after != '/' && after != ' ' && after != '\n' && after != '\t' &&
      after != '\r') {
    return {};
  }
  tag.name = to_lower_ascii(name);
  if (!prefixed && !contains_word(kInline, tag.name) && !contains_word(kBlock, tag.name)) return {};
  const std::size_t end = text.substr(0, kMaxTag).find('>', at);
  if (end == kNone) return {};
  // "a<b but b> c" is no tag either: attributes have values.
  std::string_view rest = trim(text.substr(at, end - at));
  if (rest.ends_with('/')) rest = trim(rest.substr(0, rest.size() - 1));
  if (!rest.empty() && rest.find('=') == kNone) return {};
  tag.size = end + 1;
  return tag;
}

bool has_tag(std::string_view text) {
  for (std::size_t at = text.find('<'); at != kNone; at = text.find('<', at + 1)) {
    if (tag_at(text.substr(at)).size > 0) return true;
  }
  return false;
}

// Markup that was encoded once more ("&lt;i&gt;", "&amp;lt;i&amp;gt;") becomes markup again.
std::string unwrapped(std::string_view marked) {
  std::string text(marked);
  for (int round = 0; round < 2; ++round) {
    if (text.find("&lt;") == kNone && text.find("&amp;lt;") == kNone) break;
    std::string decoded = decode_entities(text);
    if (!has_tag(decoded) && decoded.find("&lt;") == kNone) break;
    text = std::move(decoded);
  }
  return text;
}

std::string finished(std::string_view text) {
  std::string once = decode_entities(text);
  // Encoded twice: "&amp;amp;", "&amp;#x2019;".
  if (once.find('&') != kNone) once = decode_entities(once);
  return clean_text(once);
}

// Hands text and tags to a sink: text(view), tag(tag).
template <typename Sink>
void walk(std::string_view marked, Sink& sink) {
  std::size_t at = 0;
  while (at < marked.size()) {
    const std::size_t open = marked.find('<', at);
    if (open > at) sink.text(marked.substr(at, open == kNone ? kNone : open - at));
    if (open == kNone) return;
    const std::string_view rest = marked.substr(open);
    const Tag tag = tag_at(rest);
    if (tag.size == 0) {
      sink.text("<");
      at = open + 1;
    } else if (tag.name == "math" && !tag.closing) {
      // To its end tag, whatever its prefix.
      const std::size_t close = rest.substr(0, kMaxMath).find("math>", tag.size);
      const std::size_t size = close == kNone ? tag.size : close + 5;
      pugi::xml_document document;
      if (close != kNone && parse_xml(rest.substr(0, size), document).ok()) {
        pugi::xml_document around;
        around.append_child("t").append_copy(document.document_element());
        sink.text(text_of(around.document_element()));
      } else if (close != kNone) {
        at = open + tag.size;
        continue;
      }
      at = open + size;
    } else if (tag.name == "tex-math" && !tag.closing) {
      // The same formula once more where MathML stands beside it.
      const std::size_t close = rest.substr(0, kMaxMath).find("tex-math>", tag.size);
      const bool twice = marked.find("math ") != kNone || marked.find(":math>") != kNone;
      at = open + (twice && close != kNone ? close + 9 : tag.size);
    } else {
      sink.tag(tag);
      at = open + tag.size;
    }
  }
}

struct PlainSink {
  std::string out;
  void text(std::string_view part) { out += part; }
  void tag(const Tag& tag) {
    if (!tag.is_inline()) out += ' ';
  }
};

struct SectionSink {
  std::vector<AbstractSection> sections{1};
  std::string heading;
  bool in_heading = false;

  void text(std::string_view part) { (in_heading ? heading : sections.back().text) += part; }

  void tag(const Tag& tag) {
    if (tag.is_heading()) {
      if (in_heading) end_heading();
      if (!tag.closing) in_heading = true;
    } else if (in_heading && (tag.name == "p" || tag.name == "sec")) {
      end_heading();  // its end tag is missing
    }
    if (!tag.is_inline()) text(" ");
  }

  void end_heading() {
    in_heading = false;
    std::string label = finished(heading);
    heading.clear();
    while (label.ends_with(':') || label.ends_with(' ')) label.pop_back();
    if (label.empty()) return;
    if (label.size() > kMaxLabel) {
      sections.push_back({"", label + " "});
      return;
    }
    const bool whole = sections.size() == 1 && trim(sections.back().text).empty();
    if (whole &&
        (equals_ignoring_case(label, "abstract") || equals_ignoring_case(label, "summary"))) {
      return;
    }
    sections.push_back({std::move(label), ""});
  }
};

}  // namespace

std::string plain_text(std::string_view marked) {
  if (marked.find_first_of("<&") == kNone) return clean_text(marked);
  PlainSink sink;
  walk(unwrapped(marked), sink);
  return finished(sink.out);
}

std::vector<AbstractSection> marked_sections(std::string_view marked) {
  SectionSink sink;
  walk(unwrapped(marked), sink);
  if (sink.in_heading) sink.end_heading();
  std::vector<AbstractSection> out;
  for (AbstractSection& section : sink.sections) {
    section.text = finished(section.text);
    if (section.text.empty() && !section.label.empty()) {
      // A heading above headings says nothing by itself, the last one may be all there is.
      if (&section != &sink.sections.back()) continue;
      section.text = std::exchange(section.label, "");
    }
    if (!section.text.empty()) out.push_back(std::move(section));
  }
  return out;
}

}  // namespace evidence
