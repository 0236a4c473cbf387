// What RSS items, Atom entries and OPDS publications share. An entry of a feed in XML is handed on
// in an envelope that carries the facts of its channel, for the entry alone does not say which
// journal it is from:
//   <feed-entry title="Journal of X" journal="…" issn="…" publisher="…" …> <item>…</item>
//   </feed-entry>
// Used by feed_*.cc and opds_*.cc alone. Plain values and pure functions.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/record_reading.h"

namespace evidence::feed {

// What the feed says about itself; each text at most a few hundred bytes.
struct Channel {
  std::string title;
  std::string journal;  // prism:publicationName, or the title where the software is a journal's
  std::vector<std::string> issns;
  std::string publisher;
  std::string rights;
  std::string base;  // what relative links are relative to
};

// From the bytes before the first entry, which need not be well-formed as they are cut.
Channel channel_in(std::string_view head);
std::string envelope_of(const Channel& channel, std::string_view entry);
Channel channel_of(const pugi::xml_node& envelope);

struct Reading : RecordReading {
  Channel channel;
  bool skipped = false;  // leads to another feed and describes no publication
};

void read_item(Reading& in, const pugi::xml_node& item);          // RSS
void read_entry(Reading& in, const pugi::xml_node& entry);        // Atom, OPDS 1
void read_deleted(Reading& in, const pugi::xml_node& tombstone);  // RFC 6721
// OPDS 2: a publication, or the publications of a group or feed given whole.
ParsedEntry read_publications(const RawEntry& entry);

// Reads what PRISM and Dublin Core say, the same in all feeds in XML.
void read_prism(Reading& in, const pugi::xml_node& entry);
void read_creators(Reading& in, const std::string& names, const char* role);
// Summaries in HTML, of which the fullest becomes the abstract: citation lines, repeated titles and
// names, tracking and links that lead on are left out.
void read_descriptions(Reading& in, const std::vector<std::string>& htmls);
// Journal, publisher and rights where only the channel says them.
void finish(Reading& in);

// The HTML that an element carries, as characters, CDATA or (XHTML) as elements.
std::string html_of(const pugi::xml_node& node);

// An identifier in whatever form: "urn:isbn:…", "doi:…", "pmid:…", an address with a DOI in it.
// false: it is none that is known.
bool add_any_identifier(Reading& in, std::string_view raw);
// Without the parameters that only count visitors; an address with gaps is left out.
void add_link(Reading& in, std::string_view url, std::string kind, bool open);
// The DOI that an address plainly carries: https://example.org/doi/full/10.1234/x?rss=1. "" if
// none.
std::string doi_in_url(std::string_view url);
// Without parameters that only say where a visitor came from; they differ at every visit.
std::string without_tracking(std::string_view url);
// The same without fragment and trailing slash: the key of an entry that has no other. "" where it
// is no address.
std::string normal_link(std::string_view url);
// A key at most 200 bytes long; longer ones are replaced by their hash.
std::string bounded_key(std::string key);

// The first child, or its text, by local name with any of its usual prefixes; "" if none.
pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view local_name);
std::string text_named(const pugi::xml_node& parent, std::string_view local_name);
// Of all children of this qualified name; feeds do not always declare the prefixes they use.
std::vector<std::string> texts_of(const pugi::xml_node& parent, std::string_view qualified_name);

}  // namespace evidence::feed
