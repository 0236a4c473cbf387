#include "server/strategy_view.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "server/page_layout.h"
#include "server/problem.h"
#include "server/source_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMostMessages = 12;  // of one line; the API has all
constexpr std::size_t kShownText = 4'000;

struct SyntaxChoice {
  query::Syntax syntax;
  std::string_view label;
};
constexpr std::array<SyntaxChoice, 5> kSyntaxes{{{query::Syntax::kOvid, "Ovid"},
                                                 {query::Syntax::kPubmed, "PubMed"},
                                                 {query::Syntax::kEbsco, "EBSCOhost"},
                                                 {query::Syntax::kCql, "CQL"},
                                                 {query::Syntax::kSimple, "The search box"}}};

std::string_view kind_of(query::Severity severity) {
  switch (severity) {
    case query::Severity::kError:
      return "Problem";
    case query::Severity::kWarning:
      return "Warning";
    case query::Severity::kInfo:
      break;
  }
  return "Note";
}

void fill_messages(Values& where, std::string_view section,
                   const std::vector<query::Message>& messages) {
  if (messages.empty()) return;
  Values list = where.add(section);
  // Notes come after what needs a person.
  std::vector<const query::Message*> ordered;
  ordered.reserve(messages.size());
  for (const query::Message& message : messages) ordered.push_back(&message);
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return static_cast<int>(a->severity) > static_cast<int>(b->severity);
  });
  if (ordered.size() > kMostMessages) ordered.resize(kMostMessages);
  for (const query::Message* message : ordered) {
    Values row = list.add("MESSAGE");
    row.set("MESSAGE_KIND", kind_of(message->severity));
    row.set("MESSAGE_TEXT", shortened(message->text, kShownText));
    row.show_with("MESSAGE_FIX", "FIX_TEXT", shortened(message->fix, kShownText));
  }
}

std::string time_for_people(std::chrono::microseconds took) {
  const double milliseconds = static_cast<double>(took.count()) / 1'000;
  return format_decimal(milliseconds, milliseconds < 10 ? 1 : 0) + " ms";
}

}  // namespace

std::string day_for_people(std::string_view timestamp) {
  const auto date = parse_date(timestamp.substr(0, std::min<std::size_t>(timestamp.size(), 10)));
  return date ? format_date_for_people(*date) : std::string(timestamp);
}

std::string moment_for_people(const std::string& timestamp) {
  if (timestamp.size() < 16) return timestamp;
  return day_for_people(timestamp) + ", " + timestamp.substr(11, 5) + " UTC";
}

std::string works_in_words(std::uint64_t count) {
  return with_thousands(count) + (count == 1 ? " work" : " works");
}

void fill_problem(Values& page, const Error& error, const Request& request) {
  const Error shown = public_error(error, request);
  Values problem = page.add("PROBLEM");
  problem.set("PROBLEM_TEXT", shown.message);
  problem.show_with("PROBLEM_HINT", "PROBLEM_HELP", shown.hint);
}

void fill_fields(Values& page, const curation::StrategySettings& settings, Services& services) {
  page.set("NAME", settings.name);
  page.set("TEXT", settings.text);
  for (const SyntaxChoice& choice : kSyntaxes) {
    Values option = page.add("SYNTAX");
    option.set("SYNTAX_VALUE", query::syntax_name(choice.syntax));
    option.set("SYNTAX_LABEL", choice.label);
    if (choice.syntax == settings.syntax) option.show("SYNTAX_SELECTED");
  }
  if (!settings.mapping) page.show("MAPPING_OFF");
  const auto states = source_states(services);
  if (!states.ok()) return;
  std::vector<const SourceSummary*> sources;
  for (const SourceState& state : *states) {
    if (services.registry == nullptr || state.records > 0) sources.push_back(&state.source);
  }
  if (sources.size() < 2 && settings.sources.empty()) return;
  Values group = page.add("SOURCES");
  for (const SourceSummary* source : sources) {
    Values row = group.add("SOURCE");
    row.set("SOURCE_ID", source->id);
    row.set("SOURCE_NAME", shortened(source->name.empty() ? source->id : source->name, 120));
    if (std::binary_search(settings.sources.begin(), settings.sources.end(), source->id)) {
      row.show("SOURCE_CHECKED");
    }
  }
}

void fill_lines(Values& page, const curation::StoredRun& run,
                const std::vector<query::Message>& whole, const curation::StrategyId& strategy,
                const Services& services) {
  fill_messages(page, "WHOLE_MESSAGES", whole);
  if (run.lines.empty()) return;
  Values table = page.add("LINES");
  table.set("LINES_CAPTION", run.number == 0 ? "Lines, with the works that each finds"
                                             : "Run " + std::to_string(run.number) + ", " +
                                                   moment_for_people(run.at));
  const bool by_source = run.sources.size() > 1 && run.sources.size() <= 6;
  if (by_source) {
    for (const curation::RunSource& source : run.sources) {
      table.add("LINE_SOURCE_HEAD").set("LINE_SOURCE_NAME", source_name(source.id, services));
    }
  }
  for (const curation::RunLine& line : run.lines) {
    Values row = table.add("LINE");
    row.set("LINE_NUMBER", std::to_string(line.number));
    row.set("LINE_TEXT", shortened(line.text, kShownText));
    if (&line == run.result_line()) row.show("LINE_RESULT");
    if (!line.read_as.empty()) {
      row.add("LINE_READ").set("LINE_READ_AS", shortened(line.read_as, kShownText));
    }
    fill_messages(row, "MESSAGES", line.messages);
    if (!line.counted) {
      row.show("NOT_COUNTED");
    } else if (strategy.empty() || run.number == 0) {
      row.add("COUNT_PLAIN").set("COUNT", with_thousands(line.count));
    } else {
      Values link = row.add("COUNT_LINKED");
      link.set("COUNT", with_thousands(line.count));
      link.set("WORKS_HREF", strategy_path(strategy) + "/runs/" + std::to_string(run.number) +
                                 "/lines/" + std::to_string(line.number));
    }
    if (by_source) {
      for (const curation::RunSource& source : run.sources) {
        const auto count = line.by_source.find(source.id);
        row.add("LINE_SOURCE")
            .set("SOURCE_COUNT", count == line.by_source.end() ? (line.counted ? "0" : "")
                                                               : with_thousands(count->second));
      }
    }
    row.set("LINE_TIME", line.counted ? time_for_people(line.took) : "");
    if (line.reused) row.show("LINE_REUSED");
  }
}

void fill_key(Values& page, std::string_view section, std::string_view field,
              const std::string& key) {
  Values form = page.add(section);
  if (key.empty()) {
    form.add("KEY_ASKED").set("KEY_FIELD", field);
  } else {
    form.add("KEY_KNOWN").set("EDIT_KEY", key);
  }
}

Response render_private(int status, std::string_view template_name, PageValues& page,
                        std::string title, const Request& request, Services& services) {
  const Frame frame{std::move(title), "strategies", false, "", false};
  Response response = render_page(status, template_name, page, frame, request, services);
  std::erase_if(response.headers, [](const auto& header) {
    return header.first == "Cache-Control" || header.first == "Referrer-Policy";
  });
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace evidence::server
