// OPDS 2: publications in JSON (the Readium Web Publication Manifest's metadata).
#include <utility>

#include "base/text.h"
#include "connectors/format/feed_date.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/html_text.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/opds_words.h"
#include "model/language.h"

namespace evidence::feed {
namespace {

constexpr std::size_t kMostInGroup = 10'000;

// A text, or one text per language: English, or the first.
std::string localised(const JsonView& value) {
  if (const json::object* texts = value.object()) {
    for (const std::string_view wanted : {"en", "eng", "en-GB", "en-US"}) {
      const std::string text = value[wanted].text();
      if (!text.empty()) return text;
    }
    if (!texts->empty()) return JsonView(&texts->begin()->value()).text();
    return {};
  }
  return value.text();
}

std::string name_of(const JsonView& one) {
  if (one.object() == nullptr) return one.text();
  return one["name"].present() ? localised(one["name"]) : one["sortAs"].text();
}

void read_people(Reading& in, const JsonView& metadata) {
  for (const auto& [member_name, role] :
       {std::pair{"author", "author"}, {"editor", "editor"}, {"contributor", "author"}}) {
    for (const JsonView& one : metadata[member_name].list()) {
      // A contributor who narrates or translates is no author.
      if (one["role"].present()) {
        const std::string own = one["role"].raw();
        if (own != "aut" && own != "author" && own != "edt" && own != "editor") continue;
      }
      read_creators(in, name_of(one), role);
    }
  }
}

void read_subjects(Reading& in, const JsonView& metadata) {
  for (const JsonView& one : metadata["subject"].list()) {
    if (one.object() == nullptr) {
      add_opds_subject(in.record, "", "", html_line(one.text()));
    } else {
      add_opds_subject(in.record, one["scheme"].raw(), one["code"].text(), html_line(name_of(one)));
    }
  }
}

void read_links(Reading& in, const JsonView& links) {
  for (const JsonView& link : links.list()) {
    const std::string href = link["href"].raw();
    const std::string type = link["type"].raw();
    for (const JsonView& rel : link["rel"].list()) {
      const std::string name = rel.raw();
      if (is_opds_acquisition(name)) {
        if (link["templated"].yes()) {
          in.drop("templated_link", "the link " + quoted_for_message(href) +
                                        " has gaps to be filled in by a reader's program");
        } else {
          add_acquisition(in, name, type, href);
        }
      } else if (name == "alternate" && type.find("html") != std::string::npos) {
        add_link(in, href, "title", false);
      }
    }
  }
}

Record read_publication(Reading& in, const JsonView& publication) {
  Record& record = in.record;
  const JsonView metadata = publication["metadata"];
  record.title = html_line(localised(metadata["title"]));
  const std::string subtitle = html_line(localised(metadata["subtitle"]));
  if (!subtitle.empty()) record.title += ": " + subtitle;
  const std::string identifier = metadata["identifier"].text();
  add_any_identifier(in, identifier);
  for (const JsonView& more : metadata["altIdentifier"].list()) {
    add_any_identifier(in, more.object() == nullptr ? more.text() : more["value"].text());
  }
  const std::string type = metadata["@type"].raw();
  add_opds_type(record, type.empty() ? "Book" : type);
  read_people(in, metadata);
  Publication& about = record.publication;
  about.publisher = name_of(metadata["publisher"]);
  if (about.publisher.empty()) about.publisher = name_of(metadata["imprint"]);
  about.date = parse_feed_date(metadata["published"].raw()).date;
  if (!about.date.known() && metadata["published"].present()) {
    in.bad_date("publication date", metadata["published"].raw());
  }
  const std::string modified = metadata["modified"].raw();
  record.datestamp = parse_feed_date(modified).instant;
  if (record.datestamp.empty()) record.datestamp = format_date(parse_feed_date(modified).date);
  for (const std::string& language : metadata["language"].texts()) in.add_language(language);
  read_subjects(in, metadata);
  for (const char* kind : {"series", "collection"}) {
    for (const JsonView& one : metadata["belongsTo"][kind].list()) {
      add_series(record, name_of(one), one["position"].raw());
    }
  }
  read_descriptions(in, {localised(metadata["description"])});
  read_links(in, publication["links"]);
  for (const JsonView& licence : publication["licenses"].list()) read_links(in, licence["links"]);
  finish(in);
  record.source_record_id = bounded_key(identifier);
  if (record.source_record_id.empty()) {
    for (const JsonView& link : publication["links"].list()) {
      if (link["rel"].raw() == "self") {
        record.source_record_id = bounded_key(normal_link(link["href"].raw()));
      }
    }
  }
  add_identifier_links(record);
  apply_limits(record);
  return std::move(record);
}

void add_publication(const RawEntry& entry, const JsonView& publication, ParsedEntry& parsed) {
  Reading in{{{}, {}, entry.position}, {}, false};
  Record record = read_publication(in, publication);
  if (record.title.empty()) {
    in.drop("no_title", "the publication has no title");
  } else if (record.source_record_id.empty()) {
    in.drop("no_identifier",
            "the publication has no identifier or address of its own, so it cannot be kept or "
            "found again");
  } else {
    parsed.records.push_back(std::move(record));
  }
  for (EntryProblem& problem : in.problems) parsed.problems.push_back(std::move(problem));
}

}  // namespace

ParsedEntry read_publications(const RawEntry& entry) {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  const JsonView view(&*value);
  const bool feed =
      view["publications"].present() || view["groups"].present() || view["navigation"].present();
  if (!feed) {
    if (view["metadata"].object() != nullptr) {
      add_publication(entry, view, parsed);
    } else {
      parsed.problems.push_back({entry.position, "bad_entry", "this is no OPDS 2 publication"});
    }
    return parsed;
  }
  std::size_t taken = 0;
  for (const JsonView& publication : view["publications"].list()) {
    if (++taken > kMostInGroup) {
      parsed.problems.push_back(
          {entry.position, "too_many",
           "only the first " + with_thousands(kMostInGroup) + " publications were read"});
      break;
    }
    add_publication(entry, publication, parsed);
  }
  // A page that only leads to others.
  parsed.skipped = parsed.records.empty() && parsed.problems.empty();
  return parsed;
}

}  // namespace evidence::feed
