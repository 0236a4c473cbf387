// /request/search: ask the librarians to search. The form is sent by POST, so that what is asked
// stands in no address and no log; the answer is a text to copy or to mail, kept nowhere.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/date.h"
#include "base/text.h"
#include "server/body_fields.h"
#include "server/library_request.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kLongestField = 4'000;
constexpr std::size_t kSubjectBytes = 100;

struct Box {
  std::string_view name, label, hint;
  int rows = 1;  // 1: one line
};
constexpr std::array<Box, 10> kBoxes{
    {{"question", "Your question", "In your own words. Leave out names and numbers of patients.",
      4},
     {"population", "Population or problem", "Who? For example: adults with asthma", 2},
     {"intervention", "Intervention", "What is done? For example: inhaled steroids", 2},
     {"comparison", "Comparison", "Compared with what? For example: placebo", 2},
     {"outcome", "Outcome", "What should come of it? For example: hospital admission", 2},
     {"from", "Published from", "A year, or leave it empty"},
     {"to", "Published until", "A year, or leave it empty"},
     {"languages", "Languages", "For example: English only"},
     {"deadline", "Needed by", "For example: 2027-01-31"},
     {"known", "Papers that you know already", "They help to find more like them", 4}}};

struct Choice {
  std::string_view value, label;
};
constexpr std::array<Choice, 4> kFormats{{{"references", "List of references with abstracts"},
                                          {"summary", "Short summary with references"},
                                          {"file", "File for a reference manager (RIS)"},
                                          {"strategy", "The whole search with its strategy"}}};

using Fields = std::map<std::string, std::string, std::less<>>;

const std::string& text_of(const Fields& fields, std::string_view name) {
  static const std::string none;
  const auto found = fields.find(name);
  return found == fields.end() ? none : found->second;
}

Error wrong(std::string slug, std::string message, std::string hint) {
  return {ErrorCode::kInvalidArgument, std::move(slug), std::move(message), std::move(hint)};
}

bool is_year(const std::string& text) { return text.size() == 4 && all_digits(text); }

Result<void> check(const Fields& fields) {
  for (const Box& box : kBoxes) {
    if (text_of(fields, box.name).size() > kLongestField) {
      return wrong("too_long", std::string(box.label) + " is too long.",
                   "Shorten it to " + with_thousands(kLongestField) +
                       " bytes; send the rest by "
                       "e-mail.");
    }
  }
  const bool says_something =
      std::any_of(kBoxes.begin(), kBoxes.begin() + 5,
                  [&fields](const Box& box) { return !text_of(fields, box.name).empty(); });
  if (!says_something) {
    return wrong("no_question", "There is no question yet.",
                 "Fill in your question, or who it is about and what is done.");
  }
  const std::string& from = text_of(fields, "from");
  const std::string& to = text_of(fields, "to");
  for (const std::string* year : {&from, &to}) {
    if (year->empty() || is_year(*year)) continue;
    return wrong("bad_year", quoted_for_message(*year) + " is not a year.",
                 "Type it as 2015, or leave it empty.");
  }
  if (!from.empty() && !to.empty() && from > to) {
    return wrong("bad_year", "The first year comes after the last.", "Exchange the two.");
  }
  const std::string& deadline = text_of(fields, "deadline");
  if (!deadline.empty() && !parse_date(deadline)) {
    return wrong("bad_date", quoted_for_message(deadline) + " is not a date.",
                 "Type it as 2027-01-31, or leave it empty.");
  }
  return {};
}

std::string_view format_label(const Fields& fields) {
  for (const Choice& choice : kFormats) {
    if (choice.value == text_of(fields, "format")) return choice.label;
  }
  return kFormats.front().label;
}

std::string request_text(const Fields& fields) {
  std::string text = "Request for an evidence search\n\n";
  const auto line = [&text](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    const bool lines = value.find('\n') != std::string_view::npos;
    text.append(name).append(lines ? ":\n" : ": ").append(value).append("\n");
  };
  for (const Box& box : kBoxes) {
    if (box.name == "from" || box.name == "to") continue;
    if (box.name == "languages") {
      const std::string& from = text_of(fields, "from");
      const std::string& to = text_of(fields, "to");
      if (!from.empty() || !to.empty()) {
        line("Published",
             (from.empty() ? "any time" : "from " + from) + (to.empty() ? "" : " until " + to));
      }
    }
    std::string value = text_of(fields, box.name);
    if (box.name == "deadline" && !value.empty()) {
      value = format_date_for_people(*parse_date(value));
    }
    line(box.label, value);
  }
  line("How the results should come", format_label(fields));
  return text +
         "\nPlease fill in:\nName: \nJob and department: \nTelephone: \nE-mail: \n"
         "What it is for (care of a patient, guideline, research, study): \n";
}

void fill_form(Values& page, const Fields& fields) {
  for (const Box& box : kBoxes) {
    Values row = page.add("FIELD").add(box.rows > 1 ? "FIELD_LONG" : "FIELD_SHORT");
    row.set("FIELD_NAME", box.name);
    row.set("FIELD_LABEL", box.label);
    row.set("FIELD_HINT", box.hint);
    row.set("FIELD_ROWS", std::to_string(box.rows));
    row.set("FIELD_TEXT", text_of(fields, box.name));
  }
  for (const Choice& choice : kFormats) {
    Values option = page.add("FORMAT");
    option.set("FORMAT_VALUE", choice.value);
    option.set("FORMAT_LABEL", choice.label);
    if (choice.value == text_of(fields, "format")) option.show("FORMAT_SELECTED");
  }
}

void fill_answer(Values& page, const Fields& fields, const Request& request, Services& services) {
  const Organisation* organisation = chosen_organisation(request, services);
  const std::string text = request_text(fields);
  const std::string& question = text_of(fields, "question");
  Values answer = page.add("SEARCH_REQUEST");
  answer.set("REQUEST_TEXT", text);
  answer.set("REQUEST_ROWS", std::to_string(std::min<std::ptrdiff_t>(
                                 30, std::count(text.begin(), text.end(), '\n') + 1)));
  const std::string& about = question.empty() ? text_of(fields, "population") : question;
  fill_ask_library(answer, organisation,
                   "Request for an evidence search: " + shortened(clean_text(about), kSubjectBytes),
                   text, request);
}

}  // namespace

Response page_search_request(const Request& request, Services& services) {
  Fields fields;
  PageValues page;
  int status = 200;
  if (request.method == "POST") {
    const auto body = BodyFields::read(request);
    if (!body.ok()) return error_response(body.error(), request, Audience::kPage, services);
    for (const Box& box : kBoxes) {
      fields[std::string(box.name)] = box.rows > 1 ? clean_text_keeping_lines(body->text(box.name))
                                                   : clean_text(body->text(box.name));
    }
    fields["format"] = body->text("format");
    if (const auto good = check(fields); good.ok()) {
      fill_answer(page, fields, request, services);
    } else {
      status = status_of(good.error());
      fill_problem(page, good.error(), request);
    }
  } else {
    fields["question"] =
        clean_text(truncate_utf8(request.parameter("q").value_or(""), kLongestField));
  }
  fill_form(page, fields);
  page.add("SEARCH_FORM")
      .set("FORM_ACTION", "/request/search" + organisation_suffix(request, services));
  Frame frame;
  frame.title = std::string(status == 200 ? "" : "Error: ") + "Ask the librarians to search";
  frame.index = false;
  Response response = render_page(status, "search_request.tpl", page, frame, request, services);
  keep_private(response);
  return response;
}

}  // namespace evidence::server
