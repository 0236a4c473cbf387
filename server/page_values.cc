// /values: which fields can be browsed; /values/{field}: the values of one with their counts.
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "server/field_browser.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr std::size_t kShown = 100;
constexpr std::string_view kLetters = "0123456789abcdefghijklmnopqrstuvwxyz";

// What people look through; others can be asked for by address and over the API.
constexpr std::array kBrowsed{Field::kJournalTitle,    Field::kHeadingLabel, Field::kSubheading,
                              Field::kPublicationType, Field::kStudyType,    Field::kLanguage,
                              Field::kAuthor,          Field::kTitle,        Field::kKeyword,
                              Field::kPublisher,       Field::kAffiliation,  Field::kYear,
                              Field::kSource};

std::string field_href(Field field) { return "/values/" + std::string(field_info(field).name); }

void fill_letters(Values& page, const ValueList& list) {
  const std::string href = field_href(list.field->field);
  for (const char letter : kLetters) {
    const std::string begin(1, letter);
    Values row = page.add("LETTER");
    row.set("LETTER_TEXT", begin);
    row.set("LETTER_HREF", href + "?begin=" + begin);
    if (begin == list.begin) row.show("LETTER_SHOWN");
  }
}

void fill_values(Values& page, const ValueList& list) {
  if (list.values.empty()) {
    page.show_with("NO_VALUES", "NO_VALUES_TEXT",
                   list.begin.empty() && list.after.empty()
                       ? "No work here has anything in this field."
                       : "No value begins so. Try fewer letters.");
    return;
  }
  Values table = page.add("VALUES");
  for (const ValueCount& value : list.values) {
    Values row = table.add("VALUE");
    row.set("VALUE_HREF", value_search_href(list.field->field, value.value));
    row.set("VALUE_TEXT", shortened(value.value, 300));
    row.set("VALUE_WORKS", with_thousands(value.count));
  }
  if (list.next.empty()) return;
  Parameters parameters;
  if (!list.begin.empty()) parameters.emplace_back("begin", list.begin);
  parameters.emplace_back("after", list.next);
  page.add("NEXT").set("NEXT_HREF", address(field_href(list.field->field), parameters));
}

}  // namespace

Response page_value_fields(const Request& request, Services& services) {
  PageValues page;
  for (const Field field : kBrowsed) {
    Values row = page.add("FIELD");
    row.set("FIELD_HREF", field_href(field));
    row.set("FIELD_LABEL", field_info(field).label);
    row.set("FIELD_EXPLANATION", field_info(field).explanation);
  }
  const Frame frame{"Browse an index", "strategies", false, "/values"};
  return render_page(200, "value_fields.tpl", page, frame, request, services);
}

Response page_field_values(const Request& request, Services& services) {
  const auto list = list_values_of(request.path_parameters.at("field"), request, kShown, services);
  if (!list.ok()) return error_response(list.error(), request, Audience::kPage, services);
  PageValues page;
  page.set("FIELD_LABEL", list->field->label);
  page.set("FIELD_EXPLANATION", list->field->explanation);
  page.set("FIELD_HREF", field_href(list->field->field));
  page.set("BEGIN", list->begin);
  fill_letters(page, *list);
  fill_values(page, *list);
  Frame frame{std::string(list->field->label) + " – index", "strategies", false,
              field_href(list->field->field)};
  frame.index = list->begin.empty() && list->after.empty();
  return render_page(200, "values.tpl", page, frame, request, services);
}

}  // namespace evidence::server
