// An <entry> of Atom (RFC 4287), with what OPDS 1.x adds to it, and tombstones (RFC 6721).
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/feed_date.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/html_text.h"
#include "connectors/format/opds_words.h"
#include "connectors/format/xml_fields.h"

namespace evidence::feed {
namespace {

void read_people(Reading& in, const pugi::xml_node& entry) {
  for (const pugi::xml_node& child : entry.children()) {
    const bool author = local_name_is(child, "author");
    if (!author && !local_name_is(child, "contributor")) continue;
    // Narrators, illustrators and the like did not write what is read.
    std::string_view role = child.attribute("opf:role").value();
    const bool editor = role == "edt";
    if (!role.empty() && !editor && role != "aut") continue;
    std::string name = text_named(child, "name");
    if (name.empty()) name = text_named(child, "sort_name");
    if (name.empty()) name = std::string(trim(child.text().get()));
    read_creators(in, name, editor ? "editor" : "author");
  }
}

void read_categories(Reading& in, const pugi::xml_node& entry) {
  for (const pugi::xml_node& category : entry.children()) {
    if (!local_name_is(category, "category")) continue;
    std::string label = attribute_text(category, "label");
    if (label.empty()) label = attribute_text(category, "term");
    if (label.empty()) label = node_text(category);
    add_opds_subject(in.record, attribute_text(category, "scheme"),
                     attribute_text(category, "term"), std::move(label));
  }
}

// false: this entry leads to another feed and is no publication.
bool read_links(Reading& in, const pugi::xml_node& entry) {
  bool acquisition = false, leads_on = false, has_alternate = false;
  for (const pugi::xml_node& link : entry.children()) {
    if (!local_name_is(link, "link")) continue;
    const std::string rel = attribute_text(link, "rel");
    const std::string type = attribute_text(link, "type");
    const std::string raw(trim(link.attribute("href").value()));
    const std::string href =
        raw.find('{') == std::string::npos ? absolute_url(in.channel.base, raw) : raw;
    if (is_opds_acquisition(rel)) {
      acquisition = true;
      if (href.empty())
        in.drop("bad_link", "the link " + quoted_for_message(raw) + " is no address");
      add_acquisition(in, rel, type, href);
      const std::string rights = attribute_text(link, "dcterms:rights");
      if (in.record.rights.empty()) in.record.rights = rights;
      continue;
    }
    const bool catalogue = type.find("opds-catalog") != std::string::npos;
    if (catalogue && type.find("type=entry") == std::string::npos && rel != "alternate" &&
        rel != "self" && rel != "related") {
      leads_on = true;
    }
    const bool for_people = type.empty() || type.find("html") != std::string::npos;
    if ((rel.empty() || rel == "alternate") && !catalogue && for_people) {
      has_alternate = true;
      if (href.empty()) {
        in.drop("bad_link", "the link " + quoted_for_message(raw) + " is no address");
      } else {
        add_link(in, href, "publisher", false);
        add_any_identifier(in, href);
      }
    } else if (type == "application/pdf" &&
               (rel.empty() || rel == "enclosure" || rel == "related" || rel == "alternate")) {
      add_link(in, href, "pdf", false);
    }
  }
  if (acquisition) in.record.publication_types.emplace_back("Book");
  return acquisition || !leads_on || has_alternate;
}

std::string datestamp_of(const pugi::xml_node& entry) {
  for (const char* name : {"updated", "dcterms:modified"}) {
    const pugi::xml_node node =
        name == std::string_view("updated") ? child_named(entry, name) : entry.child(name);
    const FeedDate date = parse_feed_date(node.text().get());
    if (!date.instant.empty()) return date.instant;
    if (date.date.known()) return format_date(date.date);
  }
  return {};
}

}  // namespace

void read_entry(Reading& in, const pugi::xml_node& entry) {
  Record& record = in.record;
  if (const std::string_view base = entry.attribute("xml:base").value(); !base.empty()) {
    in.channel.base = absolute_url(in.channel.base, base);
  }
  record.title = html_line(html_of(child_named(entry, "title")));
  // What Library Simplified writes where it knows none.
  if (record.title.ends_with("/terms/problem/no-title")) record.title.clear();
  if (const std::string more = text_named(entry, "alternativeHeadline");
      !more.empty() && !record.title.empty() && more != record.title) {
    record.title += ": " + more;
  }
  read_prism(in, entry);
  const std::string id(trim(child_named(entry, "id").text().get()));
  add_any_identifier(in, id);
  if (!read_links(in, entry)) {
    in.skipped = true;
    return;
  }
  read_people(in, entry);
  read_categories(in, entry);
  if (const pugi::xml_node series = child_named(entry, "Series")) {
    add_series(record, attribute_text(series, "schema:name"),
               attribute_text(series, "schema:position"));
  }
  if (entry.attribute("schema:additionalType")) {
    add_opds_type(record, entry.attribute("schema:additionalType").value());
  }
  // Catalogues say when they took a book up; when it appeared is dcterms:issued.
  if (!record.publication.date.known()) {
    record.publication.date = parse_feed_date(child_named(entry, "published").text().get()).date;
  }
  if (!record.publication.date.known() && record.publication_types.empty()) {
    record.publication.date = parse_feed_date(child_named(entry, "updated").text().get()).date;
  }
  record.datestamp = datestamp_of(entry);
  read_descriptions(in,
                    {html_of(child_named(entry, "summary")), html_of(child_named(entry, "content")),
                     html_of(entry.child("dcterms:description"))});
  finish(in);

  record.source_record_id = clean_text(id);
  if (record.source_record_id.empty()) {
    for (const Identifier& one : record.identifiers) {
      if (one.scheme() == IdentifierScheme::kDoi) record.source_record_id = one.value();
    }
  }
  if (record.source_record_id.empty() && !record.links.empty()) {
    record.source_record_id = normal_link(record.links.front().url);
  }
  record.source_record_id = bounded_key(std::move(record.source_record_id));
}

void read_deleted(Reading& in, const pugi::xml_node& tombstone) {
  in.record.source_record_id = bounded_key(attribute_text(tombstone, "ref"));
  in.record.deleted = true;
  in.record.datestamp = parse_feed_date(tombstone.attribute("when").value()).instant;
}

}  // namespace evidence::feed
