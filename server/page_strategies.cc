// /strategies: a box to paste a strategy into, run without keeping it, or keep it.
#include "server/page_strategies.h"

#include "base/text.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_view.h"

namespace evidence::server {
namespace {

Response show_box(int status, const curation::StrategySettings& settings,
                  const std::optional<Error>& problem, const RunOutcome* outcome,
                  const Request& request, Services& services) {
  PageValues page;
  if (problem) fill_problem(page, *problem, request);
  fill_fields(page, settings, services);
  if (outcome != nullptr) {
    Values ran = page.add("RAN");
    const curation::RunLine* result = outcome->run.result_line();
    ran.set(
        "RAN_SUMMARY",
        (result == nullptr
             ? std::string("The line with the highest number could not be run: there is no result.")
             : "Line " + std::to_string(result->number) + " finds " +
                   works_in_words(result->count) + " of " + with_thousands(outcome->run.documents) +
                   " in the index."));
    fill_lines(ran, outcome->run, outcome->messages, "", services);
  }
  return render_private(status, "strategies.tpl", page, "Search with a strategy", request,
                        services);
}

// As typed, for showing it again where it could not be used.
curation::StrategySettings typed_settings(const BodyFields& fields) {
  curation::StrategySettings settings;
  settings.name = fields.text("name");
  settings.text = fields.text("text");
  settings.syntax = query::syntax_by_name(fields.text("syntax")).value_or(query::Syntax::kOvid);
  settings.mapping = fields.text("mapping") != "false";
  return settings;
}

}  // namespace

Response page_strategies(const Request& request, Services& services) {
  return show_box(200, {}, std::nullopt, nullptr, request, services);
}

Response page_strategies_form(const Request& request, Services& services) {
  const auto fields = BodyFields::read(request);
  if (!fields.ok()) return error_response(fields.error(), request, Audience::kPage, services);
  const auto settings = settings_in(*fields, nullptr, services);
  const auto refuse = [&](const Error& error) {
    return show_box(status_of(error), settings.ok() ? *settings : typed_settings(*fields), error,
                    nullptr, request, services);
  };
  if (!settings.ok()) return refuse(settings.error());
  if (fields->text("action") == "keep") {
    const auto made = make_strategy(request, *settings, change_in(*fields), services);
    if (!made.ok()) return refuse(made.error());
    StrategyNotice notice;
    notice.key = made->edit_key;
    notice.new_key = true;
    return show_strategy(made->strategy.id, 0, notice, request, services);
  }
  const auto outcome = run_privately(request, *settings, services);
  if (!outcome.ok()) return refuse(outcome.error());
  return show_box(200, *settings, std::nullopt, &*outcome, request, services);
}

}  // namespace evidence::server
