// Abstracts: the article's own with its sections; summaries for other readers behind it under their
// own names; what stands beside a title in a list (toc, teaser, picture) only where there is
// nothing else. Also what of a tree is no text: pictures, footnote marks, formulas given twice.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/xml_fields.h"
#include "model/language.h"

namespace evidence::jats {
namespace {

constexpr int kMaxDepth = 8;

struct Kind {
  std::string_view type;
  std::string_view label;  // "" = only in place of a missing abstract
};
constexpr std::array kKinds{
    Kind{"plain-language-summary", "Plain language summary"},
    Kind{"plain-language", "Plain language summary"},
    Kind{"lay-summary", "Plain language summary"},
    Kind{"executive-summary", "Executive summary"},
    Kind{"summary", "Summary"},
    Kind{"longsummary", "Summary"},
    Kind{"editor", "Editors' summary"},
    Kind{"editors-summary", "Editors' summary"},
    Kind{"author-highlights", "Highlights"},
    Kind{"highlights", "Highlights"},
    Kind{"key-points", "Key points"},
    Kind{"web-summary", "Summary"},
    Kind{"short", ""},
    Kind{"toc", ""},
    Kind{"teaser", ""},
    Kind{"precis", ""},
    Kind{"graphical", ""},
    Kind{"video", ""},
    Kind{"stereochemical", ""},
};

std::string clean_label(std::string label) {
  while (!label.empty() && (label.back() == ':' || label.back() == '.' || label.back() == ' ' ||
                            label.ends_with("—"))) {
    label.resize(label.size() - (label.ends_with("—") ? std::string_view("—").size() : 1));
  }
  return label;
}

// "Abstract" over an abstract says nothing.
bool says_nothing(std::string_view title) {
  return equals_ignoring_case(title, "abstract") || equals_ignoring_case(title, "summary") ||
         equals_ignoring_case(title, "synopsis") || equals_ignoring_case(title, "abstracts");
}

// The text of `node` without its sections; they become sections of their own.
void read_sections(const pugi::xml_node& node, const std::string& label,
                   std::vector<AbstractSection>& out, int depth) {
  std::string text;
  const auto close = [&] {
    if (!text.empty()) out.push_back({label, std::exchange(text, {})});
  };
  for (const pugi::xml_node& child : node.children()) {
    if (name_is(child, "title") || name_is(child, "label") || name_is(child, "object-id")) continue;
    if (name_is(child, "sec") && depth < kMaxDepth) {
      close();
      std::string own = clean_label(child_text(child, "title"));
      if (own.empty()) own = label;
      read_sections(child, own, out, depth + 1);
      continue;
    }
    const std::string part = node_text(child);
    if (part.empty()) continue;
    if (!text.empty()) text += " ";
    text += part;
  }
  close();
}

std::vector<AbstractSection> sections_of(const pugi::xml_node& abstract, std::string label) {
  std::vector<AbstractSection> out;
  read_sections(abstract, label, out, 0);
  return out;
}

void append(std::vector<AbstractSection>& all, std::vector<AbstractSection> more,
            const std::string& name) {
  for (AbstractSection& section : more) {
    if (!name.empty() && section.label != name) {
      section.label = section.label.empty() ? name : name + ": " + section.label;
    }
    all.push_back(std::move(section));
  }
}

// Formulas stand beside each other as MathML, TeX and a picture.
void simplify_alternatives(pugi::xml_node node) {
  const bool math = static_cast<bool>(node.find_node([](const pugi::xml_node& inner) {
    return inner.type() == pugi::node_element && local_name_is(inner, "math");
  }));
  if (math) {
    while (node.remove_child("tex-math")) {
    }
  }
  node.set_name("span");
}

// What stands between \begin{document} and \end{document}, without dollar signs.
std::string formula_of(std::string_view tex) {
  constexpr std::string_view kBegin = "\\begin{document}";
  if (const std::size_t begin = tex.find(kBegin); begin != std::string_view::npos) {
    tex.remove_prefix(begin + kBegin.size());
    tex = tex.substr(0, tex.find("\\end{document}"));
  }
  std::string out;
  for (const char c : tex) {
    if (c != '$') out.push_back(c);
  }
  return std::string(trim(out));
}

bool is_mark(const pugi::xml_node& node) {
  const std::string_view type = node.attribute("ref-type").value();
  return name_is(node, "xref") && (type == "fn" || type == "author-notes" || type == "corresp" ||
                                   type == "table-fn" || type == "aff");
}

bool is_picture(const pugi::xml_node& node) {
  for (const std::string_view name :
       {"graphic", "inline-graphic", "media", "fn", "fig", "table-wrap", "alt-text",
        "inline-supplementary-material", "supplementary-material"}) {
    if (name_is(node, name)) return true;
  }
  return false;
}

}  // namespace

void simplify(pugi::xml_node root) {
  pugi::xml_node node = root.first_child();
  while (node) {
    bool descend = true;
    bool remove = false;
    if (name_is(node, "contrib") || name_is(node, "aff")) {
      descend = false;  // marks are references there
    } else if (is_picture(node) || is_mark(node)) {
      remove = true;
    } else if (name_is(node, "alternatives")) {
      simplify_alternatives(node);
    } else if (name_is(node, "inline-formula")) {
      node.set_name("span");
    } else if (name_is(node, "tex-math")) {
      const std::string formula = formula_of(node.text().get());
      node.set_name("span");
      while (node.remove_child(node.first_child())) {
      }
      node.append_child(pugi::node_pcdata).set_value(formula.c_str());
      descend = false;
    }
    pugi::xml_node next = descend && !remove ? node.first_child() : pugi::xml_node();
    pugi::xml_node above = node;
    while (!next && above && above != root) {
      next = above.next_sibling();
      above = above.parent();
    }
    if (remove) node.parent().remove_child(node);
    node = next;
  }
}

void read_abstracts(Reading& in, const pugi::xml_node& meta, std::string_view language) {
  std::vector<AbstractSection> summaries, instead;
  for (const pugi::xml_node& abstract : meta.children("abstract")) {
    const std::string type = to_lower_ascii(attribute_text(abstract, "abstract-type"));
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&type](const Kind& one) { return one.type == type; });
    const std::string title = clean_label(child_text(abstract, "title"));
    if (kind == kKinds.end() && in.record.abstract.empty()) {
      in.record.abstract = sections_of(abstract, says_nothing(title) ? "" : title);
    } else if (kind != kKinds.end() && kind->label.empty()) {
      append(instead, sections_of(abstract, ""), "");
    } else {
      std::string name = says_nothing(title) ? std::string() : title;
      if (name.empty()) name = kind == kKinds.end() ? "Summary" : std::string(kind->label);
      append(summaries, sections_of(abstract, ""), name);
    }
  }
  // A translation into English stands first where the article is in another language.
  std::vector<AbstractSection> translations;
  for (const pugi::xml_node& abstract : meta.children("trans-abstract")) {
    const std::string code = language_code(abstract.attribute("xml:lang").value());
    const std::string title = clean_label(child_text(abstract, "title"));
    std::string name = says_nothing(title) ? std::string() : title;
    const bool english_first = code == "eng" && !language.empty() && language != "eng";
    if (english_first || in.record.abstract.empty()) {
      std::vector<AbstractSection> own = sections_of(abstract, "");
      if (name.empty()) name = "Original language";
      append(translations, std::exchange(in.record.abstract, std::move(own)), "Original language");
      continue;
    }
    if (name.empty()) name = code.empty() ? "Translation" : "Translation (" + code + ")";
    append(translations, sections_of(abstract, ""), name);
  }
  auto& all = in.record.abstract;
  append(all, std::move(summaries), "");
  append(all, std::move(translations), "");
  if (all.empty()) all = std::move(instead);
}

}  // namespace evidence::jats
