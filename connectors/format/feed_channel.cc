// The facts of a channel: found in the cut beginning of a feed, carried in each entry's envelope.
#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/html_text.h"
#include "connectors/format/xml_fields.h"

namespace evidence::feed {
namespace {

constexpr std::size_t kMaxFact = 400;
constexpr std::size_t kMaxDepth = 48;
constexpr std::size_t kNone = std::string_view::npos;

// The head with its open elements closed, so that it can be parsed:
// "<rss><channel><title>A</title>" → "…</channel></rss>".
std::string closed(std::string_view head) {
  std::vector<std::string_view> open;
  std::size_t good = 0;  // everything before is whole
  std::size_t at = 0;
  while (at < head.size()) {
    const std::size_t tag = head.find('<', at);
    if (tag == kNone) break;
    const std::string_view rest = head.substr(tag);
    std::string_view close = ">";
    if (rest.starts_with("<!--")) close = "-->";
    if (rest.starts_with("<![CDATA[")) close = "]]>";
    if (rest.starts_with("<?")) close = "?>";
    const std::size_t end = head.find(close, tag + 1);
    if (end == kNone) break;
    at = end + close.size();
    if (rest.starts_with("</")) {
      if (!open.empty()) open.pop_back();
    } else if (!rest.starts_with("<!") && !rest.starts_with("<?") && head[end - 1] != '/') {
      const std::string_view name = rest.substr(1, rest.find_first_of(" \t\r\n/>", 1) - 1);
      if (open.size() >= kMaxDepth) break;
      open.push_back(name);
    }
    good = at;
  }
  std::string out(head.substr(0, good));
  for (auto name = open.rbegin(); name != open.rend(); ++name) {
    out.append("</").append(*name).append(">");
  }
  return out;
}

std::string fact(std::string text) {
  text = html_line(text);
  text.resize(truncate_utf8(text, kMaxFact).size());
  return text;
}

// What feeds put around a journal's name.
std::string journal_name(std::string title) {
  for (const std::string_view prefix :
       {"ScienceDirect Publication: ", "Latest Articles from ",
        "tandf: ", "Wiley: ", "SAGE: ", "Latest Results for ", "Recent articles in "}) {
    if (title.starts_with(prefix)) title.erase(0, prefix.size());
  }
  for (const std::string_view suffix :
       {": Table of Contents", " - Latest Issue", " Current Issue", " Latest Issue",
        " current issue", " Advance Access", " - Advance Access", " Online First", " recent issues",
        "-CNKI", " - most recent articles", " RSS Feed"}) {
    if (title.ends_with(suffix)) title.resize(title.size() - suffix.size());
  }
  return title;
}

// xml:base, else where the feed says that it is, else the site it belongs to.
std::string base_of(const pugi::xml_node& root, const pugi::xml_node& about) {
  std::string base = root.attribute("xml:base").value();
  for (const char* wanted : {"self", "alternate", ""}) {
    for (const pugi::xml_node& link : about.children()) {
      if (!local_name_is(link, "link")) continue;
      if (base.starts_with("http")) return fact(base);
      if (std::string_view(link.attribute("rel").value()) != wanted) continue;
      base = link.attribute("href").value();
      if (base.empty()) base = link.text().get();
    }
  }
  return base.starts_with("http") ? fact(base) : std::string();
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(" ").append(name).append("=\"");
  for (const char c : value) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view local_name) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element && local_name_is(child, local_name)) return child;
  }
  return {};
}

std::string text_named(const pugi::xml_node& parent, std::string_view local_name) {
  return node_text(child_named(parent, local_name));
}

std::vector<std::string> texts_of(const pugi::xml_node& parent, std::string_view qualified_name) {
  std::vector<std::string> out;
  for (const pugi::xml_node child : parent.children()) {
    if (!name_is(child, qualified_name)) continue;
    std::string text = node_text(child);
    if (text.empty()) text = attribute_text(child, "rdf:resource");
    if (!text.empty()) out.push_back(std::move(text));
  }
  return out;
}

Channel channel_in(std::string_view head) {
  Channel channel;
  pugi::xml_document document;
  bool repaired = false;
  if (!parse_xml(closed(utf8_text(head, repaired)), document).ok()) return channel;
  const pugi::xml_node root = document.document_element();
  pugi::xml_node about = root;
  if (!local_name_is(root, "feed")) about = child_named(root, "channel");
  const auto first = [&about](const char* name) {
    const std::vector<std::string> all = texts_of(about, name);
    return all.empty() ? std::string() : all.front();
  };
  channel.title = journal_name(fact(child_named(about, "title").text().get()));
  channel.journal = fact(first("prism:publicationName"));
  const std::string generator = text_named(about, "generator");
  if (channel.journal.empty() && generator.find("Open Journal Systems") != std::string::npos) {
    channel.journal = channel.title;
  }
  for (const char* name : {"prism:issn", "prism:eIssn", "prism:eissn"}) {
    for (std::string& issn : texts_of(about, name)) channel.issns.push_back(fact(std::move(issn)));
  }
  if (channel.issns.size() > 4) channel.issns.resize(4);
  channel.publisher = fact(first("dc:publisher"));
  for (const char* name : {"dc:rights", "rights", "copyright", "prism:copyright"}) {
    if (channel.rights.empty()) channel.rights = fact(first(name));
  }
  channel.base = base_of(root, about);
  return channel;
}

std::string envelope_of(const Channel& channel, std::string_view entry) {
  std::string out = "<feed-entry";
  append_attribute(out, "title", channel.title);
  append_attribute(out, "journal", channel.journal);
  append_attribute(out, "issn", join(channel.issns, " "));
  append_attribute(out, "publisher", channel.publisher);
  append_attribute(out, "rights", channel.rights);
  append_attribute(out, "base", channel.base);
  out.append(">").append(entry).append("</feed-entry>");
  return out;
}

Channel channel_of(const pugi::xml_node& envelope) {
  Channel channel;
  channel.title = attribute_text(envelope, "title");
  channel.journal = attribute_text(envelope, "journal");
  const std::string issns = attribute_text(envelope, "issn");
  for (const std::string_view issn : split(issns, ' ')) {
    if (!issn.empty()) channel.issns.emplace_back(issn);
  }
  channel.publisher = attribute_text(envelope, "publisher");
  channel.rights = attribute_text(envelope, "rights");
  channel.base = attribute_text(envelope, "base");
  return channel;
}

}  // namespace evidence::feed
