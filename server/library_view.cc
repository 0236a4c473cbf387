#include "server/library_view.h"

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "server/page_layout.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr double kKilometresOfMile = 1.609344;

json::array codes_of(const std::vector<curation::Succession::End>& ends) {
  json::array codes;
  for (const curation::Succession::End& end : ends) {
    json::object row{{"code", end.code}};
    if (end.organisation != nullptr) {
      row["name"] = curation::readable_name(end.organisation->name);
    }
    codes.emplace_back(std::move(row));
  }
  return codes;
}

std::string place_line(const curation::Library& library) {
  std::vector<std::string> parts;
  const std::string& organisation = library.get("organisation_name");
  if (!organisation.empty()) parts.push_back(organisation);
  for (const std::string_view field : {"county", "region", "postcode"}) {
    if (!library.get(field).empty()) parts.push_back(library.get(field));
  }
  return join(parts, ", ");
}

}  // namespace

std::string library_href(std::string_view code) { return "/libraries/" + percent_encode(code); }

json::object library_view(const curation::LibraryEntry& entry,
                          const curation::Directory& directory) {
  json::object object = curation::library_json(entry.library, directory.today());
  object["url"] = library_href(entry.library.code);
  if (entry.place) object["place_approximate"] = entry.place->approximate;
  return object;
}

json::object organisation_view(const curation::Succession& succession,
                               const curation::Directory& directory) {
  const curation::OdsOrganisation& asked = *succession.asked;
  json::object object;
  object["code"] = asked.code;
  object["name"] = curation::readable_name(asked.name);
  object["kind"] = asked.kind;
  object["region_code"] = asked.region;
  object["region"] = directory.area_of_code(asked.region);
  object["area_code"] = asked.area;
  object["postcode"] = asked.postcode;
  object["opened"] = asked.opened.empty() ? json::value(nullptr) : json::value(asked.opened);
  object["closed"] = asked.closed.empty() ? json::value(nullptr) : json::value(asked.closed);
  object["is_closed"] = succession.closed;
  object["successors"] = succession.closed ? codes_of(succession.ends) : json::array();
  return object;
}

json::array choices_view(const curation::LibraryAnswer& answer) {
  json::array rows;
  for (const curation::LibraryChoice& choice : answer.choices) {
    rows.emplace_back(json::object{{"parameter", choice.parameter},
                                   {"value", choice.value},
                                   {"label", choice.label},
                                   {"kind", choice.kind},
                                   {"libraries", choice.libraries},
                                   {"url", choice_href(choice)}});
  }
  return rows;
}

json::array notes_view(const curation::LibraryAnswer& answer) {
  json::array rows;
  for (const curation::LibraryNote& note : answer.notes) {
    rows.emplace_back(json::object{{"code", note.code}, {"message", note.message}});
  }
  return rows;
}

std::string choice_href(const curation::LibraryChoice& choice) {
  return address("/libraries", {{choice.parameter, choice.value}});
}

std::string stale_text(const curation::Library& library, const PartialDate& today) {
  if (!curation::is_stale(library, today)) return "";
  const auto checked = parse_date(library.checked);
  return (checked ? "Not confirmed since " + format_date_for_people(*checked)
                  : std::string("Never confirmed")) +
         ". Check before you rely on it.";
}

std::string distance_text(double km) {
  return format_decimal(km, 1) + " km (" + format_decimal(km / kKilometresOfMile, 1) + " miles)";
}

void add_library_row(Values& values, std::string_view section, const curation::LibraryEntry& entry,
                     std::optional<double> km, const PartialDate& today) {
  Values row = values.add(section);
  const curation::Library& library = entry.library;
  row.set("ROW_HREF", library_href(library.code));
  row.set("ROW_NAME", shortened(library.name(), 200));
  row.show_with("ROW_HAS_PLACE", "ROW_PLACE", shortened(place_line(library), 300));
  row.show_with("ROW_HAS_PHONE", "ROW_PHONE", library.get("phone"));
  row.show_with("ROW_HAS_EMAIL", "ROW_EMAIL", library.get("email"));
  if (km) row.show_with("ROW_HAS_DISTANCE", "ROW_DISTANCE", distance_text(*km));
  row.show_with("ROW_STALE", "ROW_STALE_TEXT", stale_text(library, today));
}

}  // namespace evidence::server
