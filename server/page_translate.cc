// /translate: a strategy in the words of another syntax, with every loss beside its line.
#include "base/text.h"
#include "server/message_view.h"
#include "server/open_strategy.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_translation.h"
#include "server/strategy_view.h"
#include "server/syntax_choices.h"

namespace evidence::server {
namespace {

constexpr std::size_t kShownLines = 500;
constexpr std::size_t kShownText = 20'000;

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return (number == 0 ? std::string("No") : with_thousands(number)) + " " +
         std::string(number == 1 ? one : many);
}

std::string summary(const query::Translation& translation) {
  return std::string(syntax_label(translation.from)) + " to " +
         std::string(syntax_label(translation.to)) + ". " +
         counted(translation.losses, "thing", "things") + " could not be said in the same way. " +
         counted(translation.notes, "note says", "notes say") +
         " what looks the same and is not quite.";
}

void fill_line(Values row, const query::TranslatedLine& line) {
  row.set("LINE_NUMBER", line.number == 0 ? std::string() : std::to_string(line.number));
  row.set("LINE_BEFORE", shortened(line.before, kShownText));
  if (!line.after.empty()) {
    row.add("WRITTEN").set("LINE_AFTER", shortened(line.after, kShownText));
  } else if (line.kind == query::LineKind::kSearch) {
    row.show("NOT_WRITTEN");
  }
  std::vector<query::Message> messages = line.losses;
  messages.insert(messages.end(), line.notes.begin(), line.notes.end());
  fill_messages(row, "LOSSES", messages);
}

void fill_translation(Values& page, const query::Translation& translation) {
  Values shown = page.add("TRANSLATED");
  shown.set("TRANSLATED_SUMMARY", summary(translation));
  shown.set("LINES_CAPTION", "Line by line");
  shown.set("FROM_LABEL", syntax_label(translation.from));
  shown.set("TO_LABEL", syntax_label(translation.to));
  std::size_t lines = 0;
  for (const query::TranslatedLine& line : translation.lines) {
    if (line.kind == query::LineKind::kBlank) continue;
    if (++lines > kShownLines) {
      shown.show_with("CUT", "SHOWN_LINES", with_thousands(kShownLines));
      break;
    }
    fill_line(shown.add("LINE"), line);
  }
  fill_open_strategy(shown, "The whole strategy, to copy", "Translated strategy", translation.to,
                     query::translation_text(translation));
}

}  // namespace

Response page_translate(const Request& request, Services& services) {
  PageValues page;
  BodyFields fields;
  int status = 200;
  if (request.method == "POST") {
    auto read = BodyFields::read(request);
    if (!read.ok()) return error_response(read.error(), request, Audience::kPage, services);
    fields = std::move(*read);
    const auto translation = translate_fields(fields, services);
    if (translation.ok()) {
      fill_translation(page, *translation);
    } else {
      status = status_of(translation.error());
      fill_problem(page, translation.error(), request);
    }
  }
  page.set("TEXT", fields.text("text"));
  fill_syntaxes(page, "FROM", query::syntax_by_name(fields.text("from")));
  fill_syntaxes(page, "TO",
                query::syntax_by_name(fields.text("to")).value_or(query::Syntax::kPubmed));
  Frame frame{"Translate a strategy", "strategies", false, "/translate"};
  frame.index = request.method == "GET";
  return render_page(status, "translate.tpl", page, frame, request, services);
}

}  // namespace evidence::server
