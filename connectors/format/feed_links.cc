#include "connectors/format/feed_links.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kMostCatalogues = 2'000;
constexpr std::size_t kMaxTag = 16U << 10U;

std::string_view local(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == kNone ? name : name.substr(colon + 1);
}

// The value of an attribute in a start tag's text, entities decoded.
std::string attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != kNone; at = tag.find(name, at + 1)) {
    if (at == 0 ||
        (tag[at - 1] != ' ' && tag[at - 1] != '\t' && tag[at - 1] != '\n' && tag[at - 1] != '\r')) {
      continue;
    }
    std::size_t value = at + name.size();
    while (value < tag.size() && tag[value] == ' ') ++value;
    if (value >= tag.size() || tag[value] != '=') continue;
    ++value;
    while (value < tag.size() && tag[value] == ' ') ++value;
    if (value >= tag.size() || (tag[value] != '"' && tag[value] != '\'')) continue;
    const std::size_t end = tag.find(tag[value], value + 1);
    if (end == kNone) return {};
    return decode_entities(trim(tag.substr(value + 1, end - value - 1)));
  }
  return {};
}

bool is_acquisition(std::string_view rel) { return rel.find("opds-spec.org/acquisition") != kNone; }

bool leads_to_catalogue(std::string_view rel, std::string_view type) {
  if (type.find("type=entry") != kNone) return false;
  const bool feed =
      type.find("profile=opds-catalog") != kNone || type.find("application/opds+json") != kNone;
  const bool other = rel == "self" || rel == "alternate" || rel == "search" || rel == "next" ||
                     rel == "previous" || rel == "first" || rel == "last" || rel == "up" ||
                     rel == "start" || rel == "related" || rel == "contributor" ||
                     rel.find("facet") != kNone || rel.find("shelf") != kNone ||
                     rel.find("sort") != kNone;
  return feed && !other;
}

void add_catalogue(FeedLinks& links, std::string url) {
  auto& all = links.catalogues;
  if (url.empty() || all.size() >= kMostCatalogues) return;
  if (std::find(all.begin(), all.end(), url) == all.end()) all.push_back(std::move(url));
}

class XmlLinks {
 public:
  XmlLinks(std::string_view page, std::string_view base) : page_(page), base_(base) {}

  FeedLinks read() {
    for (std::size_t at = page_.find('<'); at != kNone; at = page_.find('<', at)) {
      const std::string_view rest = page_.substr(at);
      std::string_view close = ">";
      if (rest.starts_with("<!--")) close = "-->";
      if (rest.starts_with("<![CDATA[")) close = "]]>";
      const std::size_t end = rest.find(close);
      if (end == kNone) break;
      at += end + close.size();
      if (rest.starts_with("<!") || rest.starts_with("<?")) continue;
      const bool closes = rest.starts_with("</");
      const std::size_t begin = closes ? 2 : 1;
      const std::string_view name =
          local(rest.substr(begin, rest.find_first_of(" \t\r\n/>", begin) - begin));
      read_tag(name, closes, rest.substr(0, std::min(end, kMaxTag)));
    }
    return std::move(links_);
  }

 private:
  void read_tag(std::string_view name, bool closes, std::string_view tag) {
    if (links_.kind == FeedLinks::Kind::kUnknown && !closes) {
      if (name == "feed" || name == "entry") links_.kind = FeedLinks::Kind::kAtom;
      if (name == "rss" || name == "RDF") links_.kind = FeedLinks::Kind::kRss;
    }
    if (name == "entry" || name == "item") {
      if (closes) {
        end_entry();
      } else {
        ++links_.entries;
        in_entry_ = true;
      }
      return;
    }
    if (name != "link" || closes) return;
    const std::string href = attribute(tag, "href");
    if (href.empty()) return;
    const std::string rel = attribute(tag, "rel");
    const std::string type = attribute(tag, "type");
    if (is_acquisition(rel)) acquisition_ = links_.opds = true;
    if (in_entry_) {
      if (leads_to_catalogue(rel, type)) leads_.push_back(absolute_url(base_, href));
      return;
    }
    if (rel == "next" || (rel == "prev-archive" && links_.next.empty())) {
      links_.next = absolute_url(base_, href);
    }
  }

  // An entry that can be borrowed or bought is a book, whatever else it links to.
  void end_entry() {
    if (!acquisition_) {
      for (std::string& url : leads_) add_catalogue(links_, std::move(url));
      links_.opds = links_.opds || !leads_.empty();
    }
    leads_.clear();
    acquisition_ = in_entry_ = false;
  }

  std::string_view page_, base_;
  FeedLinks links_;
  std::vector<std::string> leads_;
  bool in_entry_ = false, acquisition_ = false;
};

void read_json_links(FeedLinks& links, const json::object& object, std::string_view base) {
  const json::value* list = member(object, "links");
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) continue;
    const json::object& link = one.get_object();
    const json::value* rel = member(link, "rel");
    const bool in_list =
        rel != nullptr && rel->is_array() &&
        std::any_of(rel->get_array().begin(), rel->get_array().end(), [](const json::value& name) {
          return name.is_string() && name.get_string() == "next";
        });
    if (string_member(link, "rel") == "next" || in_list) {
      links.next = absolute_url(base, string_member(link, "href"));
    }
  }
}

void read_navigation(FeedLinks& links, const json::object& object, std::string_view base) {
  const json::value* list = member(object, "navigation");
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) continue;
    const std::string type = string_member(one.get_object(), "type");
    if (!type.empty() && type.find("opds+json") == kNone &&
        type.find("profile=opds-catalog") == kNone) {
      continue;
    }
    add_catalogue(links, absolute_url(base, string_member(one.get_object(), "href")));
  }
}

FeedLinks json_links(std::string_view page, std::string_view base) {
  FeedLinks links;
  const Result<json::value> parsed = parse_json(page, 64U << 20U);
  if (!parsed.ok() || !parsed->is_object()) return links;
  links.kind = FeedLinks::Kind::kOpds2;
  links.opds = true;
  const json::object& feed = parsed->get_object();
  read_json_links(links, feed, base);
  read_navigation(links, feed, base);
  const auto count = [&links](const json::object& object) {
    const json::value* list = member(object, "publications");
    if (list != nullptr && list->is_array()) links.entries += list->get_array().size();
  };
  count(feed);
  const json::value* groups = member(feed, "groups");
  if (groups == nullptr || !groups->is_array()) return links;
  for (const json::value& group : groups->get_array()) {
    if (!group.is_object()) continue;
    count(group.get_object());
    read_navigation(links, group.get_object(), base);
    // A group shows the first few; the rest is behind its own address.
    const json::value* own = member(group.get_object(), "links");
    if (own == nullptr || !own->is_array()) continue;
    for (const json::value& one : own->get_array()) {
      if (one.is_object() && string_member(one.get_object(), "rel") == "self") {
        add_catalogue(links, absolute_url(base, string_member(one.get_object(), "href")));
      }
    }
  }
  return links;
}

// "/a/./b/../c" → "/a/c"
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part == "..") {
      if (parts.size() > 1) parts.pop_back();
    } else if (part != ".") {
      parts.push_back(part);
    }
  }
  if (path.ends_with("/.") || path.ends_with("/..")) parts.emplace_back();
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out.append(i == 0 ? "" : "/").append(parts[i]);
  return out.empty() ? "/" : out;
}

}  // namespace

std::string absolute_url(std::string_view base, std::string_view reference) {
  reference = trim(reference);
  reference = reference.substr(0, reference.find('#'));
  if (starts_with_ignoring_case(reference, "https://") ||
      starts_with_ignoring_case(reference, "http://")) {
    return std::string(reference);
  }
  const std::size_t scheme = base.find("://");
  if (scheme == kNone || reference.empty()) return {};
  // "mailto:…", "urn:…", "javascript:…": another scheme.
  const std::size_t colon = reference.find(':');
  if (colon != kNone && colon < reference.find_first_of("/?")) return {};
  if (reference.starts_with("//")) return std::string(base.substr(0, scheme + 1)).append(reference);
  const std::size_t path = std::min(base.find_first_of("/?#", scheme + 3), base.size());
  const std::string_view authority = base.substr(0, path);
  std::string_view base_path = base.substr(path);
  base_path = base_path.substr(0, base_path.find_first_of("?#"));
  const std::size_t query = std::min(reference.find('?'), reference.size());
  if (query == 0) {
    return std::string(authority).append(base_path.empty() ? "/" : base_path).append(reference);
  }
  std::string target(reference.substr(0, query));
  if (!target.starts_with('/')) {
    const std::size_t slash = base_path.rfind('/');
    target.insert(0, slash == kNone ? "/" : std::string(base_path.substr(0, slash + 1)));
  }
  return std::string(authority).append(without_dots(target)).append(reference.substr(query));
}

FeedLinks feed_links(std::string_view page, std::string_view page_url) {
  if (page.starts_with("\xEF\xBB\xBF")) page.remove_prefix(3);
  const std::string_view begin = trim(page.substr(0, 4'096));
  if (begin.starts_with('{')) return json_links(page, page_url);
  return XmlLinks(page, page_url).read();
}

}  // namespace evidence
