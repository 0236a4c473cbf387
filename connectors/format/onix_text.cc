// Titles, texts and dates of ONIX, which may carry XHTML and several notations.
#include <algorithm>
#include <array>
#include <sstream>

#include "base/text.h"
#include "connectors/format/html_text.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/xml_fields.h"

namespace evidence::onix {
namespace {

std::string inner_markup(const pugi::xml_node& node) {
  // Characters that the parser decoded may be markup themselves: "&lt;p&gt;".
  if (!node.first_child() || !node.first_child().next_sibling()) {
    if (node.first_child().type() != pugi::node_element) return node.child_value();
  }
  std::ostringstream out;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      out << child.value();
    } else {
      child.print(out, "", pugi::format_raw);
    }
  }
  return out.str();
}

bool has_markup(const pugi::xml_node& node) {
  const pugi::xml_node first = node.first_child();
  if (first && first.next_sibling()) return true;
  if (first.type() == pugi::node_element) return true;
  const std::string_view text = first.value();
  return text.find('<') != std::string_view::npos || text.find('&') != std::string_view::npos;
}

// A title of one part: its text, or prefix and rest.
std::string element_title(const pugi::xml_node& element) {
  std::string title = line_of(element.child("TitleText"));
  if (title.empty()) {
    const std::string prefix = line_of(element.child("TitlePrefix"));
    title = line_of(element.child("TitleWithoutPrefix"));
    const bool joined = prefix.ends_with('\'') || prefix.ends_with("\xe2\x80\x99");
    if (!prefix.empty()) title = prefix + (joined || title.empty() ? "" : " ") + title;
  }
  const std::string part = line_of(element.child("PartNumber"));
  if (!part.empty()) title += (title.empty() ? "" : ". ") + part;
  const std::string subtitle = line_of(element.child("Subtitle"));
  if (!subtitle.empty()) title += (title.empty() ? "" : ": ") + subtitle;
  return title;
}

// 3.0: the element of the product or chapter; the collection's title stands for
// it where the product has only a part number of its own.
std::string detail_title(const pugi::xml_node& detail) {
  std::string own, collection;
  for (const pugi::xml_node& element : detail.children("TitleElement")) {
    const std::string level = child_text(element, "TitleElementLevel");
    std::string& into = level == "02" || level == "03" ? collection : own;
    const std::string title = element_title(element);
    if (!title.empty()) into += (into.empty() ? "" : ". ") + title;
  }
  const bool own_is_part = detail
                               .select_node(
                                   "TitleElement[TitleText or TitleWithoutPrefix]"
                                   "[TitleElementLevel!='02' and "
                                   "TitleElementLevel!='03']")
                               .node()
                               .empty();
  if (own.empty() || (own_is_part && !collection.empty())) {
    return collection + (own.empty() || collection.empty() ? "" : ". ") + own;
  }
  return own;
}

}  // namespace

std::string line_of(const pugi::xml_node& node) {
  if (!has_markup(node)) return clean_text(node.child_value());
  return html_line(inner_markup(node));
}

std::vector<std::string> paragraphs_of(const pugi::xml_node& node) {
  const std::string_view format = node.attribute("textformat").value();
  const std::string markup = inner_markup(node);
  std::vector<std::string> out;
  // 06, 07: plain text, whose lines count; so they do where there is no markup.
  if (format == "06" || format == "07" || markup.find('<') == std::string::npos) {
    const std::string lines = clean_text_keeping_lines(markup);
    for (const std::string_view line : split(lines, '\n')) {
      if (std::string text = html_line(line); !text.empty()) out.push_back(std::move(text));
    }
    return out;
  }
  return html_paragraphs(markup);
}

std::string title_in(const pugi::xml_node& parent) {
  std::string best, other;
  const auto take = [&](const std::string& type, std::string title) {
    std::string& into = type == "01" ? best : other;
    if (into.empty() && (type == "01" || type == "00" || type.empty())) into = std::move(title);
  };
  for (const pugi::xml_node& detail : parent.children("TitleDetail")) {
    take(child_text(detail, "TitleType"), detail_title(detail));
  }
  for (const pugi::xml_node& title : parent.children("Title")) {
    take(child_text(title, "TitleType"), element_title(title));
  }
  if (!best.empty()) return best;
  if (!other.empty()) return other;
  std::string title = line_of(parent.child("DistinctiveTitle"));
  if (title.empty()) title = element_title(parent);
  return title;
}

PartialDate date_of(RecordReading& in, const pugi::xml_node& node, std::string_view what) {
  std::string text = child_text(node.parent(), node.name());
  if (node.first_child()) text = clean_text(node.child_value());
  if (text.empty()) return {};
  std::string digits = text.substr(0, text.find_first_of("T "));
  std::erase(digits, '-');
  const bool plain = digits.find_first_not_of("0123456789") == std::string::npos;
  PartialDate date;
  if (plain && (digits.size() == 8 || digits.size() == 6 || digits.size() == 4)) {
    date = date_from_parts(digits.substr(0, 4), digits.size() > 4 ? digits.substr(4, 2) : "",
                           digits.size() > 6 ? digits.substr(6, 2) : "");
  } else {
    date = date_from_medline(text);
  }
  // Zeros mean "not set".
  if (!date.known() && digits.find_first_not_of('0') != std::string::npos) in.bad_date(what, text);
  return date;
}

}  // namespace evidence::onix
