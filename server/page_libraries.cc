// /libraries: finding a library; /libraries/{code}: one of them, or an organisation.
#include "base/text.h"
#include "base/url.h"
#include "server/endpoints.h"
#include "server/library_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr std::string_view kParameters[] = {"q", "area", "trust", "county", "postcode", "ods"};
constexpr std::size_t kMostOfFact = 2'500;

void fill_typed(Values& page, const Request& request) {
  bool narrowed = false;
  for (const std::string_view name : kParameters) {
    const std::string text = shortened(request.parameter(name).value_or(""), 200);
    std::string variable = "TYPED_";
    for (const char c : name) variable += static_cast<char>(c - 'a' + 'A');
    page.set(variable, text);
    narrowed = narrowed || (name != "q" && !text.empty());
  }
  if (narrowed) page.show("NARROWED");
}

std::string page_address(const Request& request, std::size_t number) {
  Parameters parameters;
  for (const std::string_view name : kParameters) {
    const auto text = request.parameter(name);
    if (text && !text->empty()) parameters.emplace_back(name, *text);
  }
  if (number > 1) parameters.emplace_back("page", std::to_string(number));
  return address("/libraries", parameters);
}

std::string found_text(const LibraryFinding& finding) {
  const std::size_t total = finding.answer.hits.size();
  std::string text = total == 1 ? "1 library" : with_thousands(total) + " libraries";
  if (finding.query.from) text += ", nearest to " + finding.query.postcode->text() + " first";
  if (finding.pages() > 1) {
    text += ". Page " + with_thousands(finding.page) + " of " + with_thousands(finding.pages());
  }
  return text;
}

void fill_library_answer(Values& page, const LibraryFinding& finding, const Request& request) {
  const curation::LibraryAnswer& answer = finding.answer;
  if (finding.directory->entries().empty()) page.show("EMPTY");
  for (const curation::LibraryNote& note : answer.notes) {
    page.add("NOTE").set("NOTE_TEXT", shortened(note.message, 600));
  }
  if (!answer.did_you_mean.empty()) {
    Values meant = page.add("MEANT");
    for (const std::string& name : answer.did_you_mean) {
      Values row = meant.add("MEANT_ROW");
      row.set("MEANT_NAME", shortened(name, 200));
      row.set("MEANT_HREF", address("/libraries", {{"q", name}}));
    }
  }
  if (!answer.choices.empty()) {
    Values choices = page.add("CHOICES");
    choices.show(answer.ambiguous ? "CHOICES_WHICH" : "CHOICES_OTHER");
    for (const curation::LibraryChoice& choice : answer.choices) {
      Values row = choices.add("CHOICE");
      row.set("CHOICE_LABEL", shortened(choice.label, 200));
      row.set("CHOICE_HREF", choice_href(choice));
      if (choice.libraries == 0) {
        row.set("CHOICE_COUNT", "no library here");
        continue;
      }
      row.set("CHOICE_COUNT", choice.libraries == 1
                                  ? std::string("1 library")
                                  : with_thousands(choice.libraries) + " libraries");
    }
  }
  if (answer.hits.empty()) return;
  Values found = page.add("FOUND");
  found.set("FOUND_TEXT", found_text(finding));
  found.set_number("FIRST_PLACE", finding.first() + 1);
  for (std::size_t i = finding.first(); i < finding.last(); ++i) {
    add_library_row(found, "LIBRARY_ROW", *answer.hits[i].entry, answer.hits[i].km,
                    finding.directory->today());
  }
  if (finding.page > 1) {
    found.add("PREVIOUS")
        .set("PREVIOUS_HREF", page_address(request, std::min(finding.page - 1, finding.pages())));
  }
  if (finding.page < finding.pages()) {
    found.add("NEXT").set("NEXT_HREF", page_address(request, finding.page + 1));
  }
}

bool is_web_address(const curation::LibraryField& field) {
  return field.form == curation::FieldForm::kUrl;
}

// Fields that are shown elsewhere on the page, or are for programs.
bool is_shown_elsewhere(std::string_view field) {
  return field == "name" || field == "sample" || field == "organisation_id" || field == "lat" ||
         field == "lon" || field.starts_with("opening_") || field == "link_resolver_base_url" ||
         field == "openathens_domain";
}

void fill_library_facts(Values& page, const curation::Library& library) {
  for (const curation::LibraryField& field : curation::library_fields()) {
    const std::string& value = library.get(field.name);
    if (value.empty() || is_shown_elsewhere(field.name)) continue;
    Values fact = page.add("FACT");
    fact.set("FACT_NAME", field.label);
    if (is_web_address(field)) {
      Values link = fact.add("FACT_LINK");
      link.set("FACT_HREF", value);
      link.set("FACT_SHOWN", shortened(value, 120));
    } else if (field.form == curation::FieldForm::kEmail) {
      fact.add("FACT_MAIL").set("FACT_EMAIL", value);
    } else if (field.form == curation::FieldForm::kYesNoAsk) {
      fact.show_with("FACT_PLAIN", "FACT_TEXT",
                     value == "ask" ? "Ask first" : (value == "yes" ? "Yes" : "No"));
    } else {
      fact.show_with("FACT_PLAIN", "FACT_TEXT", shortened(value, kMostOfFact));
    }
  }
}

void fill_opening(Values& page, const curation::Library& library) {
  std::optional<Values> opening;
  for (const curation::LibraryField& field : curation::library_fields()) {
    const std::string& value = library.get(field.name);
    if (!field.name.starts_with("opening_") || field.name == "opening_note" || value.empty()) {
      continue;
    }
    if (!opening) opening = page.add("OPENING");
    Values day = opening->add("DAY");
    day.set("DAY_NAME", field.label);
    day.set("DAY_TEXT", value);
  }
  page.show_with("OPENING_NOTE", "OPENING_NOTE_TEXT", library.get("opening_note"));
}

Response library_page(const curation::LibraryEntry& entry, const PartialDate& today,
                      const Request& request, Services& services) {
  const curation::Library& library = entry.library;
  PageValues page;
  page.set("LIBRARY_TITLE", shortened(library.name(), 200));
  page.show_with("STALE", "STALE_TEXT", stale_text(library, today));
  fill_library_facts(page, library);
  fill_opening(page, library);
  const auto updated = parse_date(library.updated);
  const auto checked = parse_date(library.checked);
  page.set("UPDATED", updated ? format_date_for_people(*updated) : std::string("not known"));
  page.set("CHECKED", checked ? format_date_for_people(*checked) : std::string("never"));
  page.set("API_HREF", "/api/v1/libraries/" + percent_encode(library.code));
  Frame frame{shortened(library.name(), 100), "libraries", library.sample(),
              library_href(library.code)};
  return render_page(200, "library.tpl", page, frame, request, services);
}

Response organisation_page(const NamedLibrary& named, const Request& request, Services& services) {
  const curation::OdsOrganisation& asked = *named.succession.asked;
  const std::string name = curation::readable_name(asked.name);
  PageValues page;
  page.set("ORGANISATION_TITLE", shortened(name, 200));
  page.set("ORGANISATION_CODE", asked.code);
  page.show_with("REGION", "REGION_NAME", named.directory->area_of_code(asked.region));
  if (curation::is_replaced_kind(asked)) page.show("REPLACED_KIND");
  if (named.succession.closed) {
    Values closed = page.add("CLOSED");
    const auto day = parse_date(asked.closed);
    closed.set("CLOSED_DAY", day ? format_date_for_people(*day) : asked.closed);
    if (named.succession.ends.empty()) closed.show("NO_SUCCESSOR");
    for (const curation::Succession::End& end : named.succession.ends) {
      Values row = closed.add("SUCCESSOR");
      row.set("SUCCESSOR_NAME", end.organisation == nullptr
                                    ? end.code
                                    : curation::readable_name(end.organisation->name));
      row.set("SUCCESSOR_HREF", end.organisation == nullptr
                                    ? address("/libraries", {{"ods", end.code}})
                                    : library_href(end.code));
    }
  }
  const auto libraries = named.directory->serving(asked.code);
  if (libraries.empty()) page.show("NO_LIBRARY");
  for (const curation::LibraryEntry* entry : libraries) {
    add_library_row(page, "LIBRARY_ROW", *entry, std::nullopt, named.directory->today());
  }
  page.set("API_HREF", "/api/v1/libraries/" + percent_encode(asked.code));
  Frame frame{shortened(name, 100), "libraries", false, library_href(asked.code)};
  return render_page(200, "library_organisation.tpl", page, frame, request, services);
}

}  // namespace

Response page_libraries(const Request& request, Services& services) {
  PageValues page;
  fill_typed(page, request);
  std::string at_fault;
  const auto finding = find_libraries(request, services, at_fault);
  int status = 200;
  Frame frame{"Find a library", "libraries", false, "/libraries"};
  if (finding.ok()) {
    fill_library_answer(page, *finding, request);
    frame.sample = finding->directory->has_sample();
    frame.index = finding->query.empty() && finding->page == 1;
  } else if (at_fault.empty()) {
    return error_response(finding.error(), request, Audience::kPage, services);
  } else {
    status = 400;
    frame.title = "Error: Find a library";
    frame.index = false;
    Values fault = page.add("PROBLEM");
    fault.set("PROBLEM_TEXT", finding.error().message);
    fault.show_with("PROBLEM_HINT", "PROBLEM_HELP", finding.error().hint);
  }
  return render_page(status, "libraries.tpl", page, frame, request, services);
}

Response page_library(const Request& request, Services& services) {
  const auto named = named_library(request.path_parameters.at("code"), services);
  if (!named.ok()) return error_response(named.error(), request, Audience::kPage, services);
  if (named->library != nullptr) {
    return library_page(*named->library, named->directory->today(), request, services);
  }
  if (!named->moved_to.empty()) return moved(request, library_href(named->moved_to));
  return organisation_page(*named, request, services);
}

}  // namespace evidence::server
