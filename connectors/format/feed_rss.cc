// An <item> of RSS 0.9x, 1.0 and 2.0.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/html_text.h"
#include "connectors/format/xml_fields.h"

namespace evidence::feed {
namespace {

// The item's own page: RSS' link, Atom's inside RSS, what a feed service replaced it by.
std::string own_link(const Reading& in, const pugi::xml_node& item) {
  for (const char* name : {"feedburner:origLink", "link", "atom:link", "prism:url"}) {
    for (const pugi::xml_node& link : item.children(name)) {
      const std::string_view rel = link.attribute("rel").value();
      if (!rel.empty() && rel != "alternate") continue;
      std::string url(trim(link.text().get()));
      if (url.empty()) url = link.attribute("href").value();
      url = absolute_url(in.channel.base, url);
      if (!url.empty()) return url;
    }
  }
  return {};
}

void read_enclosures(Reading& in, const pugi::xml_node& item) {
  for (const pugi::xml_node& enclosure : item.children("enclosure")) {
    const std::string_view type = enclosure.attribute("type").value();
    if (type == "application/pdf") {
      add_link(in, absolute_url(in.channel.base, enclosure.attribute("url").value()), "pdf", false);
    }
  }
}

}  // namespace

void read_item(Reading& in, const pugi::xml_node& item) {
  Record& record = in.record;
  record.title = html_line(html_of(item.child("title")));
  if (record.title.empty()) record.title = html_line(html_of(item.child("dc:title")));
  if (record.title.empty()) record.title = html_line(html_of(item.child("media:title")));
  read_prism(in, item);
  const std::string link = own_link(in, item);
  const std::string guid(trim(item.child("guid").text().get()));
  const std::string about(trim(item.attribute("rdf:about").value()));
  for (const std::string& name : {guid, link, about}) add_any_identifier(in, name);
  if (record.contributors.empty()) {
    for (const pugi::xml_node& author : item.children("author")) {
      std::string name = text_named(author, "name");
      if (name.empty()) name = node_text(author);
      read_creators(in, name, "author");
    }
  }
  for (const pugi::xml_node& category : item.children("category")) {
    Subject subject;
    subject.scheme = "keyword";
    subject.label = html_line(html_of(category));
    const bool known =
        std::find(record.subjects.begin(), record.subjects.end(), subject) != record.subjects.end();
    if (!subject.label.empty() && !known) record.subjects.push_back(std::move(subject));
  }
  read_descriptions(
      in, {html_of(item.child("description")), html_of(item.child("content:encoded")),
           html_of(item.child("dc:description")), html_of(item.child("media:description"))});
  const std::string page = link.empty() && about.starts_with("http") ? about : link;
  add_link(in, page, "publisher", false);
  read_enclosures(in, item);
  finish(in);

  const auto doi =
      std::find_if(record.identifiers.begin(), record.identifiers.end(),
                   [](const Identifier& one) { return one.scheme() == IdentifierScheme::kDoi; });
  if (doi != record.identifiers.end()) {
    record.source_record_id = doi->value();
  } else if (!guid.empty()) {
    // A guid that is an address may count visits like any other.
    const std::string address = normal_link(guid);
    record.source_record_id = address.empty() ? clean_text(guid) : address;
  } else {
    record.source_record_id = normal_link(page);
  }
  record.source_record_id = bounded_key(std::move(record.source_record_id));
}

}  // namespace evidence::feed
